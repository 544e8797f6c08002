/**
 * How many finished jobs are kept for Bull Board, and their removal where BullMQ's own way does not work.
 *
 * BullMQ can remove old jobs whenever one finishes. On PostgreSQL workers that finish at once then deadlock, and the jobs
 * fail although they were done; so there one hub removes them now and then.
 */
import type { StepQueue } from './queue-store.js';

const kept = { completed: 200, failed: 1_000 } as const;
/** Removed by one call, so that no single one is long. */
const removedMax = 5_000;

/** Job options for a queue store that can remove while it finishes. */
export const removedAsTheyFinish = {
  removeOnComplete: { count: kept.completed },
  removeOnFail: { count: kept.failed },
};

export async function removeFinished(queue: StepQueue): Promise<void> {
  for (const state of ['completed', 'failed'] as const) {
    const [first] = await queue.getJobs([state], kept[state], kept[state]);
    if (first?.finishedOn === undefined) continue;
    await queue.clean(Date.now() - first.finishedOn, removedMax, state);
  }
}
