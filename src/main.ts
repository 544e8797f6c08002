/**
 * The composition root: reads the configuration, builds the hub, starts it and stops it. Imported by commands only.
 */
import { existsSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { openControl, type Control, type ControlCall, openApi, type Api } from './api/index.js';
import { ConfigurationError, loadConfiguration } from './configuration/index.js';
import { shadowRunner } from './configuration/shadow/index.js';
import {
  takeDueVersion,
  LiveConfiguration,
  type Home,
  findStartVersion,
  keepVersion,
  loadStored,
  type LoadedVersion,
} from './configuration/versions/index.js';
import { openCrosswalkReader } from './crosswalks/index.js';
import { defined } from './defined.js';
import { openErp, type ErpAdapter, type ErpEnvironment } from './erp/index.js';
import { loadHubFile, type HubSettings } from './hub-file/index.js';
import type { Log } from './log.js';
import { runOperation, type OperationContext, findUpcoming } from './operations/index.js';
import { openQueues } from './queues/index.js';
import { startWork, type Work } from './steps/index.js';
import { openDatabase, type Database, migrate, type Sql } from './store/database/index.js';
import { countAll } from './store/working/index.js';
import { openTransport } from './transports/index.js';
import { hubVersion } from './version.js';
import type { Hub } from './working/index.js';

/** How long running work may go on after the hub was told to stop, before it is broken off. */
const graceMs = 8_000;

export interface RunningHub {
  id: string;
  /** Where the API listens, such as http://127.0.0.1:8080. */
  address: string;
  /** To be shown once to whoever started the hub; present only while no operator exists. */
  setupSecret?: string;
  sql: Sql;
  /** The database in words, for the start message. */
  records: 'pglite' | 'postgres';
  /** Takes a changed configuration at once. @throws ConfigurationError when it has problems; what was live stays */
  reload(): Promise<void>;
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
  const { root, environment, log } = options;
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const { database, places } = await openStore(options);
    closers.unshift(() => database.close());
    await migrate(database.kysely);
    const home = { root, environment, readCrosswalk: openCrosswalkReader() };
    await takeDueVersion({ sql: database.kysely, home, log });
    const found = await findStartVersion(database.kysely, home);
    // What was applied may name another data directory than the one that it was found in.
    const settings = Object.freeze({ ...found.configuration.settings, ...places });
    const started = { ...found, configuration: { ...found.configuration, settings } };
    return await assemble({ home, database, started, log }, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

/** Where there is no database yet, nothing but the folder can be started with: its problems are told before one is made. */
async function openStore({ root, environment }: HubOptions): Promise<{
  database: Database;
  places: Pick<HubSettings, 'dataDir' | 'spoolDir'>;
}> {
  const { settings, problems } = loadHubFile(root, environment);
  if (settings === undefined) throw new ConfigurationError(problems);
  const { dataDir, spoolDir, databaseUrl } = settings;
  if (databaseUrl === undefined && !existsSync(dataDir)) {
    const loaded = loadConfiguration(root, environment);
    if (loaded.configuration === undefined) throw new ConfigurationError(loaded.problems);
  }
  const database = await openDatabase({ dataDir, ...defined({ databaseUrl }) });
  return { database, places: { dataDir, spoolDir } };
}

interface Parts {
  home: Home;
  database: Database;
  started: LoadedVersion;
  log: Log;
}

/** Opens in the order of dependence; each thing opened adds how to close it. */
async function assemble(parts: Parts, closers: (() => Promise<unknown>)[]): Promise<RunningHub> {
  const { home, database, started, log } = parts;
  const id = uuidv7();
  const sql = database.kysely;
  const { settings } = started.configuration;
  const { redisUrl } = settings;
  const queues = await openQueues({
    database,
    hubId: id,
    log,
    ...defined({ redisUrl }),
  });
  closers.unshift(() => queues.close());
  const environment = { secret: (name: string) => hub.settings.secrets.find(name), root: settings.root };
  const stopping = new AbortController();
  const aborting = new AbortController();
  let hub: Hub = {
    ...started.configuration,
    id,
    configurationHash: started.hash,
    sql,
    queues,
    erps: new Map(),
    openTransport: (connection) => openTransport(connection, environment),
    log,
    stopping: stopping.signal,
    aborting: aborting.signal,
  };
  hub.erps = await openErps(settings, environment, closers);
  await keepVersion(sql, started);
  let work: Work | undefined;
  const live = new LiveConfiguration({
    home,
    sql,
    log,
    started,
    async onChange({ hash, configuration }) {
      hub = { ...hub, ...configuration, configurationHash: hash };
      await work?.follow();
    },
  });
  const api = await openHubApi(hub, database, live);
  closers.unshift(() => api.close());
  work = await startWork(
    () => hub,
    database,
    () => live.look(),
    shadowRunner({ current: () => hub, open: (hash) => loadStored(sql, hash, home) }),
  );
  closers.unshift(() => work.stop());
  const control = await openHubControl(hub, live);
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
    ...defined({ setupSecret: api.setupSecret }),
    sql,
    records: database.kind,
    reload: () => live.reload(),
    close: () => (closing ??= closeAll(closers)),
  };
}

async function openErps(
  { erp: all }: HubSettings,
  environment: ErpEnvironment,
  closers: (() => Promise<unknown>)[],
): Promise<Map<string, ErpAdapter>> {
  const erps = new Map<string, ErpAdapter>();
  for (const [name, settings] of Object.entries(all)) {
    const erp = await openErp(name, settings, environment);
    erps.set(name, erp);
    closers.unshift(() => erp.close());
  }
  return erps;
}

function openHubApi(hub: Hub, database: Database, live: LiveConfiguration): Promise<Api> {
  const { sql, queues, log, settings } = hub;
  const figures = async () => {
    const upcoming = await findUpcoming(sql, live.configuration.settings.timezone);
    return { ...(await countAll(sql)), configuration: { ...live.status(), ...upcoming } };
  };
  const listen = { ...settings.api.listen };
  return openApi({ listen, database, queues, figures, log, version: hubVersion() });
}

function openHubControl(hub: Hub, live: LiveConfiguration): Promise<Control> {
  const { dataDir } = hub.settings;
  return openControl({ dataDir, log: hub.log, run: (call) => runForCaller(hub, live, call) });
}

/** An operation that a command asked for over the control channel. */
function runForCaller(hub: Hub, live: LiveConfiguration, call: ControlCall): Promise<unknown> {
  const { sql, queues, log, stopping } = hub;
  const context: OperationContext = {
    sql,
    home: live.home,
    configuration: () => live.configuration,
    ring: async (step, ids) => void (await queues.ring(step, ids)),
    reload: () => live.reload(),
    actor: call.actor,
    running: true,
    signal: AbortSignal.any([call.signal, stopping]),
    log,
  };
  return runOperation(context, call.operation, call.input);
}

async function closeAll(closers: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
