/**
 * The step compose: records become documents for partners.
 */
export { compose } from './compose.js';
