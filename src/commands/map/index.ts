/**
 * Commands about mappings.
 */
export type { MapNewOptions } from './map-new.js';
export { leavesOf, type MapTryOptions } from './map-try.js';
