/**
 * Words that the text and the HTML of an answer share.
 */
import { counted } from '../wording/index.js';

export const answerTitle = 'Documents that we did not accept';

export function moreIssuesWords(more: number): string {
  return `${counted(more, 'further remark')} on this document ${more === 1 ? 'is' : 'are'} not listed here.`;
}

export function morePartsWords(more: number): string {
  return `${counted(more, 'further document')} with faults ${more === 1 ? 'is' : 'are'} not listed here.`;
}
