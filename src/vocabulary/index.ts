/**
 * The words of the domain as typed catalogs: what is stored under a name, and what the name means. Pure: imports nothing.
 */
export type { EventDetail, EventName, SubjectOfEvent } from './events.js';
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
export { type StepName, stepNames, type WorkStep } from './steps.js';
export type { EventSubject, IssueSubject } from './subjects.js';
