/**
 * Canonical records and their deliveries to ERP systems.
 *
 * A record's id is derived from the document it came from, so the same document gives the same record, whenever and
 * however often it is read.
 */
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { DeliveryState, RecordState } from '../../vocabulary/index.js';
import { toJsonInTurns, packOrigins, type Origins, type Sql } from '../database/index.js';

/** Bodies can be large: fewer rows in a statement than elsewhere. */
const recordsPerInsert = 100;

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
  body: object;
  origins: Origins;
  mapping: { name: string; version: number; hash: string };
  state: RecordState;
}

/** @returns ids of the records added; one that is missing exists already: the same document was read before */
export async function insertRecords(sql: Sql, records: readonly NewRecord[]): Promise<Set<string>> {
  const added = new Set<string>();
  for (let at = 0; at < records.length; at += recordsPerInsert) {
    const values = [];
    for (const record of records.slice(at, at + recordsPerInsert)) values.push(await toRow(record));
    const rows = await sql
      .insertInto('records')
      .values(values)
      .onConflict((conflict) => conflict.columns(['id', 'revision']).doNothing())
      .returning('id')
      .execute();
    for (const row of rows) added.add(row.id);
  }
  return added;
}

async function toRow(record: NewRecord) {
  return {
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
    body: await toJsonInTurns(record.body),
    origins: await packOrigins(record.origins),
    mapping: record.mapping.name,
    mapping_version: record.mapping.version,
    mapping_hash: record.mapping.hash,
    state: record.state,
  };
}

/** A record whose duplicate key is asked for. */
export interface KeyedRecord {
  id: string;
  fileId: string;
  ordinal: number;
  partner: string;
  kind: string;
  duplicateKey: string;
}

/** What is found of a record that was asked for: at least one of both. */
export interface KnownKey extends Pick<KeyedRecord, 'id' | 'fileId' | 'ordinal'> {
  /** The record itself is there. */
  there: boolean;
  /**
   * Another one of the partner has the duplicate key, for this kind of record: one that was accepted, or is held and came
   * before.
   */
  repeated: boolean;
}

/** Those of the records that are there, or whose duplicate key is used. The caller holds the locks that keep it so. */
export async function findKnownKeys(sql: Sql, asked: readonly KeyedRecord[]): Promise<KnownKey[]> {
  if (asked.length === 0) return [];
  const column = <T>(of: (record: KeyedRecord) => T) => asked.map(of);
  const { rows } = await raw<KnownKey>`
    SELECT * FROM (
      SELECT asked.id, asked.file_id AS "fileId", asked.ordinal,
        EXISTS (SELECT FROM records WHERE records.id = asked.id) AS there,
        EXISTS (
          SELECT FROM records AS other WHERE other.partner = asked.partner AND other.kind = asked.kind
            AND other.duplicate_key = asked.duplicate_key AND other.id <> asked.id AND other.superseded_at IS NULL
            AND (other.state = 'accepted'
              OR (other.state = 'held' AND (other.file_id, other.ordinal) < (asked.file_id, asked.ordinal)))) AS repeated
      FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ fileId }) => fileId)}::uuid[],
        ${column(({ ordinal }) => ordinal)}::integer[], ${column(({ partner }) => partner)}::text[],
        ${column(({ kind }) => kind)}::text[], ${column(({ duplicateKey }) => duplicateKey)}::text[])
        AS asked (id, file_id, ordinal, partner, kind, duplicate_key)) AS known
    WHERE there OR repeated`.execute(sql);
  return rows;
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

/** @returns the deliveries added; those that exist already are left as they are */
export async function insertDeliveries(
  sql: Sql,
  deliveries: readonly { recordId: string; revision: number; erp: string; state: DeliveryState }[],
): Promise<{ id: string; state: DeliveryState }[]> {
  if (deliveries.length === 0) return [];
  return sql
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
    .returning(['id', 'state'])
    .execute();
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

/** Says that the ERP has them. @param delivered with the ERP's own reference, where it gave one */
export async function setDelivered(
  sql: Sql,
  delivered: readonly { id: string; reference: string | undefined }[],
): Promise<void> {
  const ids = delivered.map(({ id }) => id);
  const references = delivered.map(({ reference }) => reference ?? null);
  await raw`
    UPDATE deliveries SET state = 'delivered', reference = done.reference, error_code = NULL, ended_at = now()
    FROM unnest(${ids}::uuid[], ${references}::text[]) AS done (id, reference)
    WHERE deliveries.id = done.id`.execute(sql);
}

/** Says that a delivery ended without the ERP having it. */
export async function setDeliveryFailed(
  sql: Sql,
  id: string,
  state: Extract<DeliveryState, 'refused' | 'dead-lettered'>,
  errorCode: string,
): Promise<void> {
  await sql
    .updateTable('deliveries')
    .set({ state, error_code: errorCode, ended_at: raw<Date>`now()` })
    .where('id', '=', id)
    .execute();
}
