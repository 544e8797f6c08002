/**
 * Commands about mappings.
 */
export { leavesOf } from './map-try.js';
