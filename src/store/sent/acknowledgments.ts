/**
 * Acknowledgments that we owe: one per inbound interchange. The plan is made when the file is read; the control numbers
 * are taken when it is written.
 */
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { AcknowledgmentState } from '../../vocabulary/index.js';
import { toJson, type Sql } from '../database/index.js';

export interface OwedAcknowledgment {
  id: string;
  interchangeId: string;
  connection: string;
  plan: unknown;
  state: AcknowledgmentState;
  fileId: string | null;
  partner: string;
  correlationId: string;
}

export interface NewAcknowledgment {
  interchangeId: string;
  connection: string;
  plan: unknown;
  verdict: string;
}

/** @returns ids of those added; an interchange that has one already gets no second */
export async function insertAcknowledgments(sql: Sql, owed: readonly NewAcknowledgment[]): Promise<string[]> {
  if (owed.length === 0) return [];
  const rows = await sql
    .insertInto('acknowledgments')
    .values(
      owed.map(({ interchangeId, connection, plan, verdict }) => ({
        id: uuidv7(),
        cause: `acknowledgment:${interchangeId}`,
        interchange_id: interchangeId,
        connection,
        plan: toJson(plan),
        verdict,
        state: 'waiting' as const,
        file_id: null,
      })),
    )
    .onConflict((conflict) => conflict.column('cause').doNothing())
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

export async function findAcknowledgments(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, OwedAcknowledgment>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom('acknowledgments')
    .innerJoin('interchanges', 'interchanges.id', 'acknowledgments.interchange_id')
    .innerJoin('files', 'files.id', 'interchanges.file_id')
    .select([
      'acknowledgments.id',
      'acknowledgments.interchange_id as interchangeId',
      'acknowledgments.connection',
      'acknowledgments.plan',
      'acknowledgments.state',
      'acknowledgments.file_id as fileId',
      'files.correlation_id as correlationId',
    ])
    .select((query) => query.fn.coalesce('interchanges.partner', query.val('')).as('partner'))
    .where('acknowledgments.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Says in which outbound files acknowledgments are written. */
export async function setAcknowledgmentsWritten(
  sql: Sql,
  written: readonly { id: string; fileId: string }[],
): Promise<void> {
  const ids = written.map(({ id }) => id);
  const files = written.map(({ fileId }) => fileId);
  await raw`
    UPDATE acknowledgments SET state = 'written', file_id = written.file_id
    FROM unnest(${ids}::uuid[], ${files}::uuid[]) AS written (id, file_id)
    WHERE acknowledgments.id = written.id`.execute(sql);
}

export async function setAcknowledgmentDeadLettered(sql: Sql, id: string): Promise<void> {
  await sql.updateTable('acknowledgments').set({ state: 'dead-lettered' }).where('id', '=', id).execute();
}

/** Outbound files that acknowledge what a received file held. */
export async function findAcknowledgmentFiles(sql: Sql, receivedFileId: string): Promise<string[]> {
  const rows = await sql
    .selectFrom('acknowledgments')
    .innerJoin('interchanges', 'interchanges.id', 'acknowledgments.interchange_id')
    .select('acknowledgments.file_id')
    .where('interchanges.file_id', '=', receivedFileId)
    .execute();
  return rows.flatMap((row) => (row.file_id === null ? [] : [row.file_id]));
}

/** Says what became of the acknowledgments that outbound files carry. */
export async function setAcknowledgmentsOfFiles(
  sql: Sql,
  fileIds: readonly string[],
  state: Extract<AcknowledgmentState, 'sent' | 'dead-lettered'>,
): Promise<void> {
  await sql
    .updateTable('acknowledgments')
    .set({ state })
    .where('file_id', 'in', [...fileIds])
    .execute();
}
