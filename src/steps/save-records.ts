/**
 * Saves records and the deliveries they are due for, inside translate's transaction. What was received before is not
 * saved again, and what looks like a second copy of the same business is held.
 */
import type { NewIssue } from '../store/issues.js';
import { findUsedKeys, insertDeliveries, insertRecords } from '../store/records.js';
import type { Sql } from '../store/schema.js';
import { addWork } from '../store/work.js';
import type { TranslatedRecord } from './translation.js';

/** A record and the file it came from. */
interface RecordOfFile {
  fileId: string;
  record: TranslatedRecord;
}

/** Saves records and their deliveries; adds to the issues. @returns `deliver` work that became due */
export async function saveRecords(
  sql: Sql,
  found: readonly RecordOfFile[],
  issues: NewIssue[],
): Promise<string[]> {
  const unique = dropRepeats(found, issues);
  await holdPossibleDuplicates(
    sql,
    unique.map(({ record }) => record),
    issues,
  );
  const added = await insertRecords(
    sql,
    unique.map(({ fileId, record }) => ({ ...toNewRecord(record), fileId })),
  );
  for (const one of unique) if (!added.has(one.record.id)) issues.push(seenBefore(one));
  const deliveries = unique
    .filter(({ record }) => added.has(record.id) && record.state !== 'rejected')
    .flatMap(({ record }) =>
      record.agreement.deliver.map((erp) => ({
        recordId: record.id,
        revision: 1,
        erp,
        state: record.state === 'held' ? ('held' as const) : ('waiting' as const),
      })),
    );
  const inserted = await insertDeliveries(sql, deliveries);
  const waiting = inserted.filter(({ state }) => state === 'waiting');
  return addWork(
    sql,
    'deliver',
    waiting.map(({ id }) => ({ subjectId: id })),
  );
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

function toNewRecord(record: TranslatedRecord) {
  const { id, transactionSetId, ordinal, kind, businessKey, duplicateKey, origins, mapping, state } = record;
  return {
    id,
    revision: 1,
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

/** A second invoice with the same number can become a second payment: a person decides. */
async function holdPossibleDuplicates(
  sql: Sql,
  records: readonly TranslatedRecord[],
  issues: NewIssue[],
): Promise<void> {
  const groups = new Map<string, TranslatedRecord[]>();
  for (const record of records) {
    if (record.duplicateKey === null || record.state !== 'accepted') continue;
    const key = JSON.stringify([record.partner.id, record.kind]);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  for (const [key, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [partner, kind] = JSON.parse(key) as [string, string];
    const keys = group.map((record) => record.duplicateKey!);
    const used = await findUsedKeys(sql, { partner, kind, except: group.map((record) => record.id) }, keys);
    for (const record of group) {
      if (used.has(record.duplicateKey!)) Object.assign(record, { state: 'held', possibleDuplicate: true });
      used.add(record.duplicateKey!);
    }
  }
  issues.push(...records.filter((record) => record.possibleDuplicate).map(possibleDuplicate));
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
