/**
 * Saves revisions of records, with their deliveries and outbound documents, inside the transaction that decided about them.
 */
import { isRecordKind, orderKeyOf } from '../../../canonical/index.js';
import type { Sql } from '../../../store/database/index.js';
import {
  type NewIssue,
  insertDeliveries,
  insertRecords,
  type NewRecord,
} from '../../../store/received/index.js';
import { insertOutboundDocuments } from '../../../store/sent/index.js';
import { addWork } from '../../../store/working/index.js';
import type { TranslatedRecord } from '../../../translation/index.js';
import type { DueWork } from '../../../working/index.js';
import type { DecidedRevision } from '../decide/decide-records.js';

/**
 * An existing revision is left alone. A held or rejected one is delivered and forwarded to nobody.
 * @returns work that became due, and the issues of revisions that existed already
 */
export async function saveRevisions(
  sql: Sql,
  revisions: readonly DecidedRevision[],
): Promise<{ due: DueWork; issues: NewIssue[] }> {
  const ids = await insertRecords(sql, revisions.map(toNewRecord));
  const added = revisions.filter(({ record }) => ids.has(record.id));
  const deliveries = added
    .filter(({ record }) => record.state !== 'rejected')
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
  const forwarded = added.filter(
    ({ record: { state, agreement } }) => state === 'accepted' && agreement.forward !== undefined,
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
  const issues = revisions.flatMap(({ record, otherwise }) => (ids.has(record.id) ? [] : (otherwise ?? [])));
  return { due: { deliver, compose }, issues };
}

function orderKeyIn({ kind, record }: TranslatedRecord): string {
  return isRecordKind(kind) ? orderKeyOf(kind, record) : '';
}

export function toNewRecord({ fileId, record, revision }: DecidedRevision): NewRecord {
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
