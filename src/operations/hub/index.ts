/**
 * Operations on the hub itself.
 */
export { showHub } from './show-hub.js';
