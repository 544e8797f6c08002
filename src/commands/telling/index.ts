/**
 * Words for the terminal.
 */
export { amountsText } from './amounts-text.js';
export { columns } from './columns.js';
export { renderDataProblem } from './data-problem-text.js';
export { excerptBytes, renderExcerpt } from './excerpt-text.js';
export { documentsText, figuresText, plain } from './impact-text.js';
export { outboundText } from './outbound-impact-text.js';
export { type JsonOption, printAnswer } from './print-answer.js';
export { type SettingRow, settingRows, settingWords } from './setting-rows.js';
export { approvedText, shadowText } from './upcoming-text.js';
export { seemingBytes, whatItSeems } from './what-it-seems.js';
