/**
 * The version that was approved to go live at a later time. There is at most one: a second would take the first one's changes
 * back, or the other way round.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';

export interface Approval {
  hash: string;
  effectiveAt: Date;
  /** Whether that time has come, by the database's clock. */
  isDue: boolean;
  approvedBy: string;
  why?: string;
  /** Its time had come, and it could not go live. */
  refused?: { code: string; place: string };
}

/** Approves a version, in the place of any other. To be called in a transaction that holds the lock of versions. */
export async function saveApproval(
  trx: Sql,
  { hash, effectiveAt, approvedBy, why }: Pick<Approval, 'hash' | 'effectiveAt' | 'approvedBy' | 'why'>,
): Promise<void> {
  await trx.deleteFrom('approvals').execute();
  await trx
    .insertInto('approvals')
    .values({ hash, effective_at: effectiveAt, approved_by: approvedBy, why: why ?? null })
    .execute();
}

export async function findApproval(sql: Sql): Promise<Approval | undefined> {
  const row = await sql
    .selectFrom('approvals')
    .selectAll()
    .select(raw<boolean>`effective_at <= clock_timestamp()`.as('is_due'))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { refused_code: code, refused_place: place } = row;
  return {
    hash: row.hash,
    effectiveAt: row.effective_at,
    isDue: row.is_due,
    approvedBy: row.approved_by,
    ...(row.why === null ? {} : { why: row.why }),
    ...(code === null ? {} : { refused: { code, place: place ?? '' } }),
  };
}

/** Takes an approval back, or away because it is done with. @returns the hash of the version it was for */
export async function removeApproval(trx: Sql): Promise<string | undefined> {
  const row = await trx.deleteFrom('approvals').returning('hash').executeTakeFirst();
  return row?.hash;
}

/** Notes once that it could not go live. @returns false when that is known, or it is approved no longer */
export async function refuseApproval(
  sql: Sql,
  hash: string,
  { code, place }: { code: string; place: string },
): Promise<boolean> {
  const { numUpdatedRows } = await sql
    .updateTable('approvals')
    .set({ refused_code: code, refused_place: place })
    .where('hash', '=', hash)
    .where('refused_code', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
