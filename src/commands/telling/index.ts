/**
 * Words for the terminal.
 */
export { renderAcknowledgment, renderInterchangeAcknowledgment } from './acknowledgment-text.js';
export { amountsText } from './amounts-text.js';
export { columns } from './columns.js';
export { renderDataProblem } from './data-problem-text.js';
export { explainFailure } from './explain-failure.js';
export { documentsText, figuresText, plain } from './impact-text.js';
export { renderTried, renderWritten } from './map-try-text.js';
export { outboundText } from './outbound-impact-text.js';
export { refusedText } from './refused-text.js';
export { sarifLog } from './sarif.js';
export { type SettingRow, settingRows, settingWords } from './setting-rows.js';
export { approvedText, shadowText } from './upcoming-text.js';
export { unreadFile, validatedFile, type ValidatedFile } from './validation-json.js';
export { counted, validationText } from './validation-text.js';
export { seemingBytes, whatItSeems } from './what-it-seems.js';
