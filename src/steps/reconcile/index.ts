/**
 * What a received 997, 999 or TA1 says about the documents that we sent.
 */
export {
  askAboutSent,
  matchAcknowledgments,
  type SentFacts,
  acknowledgedBy,
} from './match-acknowledgments.js';
export {
  type HeardOfDocuments,
  hearOfDocuments,
  type Said,
  saidCodes,
  saidFaultCode,
  saveHeard,
} from './said-of-documents.js';
