/**
 * Mappings: documents of partners to our records, compiled once and applied many times.
 */
export { compileMapping, type CompileEnvironment } from './compile.js';
export { type LoadedMappings, loadMappings } from './load-mappings.js';
export type {
  Action,
  CrosswalkUse,
  Mapping,
  MappingContext,
  MappingIssue,
  MappingResult,
} from './mapping.js';
export type { MappingTest } from './mapping-file.js';
export {
  type Difference,
  inputPath,
  type MappingTestResult,
  runMappingTests,
  runOutboundTests,
  segmentText,
} from './mapping-tests.js';
export type { FindOutline } from './outbound/compile-outbound.js';
export type {
  ComposeContext,
  ComposedDocument,
  ComposedX12,
  ComposeResult,
  OutboundMapping,
  OutboundTarget,
} from './outbound/outbound-mapping.js';
