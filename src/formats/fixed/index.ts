/**
 * Reading lines whose columns have fixed places.
 */
export { type FixedOptions, fixedOptions } from './fixed-options.js';
export { readFixed } from './fixed.js';
