/**
 * What a compiled mapping is and gives: a pure function from a document to a record, with the origin of every value.
 *
 * Bad data never throws. It becomes issues; the record then holds what could be read.
 */
import type { Origin, RecordKind } from '../../canonical/index.js';
import type { Document, FileForm } from '../../formats/index.js';
import type { MappingTest } from './mapping-file.js';
import type { MissingRow } from './missing-row.js';
import type { IssueCode } from '../../vocabulary/index.js';

export interface Mapping {
  name: string;
  version: number;
  status: string;
  title: string;
  /** Relative to the configuration folder. */
  file: string;
  /** SHA-256, hex, of the mapping's text, its base and its crosswalks. */
  hash: string;
  from: Incoming;
  to: RecordKind;
  /** Paths into the record, without list positions, whose values are masked wherever they are shown. */
  sensitive: readonly string[];
  tests: readonly MappingTest[];
  crosswalks: readonly CrosswalkUse[];
  apply(document: Document, context: MappingContext): MappingResult;
  /** As `apply`, with turns for others in between: a document may have 100,000 lines. */
  applyInTurns(document: Document, context: MappingContext): Promise<MappingResult>;
}

/** A crosswalk that a mapping looks up in. */
export interface CrosswalkUse {
  /** Below mappings/, such as "crosswalks/uom.csv". */
  file: string;
  /** Columns of the key. */
  key: readonly string[];
}

/** Which documents a mapping takes. */
export type Incoming = { format: 'x12'; set: string; version: string } | FileForm;

export interface MappingContext {
  partner: string;
  /** yyyy-MM-dd: which dated crosswalk rows are valid. Without it the newest row counts. */
  today?: string;
}

export interface MappingResult {
  /** Complete when there is no issue with action hold or reject; else what could be read. */
  record: Record<string, unknown>;
  /** By path into the record: "lines.0.quantity.unit". */
  origins: Record<string, Origin>;
  issues: MappingIssue[];
  businessKey: string;
}

export type Action = 'hold' | 'reject' | 'warn';

/** A business fault in a document. */
export interface MappingIssue {
  /** Stable code of ours, e.g. CROSSWALK_MISSING; rules of the mapping have the code RULE. */
  code: IssueCode;
  action: Action;
  /** What is wrong, in words that hold no document content; of a rule, its sentence before values are filled in. */
  words: string;
  /** The value at fault, or a rule's sentence with values filled in: document content, never logged. Absent for sensitive fields. */
  value?: string;
  /** Path into the record. */
  path?: string;
  /** Of a document that goes out: the element, column or XML element that stays empty, such as PO103. */
  target?: string;
  /** Id of the rule. */
  rule?: string;
  origin?: Origin;
  /** The crosswalks that lack a row for this value. */
  crosswalks?: readonly string[];
  /** The rows that they lack. */
  missing?: readonly MissingRow[];
  /** Further paths, or targets, that the same fault leaves empty. */
  also?: string[];
}
