/**
 * Commands about crosswalks.
 */
export type { CrosswalkAddOptions, CrosswalkImportOptions } from './crosswalk-change.js';
