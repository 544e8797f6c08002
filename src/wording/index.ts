/**
 * Words and small forms of text that several rooms use: one sentence, one place.
 */
export { counted } from './counted.js';
export { placeWords } from './place-words.js';
export { shortHash } from './short-hash.js';
export { verdictWords } from './verdict-words.js';
export { visible } from './visible.js';
export { whyUnreadable } from './why-unreadable.js';
