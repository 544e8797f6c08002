/**
 * Recording tests from real files, with what is personal scrubbed.
 */
export { recordRows } from './record-rows.js';
export { recordSet } from './record-set.js';
export { recordTree } from './record-tree.js';
export type { Scrubbed } from './scrub.js';
