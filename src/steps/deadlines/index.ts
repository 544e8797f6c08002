/**
 * What partners owe for what we sent, from the clock's start to overdue.
 */
export { meetExpectationsWith, tellMet } from './meet-expectations.js';
export { startExpectations } from './start-expectations.js';
export { tellOverdue } from './tell-overdue.js';
