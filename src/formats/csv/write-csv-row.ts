/**
 * Cells to one row of CSV, as in RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front, unless
 * it is asked to stay as it is.
 */
import { stringify } from 'csv-stringify/sync';

export interface CsvWriting {
  delimiter: string;
  /** Quotes around every cell, or only where they are needed. */
  quote: 'always' | 'needed';
  /** keep: for partners whose own program reads the file, and would take the apostrophe for a part of the value. */
  formulas: 'guard' | 'keep';
}

export const usualCsvWriting: CsvWriting = { delimiter: ',', quote: 'needed', formulas: 'guard' };

/** @returns the row without a line end */
export function writeCsvRow(cells: readonly string[], how: CsvWriting = usualCsvWriting): string {
  const { delimiter, quote, formulas } = how;
  const safe = formulas === 'keep' ? cells : cells.map((cell) => (isFormula(cell) ? `'${cell}` : cell));
  const quoted = quote === 'always';
  return stringify([[...safe]], { delimiter, quoted, quoted_empty: quoted, eof: false });
}

/** Also when the sign is full-width or follows blanks. A plain negative number is none. */
function isFormula(text: string): boolean {
  return /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) && !/^-\d+(\.\d+)?$/.test(text);
}
