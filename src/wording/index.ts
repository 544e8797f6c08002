/**
 * Words and small forms of text that several rooms use: one sentence, one place.
 */
export { verdictWords } from './verdict-words.js';
export { visible } from './visible.js';
