/**
 * Replies that partners owe for our documents, from the start of the clock until they are overdue.
 */
export { meetExpectationsWith, reportMet } from './meet-expectations.js';
export { startExpectations } from './start-expectations.js';
export { reportOverdue } from './report-overdue.js';
