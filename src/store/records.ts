/**
 * Canonical records and their deliveries to ERP systems.
 *
 * A record's id is derived from the document it came from, so the same document gives the same record, whenever and
 * however often it is read.
 */
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { toJson } from './json.js';
import type { DeliveryState, RecordState, Sql } from './schema.js';

export interface NewRecord {
  id: string;
  revision: number;
  fileId: string;
  transactionSetId: string | null;
  ordinal: number;
  partner: string;
  agreement: string;
  kind: string;
  businessKey: string;
  /** The agreement's duplicate key, if it has one. */
  duplicateKey: string | null;
  body: unknown;
  origins: unknown;
  mapping: { name: string; version: number; hash: string };
  state: RecordState;
}

/** @returns false when this record exists already: the same document was read before */
export async function insertRecord(sql: Sql, record: NewRecord): Promise<boolean> {
  const result = await sql
    .insertInto('records')
    .values({
      id: record.id,
      revision: record.revision,
      file_id: record.fileId,
      transaction_set_id: record.transactionSetId,
      ordinal: record.ordinal,
      partner: record.partner,
      agreement: record.agreement,
      kind: record.kind,
      business_key: record.businessKey,
      duplicate_key: record.duplicateKey,
      body: toJson(record.body),
      origins: toJson(record.origins),
      mapping: record.mapping.name,
      mapping_version: record.mapping.version,
      mapping_hash: record.mapping.hash,
      state: record.state,
    })
    .onConflict((conflict) => conflict.columns(['id', 'revision']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** An earlier record of the partner that has the same duplicate key. */
export async function findSameBusiness(
  sql: Sql,
  record: Pick<NewRecord, 'id' | 'partner' | 'kind' | 'duplicateKey'>,
): Promise<string | undefined> {
  if (record.duplicateKey === null) return undefined;
  await raw`SELECT pg_advisory_xact_lock(hashtext('duplicate_key'), hashtext(${`${record.partner}|${record.kind}`}))`.execute(
    sql,
  );
  const row = await sql
    .selectFrom('records')
    .select('id')
    .where('partner', '=', record.partner)
    .where('kind', '=', record.kind)
    .where('duplicate_key', '=', record.duplicateKey)
    .where('id', '!=', record.id)
    .executeTakeFirst();
  return row?.id;
}

export interface DeliveryToMake {
  id: string;
  recordId: string;
  revision: number;
  erp: string;
  state: DeliveryState;
  kind: string;
  businessKey: string;
  partner: string;
  fileId: string;
  body: unknown;
}

/** @returns ids of the deliveries added; those that exist already are left as they are */
export async function insertDeliveries(
  sql: Sql,
  deliveries: readonly { recordId: string; revision: number; erp: string; state: DeliveryState }[],
): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const rows = await sql
    .insertInto('deliveries')
    .values(
      deliveries.map(({ recordId, revision, erp, state }) => ({
        id: uuidv7(),
        record_id: recordId,
        revision,
        erp,
        state,
        reference: null,
        error_code: null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['record_id', 'revision', 'erp']).doNothing())
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Deliveries with what their ERP system needs, in the order asked for. */
export async function loadDeliveries(sql: Sql, ids: readonly string[]): Promise<Map<string, DeliveryToMake>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom('deliveries')
    .innerJoin('records', (join) =>
      join
        .onRef('records.id', '=', 'deliveries.record_id')
        .onRef('records.revision', '=', 'deliveries.revision'),
    )
    .select([
      'deliveries.id',
      'deliveries.record_id as recordId',
      'deliveries.revision',
      'deliveries.erp',
      'deliveries.state',
      'records.kind',
      'records.business_key as businessKey',
      'records.partner',
      'records.file_id as fileId',
      'records.body',
    ])
    .where('deliveries.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function setDeliveryState(
  sql: Sql,
  id: string,
  state: DeliveryState,
  outcome: { reference?: string; errorCode?: string } = {},
): Promise<void> {
  await sql
    .updateTable('deliveries')
    .set({
      state,
      reference: outcome.reference ?? null,
      error_code: outcome.errorCode ?? null,
      ended_at: raw<Date>`now()`,
    })
    .where('id', '=', id)
    .execute();
}
