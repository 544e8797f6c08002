/**
 * Does the work of lanes: each lane from its oldest unfinished work on, until none of it is free.
 */
import type { WorkStep } from '../vocabulary/index.js';
import { lanesOf, leaseLane, type Lease } from '../store/working/index.js';
import { leaserOf, type Hub } from './hub.js';

export interface LaneStep {
  step: WorkStep;
  /** The most work of one lane that is leased together. */
  limit: number;
  run(hub: Hub, leases: readonly Lease[]): Promise<void>;
}

/**
 * @param current called whenever work is leased; running work keeps the configuration that it began with
 * @throws the first error, after all lanes: work that was given up does not block others
 */
export async function runLanes(
  current: () => Hub,
  workIds: readonly string[],
  { step, limit, run }: LaneStep,
): Promise<void> {
  const { sql, stopping } = current();
  const failures: unknown[] = [];
  for (const lane of await lanesOf(sql, workIds)) {
    for (;;) {
      const hub = current();
      const leases = await leaseLane(sql, step, lane, { ...leaserOf(hub), limit });
      if (leases.length === 0 || stopping.aborted) break;
      await run(hub, leases).catch((error: unknown) => failures.push(error));
    }
  }
  if (failures.length > 0) throw failures[0];
}
