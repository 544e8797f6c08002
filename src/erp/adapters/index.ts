/**
 * The ERP adapters.
 */
export { files } from './files.js';
export { http } from './http.js';
