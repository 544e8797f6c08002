/**
 * Runs a step for leased work, and settles failures by the class of their error.
 *
 * A step saves its effect and finishes its work in one transaction. This module only writes the other ends: work is tried
 * later, kept until somebody corrects the configuration, or given up.
 */
import pLimit from 'p-limit';
import { UnavailableError, WaybillError } from '../errors.js';
import { framesOf, type Log } from '../log.js';
import { isDatabaseUnavailable, type Sql } from '../store/database/index.js';
import {
  addEvents,
  deadLetterWork,
  finishWork,
  postponeWork,
  releaseWork,
  renewLeases,
  type Lease,
} from '../store/working/index.js';
import type { WorkStep } from '../vocabulary/index.js';
import { backOffMs } from './back-off.js';
import { correctionPauseMs, waitsForCorrection } from './correction.js';
import { leaserOf, type Hub } from './hub.js';
import { OvertakingError } from './in-order.js';

/** The lease was lost while the step ran: another hub does this work now, so nothing may be saved. */
export class FencedError extends Error {}

export interface LeaseRunner {
  step: WorkStep;
  /** Does the work of one lease; its transaction ends with `finish`. On OvertakingError the lease is given back unchanged. */
  run(lease: Lease): Promise<void>;
  /** Marks the subject as given up, in the same transaction. */
  giveUp(sql: Sql, lease: Lease, errorCode: string): Promise<void>;
}

/** Finishes work inside the step's transaction. @throws FencedError, which rolls it back */
export async function finish(sql: Sql, leases: readonly Lease[]): Promise<void> {
  if (!(await finishWork(sql, leases))) throw new FencedError('a lease is lost');
}

/** Gives work back inside the step's transaction, to be due again later. @throws FencedError, which rolls it back */
export async function postpone(
  sql: Sql,
  lease: Lease,
  next: { delayMs: number; errorCode: string },
): Promise<void> {
  if (!(await postponeWork(sql, lease, { ...next, uncounted: true })))
    throw new FencedError('a lease is lost');
}

/**
 * Runs the step for each lease, several at once, and keeps the leases alive meanwhile.
 * @throws the first error if any attempt failed, so that the job fails too and operators see it; all are settled by then
 */
export async function runLeased(
  hub: Hub,
  leases: readonly Lease[],
  step: LeaseRunner,
  concurrency: number,
): Promise<void> {
  const unsettled = new Map(leases.map((lease) => [lease.id, lease]));
  const failures: unknown[] = [];
  const renewal = setInterval(() => {
    renewLeases(hub.sql, [...unsettled.keys()], leaserOf(hub)).catch((error: unknown) =>
      hub.log.warn('Leases could not be renewed', { step: step.step, code: codeOf(error) }),
    );
  }, hub.settings.leaseMs / 3);
  const limit = pLimit(concurrency);
  try {
    await limit.map(leases, async (lease) => {
      if (hub.stopping.aborted) return;
      const failure = await runOne(hub, lease, step);
      if (failure instanceof OvertakingError) return;
      if (failure !== undefined) failures.push(failure);
      unsettled.delete(lease.id);
    });
    if (unsettled.size > 0) await releaseWork(hub.sql, [...unsettled.values()]);
  } finally {
    clearInterval(renewal);
  }
  if (failures.length > 0) throw failures[0];
}

async function runOne(hub: Hub, lease: Lease, step: LeaseRunner): Promise<unknown> {
  try {
    await step.run(lease);
    return undefined;
  } catch (error) {
    if (error instanceof FencedError) {
      hub.log.warn('A lease was lost; another hub does its work', { step: step.step, workId: lease.id });
      return undefined;
    }
    if (!(error instanceof OvertakingError)) await settle(hub, lease, step, error);
    return error;
  }
}

async function settle(hub: Hub, lease: Lease, step: LeaseRunner, error: unknown): Promise<void> {
  const end = endOf(hub, lease, error);
  report(hub.log, lease, error, end);
  for (let round = 0; ; round += 1) {
    try {
      if (end === 'given up') await giveUp(hub, lease, step, codeOf(error));
      else if (end === 'kept') await keep(hub, lease, error);
      else await tryLater(hub, lease, error);
      return;
    } catch (storeError) {
      // The database is unreachable; without another try the lease would stay until it expires.
      if (round >= 30 || hub.stopping.aborted || !isDatabaseUnavailable(storeError)) throw storeError;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

/** Attempts after an unforeseen error: it seldom passes, and in a lane it makes others wait. */
const unforeseenAttemptsMax = 3;

type End = 'tried later' | 'kept' | 'given up';

function endOf({ settings }: Hub, lease: Lease, error: unknown): End {
  if (waitsForCorrection(codeOf(error))) return 'kept';
  const passes = error instanceof UnavailableError || isDatabaseUnavailable(error);
  if (error instanceof WaybillError && !passes) return 'given up';
  const max = passes ? settings.attempts.max : Math.min(unforeseenAttemptsMax, settings.attempts.max);
  return lease.attempts + 1 < max ? 'tried later' : 'given up';
}

async function tryLater(hub: Hub, lease: Lease, error: unknown): Promise<void> {
  const delayMs = backOffMs(hub.settings.attempts, lease.attempts, askedMs(error));
  if (await postponeWork(hub.sql, lease, { delayMs, errorCode: codeOf(error) })) {
    await hub.queues.ring(lease.step, [lease.id], { delayMs });
  }
}

/**
 * It is not counted as an attempt, or the first fault after a long wait would be the last. The bell does not ring either: the
 * sweep makes one job of all due work, so a server that refuses us sees one sign-in instead of one for each file.
 */
async function keep(hub: Hub, lease: Lease, error: unknown): Promise<void> {
  const delayMs = Math.max(askedMs(error), correctionPauseMs);
  await postponeWork(hub.sql, lease, { delayMs, errorCode: codeOf(error), uncounted: true });
}

function askedMs(error: unknown): number {
  return error instanceof WaybillError ? (error.retryAfterMs ?? 0) : 0;
}

async function giveUp(hub: Hub, lease: Lease, step: LeaseRunner, code: string): Promise<void> {
  await hub.sql.transaction().execute(async (trx) => {
    if (!(await deadLetterWork(trx, lease, code))) return;
    await step.giveUp(trx, lease, code);
    await addEvents(trx, [
      {
        event: `${step.step}.dead-lettered`,
        subjectKind: 'work',
        subjectId: lease.subjectId,
        detail: { code, attempts: lease.attempts + 1 },
      },
    ]);
  });
}

function report(log: Log, lease: Lease, error: unknown, end: End): void {
  const fields = { step: lease.step, workId: lease.id, code: codeOf(error), attempt: lease.attempts + 1 };
  if (!(error instanceof WaybillError) && !isDatabaseUnavailable(error)) {
    log.error('A step failed with an unforeseen error', { ...fields, stack: framesOf(error) });
  } else if (end === 'tried later') log.info('An attempt failed; the next one is made later', fields);
  else if (end === 'kept') log.warn('Work waits until the configuration is corrected', fields);
  else log.warn('Work was given up and waits for an operator', fields);
}

export function codeOf(error: unknown): string {
  if (error instanceof WaybillError) return error.code;
  return isDatabaseUnavailable(error) ? 'DATABASE_UNREACHABLE' : 'UNFORESEEN';
}
