/**
 * What a reader may be asked: which policy, which sets as documents, which limits.
 */
import type { X12Document } from '../document.js';
import type { GroupHeader, InterchangeHeader } from '../report.js';
import type { X12Limits } from '../tokens/index.js';
import type { ValidationPolicy } from '../validate/index.js';

export interface X12ReaderOptions {
  /** Asked once per set (ST01); undefined = defaults. */
  policyFor?: (
    interchange: InterchangeHeader,
    group: GroupHeader,
    set: string,
  ) => Partial<ValidationPolicy> | undefined;
  /** Sets whose segments are wanted as a document; positions count from 1. Nothing is kept of others. */
  wants?: (position: { interchange: number; group: number; set: number }) => boolean;
  /** Called after the SE of a wanted set, whatever its verdict. */
  onSet?: (document: X12Document) => void;
  limits?: Partial<X12Limits>;
}
