/**
 * Issues of X12 interchanges and functional groups. Comments name the X12 code that reports an issue, where there is one.
 */
import { nobody, operator, partner, warning, type CodeMeaning } from '../code-meaning.js';

const sendAgain = 'Send it again, whole.';
const cutOff = 'Often the file was cut off.';
const smaller = 'Ask the partner for smaller files.';
const notRead = 'The rest of the file is not read.';
const agree = 'Agree with the partner on one that the hub reads.';

export const x12EnvelopeCodes = {
  NOT_X12: operator('The file does not begin with an ISA.', 'Look at the file.'),
  ISA_TRUNCATED: partner('The file ends inside an ISA.', sendAgain),
  ISA_UNREADABLE: partner('The delimiters of an ISA cannot be determined.'),
  // TA105 002 to 008, 010 to 020, 026, 027
  ISA_INVALID: partner('An element of the ISA is wrong.'),
  SEGMENTS_OUTSIDE_INTERCHANGE: partner('Segments are outside of any interchange.'),
  TOO_MANY_INTERCHANGES: operator(
    'The file holds more interchanges than the reader takes.',
    smaller,
    notRead,
  ),
  // TA105 022
  TOO_MANY_GROUPS: operator(
    'The file holds more groups than the reader takes.',
    smaller,
    'The rest of the interchange is not read.',
  ),
  // TA105 022
  TOO_MANY_SETS: operator(
    'The file holds more sets than the reader takes.',
    smaller,
    'The rest of the interchange is not read.',
  ),
  LEADING_BYTES: warning(
    nobody('There is text before the ISA.', undefined, 'Look into it if something is missing.'),
  ),
  TRAILING_BYTES: warning(
    nobody('There is text after the IEA.', undefined, 'Look into it if something is missing.'),
  ),
  LINES_WRAPPED: warning(nobody('Line breaks inside segments were ignored.')),
  // TA105 023
  SEGMENT_UNTERMINATED: partner(
    'The file, or the interchange, ends inside a segment other than its last IEA.',
    sendAgain,
  ),
  EMPTY_SEGMENT: warning(nobody('Two terminators follow each other.')), // AK304 1 in a set
  CONTROL_NUMBER_FORM: warning(
    nobody('A control number is repeated in another form, such as without zeros.'),
  ),
  INTERCHANGE_EMPTY: partner('The interchange holds nothing.'), // TA105 024
  INTERCHANGE_REPEATED: partner('The same ISA13 occurs twice in one file.'), // TA105 025
  SERVICE_SEGMENT_INVALID: partner('An ISB or ISE has an impossible value.'), // TA105 028 to 031
  SEGMENT_OUTSIDE_GROUP: partner('A segment is between ISA and IEA, but in no group.'), // TA105 022
  SEGMENT_OUTSIDE_SET: partner('A segment is in a group, but in no set.'),
  IEA_MISSING: partner('The interchange has no IEA.', sendAgain, cutOff), // TA105 022, 023
  GE_MISSING: partner('The group has no GE.', sendAgain, cutOff), // AK905 3
  IEA_COUNT_WRONG: partner('IEA01 is not the number of groups.'), // TA105 021
  GE_COUNT_WRONG: partner('GE01 is not the number of sets.'), // AK905 5
  IEA_CONTROL_NUMBER_WRONG: partner('ISA13 and IEA02 are different control numbers.'), // TA105 001
  GE_CONTROL_NUMBER_WRONG: partner('GS06 and GE02 are different control numbers.'), // AK905 4
  INTERCHANGE_REJECTED_FOR_SET: partner(
    'The interchange is rejected because of one of its sets, as `onBadSet` says.',
    'Correct the set and send the whole interchange again.',
  ),
  GROUP_REJECTED_FOR_SET: partner(
    'The group is rejected because of one of its sets, as `onBadSet` says.',
    'Correct the set and send the whole group again.',
  ),
  GROUP_EMPTY: partner('The group holds no set.'),
  GROUP_NOT_SUPPORTED: operator('The hub cannot read groups of this kind.', agree), // AK905 1
  GROUP_VERSION_NOT_SUPPORTED: operator('The hub cannot read groups of this version.', agree), // AK905 2
  GS_CONTROL_NUMBER_INVALID: partner('GS06 is not a number of 1 to 9 digits.'), // AK905 6
  GS_CONTROL_NUMBER_REPEATED: partner('The same GS06 occurs twice in one interchange.'), // AK905 6, of 5010 19
  GS_DATE_INVALID: warning(operator('GS04 is not a date of the calendar.', 'Inform the partner.')),
  GS_TIME_INVALID: warning(operator('GS05 is not a time of day.', 'Inform the partner.')),
} as const satisfies Record<string, CodeMeaning>;
