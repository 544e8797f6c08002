/**
 * Formats: bytes to documents, and the tables that translate codes.
 *
 * X12 has its own reader in src/x12/; documents are told apart by `format`.
 */
export {
  type CsvDocument,
  type CsvIssue,
  csvOptions,
  type CsvOptions,
  type CsvRow,
  type CsvWriting,
  readCsv,
  usualCsvWriting,
  writeCsvRow,
} from './csv/index.js';
export type { Document } from './document.js';
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
export { type FixedOptions, fixedOptions } from './fixed/index.js';
export { jsonOptions, JsonValue } from './json/index.js';
export type { TreeDocument, TreeNode, TreeReading } from './tree-document.js';
export { unwritableInXml, writeXml, type XmlNode, xmlOptions, type XmlOptions } from './xml/index.js';
