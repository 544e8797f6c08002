/**
 * Cells to one row of CSV, as in RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front, unless
 * it is asked to stay as it is.
 */

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
  return cells.map((cell) => writeCell(cell, how)).join(how.delimiter);
}

function writeCell(text: string, { delimiter, quote, formulas }: CsvWriting): string {
  const safe = formulas === 'guard' && isFormula(text) ? `'${text}` : text;
  const needed = quote === 'always' || safe.includes(delimiter) || /["\r\n]/.test(safe);
  return needed ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Also when the sign is full-width or follows blanks. A plain negative number is none. */
function isFormula(text: string): boolean {
  return /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) && !/^-\d+(\.\d+)?$/.test(text);
}
