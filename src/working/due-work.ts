/**
 * Work that one transaction made due: ids by their step. The bell rings after the commit, never before.
 */
import type { Queues } from '../queues/index.js';
import { type WorkStep, workSteps } from '../vocabulary/index.js';

export type DueWork = Readonly<Partial<Record<WorkStep, readonly string[]>>>;

export function joinDue(all: readonly DueWork[]): DueWork {
  const joined: Partial<Record<WorkStep, readonly string[]>> = {};
  for (const step of workSteps) {
    const ids = all.flatMap((due) => due[step] ?? []);
    if (ids.length > 0) joined[step] = ids;
  }
  return joined;
}

/** Never rejects: the sweep rings again for work that nobody heard of. */
export async function ringDue(queues: Pick<Queues, 'ring'>, due: DueWork): Promise<void> {
  for (const step of workSteps) {
    const ids = due[step] ?? [];
    if (ids.length > 0) await queues.ring(step, ids);
  }
}
