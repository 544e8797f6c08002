/**
 * Record to document: segments, loops, CSV rows, XML elements.
 */
export { compileOutbound, type FindOutline } from './compile-outbound.js';
export type { ComposedDocument, ComposedX12, ComposeResult, OutboundMapping, OutboundTarget } from './outbound-mapping.js';
