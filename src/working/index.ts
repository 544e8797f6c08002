/**
 * The machinery of steps: leases, group commits, back-off, and the hub that every step gets.
 */
export { configurationCodes, correctionPauseMs, heldCode } from './correction.js';
export { type DueWork, joinDue, ringDue } from './due-work.js';
export { fileToTranslate } from './file-to-translate.js';
export { type Hub, leaserOf } from './hub.js';
export { leasedStep, type Job, type Postponed, type RunStep, type Saved } from './leased-step.js';
export { compareIssues, type ReplacedIssues, replaceIssues, saveReplaced } from './replace-issues.js';
export { codeOf } from './run-leased.js';
export { saveOutboundFiles } from './save-outbound-files.js';
