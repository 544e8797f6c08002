/**
 * Opens the database the hub keeps its truth in: PostgreSQL where a URL is given, else the embedded one in the data
 * directory. Behind the pool both speak the same protocol through the same driver, so nothing else asks which it is.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { ConfigError } from '../../errors.js';
import { lockDataDirectory, type DataLock } from './data-lock.js';
import { openPglitePool } from './pglite-pool.js';
import { openPglite } from './pglite.js';
import { checkServer, openPostgresPool } from './postgres.js';
import type { HubSchema } from './schema.js';

/** bigint and numeric come as strings, timestamptz as Date, date as YYYY-MM-DD, bytea as Buffer, json parsed. */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  readonly kysely: Kysely<HubSchema>;
  /** For BullMQ; the store itself uses kysely. */
  readonly pool: pg.Pool;
  /** Whether it answers now; never throws. */
  healthy(): Promise<boolean>;
  /** Waits a while for running statements, then closes anyway. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Made when absent; used by the embedded database only. */
  dataDir: string;
  databaseUrl?: string;
}

const idleInTransactionMs = 30_000;
const healthTimeoutMs = 2_000;
const closeTimeoutMs = 10_000;

// A calendar date has no time zone; as a Date it would move with the machine's.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * @throws ConfigError DATA_DIRECTORY_LOCKED or _UNUSABLE, DATABASE_NOT_DURABLE, _UNSUPPORTED or _REFUSED;
 *   UnavailableError DATABASE_UNREACHABLE
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl === undefined
    ? openEmbedded(resolve(options.dataDir))
    : openServer(options.databaseUrl);
}

async function openServer(url: string): Promise<Database> {
  const database = assemble('postgres', openPostgresPool(url, idleInTransactionMs), async () => {});
  try {
    await checkServer(database.pool);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openEmbedded(directory: string): Promise<Database> {
  const lock = lockDirectory(directory);
  try {
    const open = () => openPglite(join(directory, 'database'));
    const { pool, close } = openPglitePool({ engine: await open(), reopen: open, idleInTransactionMs });
    return assemble('pglite', pool, async () => {
      try {
        await close();
      } finally {
        lock.release();
      }
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockDirectory(directory: string): DataLock {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return lockDataDirectory(directory);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      'DATA_DIRECTORY_UNUSABLE',
      `The data directory ${directory} cannot be made or written (${code}).`,
      { detail: { directory, system: code }, cause: error },
    );
  }
}

function assemble(kind: Database['kind'], pool: pg.Pool, after: () => Promise<void>): Database {
  survive(pool);
  const kysely = new Kysely<HubSchema>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await within(closeTimeoutMs, pool.end());
    await after();
  };
  return {
    kind,
    kysely,
    pool,
    healthy: () =>
      within(
        healthTimeoutMs,
        pool.query('SELECT 1').then(
          () => true,
          () => false,
        ),
      ).then((answer) => answer === true),
    close: () => (closing ??= close()),
  };
}

/** A connection lost while nobody waits for an answer is told as an event; unheard, it would end the process. */
function survive(pool: pg.Pool): void {
  const heard = () => {};
  pool.on('error', heard);
  pool.on('connect', (client) => client.on('error', heard));
  // Every queue and worker listens too.
  pool.setMaxListeners(0);
}

async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((settle) => {
    timer = setTimeout(() => settle(undefined), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
