/**
 * Why an outbound interchange cannot be written. Values, so that a document that cannot be sent reaches an operator
 * with its place; they never hold document content.
 */
/** One reason, and where; never the value itself. */
export interface WriteFault {
  code:
    | 'SYNTAX_UNUSABLE'
    | 'ENVELOPE_INVALID'
    | 'NOTHING_TO_WRITE'
    | 'SEGMENT_ID_INVALID'
    | 'SEGMENT_EMPTY'
    | 'REPETITION_UNAVAILABLE'
    | 'VALUE_NOT_WRITABLE';
  /** What is wrong and what to do. */
  words: string;
  /** Group in the interchange and set in the group, from 1. */
  group?: number;
  set?: number;
  /** Position in the set, ST is 1. */
  segment?: number;
  segmentId?: string;
  element?: number;
}
