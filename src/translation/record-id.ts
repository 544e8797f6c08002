/**
 * Ids derived from content, so that reading the same document again, here or after a restore, gives the same ids.
 */
import { v5 as uuidv5 } from 'uuid';

/** Namespace of all ids that are derived; never changes. */
const namespace = '3f0c1f5e-6d2b-5a57-9b35-0d1f6f7f2f11';

/** A part of a file: interchange, functional group or transaction set, by its place. */
export function partId(fileId: string, ...places: readonly number[]): string {
  return uuidv5([fileId, ...places].join('/'), namespace);
}

/** A record from a transaction set. @param contentSha256 hash of the bytes from ST to SE */
export function x12RecordId(document: {
  sender: string;
  receiver: string;
  interchangeControlNumber: string;
  groupControlNumber: string;
  transactionSetControlNumber: string;
  contentSha256: string;
}): string {
  return uuidv5(
    JSON.stringify([
      'x12',
      document.sender,
      document.receiver,
      document.interchangeControlNumber,
      document.groupControlNumber,
      document.transactionSetControlNumber,
      document.contentSha256,
    ]),
    namespace,
  );
}

/** A record from a document of a flat file. @param ordinal place of the document in the file, from 1 */
export function fileRecordId(document: { partner: string; fileSha256: string; ordinal: number }): string {
  return uuidv5(JSON.stringify(['file', document.partner, document.fileSha256, document.ordinal]), namespace);
}
