/**
 * The table of steps as the queues and the sweep run it: with the configuration that is live when a job begins.
 */
import { UnavailableError } from '../errors.js';
import type { QueuedStep } from '../queues/index.js';
import { isDatabaseUnavailable } from '../store/database/index.js';
import { type StepName, stepNames } from '../vocabulary/index.js';
import type { Hub, RunStep } from '../working/index.js';
import { stepTable } from './step-table.js';

export type StepRunners = Readonly<Record<StepName, QueuedStep>>;

/** @param current the hub with the live configuration: a new job takes it, a running job keeps its own */
export function stepRunners(current: () => Hub): StepRunners {
  const entries = stepNames.map((step) => {
    const { concurrency, run } = stepTable[step];
    return [step, { concurrency, run: (ids: readonly string[]) => foreseen(run, current, ids) }] as const;
  });
  return Object.fromEntries(entries) as StepRunners;
}

/** An unreachable database is not a bug: the job fails with a code of ours, and the sweep rings again. */
async function foreseen(run: RunStep, current: () => Hub, ids: readonly string[]): Promise<void> {
  try {
    await run(current, ids);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    throw new UnavailableError('DATABASE_UNREACHABLE', 'The database became unreachable during a step.', {
      cause: error,
    });
  }
}
