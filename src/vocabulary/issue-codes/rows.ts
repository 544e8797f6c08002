/**
 * Issues of files with rows: CSV and fixed width. Some also apply to other text, as their sentences say.
 */
import { nobody, operator, partner, warning, type CodeMeaning } from '../code-meaning.js';

const asAgreed = 'Add the heading to `columns:`, or ask the partner.';
const raise = 'Raise the limit under `from.limits`, or ask the partner for smaller files.';

export const rowCodes = {
  DELIMITER: operator(
    'The delimiter of the mapping does not separate the columns.',
    'Correct the mapping, or ask the partner.',
  ),
  ENCODING: operator(
    'Some bytes are not text in the agreed encoding, or in the one that the file names.',
    'Correct `encoding:`, or ask the partner.',
    'An XML file may also name one encoding and begin in another.',
  ),
  CHARACTER: partner('A control character is where only text can be.'),
  INVISIBLE_CHARACTER: warning(
    operator(
      'The text holds an invisible character.',
      'Ask the partner to remove it.',
      'Values that look equal may differ.',
    ),
  ),
  DAMAGED_ID: partner(
    'A spreadsheet has rounded an identifier; its digits are lost.',
    'Send the file as exported, not as saved from a spreadsheet.',
  ),
  TABLE_NOT_FOUND: operator('No line fits `skipUntil`.', 'Correct `skipUntil`, or ask the partner.'),
  HEADER_MISSING: operator('A heading is missing.', asAgreed),
  HEADER_AMBIGUOUS: operator('The headings of two columns name the same column.', asAgreed),
  HEADER_DUPLICATE: operator('A heading occurs twice.', asAgreed),
  HEADER_EMPTY: operator('A column has no heading.', asAgreed),
  HEADER_EXTRA: warning(nobody('The mapping does not know this column.', 'The column is ignored.')),
  ROW_LENGTH: partner('A row has more or fewer cells or characters than expected.'),
  ROW_TYPE_UNKNOWN: operator(
    'The mapping does not describe rows of this type.',
    'Correct `records:`, or ask the partner.',
  ),
  ROW_BEFORE_DOCUMENT: operator(
    'A row comes before any document.',
    'Correct `records:`, or ask the partner.',
  ),
  GROUP_MISSING: partner('The column of `groupBy:` is empty.'),
  GROUP_DIFFERS: partner('A value of the header differs between rows of one document.'),
  QUOTE_NOT_CLOSED: partner('A quotation mark is never closed.'),
  QUOTE_MISPLACED: partner('A quotation mark is inside a cell.'),
  ROW_TOO_LONG: operator('A row is longer than `recordCharactersMax`.', raise),
  TOO_MANY_ROWS: operator('The file has more rows than `rowsMax`.', raise),
  TOO_MANY_COLUMNS: operator('The header has more columns than `columnsMax`.', raise),
  TOO_MANY_ISSUES: warning(operator('Further issues were only counted.', 'Have the first ones corrected.')),
  NO_FINAL_LINE_ENDING: warning(
    operator(
      'The last line has no end.',
      "Compare the rows with the partner's count.",
      'Perhaps the file was cut off.',
    ),
  ),
} as const satisfies Record<string, CodeMeaning>;
