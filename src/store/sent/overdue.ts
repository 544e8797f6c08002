/**
 * Expectations that were due and have not been met: marked once, counted, listed, and settled by people.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';

export interface OverdueExpectation {
  outboundDocumentId: string;
  partner: string | null;
  awaited: string;
  within: string;
  dueAt: Date;
  correlationId: string | null;
}

/** Where a partner's answers come in. */
export interface Inbox {
  partner: string;
  connection: string;
}

/**
 * Marks what became overdue; each one is returned once, whoever asks. Nothing is overdue while its answer may lie there unread:
 * every inbox of the partner has been looked into since, and no file from before waits to be read.
 * @param limit of one call
 */
export async function setOverdue(
  sql: Sql,
  inboxes: readonly Inbox[],
  limit: number,
): Promise<OverdueExpectation[]> {
  const { rows } = await raw<OverdueExpectation>`
    WITH inboxes AS (
      SELECT inbox.partner, coalesce(min(connections.polled_at), '-infinity') AS looked_at
      FROM unnest(${inboxes.map(({ partner }) => partner)}::text[],
        ${inboxes.map(({ connection }) => connection)}::text[]) AS inbox (partner, connection)
      LEFT JOIN connections ON connections.name = inbox.connection
      GROUP BY inbox.partner),
    overdue AS (
      SELECT expectations.id FROM expectations
      JOIN outbound_documents AS sent ON sent.id = expectations.outbound_document_id
      LEFT JOIN inboxes ON inboxes.partner = sent.partner
      WHERE expectations.state = 'open' AND expectations.due_at < now()
        AND (inboxes.looked_at IS NULL OR inboxes.looked_at > expectations.due_at)
        AND NOT EXISTS (SELECT FROM files WHERE files.state = 'received' AND files.partner = sent.partner
          AND files.created_at <= expectations.due_at)
      ORDER BY expectations.due_at LIMIT ${limit} FOR UPDATE OF expectations SKIP LOCKED),
    told AS (
      UPDATE expectations SET state = 'overdue' FROM overdue WHERE expectations.id = overdue.id
      RETURNING expectations.*)
    SELECT told.outbound_document_id AS "outboundDocumentId", sent.partner, told.awaited, told.within,
      told.due_at AS "dueAt", files.correlation_id AS "correlationId"
    FROM told JOIN outbound_documents AS sent ON sent.id = told.outbound_document_id
    LEFT JOIN files ON files.id = sent.file_id ORDER BY told.due_at, told.id`.execute(sql);
  return rows;
}

/** What is overdue now, by partner and what is awaited. */
export interface OverdueCount {
  partner: string;
  awaited: string;
  count: number;
  /** When the oldest was due, in milliseconds since 1970. */
  sinceMs: number;
}

export async function countOverdue(sql: Sql): Promise<OverdueCount[]> {
  const { rows } = await raw<{ partner: string; awaited: string; count: string; since: Date }>`
    SELECT sent.partner, expectations.awaited, count(*) AS count, min(expectations.due_at) AS since
    FROM expectations JOIN outbound_documents AS sent ON sent.id = expectations.outbound_document_id
    WHERE expectations.state = 'overdue' AND sent.partner IS NOT NULL
    GROUP BY sent.partner, expectations.awaited ORDER BY sent.partner, expectations.awaited`.execute(sql);
  return rows.map(({ since, count, ...row }) => ({ ...row, count: Number(count), sinceMs: since.getTime() }));
}

/** One that is overdue now, for the person who asks. */
export interface ShownOverdue {
  outboundDocumentId: string;
  partner: string;
  awaited: string;
  within: string;
  dueAt: Date;
  /** Such as x12/850/004010. */
  document: string | null;
  /** Of the record: document content. */
  businessKey: string;
  /** As they stand in the file; absent where it is no X12. */
  interchangeControlNumber: string | null; // ISA13
  groupControlNumber: string | null; // GS06
  /** Name of the file at the partner. */
  fileName: string | null;
}

/** Which of them are meant: all, those of a partner, those of some documents. */
export interface OverdueChoice {
  partner?: string | undefined;
  outboundDocumentIds?: readonly string[] | undefined;
}

/** Those that are due longest first. */
export async function listOverdue(
  sql: Sql,
  { partner, outboundDocumentIds }: OverdueChoice,
  limit: number,
): Promise<ShownOverdue[]> {
  let query = sql
    .selectFrom('expectations')
    .innerJoin('outbound_documents as sent', 'sent.id', 'expectations.outbound_document_id')
    .innerJoin('records', (join) =>
      join.onRef('records.id', '=', 'sent.record_id').onRef('records.revision', '=', 'sent.revision'),
    )
    .leftJoin('files', 'files.id', 'sent.file_id')
    .select(['sent.id as outboundDocumentId', 'expectations.awaited', 'expectations.within'])
    .select(['sent.document', 'records.business_key as businessKey', 'files.name as fileName'])
    .select([
      raw<string | null>`lpad(sent.interchange_control_number::text, 9, '0')`.as('interchangeControlNumber'),
      'sent.group_control_number as groupControlNumber',
    ])
    .select((one) => [one.ref('sent.partner').$notNull().as('partner')])
    .select((one) => [one.ref('expectations.due_at').$notNull().as('dueAt')])
    .where('expectations.state', '=', 'overdue');
  if (partner !== undefined) query = query.where('sent.partner', '=', partner);
  if (outboundDocumentIds !== undefined) query = query.where('sent.id', 'in', [...outboundDocumentIds]);
  return query.orderBy('expectations.due_at').orderBy('expectations.id').limit(limit).execute();
}

/** Expects these no longer. @returns what was overdue until now */
export async function settleOverdue(
  sql: Sql,
  { partner, outboundDocumentIds }: OverdueChoice,
): Promise<{ outboundDocumentId: string; awaited: string }[]> {
  let documents = sql.selectFrom('outbound_documents').select('id');
  if (partner !== undefined) documents = documents.where('partner', '=', partner);
  if (outboundDocumentIds !== undefined) documents = documents.where('id', 'in', [...outboundDocumentIds]);
  return sql
    .updateTable('expectations')
    .set({ state: 'cancelled' })
    .where('state', '=', 'overdue')
    .where('outbound_document_id', 'in', documents)
    .returning(['outbound_document_id as outboundDocumentId', 'awaited'])
    .execute();
}
