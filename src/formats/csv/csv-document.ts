/**
 * Rows of a CSV file that belong together, as the mapping layer sees them.
 *
 * Cells are found by the mapping's own column names, whatever the file's headings were. Every cell knows its row and its bytes.
 */
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
