/**
 * Reading CSV into rows and documents, and writing a row.
 */
export { invisible } from './csv-cell.js';
export type { CsvDocument, CsvIssue, CsvRow } from './csv-document.js';
export { type CsvOptions, csvOptions } from './csv-options.js';
export type { Range, RowLayout } from './csv-row-view.js';
export type { RawRow } from './csv-rows.js';
export { type CsvText, decodeCsv, lengthInFile, looksLikeUtf16 } from './csv-text.js';
export { readCsv } from './csv.js';
export {
  checkGroups,
  type CsvReading,
  empty,
  groupByColumn,
  groupByStart,
  lastLine,
  limitIssues,
  type Member,
  refused,
  utf16,
} from './row-groups.js';
export { type CsvWriting, usualCsvWriting, writeCsvRow } from './write-csv-row.js';
