/**
 * Issues of the content of documents: found by a mapping, or when a document is written.
 */
import { hospital, nobody, operator, partner, warning, type CodeMeaning } from '../code-meaning.js';

const orTheMapping = 'Correct it and send it again, or have the mapping corrected.';

export const mappingCodes = {
  CROSSWALK_MISSING: operator(
    'A crosswalk has no row for a value, such as a unit or an item.',
    'Run `npx waybill crosswalk add`: everything that waits for the row then continues by itself.',
    'The document is held or rejected, as `onMissing` says.',
  ),
  REQUIRED_MISSING: partner(
    'The document has no value for a field that the record must have.',
    'Correct it and send it again, or have the mapping take the value from elsewhere.',
  ),
  DATE_INVALID: partner('The value is not a date of the form that the mapping names.', orTheMapping),
  DECIMAL_INVALID: partner(
    'The value is not a decimal number of the form that the mapping names.',
    orTheMapping,
  ),
  INTEGER_INVALID: partner('The value is not a whole number.', orTheMapping),
  VALUE_UNKNOWN: operator(
    'The value is not among `values:`, or the field cannot have it.',
    'Add it to the mapping.',
  ),
  VALUE_CUT: warning(
    nobody('The value was longer than `max:` and was cut.', undefined, 'Raise `max:` where that matters.'),
  ),
  FACTOR_INVALID: operator('A factor of a conversion is not a number above zero.', 'Correct the crosswalk.'),
  CHECK_DIGIT_WRONG: warning(
    nobody(
      'The length or the check digit of a GTIN, GLN or SSCC is wrong.',
      undefined,
      'Inform the partner if that matters; the number may be in your item master too.',
    ),
  ),
  LOTS_UNCLEAR: operator(
    'Lots, serials and quantities of a line cannot be matched to each other.',
    'Ask the partner how they are sent.',
  ),
  VALUE_TOO_LONG: operator(
    'When it goes out, a value or the numbers of an item do not fit their element.',
    'Correct the record, or let the mapping cut text with `max:`.',
  ),
  LEVEL_MISSING: operator(
    'When it goes out, a line of a ship notice has no place in the tree.',
    'Correct the record, or let the mapping call the level `optional`.',
    'Or a package is unknown, occurs twice, or contains itself.',
  ),
  LEVEL_EMPTY: warning(
    nobody(
      'When it goes out, an order or package has no line.',
      'The order or package is not written.',
      'Correct the record if that matters.',
    ),
  ),
  CHARACTER_REPLACED: operator(
    'When it goes out as X12, a value holds a delimiter or control character.',
    'Agree on other delimiters (`send:`), correct the record, or let the mapping clean the value.',
    'In text the character is replaced (a warning). In an identifier, code or number it holds the document.',
  ),
  OUTBOUND_INVALID: operator(
    'When it goes out, our own reader refuses the written document.',
    'Correct the record, the mapping or the agreement.',
    'The words say why, the path says which field.',
  ),
  RULE: hospital(
    'The document breaks a rule of the mapping.',
    'Do what the rule says.',
    "The sentence of the issue is the rule's own.",
  ),
} as const satisfies Record<string, CodeMeaning>;
