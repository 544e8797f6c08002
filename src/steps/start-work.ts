/**
 * Starts the regular tasks of a hub: heartbeat, workers, schedules, watchers and the sweep. It updates polls and watchers when
 * the configuration changes.
 */
import { mkdir } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { framesOf, type Log } from '../log.js';
import type { Connection } from '../partners/index.js';
import { type Database, maintain, type Sql, isDatabaseUnavailable } from '../store/database/index.js';
import { batchReason } from '../store/sent/index.js';
import {
  ensureConnections,
  hastenConnection,
  hastenFailedConnections,
  beat,
  removeHub,
  hastenFailedWork,
} from '../store/working/index.js';
import { coalesce, every } from '../timing/index.js';
import { watchHint, type Watch } from '../transports/index.js';
import { configurationCodes, heldCode, type Hub } from '../working/index.js';
import { reportOverdue } from './deadlines/index.js';
import { demandReleases } from './release/index.js';
import { stepRunners } from './step-runners.js';
import { sweep } from './sweep.js';

/** How often to check whether the database needs maintenance; it seldom does. */
const maintainPauseMs = 5_000;
/** A queue store that lost its data forgets its schedules. */
const scheduleAgainMs = 60_000;
/** How often to check whether the configuration changed. */
const lookPauseMs = 1_000;
/** How often to check whether a shadow has something to compare. */
const shadowPauseMs = 1_000;
/** How often to check whether waiting files could be released: days begin, and files are read while the configuration changes. */
const releaseAgainMs = 60_000;
/** How often to check for overdue expectations. */
const overduePauseMs = 5_000;
/** Hints come by the hundred; one poll sees all files. */
const hintPauseMs = 100;

export interface Work {
  /** Polls and watches the connections as they are now, and tries work again that waited for a correction. */
  follow(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param current the hub with the live configuration
 * @param look checks whether the configuration changed
 * @param shadow compares how a version in shadow translates the files that came
 */
export async function startWork(
  current: () => Hub,
  database: Database,
  look: () => Promise<void>,
  shadow: () => Promise<void>,
): Promise<Work> {
  const { sql, id, queues, log, settings } = current();
  const runners = stepRunners(current);
  const watching = new Map<string, { as: string; watch: Watch | undefined }>();
  const follow = async () => {
    await followConnections(current(), watching);
    await schedulePolls(current());
  };
  await beat(sql, id);
  await followConnections(current(), watching);
  // This start may be the one after the correction.
  await hastenCorrected(sql);
  queues.work(runners);
  const logged = (error: unknown) => logFailure(log, error);
  const heartbeat = every(settings.heartbeatMs, () => beat(sql, id), logged);
  const repeating = [
    every(settings.sweepIntervalMs, () => sweep(current(), runners), logged),
    every(maintainPauseMs, () => maintain(database), logged),
    every(scheduleAgainMs, follow, logged),
    every(lookPauseMs, look, logged),
    every(shadowPauseMs, shadow, logged),
    every(releaseAgainMs, () => demandReleases(current()), logged),
    every(overduePauseMs, () => reportOverdue(current()), logged),
  ];
  return {
    follow: async () => {
      await follow();
      await hastenCorrected(sql);
      await demandReleases(current());
    },
    async stop() {
      await Promise.all(repeating.map((one) => one.stop()));
      await Promise.all([...watching.values()].map(async ({ watch }) => watch?.close()));
      await queues.close();
      await heartbeat.stop();
      await removeHub(sql, id).catch(() =>
        log.warn('The stop of the hub could not be saved in the database', { hub: id }),
      );
    },
  };
}

/** Makes work due at once that waited for a correction of the configuration. */
async function hastenCorrected(sql: Sql): Promise<void> {
  await hastenFailedConnections(sql, configurationCodes);
  await hastenFailedWork(sql, [...configurationCodes, heldCode, batchReason]);
}

type Watching = Map<string, { as: string; watch: Watch | undefined }>;

async function followConnections(hub: Hub, watching: Watching): Promise<void> {
  const connections = hub.book.connections.filter(({ receive }) => receive !== undefined);
  await makeOwnFolders(hub);
  await ensureConnections(
    hub.sql,
    connections.map(({ name }) => name),
  );
  const wanted = new Map(connections.map((connection) => [connection.name, connection]));
  for (const [name, { as, watch }] of watching) {
    const connection = wanted.get(name);
    if (connection !== undefined && JSON.stringify(connection) === as) continue;
    watching.delete(name);
    await watch?.close();
  }
  for (const connection of connections) {
    if (watching.has(connection.name)) continue;
    watching.set(connection.name, { as: JSON.stringify(connection), watch: watchOf(hub, connection) });
  }
}

function watchOf(hub: Hub, connection: Connection): Watch | undefined {
  return watchHint(
    connection,
    coalesce(hintPauseMs, () => hint(hub, connection.name)),
    hub.settings,
  );
}

/**
 * Makes the folders of folder connections inside the hub's own data directory. Other folders belong to somebody else: a missing
 * one may be a share that is not mounted.
 */
async function makeOwnFolders({ book, settings, log }: Hub): Promise<void> {
  for (const { name, transport, receive, send } of book.connections) {
    if (transport !== 'folder') continue;
    const done = receive !== undefined && 'move' in receive.finish ? receive.finish.move : undefined;
    for (const path of [receive?.path, done, send?.path]) {
      if (path === undefined) continue;
      const folder = resolve(settings.root, path);
      if (!folder.startsWith(settings.dataDir + sep)) continue;
      // The others work without it; polls and sends report the fault.
      await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) =>
        log.warn('A folder of a connection cannot be made', { connection: name, code: error.code ?? '' }),
      );
    }
  }
}

async function schedulePolls({ book, queues }: Hub): Promise<void> {
  const wanted = new Map(
    book.connections.flatMap(({ name, receive, pollIntervalMs }) =>
      receive === undefined ? [] : [[name, pollIntervalMs] as const],
    ),
  );
  for (const { id } of (await queues.schedules('receive')) ?? []) {
    if (!wanted.has(id)) await queues.unschedule('receive', id);
  }
  for (const [name, everyMs] of wanted) await queues.schedule('receive', name, everyMs);
}

async function hint({ sql, queues, log }: Hub, connection: string): Promise<void> {
  try {
    await hastenConnection(sql, connection);
    await queues.ring('receive', [connection]);
  } catch {
    log.debug('A hint was lost; the next poll will see the file', { connection });
  }
}

function logFailure(log: Log, error: unknown): void {
  if (isDatabaseUnavailable(error)) log.warn('The database did not respond; it is asked again');
  else {
    log.error('A regular task failed with an unforeseen error', {
      stack: framesOf(error),
    });
  }
}
