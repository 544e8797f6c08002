/**
 * Bytes to segments: delimiters, the ISA, tokens.
 */
export { byteClasses, Class, isNewline } from './byte-classes.js';
export { compareControlNumbers, controlNumberKey, readCount, SeenNumbers } from './control-number.js';
export { isDate, isDateAt, isTime, isTimeAt } from './date-time.js';
export type { Isa } from './isa.js';
export { defaultLimits, type X12Limits } from './limits.js';
export { SegmentFrame } from './segment-frame.js';
export { SegmentStore } from './segment-store.js';
export { countUtf8, decodeText, hasHighControl } from './text.js';
export { type Stray, Tokenizer, type TokenSink } from './tokenizer.js';
