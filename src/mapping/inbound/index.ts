/**
 * Document to record: fields, quantities, parties, lots.
 */
export { compileCount, isFilled, knownField, termPlace } from './computed.js';
export { compileFields, type Fill } from './fields.js';
export { openIncoming } from './incoming.js';
export { positiveDecimal, scaled } from './scalar.js';
