/**
 * `waybill start`: runs the hub until SIGINT or SIGTERM, and then lets running work end.
 */
import { openLog, type Log } from '../../log.js';
import { openHub, type RunningHub } from '../../main.js';
import { codeOf } from '../../working/index.js';
import { explainFailure } from '../asking/index.js';

/** A stop that takes longer is broken off. */
const stopDeadlineMs = 15_000;
/** A stopped hub ends by itself; after this it is ended. */
const lingerMs = 1_000;

/** @returns the exit code, when the hub has stopped */
export async function start(root: string): Promise<number> {
  const log = openLog(process.env['WAYBILL_LOG_LEVEL'] ?? 'info');
  let hub: RunningHub | undefined;
  // Heard from the beginning: whoever sees the hub run may tell it to stop in the same moment.
  const told = toldToStop().then(() => setTimeout(() => breakOff(log), stopDeadlineMs).unref());
  process.on('SIGHUP', () => void (hub && reload(hub, log)));
  try {
    hub = await openHub({ root, environment: process.env, log });
  } catch (error) {
    return explainFailure(error);
  }
  announce(hub);
  const deadline = await told;
  await hub.close();
  clearTimeout(deadline);
  log.info('The hub has stopped', { hub: hub.id });
  // All is saved: what a library has left open, such as a watcher that was closed as it began, is of no use any more.
  setTimeout(() => endAnyway(log), lingerMs).unref();
  return 0;
}

function endAnyway(log: Log): void {
  log.warn('Something is still open in a hub that has stopped', { open: openResources() });
  process.exit(0);
}

function openResources(): string {
  return process.getActiveResourcesInfo().join(', ');
}

function breakOff(log: Log): void {
  log.error('The stop took too long and is broken off', { open: openResources() });
  process.exit(1);
}

/** Asked by a signal. Why a configuration is not taken stands in the log already. */
async function reload(hub: RunningHub, log: Log): Promise<void> {
  try {
    await hub.reload();
  } catch (error) {
    log.warn('The changed configuration was not taken', { code: codeOf(error) });
  }
}

function announce(hub: RunningHub): void {
  const lines = [
    `Waybill runs. Health: ${hub.address}/livez   Figures: npx waybill status   Stop: Ctrl+C`,
    `Queues: ${hub.address}/ops/queues`,
  ];
  if (hub.setupSecret !== undefined) {
    lines.push(
      `There is no operator yet. Set a password at ${hub.address}/ops/setup with this one-time secret: ${hub.setupSecret}`,
    );
  }
  process.stderr.write(`${lines.join('\n')}\n`);
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
