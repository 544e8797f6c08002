/**
 * The time, as the database tells it: every hub on one database writes the same.
 */
import { sql as raw } from 'kysely';
import type { Sql } from './schema.js';

/** The time on a wall in this zone. @returns date yyyyMMdd and time HHmm */
export async function wallClock(sql: Sql, timeZone: string): Promise<{ date: string; time: string }> {
  const { rows } = await raw<{ date: string; time: string }>`
    SELECT to_char(now() AT TIME ZONE ${timeZone}, 'YYYYMMDD') AS date,
           to_char(now() AT TIME ZONE ${timeZone}, 'HH24MI') AS time`.execute(sql);
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not tell the time');
  return row;
}

/** The date on a calendar in this zone, yyyy-MM-dd. */
export async function wallDate(sql: Sql, timeZone: string): Promise<string> {
  const { date } = await wallClock(sql, timeZone);
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}

/** The moment it is. */
export async function databaseNow(sql: Sql): Promise<Date> {
  const { rows } = await raw<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(sql);
  return new Date(rows[0]!.now);
}
