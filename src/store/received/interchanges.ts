/**
 * What was read in an X12 file: interchanges, functional groups and transaction sets with their verdicts.
 */
import { sql as raw } from 'kysely';
import { insertRows, type HubSchema, type Sql } from '../database/index.js';
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

/** Takes quarantined interchanges out, to be saved anew: nothing was made of them, so nothing hangs on them. */
export async function removeInterchanges(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const groups = sql
    .selectFrom('functional_groups')
    .select('id')
    .where('interchange_id', 'in', [...ids]);
  await sql.deleteFrom('transaction_sets').where('group_id', 'in', groups).execute();
  await sql
    .deleteFrom('functional_groups')
    .where('interchange_id', 'in', [...ids])
    .execute();
  await sql
    .deleteFrom('interchanges')
    .where('id', 'in', [...ids])
    .execute();
}

/** Says under which agreement sets are mapped that had none before. */
export async function setAgreements(
  sql: Sql,
  agreed: readonly { transactionSetId: string; agreement: string }[],
): Promise<void> {
  if (agreed.length === 0) return;
  const ids = agreed.map(({ transactionSetId }) => transactionSetId);
  const names = agreed.map(({ agreement }) => agreement);
  await raw`
    UPDATE transaction_sets SET agreement = agreed.name
    FROM unnest(${ids}::uuid[], ${names}::text[]) AS agreed (id, name)
    WHERE transaction_sets.id = agreed.id`.execute(sql);
}

/** Sender and receiver with their qualifiers. */
export interface NumberPair {
  sender: string;
  receiver: string;
}

/** The number stands without leading zeros. */
export interface NumberKey extends NumberPair {
  interchangeControlNumber: string;
}

export interface SeenNumber extends NumberKey {
  interchangeId: string;
  contentSha256: string;
}

/** The interchanges that used these control numbers before, within each one's window, oldest first. */
export async function findSeenNumbers(
  sql: Sql,
  keys: readonly (NumberKey & { windowDays: number })[],
): Promise<SeenNumber[]> {
  if (keys.length === 0) return [];
  const column = (of: (key: NumberKey & { windowDays: number }) => string | number) => keys.map(of);
  const { rows } = await raw<SeenNumber>`
    SELECT DISTINCT seen.sender, seen.receiver, seen.interchange_control_number AS "interchangeControlNumber",
      seen.interchange_id AS "interchangeId", seen.content_sha256 AS "contentSha256", seen.seen_at
    FROM unnest(${column(({ sender }) => sender)}::text[], ${column(({ receiver }) => receiver)}::text[],
      ${column((key) => key.interchangeControlNumber)}::text[], ${column(({ windowDays }) => windowDays)}::integer[])
      AS wanted (sender, receiver, number, days)
    JOIN seen_numbers AS seen ON seen.sender = wanted.sender AND seen.receiver = wanted.receiver
      AND seen.interchange_control_number = wanted.number AND seen.seen_at > now() - wanted.days * interval '1 day'
    ORDER BY seen.seen_at`.execute(sql);
  return rows;
}

/** The last control number accepted between each of these pairs. */
export async function findLastNumbers(sql: Sql, pairs: readonly NumberPair[]): Promise<NumberKey[]> {
  if (pairs.length === 0) return [];
  const { rows } = await raw<NumberKey>`
    SELECT last.* FROM (
      SELECT DISTINCT sender, receiver
      FROM unnest(${pairs.map(({ sender }) => sender)}::text[], ${pairs.map(({ receiver }) => receiver)}::text[])
        AS pair (sender, receiver)) AS pair,
      LATERAL (
        SELECT sender, receiver, interchange_control_number AS "interchangeControlNumber" FROM seen_numbers
        WHERE seen_numbers.sender = pair.sender AND seen_numbers.receiver = pair.receiver
        ORDER BY seen_at DESC LIMIT 1) AS last`.execute(sql);
  return rows;
}

/** Each counts as later than those before it, however coarse the clock is: the last number and the first use hang on it. */
export async function saveSeenNumbers(sql: Sql, seen: readonly SeenNumber[]): Promise<void> {
  if (seen.length === 0) return;
  const column = (of: (one: SeenNumber) => string) => seen.map(of);
  await raw`
    INSERT INTO seen_numbers
      (sender, receiver, interchange_control_number, interchange_id, content_sha256, seen_at)
    SELECT sender, receiver, number, interchange, sha256, clock_timestamp() + place * interval '1 microsecond'
    FROM unnest(${column(({ sender }) => sender)}::text[], ${column(({ receiver }) => receiver)}::text[],
      ${column((one) => one.interchangeControlNumber)}::text[], ${column((one) => one.interchangeId)}::uuid[],
      ${column(({ contentSha256 }) => contentSha256)}::text[])
      WITH ORDINALITY AS seen (sender, receiver, number, interchange, sha256, place)`.execute(sql);
}
