/**
 * Issues of X12 transaction sets. Comments name the X12 code that reports an issue, where there is one.
 */
import { hospital, nobody, operator, partner, warning, type CodeMeaning } from '../code-meaning.js';

const sendAgain = 'Send it again, whole.';
const agree = 'Agree with the partner on one that the hub reads.';

/** Of a rule that an agreement may relax. */
function relaxable(sentence: string, setting: string, more?: string): CodeMeaning {
  return partner(sentence, `Correct it and send it again. \`${setting}\` can be relaxed instead.`, more);
}

function agreedNotTo(sentence: string): CodeMeaning {
  return partner(sentence, 'Correct it and send it again. `validation.guide` can be changed instead.');
}

export const x12SetCodes = {
  ST_SET_INVALID: partner('ST01 is not an identifier of a set.'), // AK502 6
  ST_CONTROL_NUMBER_INVALID: partner('ST02 does not have 4 to 9 characters.'), // AK502 7
  ST_CONTROL_NUMBER_REPEATED: partner('The same ST02 occurs twice in one group.'), // AK502 23
  SET_NOT_IN_GROUP: partner('The set is in a group of another kind.'), // AK502 6
  SET_NOT_SUPPORTED: operator('The hub cannot read this set.', agree), // AK502 1
  VERSION_NOT_SUPPORTED: operator('The hub cannot read this version of the set.', agree), // AK502 1
  SE_MISSING: partner('The set has no SE.', sendAgain, 'Often the file was cut off.'), // AK502 2
  SE_COUNT_WRONG: partner('SE01 is not the number of segments.'), // AK502 4
  SE_CONTROL_NUMBER_WRONG: partner('ST02 and SE02 are different control numbers.'), // AK502 3
  // AK304 2
  SET_TOO_LONG: operator(
    'The set has more segments than `limits.segmentsPerSetMax` of the reader.',
    'Ask the partner for smaller sets.',
    'The rest of the set is not checked.',
  ),
  // AK304 8
  SEGMENT_TOO_LONG: operator(
    'The segment is longer than `limits.segmentBytesMax`.',
    'Raise the limit, or ask the partner for smaller segments.',
    'It is not read.',
  ),
  // AK304 1
  SEGMENT_UNRECOGNISED: relaxable('X12 does not have this segment.', 'validation.unknownSegments'),
  // AK304 6
  SEGMENT_NOT_IN_SET: relaxable('This set does not have the segment.', 'validation.unknownSegments'),
  // AK304 2
  SEGMENT_UNEXPECTED: relaxable('The set does not have the segment in this place.', 'validation.order'),
  // AK304 7
  SEGMENT_OUT_OF_ORDER: relaxable('The segment should have come earlier.', 'validation.order'),
  MANDATORY_SEGMENT_MISSING: partner('A segment that the set must have is missing.'), // AK304 3
  SEGMENT_TOO_OFTEN: relaxable('The segment comes more often than the guide allows.', 'validation.maxUse'), // AK304 5
  LOOP_TOO_OFTEN: relaxable('The loop comes more often than the guide allows.', 'validation.maxUse'), // AK304 4
  SEGMENT_NOT_USED: agreedNotTo('The segment is sent, though it was agreed not to.'), // AK304 2
  ELEMENT_NOT_USED: agreedNotTo('The element is sent, though it was agreed not to.'), // AK403 10
  BINARY_LENGTH_WRONG: partner('BIN01 or BDS02 does not fit the bytes that follow.'), // AK304 8
  MANDATORY_ELEMENT_MISSING: partner('An element that the segment must have is missing.'), // AK403 1
  // AK403 2
  CONDITIONAL_ELEMENT_MISSING: relaxable(
    'An element that must accompany others is missing.',
    'validation.conditional',
  ),
  // AK403 10
  EXCLUSION_CONDITION_VIOLATED: relaxable(
    'Elements that exclude each other are sent together.',
    'validation.conditional',
  ),
  // AK403 3
  TOO_MANY_ELEMENTS: partner('The segment has more elements than the guide allows.'),
  // AK403 13, of 4010 3
  TOO_MANY_COMPONENTS: relaxable(
    'The element has more components than the guide allows.',
    'validation.repetitions',
  ),
  // AK403 12, of 4010 3
  TOO_MANY_REPETITIONS: relaxable(
    'The element is repeated more often than the guide allows.',
    'validation.repetitions',
  ),
  ELEMENT_TOO_SHORT: relaxable('The value has too few characters.', 'validation.length'), // AK403 4
  ELEMENT_TOO_LONG: relaxable('The value has too many characters.', 'validation.length'), // AK403 5
  ELEMENT_BLANK: warning(nobody('The element holds only blanks.')),
  TRAILING_EMPTY_ELEMENTS: warning(nobody('Empty elements are written at the end of the segment.')),
  // AK403 6
  INVALID_CHARACTER: relaxable('The value holds a character that is not allowed.', 'validation.characters'),
  INVALID_CODE: relaxable('The code is not in the list.', 'validation.codes'), // AK403 7
  CODE_NOT_LISTED: warning(
    nobody('The code is not in the part of the list that the hub knows.', 'A 997 never reports it.'),
  ),
  INVALID_NUMBER: partner('The value is not a number of the form that the element has.'), // AK403 6
  INVALID_DATE: partner('The value is not a date of the calendar.'), // AK403 8
  INVALID_TIME: partner('The value is not a time of day.'), // AK403 9
  HL_NUMBER_REPEATED: partner('Two HL segments of the set have the same number in HL01.'), // AK403 7
  HL_PARENT_UNKNOWN: partner('HL02 names a level that did not come before.'), // AK403 7
  HL_OWN_PARENT: partner('HL02 names the level itself.'), // AK403 7
  HL_TOO_DEEP: partner('HL levels are nested more deeply than `limits.levelDepthMax` of the reader.'), // AK403 7
  CTT_COUNT_WRONG: warning(
    hospital(
      'CTT01 is not the number of lines.',
      'Compare the document with the order.',
      'The 997 does not report it.',
    ),
  ),
} as const satisfies Record<string, CodeMeaning>;
