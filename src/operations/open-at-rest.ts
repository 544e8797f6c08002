/**
 * A hub that does not run, opened for one operation: its database and its configuration, without queues and steps.
 *
 * The lock of the data directory keeps a hub from starting meanwhile, and this from opening beside a running one.
 */
import { loadConfig } from '../config.js';
import { ConfigurationError, loadConfiguration } from '../configuration.js';
import type { Log } from '../log.js';
import { openDatabase } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import type { OperationContext } from './operation.js';

export interface HubAtRest {
  context(caller: { actor: string; signal: AbortSignal }): OperationContext;
  close(): Promise<void>;
}

/** @throws ConfigurationError when hub.yaml has problems; ConfigError DATA_DIRECTORY_LOCKED, and what else opening throws */
export async function openAtRest(root: string, environment: NodeJS.ProcessEnv, log: Log): Promise<HubAtRest> {
  const { config, problems } = loadConfig(root, environment);
  if (config === undefined) throw new ConfigurationError(problems);
  const { dataDir, databaseUrl } = config;
  const database = await openDatabase({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  try {
    await migrate(database.kysely);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    context: (caller) => ({
      ...caller,
      sql: database.kysely,
      configuration() {
        const loaded = loadConfiguration(root, environment);
        if (loaded.configuration === undefined) throw new ConfigurationError(loaded.problems);
        return loaded.configuration;
      },
      ring: async () => undefined,
      running: false,
      log,
    }),
    close: () => database.close(),
  };
}
