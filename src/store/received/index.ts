/**
 * What came in: files, bytes, interchanges, records, issues, and what waits.
 */
export {
  findFiles,
  findKnownFiles,
  findSameContent,
  insertFiles,
  insertOutboundFiles,
  listReceivedFiles,
  type NewFile,
  setFileStates,
  type StoredFile,
} from './files.js';
export { type Amount, findGaps, type Gap, type Gaps } from './gaps.js';
export {
  findLastNumbers,
  findSeenNumbers,
  type FunctionalGroupRow,
  type InterchangeRow,
  type NumberKey,
  removeInterchanges,
  saveInterchanges,
  saveSeenNumbers,
  type SeenNumber,
  setAgreements,
  type TransactionSetRow,
} from './interchanges.js';
export {
  issueRow,
  loadOpenIssues,
  type NewIssue,
  type OpenIssue,
  saveIssues,
  supersedeIssues,
} from './issues.js';
export { loadBytes, saveBytes } from './raw-bytes.js';
export {
  type DeliveryToMake,
  findKnownKeys,
  insertDeliveries,
  insertRecords,
  type KeyedRecord,
  loadDeliveries,
  type NewRecord,
  setDelivered,
  setDeliveryFailed,
} from './records.js';
export { type Revision, supersedeRevisions, updateHeldRevision } from './revisions.js';
export {
  findFilesOf,
  findWaiting,
  findWaitingFiles,
  type HeldRecords,
  loadSavedFile,
  type SavedFile,
  type SavedRecord,
  setTriedWith,
  type UnmappedSet,
  type Waiting,
} from './waiting.js';
