/**
 * The page about a mapping for a partner.
 */
export { examplesOf } from './page-example.js';
export { answerWords, fileWords } from './page-file.js';
export { outboundPage } from './page-outbound.js';
export { asMap, pageRows } from './page-rows.js';
export { openCodes } from './page-words.js';
