/**
 * Makes the runner of a step from its parts. It leases work, loads the subjects, runs each, saves the ready ones and finishes
 * their leases in one transaction, and rings for the work that became due.
 *
 * A crash repeats any part, so only `save` may write to the database, and an effect outside must be repeatable.
 */
import { crashPoint } from '#crash-points';
import type { Sql } from '../store/database/index.js';
import { leaseWork, type Lease } from '../store/working/index.js';
import { steps, type WorkStep } from '../vocabulary/index.js';
import { type DueWork, joinDue, ringDue } from './due-work.js';
import { GroupCommit } from './group-commit.js';
import { leaserOf, type Hub } from './hub.js';
import { inOrder, OvertakingError } from './in-order.js';
import { runLanes } from './run-lanes.js';
import { finish, postpone, runLeased } from './run-leased.js';

/** @param current called whenever work is leased; running work keeps the configuration that it began with */
export type RunStep = (current: () => Hub, ids: readonly string[]) => Promise<void>;

/** What a job loads before it begins. A step adds what all of its subjects need, such as today's date. */
export interface Loaded<Subject> {
  /** By their ids. */
  subjects: ReadonlyMap<string, Subject>;
  /** Closes what the job opened, at its end. Must not reject. */
  close?(): Promise<void>;
}

/** The loaded values, and the hub with the configuration that the job began with. */
export type Job<Asked = unknown> = Asked & { hub: Hub };

export interface Saved {
  due?: DueWork;
  /** Subjects whose work is due again later, without a counted attempt; all other work of the group is finished. */
  postponed?: readonly Postponed[];
}

export interface Postponed {
  subjectId: string;
  delayMs: number;
  /** Why it waits. */
  errorCode: string;
}

export interface StepParts<Subject, Asked, Result> {
  step: WorkStep;
  /** Subjects of one job that run at once. */
  atOnce: number;
  /** For steps whose lanes keep their order: the most work of one lane that is leased together. */
  laneLimit?: number;
  /** Loads all subjects of the job at once. */
  load(hub: Hub, subjectIds: readonly string[]): Promise<Asked & Loaded<Subject>>;
  /** Makes the result of one subject. @throws WaybillError; its class decides how the work ends */
  run(subject: Subject, job: Job<Asked>): Result | Promise<Result>;
  /** Saves a group inside its transaction: all results or none. */
  save(sql: Sql, results: readonly Result[], job: Job<Asked>): Promise<Saved>;
  /** Marks the subject as given up, in the transaction that gives up its work. */
  giveUp(sql: Sql, subjectId: string, errorCode: string, job: Job<Asked>): Promise<void>;
}

/**
 * @returns the runner. It settles all work, and then throws the first error if any work failed, so that its job fails too.
 */
export function leasedStep<Subject, Asked, Result>(parts: StepParts<Subject, Asked, Result>): RunStep {
  const { step, laneLimit } = parts;
  const run = (hub: Hub, leases: readonly Lease[]) => runJob(parts, hub, leases);
  if (laneLimit !== undefined) {
    return (current, ids) => runLanes(current, ids, { step, limit: laneLimit, run });
  }
  return async (current, ids) => {
    const hub = current();
    const leases = await leaseWork(hub.sql, step, ids, leaserOf(hub));
    if (leases.length > 0) await run(hub, leases);
  };
}

/** A result, with the lease of its work. */
interface Leased<Result> {
  lease: Lease;
  result: Result;
}

async function runJob<Subject, Asked, Result>(
  parts: StepParts<Subject, Asked, Result>,
  hub: Hub,
  leases: readonly Lease[],
): Promise<void> {
  const { step, atOnce, laneLimit } = parts;
  crashPoint(`${step}:after-lease`);
  const loaded = await parts.load(
    hub,
    leases.map(({ subjectId }) => subjectId),
  );
  const job = { ...loaded, hub };
  const due: DueWork[] = [];
  const save = async (group: readonly Leased<Result>[]) => {
    due.push(await saveGroup(parts, job, group));
    return group.map(() => undefined);
  };
  const isLaned = laneLimit !== undefined;
  const commits = new GroupCommit(save, { inOrder: isLaned });
  const runOne = async (lease: Lease): Promise<Leased<Result>> => {
    if (commits.isBlocked) throw new OvertakingError();
    return { lease, result: await parts.run(subjectOf(loaded.subjects, lease), job) };
  };
  const runNext = isLaned ? inOrder(runOne) : runOne;
  const run = async (lease: Lease) => commits.add(await runNext(lease));
  const giveUp = (sql: Sql, { subjectId }: Lease, errorCode: string) =>
    parts.giveUp(sql, subjectId, errorCode, job);
  try {
    await runLeased(hub, leases, { step, run, giveUp }, atOnce);
  } finally {
    await ringDue(hub.queues, joinDue(due));
    await loaded.close?.();
  }
}

function subjectOf<Subject>(subjects: ReadonlyMap<string, Subject>, lease: Lease): Subject {
  const subject = subjects.get(lease.subjectId);
  if (subject === undefined) throw new Error(`work ${lease.id} has no ${steps[lease.step].subject}`);
  return subject;
}

/** Saves all or none. */
async function saveGroup<Subject, Asked, Result>(
  { step, save }: StepParts<Subject, Asked, Result>,
  job: Job<Asked>,
  group: readonly Leased<Result>[],
): Promise<DueWork> {
  const due = await job.hub.sql.transaction().execute(async (trx) => {
    const saved = await save(
      trx,
      group.map(({ result }) => result),
      job,
    );
    await endLeases(
      trx,
      group.map(({ lease }) => lease),
      saved.postponed ?? [],
    );
    crashPoint(`${step}:before-commit`);
    return saved.due ?? {};
  });
  crashPoint(`${step}:after-commit`);
  return due;
}

async function endLeases(sql: Sql, leases: readonly Lease[], postponed: readonly Postponed[]): Promise<void> {
  const later = new Map(postponed.map((one) => [one.subjectId, one]));
  const done: Lease[] = [];
  for (const lease of leases) {
    const next = later.get(lease.subjectId);
    if (next === undefined) done.push(lease);
    else await postpone(sql, lease, next);
  }
  if (done.length > 0) await finish(sql, done);
}
