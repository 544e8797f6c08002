/**
 * How a step works: leases, group commits, back-off, and the hub that every step gets.
 */
export { configurationCodes, correctionPauseMs, heldCode } from './correction.js';
export { fileToTranslate } from './file-to-translate.js';
export { GroupCommit } from './group-commit.js';
export { type Hub, leaserOf } from './hub.js';
export { inOrder } from './in-order.js';
export { compareIssues, type ReplacedIssues, replaceIssues, saveReplaced } from './replace-issues.js';
export { runLanes } from './run-lanes.js';
export { codeOf, finish, postpone, runLeased } from './run-leased.js';
export { saveOutboundFiles } from './save-outbound-files.js';
