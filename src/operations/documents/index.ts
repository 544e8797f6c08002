/**
 * Operations on outbound documents.
 */
export { cancelOutbound } from './cancel-outbound.js';
export { type ListedRefused, listRefusedDocuments } from './refused-documents.js';
export { type ListedDocuments, listUnsentDocuments } from './unsent-documents.js';
