/**
 * PURE. Bytes to records: what a received file says, and what becomes of it.
 */
export { acknowledgmentDue } from './acknowledgment-due.js';
export { type Outcome, outcomeOf } from './file-outcome.js';
export { partId } from './record-id.js';
export {
  answeredGroups,
  answerPartsMax,
  firstAnswered,
  isAnswered,
  refusals,
  rejectedSets,
  segmentsOf,
  setPlace,
} from './rejected-sets.js';
export { translateFile } from './translate-file.js';
export { recordIssues } from './translate-record.js';
export {
  type FileToTranslate,
  type FileTranslation,
  interchangesOf,
  type ReceivedAcknowledgment,
  type RecordOfFile,
  recordsIn,
  recordsOf,
  type TranslatedFile,
  type TranslatedInterchange,
  type TranslatedRecord,
  type Translation,
} from './translation.js';
