/**
 * Rings again for work that waits without a job, so that an empty or absent queue store loses nothing. If the bell does not
 * work at all, the sweep runs the work itself.
 */
import { findDueConnections, chainEvents, findDueWork } from '../store/working/index.js';
import type { StepName } from '../vocabulary/index.js';
import { type Hub, codeOf } from '../working/index.js';
import type { StepRunners } from './step-runners.js';

/** Work is rung for again if nobody took it in this time. */
const ringAgainMs = 5_000;
/** Work looked at by one sweep. */
const workPerSweep = 1_000;
/** Events linked into the chain by one transaction. */
const eventsPerLink = 1_000;

export async function sweep(hub: Hub, runners: StepRunners): Promise<void> {
  const { hubSilentMs } = hub.settings;
  const due = await findDueWork(hub.sql, { rungBeforeMs: ringAgainMs, limit: workPerSweep, hubSilentMs });
  const bySteps = new Map<StepName, string[]>();
  for (const { step, id } of due) bySteps.set(step, [...(bySteps.get(step) ?? []), id]);
  const connections = (await findDueConnections(hub.sql, hubSilentMs)).filter(
    (name) => hub.book.connection(name)?.receive,
  );
  bySteps.set('receive', connections);
  await Promise.all([...bySteps].map(([step, ids]) => wake(hub, runners, step, ids)));
  while ((await chainEvents(hub.sql, eventsPerLink)) === eventsPerLink && !hub.stopping.aborted);
}

async function wake(hub: Hub, runners: StepRunners, step: StepName, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || hub.stopping.aborted) return;
  if (await hub.queues.ring(step, ids)) return;
  hub.log.debug('The queue store did not respond; the sweep does the work', { step, count: ids.length });
  try {
    await runners[step].run(ids);
  } catch (error) {
    // The step has settled it; it must only not stop the sweep.
    hub.log.debug('Work done by the sweep failed', { step, code: codeOf(error) });
  }
}
