/**
 * A PostgreSQL server as the database.
 *
 * Every connection carries the same limits, so that a forgotten transaction or a runaway statement ends by itself.
 */
import pg from 'pg';
import { ConfigError, UnavailableError } from '../errors.js';

/** Connections of one hub: one listener for each queue step, the rest for work. */
const connectionsMax = 24;
const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
const keepAliveAfterMs = 10_000;
/** The oldest server the tables and the queues are made for, as server_version_num counts. */
const serverVersionMin = 140_000;

/**
 * @param url postgres://...
 * @param idleInTransactionMs the server closes a connection that leaves its transaction alone for longer
 */
export function openPostgresPool(url: string, idleInTransactionMs: number): pg.Pool {
  return new pg.Pool({
    connectionString: url,
    application_name: 'waybill',
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    options: '-c search_path=public,bullmq',
  });
}

/** @throws ConfigError DATABASE_UNSUPPORTED, UnavailableError DATABASE_UNREACHABLE */
export async function checkServer(pool: pg.Pool): Promise<void> {
  const version = await readVersion(pool);
  if (version >= serverVersionMin) return;
  throw new ConfigError(
    'DATABASE_UNSUPPORTED',
    `The PostgreSQL server is version ${Math.floor(version / 10_000)}; 14 or newer is needed.`,
    { detail: { version } },
  );
}

async function readVersion(pool: pg.Pool): Promise<number> {
  try {
    const { rows } = await pool.query<{ version: string }>(
      "SELECT current_setting('server_version_num') AS version",
    );
    return Number(rows[0]?.version);
  } catch (error) {
    throw new UnavailableError('DATABASE_UNREACHABLE', 'The PostgreSQL server could not be reached.', {
      cause: error,
    });
  }
}
