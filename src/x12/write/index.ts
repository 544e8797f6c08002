/**
 * Segments and envelopes to bytes.
 */
export { completeSyntax, hasRepetitions, type OutboundElement, type OutboundGroup, type OutboundInterchange, type OutboundSegment, type OutboundSet, type OutboundSyntax, unwritable, usualSyntax } from './outbound.js';
export type { WriteFault } from './write-fault.js';
export { writeInterchange, type WriteResult } from './write.js';
