/**
 * Issues of whole files, of their senders, and of what partners say about our documents.
 */
import { hospital, nobody, operator, warning, type CodeMeaning } from '../code-meaning.js';

const goesOn = 'continues by itself';

export const fileCodes = {
  EMPTY: operator('The file has no content.', 'Ask the partner to send it again.'),
  FORMAT_UNKNOWN: operator(
    'The file is neither X12 nor of any format agreed with this partner.',
    'Look at the file. Add an agreement, or ask the partner to send it again.',
    'It is quarantined.',
  ),
  FILE_TOO_LARGE: operator(
    'The file is larger than `limits.fileBytesMax`, or than `csvBytesMax`, `xmlBytesMax` or `jsonBytesMax`.',
    'Raise the limit that the words name, or ask the partner for smaller files.',
    'The last three are for files that are read as a whole.',
  ),
  DOCUMENT_UNKNOWN: operator(
    'An XML or JSON file holds none of the documents that the mappings look for.',
    'Add an agreement, or correct `root:`.',
    'It is quarantined.',
  ),
  DOCUMENT_AMBIGUOUS: operator(
    'Two agreements are for this XML or JSON file.',
    'Give them different file names, or let their mappings look for different things.',
    'It is quarantined.',
  ),
  SAME_CONTENT: nobody('The same bytes came before on this connection: it is a duplicate.'),
  SAME_INTERCHANGE: nobody('The same interchange came before, byte for byte: it is a duplicate.'),
  SAME_DOCUMENT: nobody('The same document came before.', 'Its record exists and is not delivered again.'),
  CONTROL_NUMBER_GAP: warning(
    operator(
      'Control numbers are missing before this interchange.',
      'Ask the partner whether a file got lost.',
      '`interchange.gap: ignore` turns this off.',
    ),
  ),
  DUPLICATE_CONTROL_NUMBER: operator(
    'The control number was seen before, with other content.',
    'Ask the partner which of the two counts.',
    'The interchange is held or rejected, as `interchange.duplicate` says.',
  ),
  POSSIBLE_DUPLICATE: hospital(
    'A record with the same `duplicate.key` exists.',
    'Compare the two.',
    'The later one is held.',
  ),
  PARTNER_UNKNOWN: operator(
    'No partner has these four identifiers.',
    `Add them to a partner file: the interchange then ${goesOn}.`,
    'The interchange is quarantined.',
  ),
  GROUP_IDENTITY_UNKNOWN: warning(
    operator(
      'GS02 or GS03 is not the `group:` that the partner file agrees on.',
      'Correct `group:`, leave it out, or ask the partner.',
      'It is noted; nothing waits.',
    ),
  ),
  SENDER_MISMATCH: operator(
    'The sender is not the partner whose connection brought the file.',
    'Ask both partners.',
    'The interchange is held.',
  ),
  PARTNER_NOT_LIVE: operator(
    'The status of the partner is not `live`.',
    'Set it to `live` when testing is over.',
    'The record is held, not delivered.',
  ),
  AGREEMENT_NOT_LIVE: operator(
    'The status of the agreement is not `live`.',
    'Set it to `live` when testing is over.',
    'The record is held, not delivered.',
  ),
  AGREEMENT_MISSING: operator(
    'There is no agreement with this partner about this set and version.',
    `Add an agreement: the set then ${goesOn}.`,
    'The set is held.',
  ),
  MAPPING_MISSING: operator(
    'The agreement names no mapping that is loaded.',
    `Add the mapping: the document then ${goesOn}.`,
    'The document is held.',
  ),
  DOCUMENT_TOO_LARGE: operator(
    'The set, or the rows of one document together, are larger than `documentBytesMax`.',
    `Raise the limit: the document then ${goesOn}.`,
    'The 997 accepts the set, and it is held. A 997 or 999 of that size is not read.',
  ),
  TEST_DOCUMENT: nobody(
    'ISA15, or `test:` of the mapping, says that this is a test.',
    'The record is held, not delivered.',
  ),
  RECORD_HELD: operator('A record of the file is held.', 'Look at the issues of the record.'),
  ACKNOWLEDGMENT_UNROUTABLE: operator(
    'The partner has no connection, or several, on which the acknowledgment could go.',
    'Give one connection `send:`.',
  ),
  UNMATCHED_ACKNOWLEDGMENT: warning(
    operator(
      'A 997, 999 or TA1 names a number under which the hub sent nothing to that partner.',
      'Ask the partner whom it is meant for.',
    ),
  ),
  ACKNOWLEDGMENT_ANSWERED: warning(
    operator(
      'A 997 or 999 answers an acknowledgment that the hub sent, and nobody should answer those.',
      'Ask the partner to stop answering FA groups.',
    ),
  ),
  SENT_INTERCHANGE_REFUSED: operator(
    'A TA1 rejects an interchange of our acknowledgments, or does not clearly accept one of our interchanges.',
    'Ask the partner; the words give its reason.',
  ),
  SENT_DOCUMENT_REFUSED: hospital(
    "The partner's 997, 999 or TA1 rejects a document that we sent, or does not clearly accept it.",
    'Correct the cause, which the faults beside it name, and send a new document.',
    'The issue belongs to the document. Nothing is expected any more for a rejected document.',
  ),
  SENT_DOCUMENT_FAULTY: warning(
    hospital(
      'The partner accepts a document that we sent, but names faults in it.',
      'Look at the faults; the partner uses the document.',
    ),
  ),
  SENT_DOCUMENT_FAULT: operator(
    'The partner names a fault in the document that we sent, with its segment and element.',
    'Correct the record, the mapping or the agreement.',
  ),
  ANSWER_UNROUTABLE: warning(
    operator(
      'An answer file is due and has no way to the partner.',
      'Name a connection in `answer.connection`.',
      'The connection named there does not send. Or none is named, and no connection sends, or several do.',
    ),
  ),
  HOSTILE_LISTING: operator(
    'The server lists a name with a path in it.',
    'Ask the partner.',
    'The name is skipped.',
  ),
  UNREADABLE_NAME: operator(
    'A file name is not UTF-8, so the file cannot be asked for.',
    'Ask the partner for another name.',
  ),
  NOT_A_REGULAR_FILE: operator(
    'A link, folder or device has the name of a file.',
    'Remove it.',
    'It is skipped.',
  ),
  HARD_LINK: operator(
    'A file has a second name elsewhere.',
    'Remove the second name.',
    'The file is skipped.',
  ),
  LISTING_TOO_LONG: operator(
    'The inbox has more entries than `listingEntriesMax`.',
    'Clear the inbox, or raise the limit.',
    'The rest was not looked at.',
  ),
} as const satisfies Record<string, CodeMeaning>;
