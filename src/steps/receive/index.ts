/**
 * The step receive: files are claimed, stored, then finished at their origin.
 */
export { receive } from './receive.js';
