/**
 * PURE. The words of the domain as typed catalogs: what is stored under a name, and what the name means.
 */
export { type Actor, actors, type CodeMeaning } from './code-meaning.js';
export { type ErrorCode, errorCodes } from './error-codes.js';
export {
  type Action,
  type ByteRange,
  type Issue,
  type Place,
  type PlaceParts,
  type RowPlace,
  type Severity,
  type TreePlace,
  type X12Place,
} from './issue.js';
export type { EventDetail, EventName, SubjectOfEvent } from './events.js';
export { type IssueCode, issueCodes, type WriteCode } from './issue-codes/index.js';
export { type CrosswalkCode, type ProblemCode, problemCodes } from './problem-codes.js';
export type {
  AcknowledgmentState,
  ConnectionState,
  DeliveryState,
  ExpectationState,
  FileState,
  InterchangeState,
  OutboundDocumentState,
  ReceivedFileState,
  RecordState,
  ShadowEnd,
  VersionState,
  WorkState,
} from './states.js';
export { type StepName, stepNames, steps, type WorkStep, workSteps } from './steps.js';
export type { EventSubject, IssueSubject } from './subjects.js';
