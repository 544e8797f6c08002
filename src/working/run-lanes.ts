/**
 * Does the work that stands in lanes: each lane from its oldest open work on, until nothing of it is free.
 */
import type { WorkStep } from '../vocabulary/index.js';
import { lanesOf, leaseLane, type Lease } from '../store/working/index.js';
import { leaserOf, type Hub } from './hub.js';

export interface LaneStep {
  step: WorkStep;
  /** Work of one lane that is leased together. */
  limit: number;
  run(hub: Hub, leases: readonly Lease[]): Promise<void>;
}

/**
 * @param current asked whenever work is leased: what runs keeps the configuration that it began with
 * @throws the first error, when all lanes were gone through: what was given up stands in nobody's way
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
