/**
 * Work: a row that says a step is due for a subject. It is leased, then done.
 *
 * Leases use the database's clock. A lease ends by itself, or when its hub has been silent too long; each new lease has
 * a higher epoch, and only the holder of the newest may finish.
 */
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { WorkStep } from '../../vocabulary/index.js';
import type { Sql } from '../database/index.js';

export interface Lease {
  id: string;
  step: WorkStep;
  subjectId: string;
  epoch: number;
  /** Attempts that ended in an error before this one. */
  attempts: number;
}

/** Who leases, and for how long. */
export interface Leaser {
  hubId: string;
  leaseMs: number;
  /** A hub not seen for this long has lost its leases. */
  hubSilentMs: number;
}

/** A lease nobody holds any more. */
export function leaseIsFree(hubSilentMs: number) {
  return raw<boolean>`(lease_until IS NULL OR lease_until < now() OR NOT EXISTS (
    SELECT 1 FROM hubs WHERE hubs.id = leased_by AND hubs.seen_at > now() - ${hubSilentMs} * interval '1 ms'))`;
}

const inMs = (ms: number) => raw<Date>`now() + ${ms} * interval '1 ms'`;

/**
 * Adds work, inside the transaction that makes it due. Work that is already there stays as it is.
 * @param lane work of one lane is done one after another, in the order of its subjects' ids (which grow with time)
 * @returns ids of what was added, to ring for after the commit
 */
export async function addWork(
  sql: Sql,
  step: WorkStep,
  subjects: readonly { subjectId: string; lane?: string }[],
): Promise<string[]> {
  if (subjects.length === 0) return [];
  const rows = await sql
    .insertInto('work')
    .values(
      subjects.map(({ subjectId, lane }) => ({
        id: uuidv7(),
        step,
        subject_id: subjectId,
        lane: lane ?? null,
        state: 'waiting' as const,
        leased_by: null,
        rung_at: raw<Date>`now()`,
        error_code: null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['step', 'subject_id']).doNothing())
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Makes work due that may have been done before; what is under way stays as it is.
 * @returns ids of what became due, to ring for after the commit
 */
export async function demandWork(
  sql: Sql,
  step: WorkStep,
  subjects: readonly { subjectId: string; lane: string }[],
): Promise<string[]> {
  const added = await addWork(sql, step, subjects);
  const rows = await sql
    .updateTable('work')
    .set({
      state: 'waiting',
      attempts: 0,
      next_at: raw<Date>`now()`,
      rung_at: raw<Date>`now()`,
      error_code: null,
    })
    .where('step', '=', step)
    .where(
      'subject_id',
      'in',
      subjects.map(({ subjectId }) => subjectId),
    )
    .where('state', 'in', ['done', 'dead-lettered'])
    .returning('id')
    .execute();
  return [...added, ...rows.map(({ id }) => id)];
}

/** Takes a lease on those of the given work rows that are due and free, oldest first. */
export async function leaseWork(
  sql: Sql,
  step: WorkStep,
  ids: readonly string[],
  leaser: Leaser,
): Promise<Lease[]> {
  if (ids.length === 0) return [];
  const rows = await sql
    .updateTable('work')
    .set({
      state: 'leased',
      epoch: raw`epoch + 1`,
      leased_by: leaser.hubId,
      lease_until: inMs(leaser.leaseMs),
    })
    .where('id', 'in', [...ids])
    .where('step', '=', step)
    .where('state', 'in', ['waiting', 'leased'])
    .where('next_at', '<=', raw<Date>`now()`)
    .where(leaseIsFree(leaser.hubSilentMs))
    .returning(['id', 'step', 'subject_id', 'epoch', 'attempts'])
    .execute();
  return rows
    .map((row) => ({ id: row.id, step, subjectId: row.subject_id, epoch: row.epoch, attempts: row.attempts }))
    .sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
}

/** The lanes that the given work rows stand in. */
export async function lanesOf(sql: Sql, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await sql
    .selectFrom('work')
    .select('lane')
    .distinct()
    .where('id', 'in', [...ids])
    .execute();
  return rows.flatMap((row) => (row.lane === null ? [] : [row.lane]));
}

/**
 * Takes a lease on the oldest open work of a lane. Nothing is leased while another holds any of it, or while the oldest
 * has to wait: so a lane keeps its order whatever happens.
 */
export async function leaseLane(
  sql: Sql,
  step: WorkStep,
  lane: string,
  leaser: Leaser & { limit: number },
): Promise<Lease[]> {
  return sql.transaction().execute(async (trx) => {
    await raw`SELECT pg_advisory_xact_lock(hashtext('lane'), hashtext(${`${step}/${lane}`}))`.execute(trx);
    const open = await trx
      .selectFrom('work')
      .select(['id', raw<boolean>`next_at <= now() AND ${leaseIsFree(leaser.hubSilentMs)}`.as('free')])
      .where('step', '=', step)
      .where('lane', '=', lane)
      .where('state', 'in', ['waiting', 'leased'])
      .orderBy('subject_id')
      .limit(leaser.limit)
      .execute();
    const blocked = open.findIndex((row) => !row.free);
    const due = (blocked < 0 ? open : open.slice(0, blocked)).map((row) => row.id);
    return leaseWork(trx, step, due, leaser);
  });
}

/** Keeps leases alive while their work goes on; those that were lost stay lost. */
export async function renewLeases(
  sql: Sql,
  ids: readonly string[],
  leaser: Pick<Leaser, 'hubId' | 'leaseMs'>,
): Promise<void> {
  if (ids.length === 0) return;
  await sql
    .updateTable('work')
    .set({ lease_until: inMs(leaser.leaseMs) })
    .where('id', 'in', [...ids])
    .where('leased_by', '=', leaser.hubId)
    .where('state', '=', 'leased')
    .execute();
}

/**
 * Marks work as done, inside the transaction that saves its effects.
 * @returns false when any of the leases was lost: the caller must then save nothing
 */
export async function finishWork(sql: Sql, leases: readonly Lease[]): Promise<boolean> {
  const ids = leases.map((lease) => lease.id);
  const epochs = leases.map((lease) => lease.epoch);
  const { numAffectedRows } = await raw`
    UPDATE work SET state = 'done', lease_until = NULL, error_code = NULL
    FROM unnest(${ids}::uuid[], ${epochs}::integer[]) AS held (id, epoch)
    WHERE work.id = held.id AND work.epoch = held.epoch AND work.state = 'leased'`.execute(sql);
  return numAffectedRows === BigInt(leases.length);
}

/** Marks work as done that nobody has leased; the caller holds its rows locked. */
export async function finishWaitingWork(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql
    .updateTable('work')
    .set({ state: 'done', epoch: raw`epoch + 1`, error_code: null })
    .where('id', 'in', [...ids])
    .where('state', '=', 'waiting')
    .execute();
}

/**
 * Gives a lease back, to be tried again after a delay.
 * @param next.uncounted it was no attempt of the kind that there is a limit of
 */
export async function postponeWork(
  sql: Sql,
  lease: Lease,
  next: { delayMs: number; errorCode: string; uncounted?: true },
): Promise<boolean> {
  const result = await leased(sql, lease)
    .set({
      state: 'waiting',
      lease_until: null,
      ...(next.uncounted ? {} : { attempts: raw`attempts + 1` }),
      next_at: inMs(next.delayMs),
      rung_at: null,
      error_code: next.errorCode,
    })
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Makes work due now that failed last with one of these codes. */
export async function hastenFailedWork(sql: Sql, errorCodes: readonly string[]): Promise<void> {
  await sql
    .updateTable('work')
    .set({ next_at: raw<Date>`now()` })
    .where('state', '=', 'waiting')
    .where('error_code', 'in', errorCodes)
    .where('next_at', '>', raw<Date>`now()`)
    .execute();
}

/** Gives up: the work waits for an operator. */
export async function deadLetterWork(sql: Sql, lease: Lease, errorCode: string): Promise<boolean> {
  const result = await leased(sql, lease)
    .set({ state: 'dead-lettered', lease_until: null, attempts: raw`attempts + 1`, error_code: errorCode })
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Gives leases back untouched, for a hub that stops before it could begin on them. */
export async function releaseWork(sql: Sql, leases: readonly Lease[]): Promise<void> {
  for (const lease of leases) {
    await leased(sql, lease).set({ state: 'waiting', lease_until: null, rung_at: null }).execute();
  }
}

/** Makes finished work due again, for an effect that may be repeated (the same bytes under the same name). */
export async function repeatWork(sql: Sql, step: WorkStep, subjectId: string): Promise<string | undefined> {
  const row = await sql
    .updateTable('work')
    .set({ state: 'waiting', attempts: 0, next_at: raw<Date>`now()`, rung_at: raw<Date>`now()` })
    .where('step', '=', step)
    .where('subject_id', '=', subjectId)
    .where('state', '=', 'done')
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Work that is due, free and was not rung lately; marks it as rung now. */
export async function findDueWork(
  sql: Sql,
  options: { rungBeforeMs: number; limit: number; hubSilentMs: number },
): Promise<{ id: string; step: WorkStep }[]> {
  const rows = await sql
    .updateTable('work')
    .set({ rung_at: raw<Date>`now()` })
    .where('id', 'in', (query) =>
      query
        .selectFrom('work')
        .select('id')
        .where('state', 'in', ['waiting', 'leased'])
        .where('next_at', '<=', raw<Date>`now()`)
        .where(leaseIsFree(options.hubSilentMs))
        .where(raw<boolean>`(rung_at IS NULL OR rung_at < now() - ${options.rungBeforeMs} * interval '1 ms')`)
        .orderBy('id')
        .limit(options.limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'step'])
    .execute();
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function leased(sql: Sql, lease: Lease) {
  return sql
    .updateTable('work')
    .where('id', '=', lease.id)
    .where('epoch', '=', lease.epoch)
    .where('state', '=', 'leased');
}
