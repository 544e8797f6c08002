/**
 * Issues of outbound documents: those that wait for a recipient or for each other, and X12 that cannot be written.
 */
import { engineer, nobody, operator, type CodeMeaning } from '../code-meaning.js';

/** Why a document does not go out. The record is kept, nothing is sent, and no control number is taken. */
export const outboundCodes = {
  RECIPIENT_UNKNOWN: operator(
    'No partner in use has an identifier of the party that `forward.to` names, or the record gives none.',
    'Add the identifier to `identifiers:` of the partner.',
  ),
  RECIPIENT_AMBIGUOUS: operator(
    'Several partners in use have identifiers of that party.',
    'Let only one of them have each identifier.',
  ),
  RECIPIENT_NOT_AGREED: operator(
    'The partner has no agreement in use that sends this kind of record.',
    'Add an agreement with `direction: out`.',
  ),
  RECIPIENT_PAUSED: operator(
    'The partner, or the agreement, is paused.',
    'Set it to `live` when documents may go out.',
  ),
  RECIPIENT_IN_TESTING: operator(
    'The partner or the agreement is in testing, and CSV and XML cannot say that they are tests.',
    'Set it to `live`.',
  ),
  FORWARD_MISSING: operator(
    'The agreement that read the record no longer names a recipient.',
    'Name it again with `forward:`.',
  ),
  BATCH_OPEN: nobody(
    'The document waits for others that go in the same interchange.',
    'It is not held; `batch.waitMs` says how long it waits.',
  ),
  EARLIER_DOCUMENT_OPEN: nobody(
    'An earlier document about the same order is not sent yet.',
    'The later one is not held.',
    'Cancel the earlier one if it must not go out; `npx waybill outbound` names it.',
  ),
  DOCUMENT_HELD: operator(
    'The document of this work is held.',
    'Do what the issues of the document say.',
    'The issues of the document give the reason.',
  ),
} as const satisfies Record<string, CodeMeaning>;

const report = 'Report it.';

/** Why X12 cannot be written: our own faults, or faults of settings. */
export const writeCodes = {
  SYNTAX_UNUSABLE: operator('The delimiters of `send:` cannot be used.', 'Correct them.'),
  ENVELOPE_INVALID: operator(
    'An identifier or number does not fit the ISA, GS or ST.',
    'Correct the identifiers of the partner file.',
  ),
  NOTHING_TO_WRITE: engineer('The interchange, or a group of it, would hold nothing.', report),
  SEGMENT_ID_INVALID: engineer('A segment to be written has no proper identifier.', report),
  SEGMENT_EMPTY: engineer('A segment to be written has no value.', report),
  REPETITION_UNAVAILABLE: engineer(
    'An element to be written is repeated, but its version has no repetitions.',
    report,
  ),
  VALUE_NOT_WRITABLE: operator(
    'A value holds a delimiter and there is no `replacementCharacter`, or it holds a character that XML cannot hold.',
    'Choose a replacement or other delimiters, or let the mapping clean the value.',
  ),
} as const satisfies Record<string, CodeMeaning>;
