/**
 * The step deliver: records go to the ERP.
 */
export { deliver } from './deliver.js';
