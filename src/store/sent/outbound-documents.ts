/**
 * Outbound documents: records on their way to a partner. A row is made with its record; what it becomes is written once,
 * by the transaction that also takes its control numbers.
 */
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { IssueCode, OutboundDocumentState } from '../../vocabulary/index.js';
import type { Sql } from '../database/index.js';

/** Why a document waits for others that share its interchange. */
export const batchReason = 'BATCH_OPEN' satisfies IssueCode;

export interface OutboundDocument {
  id: string;
  state: OutboundDocumentState;
  reason: string | null;
  /** How long ago it was made. */
  ageMs: number;
  recordId: string;
  revision: number;
  /** Of the record, such as purchase-order@1. */
  kind: string;
  body: unknown;
  /** Whom the record came from, and by which agreement. */
  from: { partner: string; agreement: string };
  correlationId: string;
}

/** @returns ids of those added; a revision of a record goes out once */
export async function insertOutboundDocuments(
  sql: Sql,
  records: readonly { recordId: string; revision: number; orderKey: string }[],
): Promise<string[]> {
  if (records.length === 0) return [];
  const rows = await sql
    .insertInto('outbound_documents')
    .values(
      records.map(({ recordId, revision, orderKey }) => ({
        id: uuidv7(),
        record_id: recordId,
        revision,
        state: 'waiting' as const,
        order_key: orderKey === '' ? null : orderKey,
      })),
    )
    .onConflict((conflict) => conflict.columns(['record_id', 'revision']).doNothing())
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function findOutboundDocuments(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, OutboundDocument>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom('outbound_documents as documents')
    .innerJoin('records', (join) =>
      join
        .onRef('records.id', '=', 'documents.record_id')
        .onRef('records.revision', '=', 'documents.revision'),
    )
    .innerJoin('files', 'files.id', 'records.file_id')
    .select([
      ...(['documents.id', 'documents.state', 'documents.reason', 'documents.revision'] as const),
      'documents.record_id as recordId',
      raw<string>`extract(epoch FROM now() - documents.created_at) * 1000`.as('ageMs'),
      ...(['records.kind', 'records.body', 'records.partner', 'records.agreement'] as const),
      'files.correlation_id as correlationId',
    ])
    .where('documents.id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map(({ partner, agreement, ...row }) => [
      row.id,
      { ...row, ageMs: Number(row.ageMs), from: { partner, agreement } },
    ]),
  );
}

/** Which document it is, and when it was made. */
export interface ListedDocument {
  id: string;
  createdAt: Date;
  /** Of its record. */
  businessKey: string;
}

/** Documents of the last days that were not cancelled, the newest first. @param beforeId only those made before this one */
export async function listOutboundDocuments(
  sql: Sql,
  { days, limit, beforeId }: { days: number; limit: number; beforeId?: string },
): Promise<ListedDocument[]> {
  return sql
    .selectFrom('outbound_documents as documents')
    .innerJoin('records', (join) =>
      join
        .onRef('records.id', '=', 'documents.record_id')
        .onRef('records.revision', '=', 'documents.revision'),
    )
    .select(['documents.id', 'documents.created_at as createdAt', 'records.business_key as businessKey'])
    .where('documents.state', '!=', 'cancelled')
    .where('documents.created_at', '>=', raw<Date>`now() - ${days} * interval '1 day'`)
    .$if(beforeId !== undefined, (query) => query.where('documents.id', '<', beforeId!))
    .orderBy('documents.id', 'desc')
    .limit(limit)
    .execute();
}

/** Where a document goes, as far as that is known. */
export interface DocumentRoute {
  partner: string | null;
  agreement: string | null;
}

/** Says why documents wait: held for a correction, or for others of their batch. */
export async function setDocumentsWaiting(
  sql: Sql,
  documents: readonly (DocumentRoute & {
    id: string;
    state: Extract<OutboundDocumentState, 'waiting' | 'held'>;
    reason: string;
  })[],
): Promise<void> {
  if (documents.length === 0) return;
  await raw`
    UPDATE outbound_documents SET state = now.state, reason = now.reason, partner = now.partner, agreement = now.agreement
    FROM jsonb_to_recordset(${JSON.stringify(documents)}::jsonb)
      AS now (id uuid, state text, reason text, partner text, agreement text)
    WHERE outbound_documents.id = now.id`.execute(sql);
}

/** Everything that is known of a document once it is written. */
export interface WrittenDocument extends DocumentRoute {
  id: string;
  /** Such as x12/850/004010. */
  document: string;
  mapping: string;
  mapping_version: number;
  mapping_hash: string;
  file_id: string;
  /** Of X12 only: identifiers as in control_numbers, and the numbers as they stand in the file. */
  interchange_sender?: string;
  interchange_receiver?: string;
  interchange_control_number?: number; // ISA13
  group_sender?: string;
  group_receiver?: string;
  group_control_number?: number; // GS06
  set_control_number?: string; // ST02
}

export async function setDocumentsWritten(sql: Sql, written: readonly WrittenDocument[]): Promise<void> {
  if (written.length === 0) return;
  await raw`
    UPDATE outbound_documents SET state = 'written', reason = NULL, partner = made.partner, agreement = made.agreement,
      document = made.document, mapping = made.mapping, mapping_version = made.mapping_version,
      mapping_hash = made.mapping_hash, file_id = made.file_id, interchange_sender = made.interchange_sender,
      interchange_receiver = made.interchange_receiver, interchange_control_number = made.interchange_control_number,
      group_sender = made.group_sender, group_receiver = made.group_receiver,
      group_control_number = made.group_control_number, set_control_number = made.set_control_number
    FROM jsonb_to_recordset(${JSON.stringify(written)}::jsonb) AS made (id uuid, partner text, agreement text,
      document text, mapping text, mapping_version integer, mapping_hash text, file_id uuid, interchange_sender text,
      interchange_receiver text, interchange_control_number bigint, group_sender text, group_receiver text,
      group_control_number bigint, set_control_number text)
    WHERE outbound_documents.id = made.id`.execute(sql);
}

/**
 * Says that the partner has these files. Rows are locked in one order: an answer to what was just sent may be read now.
 * @returns the files among them that carry documents
 */
export async function setDocumentsSent(sql: Sql, fileIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql
    .updateTable('outbound_documents')
    .set({ state: 'sent', sent_at: raw<Date>`coalesce(sent_at, now())` })
    .where('id', 'in', (query) =>
      query
        .selectFrom('outbound_documents')
        .select('id')
        .where('file_id', 'in', [...fileIds])
        .orderBy('id')
        .forUpdate(),
    )
    .returning('file_id')
    .execute();
  return new Set(rows.flatMap(({ file_id }) => file_id ?? []));
}

/** Says that documents were given up, or the files that carry them. */
export async function setDocumentsDeadLettered(
  sql: Sql,
  where: 'id' | 'file_id',
  id: string,
  reason: string,
): Promise<void> {
  await sql
    .updateTable('outbound_documents')
    .set({ state: 'dead-lettered', reason })
    .where(where, '=', id)
    .execute();
}

/** A document that waits for others, and its work, which nobody has leased. */
export interface PooledDocument {
  id: string;
  workId: string;
}

/**
 * Documents of one agreement that wait for others of their batch, oldest first. They stay locked until the transaction
 * ends, and so does the batch: one transaction at a time decides what goes together.
 */
export async function lockBatch(
  sql: Sql,
  { partner, agreement }: { partner: string; agreement: string },
  limit: number,
): Promise<PooledDocument[]> {
  const lock = `${partner}|${agreement}`;
  await raw`SELECT pg_advisory_xact_lock(hashtext('outbound_batch'), hashtext(${lock}))`.execute(sql);
  return sql
    .selectFrom('outbound_documents')
    .innerJoin('work', (join) =>
      join.onRef('work.subject_id', '=', 'outbound_documents.id').on('work.step', '=', 'compose'),
    )
    .select(['outbound_documents.id', 'work.id as workId'])
    .where('outbound_documents.state', '=', 'waiting')
    .where('outbound_documents.reason', '=', batchReason)
    .where('outbound_documents.partner', '=', partner)
    .where('outbound_documents.agreement', '=', agreement)
    .where('work.state', '=', 'waiting')
    .orderBy('outbound_documents.id')
    .limit(limit)
    .forUpdate('work')
    .skipLocked()
    .execute();
}
