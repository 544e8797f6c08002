/**
 * What was read in an X12 file: interchanges, functional groups and transaction sets with their verdicts.
 */
import { sql as raw } from 'kysely';
import { insertRows } from './insert-rows.js';
import type { HubSchema, Sql } from './schema.js';
import type { Insertable } from 'kysely';

export type InterchangeRow = Insertable<HubSchema['interchanges']>;
export type FunctionalGroupRow = Insertable<HubSchema['functional_groups']>;
export type TransactionSetRow = Insertable<HubSchema['transaction_sets']>;

export async function saveInterchanges(
  sql: Sql,
  rows: { interchanges: InterchangeRow[]; groups: FunctionalGroupRow[]; sets: TransactionSetRow[] },
): Promise<void> {
  await insertRows(sql, 'interchanges', rows.interchanges);
  await insertRows(sql, 'functional_groups', rows.groups);
  await insertRows(sql, 'transaction_sets', rows.sets);
}

/** Lets one transaction at a time decide about control numbers between a sender and a receiver. */
export async function lockNumbers(sql: Sql, sender: string, receiver: string): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtext('seen_numbers'), hashtext(${`${sender}|${receiver}`}))`.execute(
    sql,
  );
}

/**
 * The interchange that used this control number before, within the window.
 * @param key sender and receiver with their qualifiers; the control number without leading zeros
 */
export async function findSeenNumber(
  sql: Sql,
  key: { sender: string; receiver: string; interchangeControlNumber: string; windowDays: number },
): Promise<{ interchangeId: string; contentSha256: string } | undefined> {
  const row = await sql
    .selectFrom('seen_numbers')
    .select(['interchange_id', 'content_sha256'])
    .where('sender', '=', key.sender)
    .where('receiver', '=', key.receiver)
    .where('interchange_control_number', '=', key.interchangeControlNumber)
    .where('seen_at', '>', raw<Date>`now() - ${key.windowDays} * interval '1 day'`)
    .orderBy('seen_at')
    .executeTakeFirst();
  return row && { interchangeId: row.interchange_id, contentSha256: row.content_sha256 };
}

export async function saveSeenNumber(
  sql: Sql,
  seen: {
    sender: string;
    receiver: string;
    interchangeControlNumber: string;
    interchangeId: string;
    contentSha256: string;
  },
): Promise<void> {
  await sql
    .insertInto('seen_numbers')
    .values({
      sender: seen.sender,
      receiver: seen.receiver,
      interchange_control_number: seen.interchangeControlNumber,
      interchange_id: seen.interchangeId,
      content_sha256: seen.contentSha256,
    })
    .execute();
}

/** The control number of the last interchange accepted between these two, without leading zeros. */
export async function findLastNumber(
  sql: Sql,
  { sender, receiver }: { sender: string; receiver: string },
): Promise<string | undefined> {
  const row = await sql
    .selectFrom('seen_numbers')
    .select('interchange_control_number as number')
    .where('sender', '=', sender)
    .where('receiver', '=', receiver)
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.number;
}
