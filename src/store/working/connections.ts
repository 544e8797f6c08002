/**
 * When each inbound connection is polled next, and who polls it now. One hub at a time, by a lease on the row.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';
import { leaseIsFree, type Leaser } from './work.js';

/** The right to poll a connection, until it is given back or ends. */
export interface PollLease {
  name: string;
  epoch: number;
  /** Polls that failed in a row before this one. */
  failures: number;
}

/** Adds rows for connections that have none yet; they are due at once. */
export async function ensureConnections(sql: Sql, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await sql
    .insertInto('connections')
    .values(names.map((name) => ({ name, state: 'open', leased_by: null, error_code: null })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes the right to poll, if the connection is due and nobody polls it. */
export async function leaseConnection(
  sql: Sql,
  name: string,
  leaser: Leaser,
): Promise<PollLease | undefined> {
  const row = await sql
    .updateTable('connections')
    .set({
      epoch: raw`epoch + 1`,
      leased_by: leaser.hubId,
      lease_until: raw<Date>`now() + ${leaser.leaseMs} * interval '1 ms'`,
    })
    .where('name', '=', name)
    .where('next_poll_at', '<=', raw<Date>`now()`)
    .where(leaseIsFree(leaser.hubSilentMs))
    .returning(['epoch', 'failures'])
    .executeTakeFirst();
  return row && { name, epoch: row.epoch, failures: row.failures };
}

/** Keeps the right to poll; false when it was lost. */
export async function renewConnection(sql: Sql, lease: PollLease, leaseMs: number): Promise<boolean> {
  const result = await sql
    .updateTable('connections')
    .set({ lease_until: raw<Date>`now() + ${leaseMs} * interval '1 ms'` })
    .where('name', '=', lease.name)
    .where('epoch', '=', lease.epoch)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Gives the right to poll back and says when the next poll is due. */
export async function releaseConnection(
  sql: Sql,
  lease: PollLease,
  outcome: { nextPollMs: number; filesReceived: number; errorCode?: string; suspended?: boolean },
): Promise<void> {
  const failed = outcome.errorCode !== undefined;
  await sql
    .updateTable('connections')
    .set({
      lease_until: null,
      polled_at: raw<Date>`now()`,
      next_poll_at: raw<Date>`now() + ${outcome.nextPollMs} * interval '1 ms'`,
      state: !failed ? 'open' : outcome.suspended === true ? 'suspended' : 'failing',
      failures: failed ? lease.failures + 1 : 0,
      error_code: outcome.errorCode ?? null,
      ...(outcome.filesReceived > 0 ? { last_file_at: raw<Date>`now()` } : {}),
    })
    .where('name', '=', lease.name)
    .where('epoch', '=', lease.epoch)
    .execute();
}

/** Makes a connection due now: something says that files are there. A failing connection keeps its pause. */
export async function hastenConnection(sql: Sql, name: string): Promise<void> {
  await sql
    .updateTable('connections')
    .set({ next_poll_at: raw<Date>`now()` })
    .where('name', '=', name)
    .where('failures', '=', 0)
    .execute();
}

/** Makes connections due now whose last poll failed with one of these codes. */
export async function hastenFailedConnections(sql: Sql, errorCodes: readonly string[]): Promise<void> {
  await sql
    .updateTable('connections')
    .set({ next_poll_at: raw<Date>`now()` })
    .where('error_code', 'in', errorCodes)
    .execute();
}

/** Names of connections that are due and polled by nobody. */
export async function findDueConnections(sql: Sql, hubSilentMs: number): Promise<string[]> {
  const rows = await sql
    .selectFrom('connections')
    .select('name')
    .where('next_poll_at', '<=', raw<Date>`now()`)
    .where(leaseIsFree(hubSilentMs))
    .execute();
  return rows.map((row) => row.name);
}
