/**
 * How a supplier puts right what is wrong, by the code of the fault: the one place for such words.
 *
 * Written for the person who looks after EDI at the supplier, who knows nothing of our settings.
 */
import type { IssueCode } from '../vocabulary/index.js';
export interface AnswerAdvice {
  /** Said in place of the fault's own words, which speak to the hospital. */
  says?: string;
  /** Said in place of what the guide has of the element. */
  expected?: string;
  /** Whether the form of the element helps. */
  form?: true;
  fix: string;
}

const resend = 'Correct this and send the document again.';
const cutOff = 'The file was probably cut off. Check the transfer and send the whole file again.';
const counts = 'Let your system count again, or find out which part was lost, and send it again.';
const controlNumbers = 'Give header and trailer the same control number.';
const split = 'Send it in smaller parts.';
const agree = 'Ask us before you send documents of this kind.';
const tooMany = 'Remove what is too many.';

const advice: Readonly<Partial<Record<IssueCode, AnswerAdvice>>> = {
  IEA_MISSING: { fix: cutOff },
  GE_MISSING: { fix: cutOff },
  SE_MISSING: { fix: cutOff },
  ISA_TRUNCATED: { fix: cutOff },
  SEGMENT_UNTERMINATED: { fix: cutOff },
  NO_FINAL_LINE_ENDING: { fix: cutOff },
  IEA_COUNT_WRONG: { fix: counts },
  GE_COUNT_WRONG: { fix: counts },
  SE_COUNT_WRONG: { fix: counts },
  IEA_CONTROL_NUMBER_WRONG: { fix: controlNumbers },
  GE_CONTROL_NUMBER_WRONG: { fix: controlNumbers },
  SE_CONTROL_NUMBER_WRONG: { fix: controlNumbers },
  ISA_INVALID: { fix: 'Correct the ISA segment: 106 characters, each element in its fixed length.' },
  ISA_UNREADABLE: { fix: 'Correct the ISA segment: 106 characters, each element in its fixed length.' },
  INTERCHANGE_EMPTY: { fix: 'Leave out interchanges in which there is nothing.' },
  GROUP_EMPTY: { fix: 'Leave out groups in which there is nothing.' },
  INTERCHANGE_REPEATED: { fix: 'Give each interchange a control number (ISA13) of its own.' },
  DUPLICATE_CONTROL_NUMBER: {
    fix: 'Send it in an interchange with a control number (ISA13) not used before.',
  },
  GS_CONTROL_NUMBER_REPEATED: {
    fix: 'Give each group of an interchange a control number (GS06) of its own.',
  },
  ST_CONTROL_NUMBER_REPEATED: { fix: 'Give each set of a group a control number (ST02) of its own.' },
  ST_CONTROL_NUMBER_INVALID: {
    fix: 'Send a control number of 4 to 9 characters, the same in ST02 and SE02.',
  },
  GROUP_REJECTED_FOR_SET: {
    says: 'By our agreement a group is rejected when one of its documents is.',
    fix: 'Correct the documents at fault and send the whole group again.',
  },
  INTERCHANGE_REJECTED_FOR_SET: {
    says: 'By our agreement an interchange is rejected when one of its documents is.',
    fix: 'Correct the documents at fault and send the whole interchange again.',
  },
  GROUP_NOT_SUPPORTED: { fix: agree },
  GROUP_VERSION_NOT_SUPPORTED: { fix: agree },
  SET_NOT_SUPPORTED: { fix: agree },
  VERSION_NOT_SUPPORTED: { fix: agree },
  SET_NOT_IN_GROUP: { fix: 'Send this set in a group of its own kind (GS01).' },
  SET_TOO_LONG: { says: 'The document has more segments than we take.', fix: split },
  SEGMENT_TOO_LONG: { says: 'The segment is longer than we take.', fix: split },
  TOO_MANY_INTERCHANGES: { says: 'There are more interchanges than we take in one file.', fix: split },
  TOO_MANY_GROUPS: { says: 'There are more groups than we take in one file.', fix: split },
  TOO_MANY_SETS: { says: 'There are more sets than we take in one file.', fix: split },
  FILE_TOO_LARGE: { says: 'The file is larger than we take.', fix: split },
  SEGMENT_OUTSIDE_SET: { fix: 'Send segments between ST and SE only.' },
  SEGMENT_OUTSIDE_GROUP: { fix: 'Send segments between GS and GE only.' },
  SEGMENT_UNRECOGNISED: { fix: 'Remove the segment, or correct its identifier.' },
  SEGMENT_NOT_IN_SET: { fix: 'Remove the segment: this set does not have it.' },
  SEGMENT_UNEXPECTED: { fix: 'Move the segment behind the one that begins its loop, or remove it.' },
  SEGMENT_OUT_OF_ORDER: { fix: 'Move the segment to its place.' },
  MANDATORY_SEGMENT_MISSING: { fix: 'Add the segment.' },
  SEGMENT_TOO_OFTEN: { fix: tooMany },
  LOOP_TOO_OFTEN: { fix: tooMany },
  EMPTY_SEGMENT: { fix: 'Send one terminator after each segment.' },
  BINARY_LENGTH_WRONG: { fix: 'Give the length of the binary data in bytes, as they are sent.' },
  MANDATORY_ELEMENT_MISSING: { form: true, fix: 'Fill the element: it must be sent.' },
  CONDITIONAL_ELEMENT_MISSING: { form: true, fix: 'Fill the element, or leave out those that ask for it.' },
  EXCLUSION_CONDITION_VIOLATED: { fix: 'Send only one of these elements.' },
  TOO_MANY_ELEMENTS: { fix: tooMany },
  TOO_MANY_COMPONENTS: { fix: tooMany },
  TOO_MANY_REPETITIONS: { fix: tooMany },
  ELEMENT_TOO_SHORT: { form: true, fix: 'Send the whole value, in its full length.' },
  ELEMENT_TOO_LONG: { form: true, fix: 'Shorten the value, or send it where longer ones fit.' },
  INVALID_CHARACTER: {
    expected: 'letters, digits and punctuation that are no delimiters of the interchange',
    fix: 'Remove or replace the character.',
  },
  INVALID_CODE: { form: true, fix: 'Send a code of the list.' },
  INVALID_NUMBER: { form: true, fix: 'Send a plain number: no blanks, commas or currency signs.' },
  INVALID_DATE: { form: true, fix: 'Send a date that exists: year, month, day, without anything between.' },
  INVALID_TIME: { form: true, fix: 'Send a time of the day, 24 hours, without anything between.' },
  HL_NUMBER_REPEATED: { fix: 'Number the HL segments one after another in HL01.' },
  HL_PARENT_UNKNOWN: { fix: 'Name in HL02 the number (HL01) of a level that came before.' },
  HL_OWN_PARENT: { fix: 'Name in HL02 the number (HL01) of the level above.' },
  HL_TOO_DEEP: { says: 'There are more levels inside each other than we take.', fix: 'Send fewer levels.' },
  ROW_LENGTH: { fix: 'Send as many cells in each row as there are headings; quote cells with commas.' },
  QUOTE_NOT_CLOSED: { fix: 'Close the quotation mark, and double those inside a quoted cell.' },
  QUOTE_MISPLACED: { fix: 'Put the whole cell in quotation marks, and double those inside.' },
  ROW_TOO_LONG: {
    says: 'A row is longer than we take.',
    fix: 'Look for a quotation mark that is not closed.',
  },
  TOO_MANY_ROWS: { says: 'The file has more rows than we take.', fix: split },
  TOO_MANY_COLUMNS: { says: 'The file has more columns than we take.', fix: split },
  HEADER_MISSING: { fix: 'Send the headings as agreed.' },
  HEADER_AMBIGUOUS: { fix: 'Send the headings as agreed.' },
  HEADER_DUPLICATE: { fix: 'Send each heading once.' },
  HEADER_EMPTY: { fix: 'Give each column a heading.' },
  DELIMITER: { fix: 'Separate the cells as agreed.' },
  ENCODING: { fix: 'Save the file in the encoding that we agreed on, such as UTF-8.' },
  CHARACTER: { fix: 'Remove the control character.' },
  DAMAGED_ID: { fix: 'Send the file as your system exports it, not as saved from a spreadsheet.' },
  XML_NOT_CLOSED: { fix: 'Send the whole file again.' },
  XML_AFTER_END: { fix: 'Send each document as a file of its own.' },
  XML_TAG_MISMATCH: { fix: 'Close elements in the order in which they were opened.' },
  XML_REFERENCE: { fix: 'Write & as &amp; and other characters as they are.' },
  XML_DOCTYPE: {
    says: 'The file has a document type (DOCTYPE), which we do not read.',
    fix: 'Leave it out.',
  },
  JSON_NOT_CLOSED: { fix: 'Send the whole file again.' },
  JSON_AFTER_END: { fix: 'Send one value, such as a list of the documents.' },
  JSON_KEY_TWICE: { fix: 'Give each key of an object once.' },
  TABLE_NOT_FOUND: { says: 'The row of headings was not found.', fix: 'Send the headings as agreed.' },
  CROSSWALK_MISSING: {
    says: 'We have no meaning for this value.',
    fix: 'Send a value that we agreed on, or tell us what this one means.',
  },
  VALUE_UNKNOWN: {
    says: 'We have no meaning for this value.',
    fix: 'Send a value that we agreed on, or tell us what this one means.',
  },
  REQUIRED_MISSING: { fix: 'Send this value: we cannot take the document without it.' },
};

const general: AnswerAdvice = { fix: resend };

/** Advice for any code; a general one for codes that have no words here. */
export function adviceFor(code: IssueCode): AnswerAdvice {
  return advice[code] ?? general;
}
