/**
 * What a received 997, 999 or TA1 says of the documents that we sent.
 */
export { matchAcknowledgments } from './match-acknowledgments.js';
export { saidCodes, saidFaultCode } from './said-of-documents.js';
