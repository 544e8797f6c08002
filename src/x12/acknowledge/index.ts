/**
 * 997, 999 and TA1: made for what was read, and read when a partner sends one.
 */
export { type AcknowledgmentPlan, composeAcknowledgment, documentOf, planAcknowledgment, writeAcknowledgment } from './acknowledge.js';
export type { AcknowledgmentSet } from './acknowledgment-form.js';
export { elementFaults, groupReasons, segmentFaults, setReasons, ta1Reasons } from './acknowledgment-words.js';
export { type AcknowledgedGroup, type AcknowledgedIssue, type AcknowledgedSet, findSet, isAcknowledgmentSet, readAcknowledgment, readInterchangeAcknowledgment, verdictOfSet } from './read-acknowledgment.js';
