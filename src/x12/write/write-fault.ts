/**
 * Why an outbound interchange cannot be written. Values, so that a document that cannot be sent reaches an operator
 * with its place; they never hold document content.
 */
import type { Issue, WriteCode, X12Place } from '../../vocabulary/index.js';

/** Where in the interchange that was to be written. */
export interface WritePlace extends X12Place {
  /** Group in the interchange and set in the group, from 1. */
  group?: number;
  set?: number;
}

/** One reason, and where; never the value itself. */
export interface WriteFault extends Issue<WritePlace> {
  code: WriteCode;
}
