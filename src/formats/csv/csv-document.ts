/**
 * Rows of a CSV file that belong together, as the mapping layer sees them.
 *
 * Cells are found by the mapping's own column names, whatever the file's headings were. Every cell knows its row and its bytes.
 */
import type { IssueCode } from '../../vocabulary/index.js';

export interface CsvRow {
  /** Record type ("H", "D", "T"), or "row" in a flat file. */
  readonly type: string;
  /** As a spreadsheet numbers it: from 1, banner, header and blank rows included. */
  readonly row: number;
  /** The cell's text as received, quotes removed; '' when empty; undefined when the file has no such column. */
  cell(column: string): string | undefined;
  /** Where the cell stands in the file, in bytes, quotes included; the whole row for a column that the file does not have. */
  range(column: string): { offset: number; length: number };
}

export interface CsvDocument {
  readonly format: 'csv';
  /** Place in the file, from 1. */
  readonly position: { document: number };
  /** The value of the groupBy column; undefined when the file is not grouped. */
  readonly key: string | undefined;
  /** In file order; at least one. */
  readonly rows: readonly CsvRow[];
}

/** A fault in a CSV file, with its place. */
export interface CsvIssue {
  /** Stable code of ours, e.g. HEADER_MISSING. */
  code: IssueCode;
  severity: 'error' | 'warning';
  /** As a spreadsheet numbers it, from 1. */
  row?: number;
  /** Our name of the column, or its position ("column 3") where it has none. */
  column?: string;
  /** The document at fault, as in CsvDocument.position; an error without one refuses the whole file. */
  document?: number;
  /** What is wrong and what to do, in our own words, without the value. */
  words: string;
  /** What was found, at most 99 characters: document content, so never logged. */
  value?: string;
}
