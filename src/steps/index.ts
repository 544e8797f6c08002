/**
 * The way of the data: the steps, and what a hub does again and again.
 */
export { startWork, type Work } from './start-work.js';
