/**
 * Mappings: documents of partners to our records, compiled once and applied many times.
 */
export { compileMapping } from './compile.js';
export { type Mapping, type MappingIssue, type MappingResult, readSource } from './file/index.js';
export { type LoadedMappings, loadMappings } from './load-mappings.js';
export { inputPath, type MappingTestResult, runMappingTests, runOutboundTests, segmentText } from './mapping-tests.js';
export type { ComposedDocument, ComposedX12, ComposeResult, OutboundMapping, OutboundTarget } from './outbound/index.js';
