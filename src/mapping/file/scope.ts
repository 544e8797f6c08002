/**
 * Where selectors start: a loop of a transaction set, rows of a CSV document, a node of a tree; and what each language of selectors offers.
 */
import type { Origin } from '../../canonical/index.js';
import type { CsvDocument, CsvRow, Document, TreeNode } from '../../formats/index.js';
import type { X12Loop } from '../../x12/index.js';

export interface X12Scope {
  format: 'x12';
  loop: X12Loop;
}

export interface CsvScope {
  format: 'csv';
  document: CsvDocument;
  /** The row of the current list entry. */
  current: CsvRow | undefined;
}

/** Where we stand in a record that goes out. */
export interface RecordScope {
  format: 'record';
  /** The record, or an entry of one of its lists. */
  entry: Record<string, unknown>;
  /** Path of the entry with a dot at its end; '' for the record. */
  prefix: string;
  /** What we stand in, nearest first; undefined for the record. */
  outer: RecordScope | undefined;
}

/** A node of XML or JSON. */
export interface TreeScope {
  format: 'tree';
  node: TreeNode;
  /** Of the whole file, which may hold several documents. */
  top: TreeNode;
}

export type Scope = X12Scope | CsvScope | RecordScope | TreeScope;

/** A value as received, trimmed; '' when its place is there but empty. */
export interface Found {
  text: string;
  /** Absent where a record is read: there the path says all. */
  origin: Origin | undefined;
  /** The rows of a CSV document disagree about it. */
  differs?: boolean;
}

/** undefined when not even the place exists. */
export type Select = (scope: Scope) => Found | undefined;

/** Why a selector cannot be read. */
export interface SelectorFault {
  message: string;
  help?: string;
}

/** A language of selectors. */
export interface Selectors {
  value(selector: string): Select | SelectorFault;
  each(selector: string): ((scope: Scope) => Scope[]) | SelectorFault;
  /** All words that a value can be, where they are known. */
  wordsOf?(selector: string): readonly string[] | undefined;
  /** The scope of a whole document. */
  root(document: Document): Scope;
  /** Where to point when something is missing here. */
  placeOf(scope: Scope): Origin | undefined;
}

export function isFault(result: unknown): result is SelectorFault {
  return typeof result === 'object' && result !== null && 'message' in result;
}
