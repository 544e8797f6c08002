/**
 * Acknowledgments that we owe: one per inbound interchange. The plan is made when the file is read; the control numbers
 * are taken when it is written.
 */
import { v7 as uuidv7 } from 'uuid';
import { toJson } from './json.js';
import type { Sql } from './schema.js';

export interface OwedAcknowledgment {
  id: string;
  interchangeId: string;
  connection: string;
  plan: unknown;
  state: 'waiting' | 'written' | 'sent' | 'dead-lettered';
  fileId: string | null;
  partner: string;
  correlationId: string;
}

/** @returns its id, or undefined when this interchange has one already */
export async function insertAcknowledgment(
  sql: Sql,
  owed: { interchangeId: string; connection: string; plan: unknown; verdict: string },
): Promise<string | undefined> {
  const row = await sql
    .insertInto('acknowledgments')
    .values({
      id: uuidv7(),
      cause: `acknowledgment:${owed.interchangeId}`,
      interchange_id: owed.interchangeId,
      connection: owed.connection,
      plan: toJson(owed.plan),
      verdict: owed.verdict,
      state: 'waiting',
      file_id: null,
    })
    .onConflict((conflict) => conflict.column('cause').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function findAcknowledgment(sql: Sql, id: string): Promise<OwedAcknowledgment | undefined> {
  return sql
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
    .where('acknowledgments.id', '=', id)
    .executeTakeFirst();
}

export async function setAcknowledgmentState(
  sql: Sql,
  id: string,
  state: OwedAcknowledgment['state'],
  fileId?: string,
): Promise<void> {
  await sql
    .updateTable('acknowledgments')
    .set({ state, ...(fileId === undefined ? {} : { file_id: fileId }) })
    .where('id', '=', id)
    .execute();
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

/** Says what became of the acknowledgment that an outbound file carries. */
export async function setAcknowledgmentOfFile(
  sql: Sql,
  fileId: string,
  state: OwedAcknowledgment['state'],
): Promise<void> {
  await sql.updateTable('acknowledgments').set({ state }).where('file_id', '=', fileId).execute();
}
