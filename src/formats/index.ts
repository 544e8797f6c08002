/**
 * Formats: bytes to documents, and the tables that translate codes.
 *
 * X12 has its own reader in src/x12/; documents are told apart by `format`.
 */
export {
  type Crosswalk,
  type CrosswalkRow,
  openCrosswalkReader,
  readCrosswalk,
  type ReadCrosswalk,
  reservedColumns,
} from './crosswalk.js';
export {
  appendRows,
  crosswalkColumns,
  type CrosswalkChange,
  mergeRows,
  readRows,
  type RowValues,
} from './crosswalk-text.js';
export { readCsv } from './csv.js';
export type { CsvReading } from './row-groups.js';
export type { CsvDocument, CsvIssue, CsvRow } from './csv-document.js';
export { type CsvOptions, csvOptions } from './csv-options.js';
export type { Document } from './document.js';
export type { TreeDocument, TreeIssue, TreeNode, TreeReading } from './tree-document.js';
export {
  type FileForm,
  type FileIssue,
  type FileReading,
  readFile,
  readTree,
  readTreeInTurns,
  takeDocuments,
  type TreeForm,
} from './file-form.js';
export { type FixedOptions, fixedOptions } from './fixed-options.js';
export { type JsonOptions, jsonOptions } from './json-options.js';
export { type XmlOptions, xmlOptions } from './xml-options.js';
export { type CsvWriting, writeCsvRow } from './write-csv-row.js';
export { unwritableInXml, writeXml, type XmlNode } from './write-xml.js';
