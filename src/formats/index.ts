/**
 * Formats: bytes to documents, and the tables that translate codes.
 *
 * X12 has its own reader in src/x12/; its documents and those of CSV files are told apart by `format`.
 */
export { type Crosswalk, type CrosswalkRow, readCrosswalk } from './crosswalk.js';
export { type CsvReading, readCsv } from './csv.js';
export type { CsvDocument, CsvIssue, CsvRow } from './csv-document.js';
export { type CsvOptions, csvOptions } from './csv-options.js';
export type { Document } from './document.js';
