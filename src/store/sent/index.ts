/**
 * What goes out: acknowledgments, answers, outbound documents, control numbers, expectations.
 */
export {
  findAcknowledgmentFiles,
  findAcknowledgments,
  insertAcknowledgments,
  type NewAcknowledgment,
  type OwedAcknowledgment,
  setAcknowledgmentDeadLettered,
  setAcknowledgmentsOfFiles,
  setAcknowledgmentsWritten,
} from './acknowledgments.js';
export { findAnswerFiles, findAnswers, insertAnswers } from './answers.js';
export { cancelDocuments } from './cancel-documents.js';
export { type ControlNumberKey, findTakenNumbers, type NumberRange, takeNumbers } from './control-numbers.js';
export {
  findByControlNumbers,
  type SentDocument,
  type SentNumber,
  setVerdicts,
  supersedeSaid,
} from './document-verdicts.js';
export {
  type Arrived,
  type ArrivedForOrder,
  cancelExpectations,
  findUnstarted,
  insertExpectations,
  meetExpectations,
  meetOrderExpectations,
  type MetExpectation,
  reopenExpectations,
  setDue,
} from './expectations.js';
export { findUnsentDocuments } from './unsent-documents.js';
export { earlierReason, findOvertaking, hastenFollowing } from './order-sequence.js';
export {
  batchReason,
  findOutboundDocuments,
  insertOutboundDocuments,
  type ListedDocument,
  listOutboundDocuments,
  lockBatch,
  type OutboundDocument,
  setDocumentsDeadLettered,
  setDocumentsSent,
  setDocumentsWaiting,
  setDocumentsWritten,
} from './outbound-documents.js';
export {
  countOverdue,
  listOverdue,
  type OverdueCount,
  type OverdueExpectation,
  setOverdue,
  settleOverdue,
  type ShownOverdue,
} from './overdue.js';
export {
  findRefusedDocuments,
  findSaidIssues,
  type RefusedDocument,
  type SaidIssue,
} from './refused-documents.js';
