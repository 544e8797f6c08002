/**
 * The step acknowledge: a 997, 999 or TA1 for each interchange received.
 */
export { acknowledge } from './acknowledge.js';
