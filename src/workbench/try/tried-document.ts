/**
 * What `map try` finds out about a document: values for a table, or for a program that reads its JSON.
 */
import type { MappingIssue } from '../../mapping/index.js';
import type { NotTaken } from './note-reading.js';

/** A value of a record and where it stood. */
export interface TriedValue {
  path: string;
  value: unknown;
  /** BIG02, or a column, or the path in a tree; absent for constants and what is calculated. */
  place?: string;
  /** Position of the segment in its set, or of the row in the file. */
  at?: number;
  /** As received. */
  text?: string;
}

export interface TriedDocument {
  /** Such as "810 0001", or "document 2". */
  document: string;
  businessKey: string;
  values: TriedValue[];
  issues: MappingIssue[];
  notTaken: NotTaken[];
  record: Record<string, unknown>;
}

/** A document written from a record. */
export interface WrittenDocument {
  businessKey: string;
  /** Segments, rows or lines as sent, with the paths that were written in each. */
  lines: { number: number; text: string; from: string[] }[];
  issues: MappingIssue[];
  notTaken: NotTaken[];
}
