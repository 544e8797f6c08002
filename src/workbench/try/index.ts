/**
 * Trying files and mappings without saving anything.
 */
export { columnsOf } from './columns-of.js';
export { mappingDocuments, x12Documents } from './mapping-documents.js';
export { type NotedDocument, type NotedForm, noteReading, type NotTaken } from './note-reading.js';
export { leavesBelow, type NotedTree, noteTree } from './note-tree.js';
export { isAt, runTests, type TestedMapping, type TestRun } from './run-tests.js';
export type { TriedDocument, TriedValue, WrittenDocument } from './tried-document.js';
export { renderForward, type TriedForward, tryForward } from './try-forward.js';
