/**
 * What partners owe for documents that we sent: a 997, a TA1, an 855, by a time.
 *
 * A row goes one way: open, perhaps overdue, then met or met late. Each change touches a row only in the state it expects,
 * so that it may be repeated, and made by two hubs at once.
 */
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Sql } from '../database/index.js';

export interface NewExpectation {
  outboundDocumentId: string;
  /** 997, 999, ta1, 855, 856 or 810. */
  awaited: string;
  /** As agreed: 24h, 1bd. */
  within: string;
}

/** Says what is expected; what is said already is left as it is. Its clock starts when the document is sent. */
export async function insertExpectations(sql: Sql, rows: readonly NewExpectation[]): Promise<void> {
  if (rows.length === 0) return;
  const column = (of: (row: NewExpectation) => string) => rows.map(of);
  await raw`
    INSERT INTO expectations (id, outbound_document_id, awaited, within, order_number, order_release)
    SELECT said.id, said.document, said.awaited, said.within,
      trim(orders.facts ->> 'number'), trim(orders.facts ->> 'release')
    FROM unnest(${rows.map(() => uuidv7())}::uuid[], ${column((row) => row.outboundDocumentId)}::uuid[],
      ${column((row) => row.awaited)}::text[], ${column((row) => row.within)}::text[])
      AS said (id, document, awaited, within)
    JOIN outbound_documents ON outbound_documents.id = said.document
    JOIN records ON records.id = outbound_documents.record_id AND records.revision = outbound_documents.revision
    CROSS JOIN LATERAL (SELECT CASE records.kind WHEN 'purchase-order@1' THEN records.body
      WHEN 'purchase-order-change@1' THEN records.body -> 'order' END) AS orders (facts)
    ON CONFLICT (outbound_document_id, awaited) DO NOTHING`.execute(sql);
}

export interface UnstartedExpectation {
  id: string;
  within: string;
  sentAt: Date;
}

/** Expectations of documents in these files that are sent, whose clock does not run yet. */
export async function findUnstarted(sql: Sql, fileIds: readonly string[]): Promise<UnstartedExpectation[]> {
  if (fileIds.length === 0) return [];
  const rows = await sql
    .selectFrom('expectations')
    .innerJoin('outbound_documents', 'outbound_documents.id', 'expectations.outbound_document_id')
    .select(['expectations.id', 'expectations.within', 'outbound_documents.sent_at as sentAt'])
    .where('outbound_documents.file_id', 'in', [...fileIds])
    .where('outbound_documents.sent_at', 'is not', null)
    .where('expectations.state', '=', 'open')
    .where('expectations.due_at', 'is', null)
    .execute();
  return rows.flatMap(({ sentAt, ...row }) => (sentAt === null ? [] : [{ ...row, sentAt }]));
}

export async function setDue(sql: Sql, due: readonly { id: string; dueAt: Date }[]): Promise<void> {
  if (due.length === 0) return;
  await raw`
    UPDATE expectations SET due_at = due.at
    FROM unnest(${due.map(({ id }) => id)}::uuid[], ${due.map(({ dueAt }) => dueAt.toISOString())}::timestamptz[])
      AS due (id, at)
    WHERE expectations.id = due.id AND expectations.due_at IS NULL`.execute(sql);
}

/** What came for a document. */
export interface Arrived {
  outboundDocumentId: string;
  awaited: string;
  /** The transaction set, interchange or record that came. */
  metBy: string;
}

/** What came for every document of an order. */
export interface ArrivedForOrder {
  partner: string;
  awaited: string;
  orderNumber: string;
  /** Absent when none is named: then it came for every release. */
  orderRelease?: string;
  metBy: string;
}

export interface MetExpectation {
  outboundDocumentId: string;
  awaited: string;
  metBy: string;
  late: boolean;
}

/** @param arrived the first that came meets it @returns what was open until now; what was met before stays as it was */
export async function meetExpectations(sql: Sql, arrived: readonly Arrived[]): Promise<MetExpectation[]> {
  if (arrived.length === 0) return [];
  const { rows } = await raw<MetExpectation>`
    WITH met AS (
      SELECT DISTINCT ON (expectations.id) expectations.id, came.met_by
      FROM unnest(${arrived.map((one) => one.outboundDocumentId)}::uuid[],
        ${arrived.map(({ awaited }) => awaited)}::text[], ${arrived.map(({ metBy }) => metBy)}::uuid[])
        WITH ORDINALITY AS came (document, awaited, met_by, place)
      JOIN expectations ON expectations.outbound_document_id = came.document
        AND expectations.awaited = came.awaited
      ORDER BY expectations.id, came.place)
    ${setMet}`.execute(sql);
  return rows;
}

/**
 * @param arrived the first that came meets it
 * @returns what was open until now, of documents that went to the partner with these orders
 */
export async function meetOrderExpectations(
  sql: Sql,
  arrived: readonly ArrivedForOrder[],
): Promise<MetExpectation[]> {
  if (arrived.length === 0) return [];
  const column = (of: (one: ArrivedForOrder) => string | null) => arrived.map(of);
  const { rows } = await raw<MetExpectation>`
    WITH met AS (
      SELECT DISTINCT ON (expectations.id) expectations.id, came.met_by
      FROM unnest(${column(({ partner }) => partner)}::text[], ${column(({ awaited }) => awaited)}::text[],
        ${column(({ orderNumber }) => orderNumber.trim())}::text[],
        ${column(({ orderRelease }) => orderRelease?.trim() ?? null)}::text[],
        ${column(({ metBy }) => metBy)}::uuid[])
        WITH ORDINALITY AS came (partner, awaited, number, release, met_by, place)
      JOIN expectations ON expectations.order_number = came.number AND expectations.awaited = came.awaited
        AND expectations.state IN ('open', 'overdue')
        AND (came.release IS NULL OR expectations.order_release IS NULL
          OR came.release = expectations.order_release)
      JOIN outbound_documents ON outbound_documents.id = expectations.outbound_document_id
        AND outbound_documents.partner = came.partner
      ORDER BY expectations.id, came.place)
    ${setMet}`.execute(sql);
  return rows;
}

/** Rows are locked in one order, so that two transactions never wait for each other. */
const setMet = raw`, locked AS (
      SELECT expectations.id, met.met_by FROM expectations JOIN met ON met.id = expectations.id
      WHERE expectations.state IN ('open', 'overdue') ORDER BY expectations.id FOR UPDATE OF expectations)
    UPDATE expectations SET met_at = now(), met_by = locked.met_by,
      state = CASE WHEN expectations.state = 'overdue' OR expectations.due_at < now() THEN 'met-late' ELSE 'met' END
    FROM locked WHERE expectations.id = locked.id
    RETURNING expectations.outbound_document_id AS "outboundDocumentId", expectations.awaited,
      expectations.met_by AS "metBy", expectations.state = 'met-late' AS late`;

/** Nothing more will come for these documents. @param ids of outbound documents */
export async function cancelExpectations(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql
    .updateTable('expectations')
    .set({ state: 'cancelled' })
    .where('outbound_document_id', 'in', [...ids])
    .where('state', 'in', ['open', 'overdue'])
    .execute();
}

/** Something will come for these documents after all, by the time that was agreed. */
export async function reopenExpectations(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql
    .updateTable('expectations')
    .set({ state: 'open' })
    .where('outbound_document_id', 'in', [...ids])
    .where('state', '=', 'cancelled')
    .execute();
}
