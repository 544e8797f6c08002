/**
 * A hub that does not run, opened for one operation: its database and its configuration, without queues and steps.
 *
 * The lock of the data directory keeps a hub from starting meanwhile, and this from opening beside a running one.
 */
import { ConfigurationError } from '../configuration/index.js';
import { findStartVersion, type LoadedVersion, type Home } from '../configuration/versions/index.js';
import { defined } from '../defined.js';
import { loadHubFile } from '../hub-file/index.js';
import type { Log } from '../log.js';
import { openDatabase, migrate, type Sql } from '../store/database/index.js';
import type { OperationContext } from './operation.js';

export interface HubAtRest {
  context(caller: { actor: string; signal: AbortSignal }): OperationContext;
  close(): Promise<void>;
}

/** @throws ConfigurationError when hub.yaml has problems; ConfigError DATA_DIRECTORY_LOCKED, and what else opening throws */
export async function openAtRest(root: string, environment: NodeJS.ProcessEnv, log: Log): Promise<HubAtRest> {
  const { settings, problems } = loadHubFile(root, environment);
  if (settings === undefined) throw new ConfigurationError(problems);
  const { dataDir, databaseUrl } = settings;
  const database = await openDatabase({ dataDir, ...defined({ databaseUrl }) });
  let started: LoadedVersion | ConfigurationError;
  try {
    await migrate(database.kysely);
    started = await startVersion(database.kysely, { root, environment });
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    context: (caller) => ({
      ...caller,
      sql: database.kysely,
      home: { root, environment },
      configuration() {
        if (started instanceof ConfigurationError) throw started;
        return started.configuration;
      },
      reload: async () => undefined,
      ring: async () => undefined,
      running: false,
      log,
    }),
    close: () => database.close(),
  };
}

/** What a start would take, or why it would not start: an operation may be what mends it. */
async function startVersion(sql: Sql, home: Home): Promise<LoadedVersion | ConfigurationError> {
  try {
    return await findStartVersion(sql, home);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}
