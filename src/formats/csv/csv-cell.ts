/**
 * What a cell must not hold: control characters, bytes that could not be decoded, identifiers that a spreadsheet has rounded.
 */
import type { RowIssue } from '../form-issue.js';

const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
export const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;
const rounded = /^\s*\d(?:[.,]\d+)?E\+\d+\s*$/i;
/** Cells of these characters alone, as nearly all are, need no further look. */
const harmless = /^[\t\n\r\x20-\x7e]*$/;

/**
 * @param isIdentifier whether the column holds codes that a spreadsheet may have turned into numbers
 * @returns an issue without its place
 */
export function cellFault(cell: string, isIdentifier: boolean): RowIssue | undefined {
  if (isIdentifier && rounded.test(cell)) return damagedIdentifier;
  if (harmless.test(cell)) return undefined;
  if (cell.includes('\ufffd')) return encoding;
  if (control.test(cell)) return character;
  return invisible.test(cell) ? invisibleCharacter : undefined;
}

const damagedIdentifier: RowIssue = {
  code: 'DAMAGED_ID',
  severity: 'error',
  words:
    'A spreadsheet has rounded this code; its digits are lost. Export the column as text and send the file again.',
};
const encoding: RowIssue = {
  code: 'ENCODING',
  severity: 'error',
  words:
    'The cell cannot be read in the declared encoding; agree on UTF-8, or declare the encoding in the mapping.',
};
const character: RowIssue = {
  code: 'CHARACTER',
  severity: 'error',
  words: 'The cell holds a control character.',
};
const invisibleCharacter: RowIssue = {
  code: 'INVISIBLE_CHARACTER',
  severity: 'warning',
  words: 'The cell holds a character that cannot be seen, so that equal-looking values may differ.',
};
