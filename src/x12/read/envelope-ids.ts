/**
 * Packed identifiers of the segments that frame others.
 */
import { segmentIdOf } from '../segment-id.js';

export const IEA = segmentIdOf('IEA');
export const ISB = segmentIdOf('ISB');
export const ISE = segmentIdOf('ISE');
export const TA1 = segmentIdOf('TA1');
export const GS = segmentIdOf('GS');
export const GE = segmentIdOf('GE');
export const ST = segmentIdOf('ST');
export const SE = segmentIdOf('SE');
