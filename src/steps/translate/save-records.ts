/**
 * Saves records, the deliveries they are due for and the documents they go on as, inside translate's transaction. What was
 * received before is not saved again, and what looks like a second copy of the same business is held.
 */
import { isRecordKind, orderKeyOf } from '../../canonical/index.js';
import type { Sql } from '../../store/database/index.js';
import {
  type NewIssue,
  findRepeatedKeys,
  insertDeliveries,
  insertRecords,
  type KeyedRecord,
  type NewRecord,
} from '../../store/received/index.js';
import { insertOutboundDocuments } from '../../store/sent/index.js';
import { addWork } from '../../store/working/index.js';
import type { TranslatedRecord } from '../../translation/index.js';

/** A record and the file it came from. */
export interface RecordOfFile {
  fileId: string;
  record: TranslatedRecord;
}

/** Ids of work that records made due. */
export interface DueByRecords {
  deliver: string[];
  compose: string[];
}

/** Saves records, their deliveries and outbound documents; adds to the issues. @returns work that became due */
export async function saveRecords(
  sql: Sql,
  found: readonly RecordOfFile[],
  issues: NewIssue[],
): Promise<DueByRecords> {
  const unique = dropRepeats(found, issues);
  issues.push(...(await holdPossibleDuplicates(sql, unique)));
  const { added, ...due } = await saveRevisions(
    sql,
    unique.map((one) => ({ ...one, revision: 1 })),
  );
  for (const one of unique) if (!added.has(one.record.id)) issues.push(seenBefore(one));
  return due;
}

/**
 * Saves revisions of records, the deliveries they are due for and the documents they go on as; one that exists already is
 * left alone. What is held or rejected goes on to nobody.
 * @returns ids of the records added, and of the work that became due
 */
export async function saveRevisions(
  sql: Sql,
  revisions: readonly (RecordOfFile & { revision: number })[],
): Promise<DueByRecords & { added: Set<string> }> {
  const added = await insertRecords(sql, revisions.map(toNewRecord));
  const deliveries = revisions
    .filter(({ record }) => added.has(record.id) && record.state !== 'rejected')
    .flatMap(({ record, revision }) =>
      record.agreement.deliver.map((erp) => ({
        recordId: record.id,
        revision,
        erp,
        state: record.state === 'held' ? ('held' as const) : ('waiting' as const),
      })),
    );
  const inserted = await insertDeliveries(sql, deliveries);
  const waiting = inserted.filter(({ state }) => state === 'waiting');
  const deliver = await addWork(
    sql,
    'deliver',
    waiting.map(({ id }) => ({ subjectId: id })),
  );
  const forwarded = revisions.filter(
    ({ record: { id, state, agreement } }) =>
      added.has(id) && state === 'accepted' && agreement.forward !== undefined,
  );
  const documents = await insertOutboundDocuments(
    sql,
    forwarded.map(({ record, revision }) => ({
      recordId: record.id,
      revision,
      orderKey: orderKeyIn(record),
    })),
  );
  const compose = await addWork(
    sql,
    'compose',
    documents.map((subjectId) => ({ subjectId })),
  );
  return { added, deliver, compose };
}

function orderKeyIn({ kind, record }: TranslatedRecord): string {
  return isRecordKind(kind) ? orderKeyOf(kind, record) : '';
}

/** The same document twice in what is saved now: the first counts. */
function dropRepeats(found: readonly RecordOfFile[], issues: NewIssue[]): RecordOfFile[] {
  const ids = new Set<string>();
  return found.filter((one) => {
    if (!ids.has(one.record.id)) return ids.add(one.record.id);
    issues.push(seenBefore(one));
    return false;
  });
}

export function toNewRecord({ fileId, record, revision }: RecordOfFile & { revision: number }): NewRecord {
  const { id, transactionSetId, ordinal, kind, businessKey, duplicateKey, origins, mapping, state } = record;
  return {
    id,
    revision,
    fileId,
    transactionSetId,
    ordinal,
    partner: record.partner.id,
    agreement: record.agreement.id,
    kind,
    businessKey,
    duplicateKey,
    body: record.record,
    origins,
    mapping: { name: mapping.name, version: mapping.version, hash: mapping.hash },
    state,
  };
}

function seenBefore({ fileId, record }: RecordOfFile): NewIssue {
  return {
    subjectKind: record.transactionSetId === null ? 'file' : 'transaction-set',
    subjectId: record.transactionSetId ?? fileId,
    code: 'SAME_DOCUMENT',
    severity: 'warning',
    words: 'The same document was received before; its record exists already and was not delivered again.',
  };
}

/** A second invoice with the same number can become a second payment: a person decides. @returns why each is held */
export async function holdPossibleDuplicates(sql: Sql, found: readonly RecordOfFile[]): Promise<NewIssue[]> {
  const groups = new Map<string, (KeyedRecord & { record: TranslatedRecord })[]>();
  for (const { fileId, record } of found) {
    const { id, ordinal, duplicateKey, state } = record;
    if (duplicateKey === null || state !== 'accepted') continue;
    const key = JSON.stringify([record.partner.id, record.kind]);
    groups.set(key, [...(groups.get(key) ?? []), { id, fileId, ordinal, duplicateKey, record }]);
  }
  for (const [key, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [partner, kind] = JSON.parse(key) as [string, string];
    const repeated = await findRepeatedKeys(sql, { partner, kind }, group);
    const used = new Set<string>();
    for (const { id, duplicateKey, record } of group) {
      if (used.has(duplicateKey) || repeated.has(id))
        Object.assign(record, { state: 'held', possibleDuplicate: true });
      used.add(duplicateKey);
    }
  }
  return found
    .filter(({ record }) => record.possibleDuplicate)
    .map(({ record }) => possibleDuplicate(record));
}

function possibleDuplicate(record: TranslatedRecord): NewIssue {
  return {
    subjectKind: 'record',
    subjectId: record.id,
    code: 'POSSIBLE_DUPLICATE',
    severity: 'error',
    action: 'hold',
    words: `Another document of this partner has the same ${record.agreement.duplicate?.key.join(' and ')}.`,
  };
}
