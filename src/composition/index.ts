/**
 * PURE. Records to bytes: who a record goes to, and the document that is written for it.
 */
export { type Sending, writeTogether } from './compose-document.js';
export { outboundName } from './outbound-name.js';
export { documentIssues, type DueDocument, type HeldDocument, planDocument, type PlannedDocument, type ReadyDocument, sendingOf, sensitiveInSource, type WallTime } from './plan-document.js';
export { readBack } from './read-back.js';
export { findRoute, type ForwardedRecord, type Route } from './recipient.js';
