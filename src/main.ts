/**
 * The composition root: reads the configuration, builds the hub, starts it and stops it. Imported by commands only.
 */
import { mkdir } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openControl, type ControlCall } from './api/control.js';
import { openApi, type Api } from './api/open-api.js';
import { ConfigurationError, loadConfiguration, type Configuration } from './configuration.js';
import { openErp, type ErpAdapter } from './erp/index.js';
import type { Log } from './log.js';
import { coalesce, every } from './repeat.js';
import { runOperation } from './operations/index.js';
import { openQueues } from './queues/queues.js';
import { configurationCodes } from './steps/correction.js';
import type { Hub } from './steps/hub.js';
import { stepRunners, type StepRunnerTable } from './steps/step-runners.js';
import { sweep } from './steps/sweep.js';
import { ensureConnections, hastenConnection, hastenFailedConnections } from './store/connections.js';
import { openDatabase, type Database } from './store/database.js';
import { countAll } from './store/figures.js';
import { beat, removeHub } from './store/hubs.js';
import { maintain } from './store/maintain.js';
import { migrate } from './store/migrate.js';
import type { Sql, WorkStep } from './store/schema.js';
import { isDatabaseUnavailable } from './store/unavailable.js';
import { hastenFailedWork } from './store/work.js';
import { openTransport, watchHint } from './transports/index.js';
import { hubVersion } from './version.js';

/** How long running work may go on after the hub was told to stop, before it is broken off. */
const graceMs = 8_000;
/** Jobs of one step at a time in this process. */
const concurrency = { receive: 4, translate: 4, acknowledge: 2, deliver: 4, send: 2 };

export interface RunningHub {
  id: string;
  /** Where the API listens, such as http://127.0.0.1:8080. */
  address: string;
  /** To be shown once to whoever started the hub; present only while no operator exists. */
  setupSecret?: string;
  sql: Sql;
  /** The database in words, for the start message. */
  records: 'pglite' | 'postgres';
  /** Stops taking work, waits for what runs, and closes everything. */
  close(): Promise<void>;
}

export interface HubOptions {
  /** The folder that holds hub.yaml. */
  root: string;
  environment: NodeJS.ProcessEnv;
  log: Log;
}

/** @throws ConfigurationError, or what opening the database, the ERPs or the API throws; all is closed again then */
export async function openHub(options: HubOptions): Promise<RunningHub> {
  const { configuration, problems } = loadConfiguration(options.root, options.environment);
  if (configuration === undefined) throw new ConfigurationError(problems);
  const closers: (() => Promise<unknown>)[] = [];
  try {
    return await assemble(configuration, options.log, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

/** Opens in the order of dependence; each thing opened adds how to close it. */
async function assemble(
  { config, book, mappings, outbound }: Configuration,
  log: Log,
  closers: (() => Promise<unknown>)[],
): Promise<RunningHub> {
  const id = uuidv7();
  const { dataDir, databaseUrl, redisUrl } = config;
  const database = await openDatabase({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  closers.unshift(() => database.close());
  const sql = database.kysely;
  await migrate(sql);
  const queues = await openQueues({
    database,
    hubId: id,
    log,
    ...(redisUrl === undefined ? {} : { redisUrl }),
  });
  closers.unshift(() => queues.close());
  const environment = { secret: (name: string) => config.secrets.find(name), root: config.root };
  const erps = new Map<string, ErpAdapter>();
  for (const [name, settings] of Object.entries(config.erp)) {
    const erp = await openErp(name, settings, environment);
    erps.set(name, erp);
    closers.unshift(() => erp.close());
  }
  const stopping = new AbortController();
  const aborting = new AbortController();
  const hub: Hub = {
    id,
    config,
    sql,
    queues,
    book,
    mappings,
    outbound,
    erps,
    openTransport: (connection) => openTransport(connection, environment),
    log,
    stopping: stopping.signal,
    aborting: aborting.signal,
  };
  const runners = stepRunners(hub);
  const api = await openHubApi(hub, database);
  closers.unshift(() => api.close());
  closers.unshift(await startWork(hub, runners, database));
  const control = await openControl({ dataDir, log, run: (call) => runForCaller(hub, call) });
  closers.unshift(() => control.close());
  closers.unshift(async () => {
    stopping.abort();
    setTimeout(() => aborting.abort(), graceMs).unref();
  });
  log.info('The hub is running', { hub: id, url: api.address });
  let closing: Promise<void> | undefined;
  return {
    id,
    address: api.address,
    ...(api.setupSecret === undefined ? {} : { setupSecret: api.setupSecret }),
    sql,
    records: database.kind,
    close: () => (closing ??= closeAll(closers)),
  };
}

/** An operation that a command asked for over the control channel. */
function runForCaller(hub: Hub, { operation, input, actor, signal }: ControlCall): Promise<unknown> {
  const { sql, config, book, mappings, outbound, log } = hub;
  const context = {
    sql,
    configuration: () => ({ config, book, mappings, outbound }),
    ring: async (step: WorkStep, ids: readonly string[]) => void (await hub.queues.ring(step, ids)),
    actor,
    running: true,
    signal: AbortSignal.any([signal, hub.stopping]),
    log,
  };
  return runOperation(context, operation, input);
}

function openHubApi(hub: Hub, database: Database): Promise<Api> {
  return openApi({
    listen: { ...hub.config.api.listen },
    database,
    queues: hub.queues,
    figures: () => countAll(hub.sql),
    log: hub.log,
    version: hubVersion(),
  });
}

/** Starts heartbeat, workers, schedules, watchers and the sweep. @returns how to stop them */
async function startWork(
  hub: Hub,
  runners: StepRunnerTable,
  database: Database,
): Promise<() => Promise<void>> {
  const connections = hub.book.connections.filter((connection) => connection.receive !== undefined);
  await makeOwnFolders(hub);
  await beat(hub.sql, hub.id);
  await ensureConnections(
    hub.sql,
    connections.map((connection) => connection.name),
  );
  // This start may be the one after the correction.
  await hastenFailedConnections(hub.sql, configurationCodes);
  await hastenFailedWork(hub.sql, configurationCodes);
  hub.queues.work(runners, { concurrency });
  const told = (error: unknown) => tell(hub.log, error);
  const heartbeat = every(hub.config.heartbeatMs, () => beat(hub.sql, hub.id), told);
  const sweeping = every(hub.config.sweepIntervalMs, () => sweep(hub, runners), told);
  const maintaining = every(maintainPauseMs, () => maintain(database), told);
  const schedules = every(scheduleAgainMs, () => schedulePolls(hub), told);
  const watches = connections.flatMap(
    (connection) =>
      watchHint(
        connection,
        coalesce(hintPauseMs, () => hint(hub, connection.name)),
        hub.config,
      ) ?? [],
  );
  return async () => {
    await Promise.all([
      sweeping.stop(),
      maintaining.stop(),
      schedules.stop(),
      ...watches.map((watch) => watch.close()),
    ]);
    await hub.queues.close();
    await heartbeat.stop();
    await removeHub(hub.sql, hub.id).catch(() =>
      hub.log.warn('The database did not hear that the hub stopped', { hub: hub.id }),
    );
  };
}

/**
 * Makes the folders of folder connections that lie in the hub's own data directory. Others are somebody else's: a missing
 * one may be a share that is not mounted.
 */
async function makeOwnFolders({ book, config }: Hub): Promise<void> {
  for (const { transport, receive, send } of book.connections) {
    if (transport !== 'folder') continue;
    const done = receive !== undefined && 'move' in receive.finish ? receive.finish.move : undefined;
    for (const path of [receive?.path, done, send?.path]) {
      if (path === undefined) continue;
      const folder = resolve(config.root, path);
      if (folder.startsWith(config.dataDir + sep)) await mkdir(folder, { recursive: true });
    }
  }
}

/** How often the database is asked whether it needs care; it seldom does. */
const maintainPauseMs = 5_000;
/** A queue store that lost its data forgets its schedules. */
const scheduleAgainMs = 60_000;

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

/** Hints come by the hundred; a poll sees all that is there. */
const hintPauseMs = 100;

async function hint({ sql, queues, log }: Hub, connection: string): Promise<void> {
  try {
    await hastenConnection(sql, connection);
    await queues.ring('receive', [connection]);
  } catch {
    log.debug('A hint was lost; the next poll will see the file', { connection });
  }
}

function tell(log: Log, error: unknown): void {
  if (isDatabaseUnavailable(error)) log.warn('The database did not answer; it is asked again');
  else {
    const frames =
      error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    log.error('Something that runs again and again failed in a way nobody foresaw', {
      stack: frames.join('\n'),
    });
  }
}

async function closeAll(closers: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
