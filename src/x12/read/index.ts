/**
 * Interchanges, groups and sets, from the first ISA to the report.
 */
export { openX12Reader, type X12ReaderOptions } from './reader.js';
export { combineVerdicts } from './verdict.js';
