/**
 * Why an outbound interchange cannot be written. Values, so that a document that cannot be sent reaches an operator
 * with its place; they never hold document content.
 */
import type { WriteCode } from '../../vocabulary/index.js';

/** One reason, and where; never the value itself. */
export interface WriteFault {
  code: WriteCode;
  /** What is wrong and what to do. */
  words: string;
  /** Group in the interchange and set in the group, from 1. */
  group?: number;
  set?: number;
  /** Position in the set, ST is 1. */
  segment?: number;
  segmentId?: string;
  element?: number;
}
