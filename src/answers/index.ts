/**
 * PURE. Reports for people at a partner whose documents were rejected.
 */
export { answersDue, type DueAnswer } from './answer-due.js';
export { renderAnswerHtml } from './render-answer-html.js';
export { renderAnswerText } from './render-answer-text.js';
