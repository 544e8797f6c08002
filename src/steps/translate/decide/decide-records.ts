/**
 * Decides which records are new. A document that was received before makes no second record, and one that looks like a second
 * copy of the same business is held.
 */
import type { NewIssue } from '../../../store/received/index.js';
import type { RecordOfFile, TranslatedRecord } from '../../../translation/index.js';
import type { KnownSoFar } from './known-so-far.js';

/** A revision to be saved. */
export interface DecidedRevision extends RecordOfFile {
  readonly revision: number;
  /**
   * The issue that is saved instead if the record exists already. The id depends only on the document, so the save itself shows
   * that.
   */
  readonly otherwise?: NewIssue;
}

export interface DecidedRecords {
  /** All given records, in their new states. */
  records: TranslatedRecord[];
  /** The new ones among them. */
  revisions: DecidedRevision[];
  issues: NewIssue[];
}

/** First revisions of records. Adds to `known`. */
export function decideRecords(
  fileId: string,
  records: readonly TranslatedRecord[],
  known: KnownSoFar,
): DecidedRecords {
  const decided: DecidedRecords = { records: [], revisions: [], issues: [] };
  for (const found of records) {
    const otherwise = sameDocument(fileId, found);
    if (known.hasRecord({ fileId, record: found })) {
      decided.records.push(found);
      decided.issues.push(otherwise);
      continue;
    }
    const { record, issues } = decideDuplicate({ fileId, record: found }, known);
    decided.records.push(record);
    decided.revisions.push({ fileId, record, revision: 1, otherwise });
    decided.issues.push(...issues);
  }
  return decided;
}

/** A second invoice with the same number can become a second payment, so a person decides. Adds to `known`. */
export function decideDuplicate(
  { fileId, record: found }: RecordOfFile,
  known: KnownSoFar,
): { record: TranslatedRecord; issues: NewIssue[] } {
  const isDuplicate = found.state === 'accepted' && known.isRepeated({ fileId, record: found });
  const record: TranslatedRecord = isDuplicate ? { ...found, state: 'held', possibleDuplicate: true } : found;
  known.addRecord({ fileId, record });
  return { record, issues: isDuplicate ? [possibleDuplicate(record)] : [] };
}

function sameDocument(fileId: string, { transactionSetId }: TranslatedRecord): NewIssue {
  return {
    subjectKind: transactionSetId === null ? 'file' : 'transaction-set',
    subjectId: transactionSetId ?? fileId,
    code: 'SAME_DOCUMENT',
    severity: 'warning',
    words: 'The same document was received before; its record exists already and was not delivered again.',
  };
}

function possibleDuplicate({ id, agreement }: TranslatedRecord): NewIssue {
  return {
    subjectKind: 'record',
    subjectId: id,
    code: 'POSSIBLE_DUPLICATE',
    severity: 'error',
    action: 'hold',
    words: `Another document of this partner has the same ${agreement.duplicate?.key.join(' and ')}.`,
  };
}
