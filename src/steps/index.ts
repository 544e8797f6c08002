/**
 * The way of the data: the steps, and the regular tasks of a hub.
 */
export { startWork, type Work } from './start-work.js';
