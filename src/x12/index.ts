/**
 * X12: bytes to values and back. Reading and validating, writing, acknowledging; what sets may contain stands in the guides.
 */
export {
  type AcknowledgedGroup,
  type AcknowledgedIssue,
  type AcknowledgedSet,
  type AcknowledgmentPlan,
  type AcknowledgmentSet,
  composeAcknowledgment,
  documentOf,
  elementFaults,
  findSet,
  groupReasons,
  isAcknowledgmentSet,
  planAcknowledgment,
  readAcknowledgment,
  readInterchangeAcknowledgment,
  segmentFaults,
  setReasons,
  ta1Reasons,
  verdictOfSet,
  writeAcknowledgment,
} from './acknowledge/index.js';
export type { Delimiters } from './delimiters.js';
export type { X12Document, X12Loop, X12Segment } from './document.js';
export { fileVerdict, setOutcome } from './file-verdict.js';
export {
  checkOverride,
  type CodeList,
  type Dictionary,
  elementIndex,
  ElementKind,
  elementName,
  type ElementOutline,
  findGuide,
  findVersion,
  type LoopOutline,
  outlineOf,
  placeIndex,
  segmentName,
  type SetOutline,
} from './guides/index.js';
export { openX12Reader, type X12ReaderOptions } from './read/index.js';
export type {
  GroupHeader,
  GroupReport,
  InterchangeAcknowledgment,
  InterchangeHeader,
  InterchangeReport,
  SetReport,
  Verdict,
  X12Issue,
  X12Report,
} from './report.js';
export { segmentIdOf, unpackCode } from './segment-id.js';
export { decodeText, defaultLimits, isNewline } from './tokens/index.js';
export type { ValidationPolicy } from './validate/index.js';
export {
  completeSyntax,
  hasRepetitions,
  type OutboundElement,
  type OutboundGroup,
  type OutboundInterchange,
  type OutboundSegment,
  type OutboundSet,
  type OutboundSyntax,
  unwritable,
  type WriteFault,
  writeInterchange,
} from './write/index.js';
