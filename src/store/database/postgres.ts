/**
 * A PostgreSQL server as the database.
 *
 * Every connection carries the same limits, so that a forgotten transaction or a runaway statement ends by itself.
 */
import pg from 'pg';
import { ConfigError, UnavailableError } from '../../errors.js';

/** Connections of one hub: one listener for each queue step, the rest for work. */
const connectionsMax = 24;
const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
const keepAliveAfterMs = 10_000;
/** The oldest server the tables and the queues are made for, as server_version_num counts. */
const serverVersionMin = 140_000;
/** SQLSTATE of a sign-in that will not do better later: wrong user or password, no such database, no right to it. */
const refusal = /^(28|3D|42501)/;

/**
 * @param url postgres://...
 * @param idleInTransactionMs the server closes a connection that leaves its transaction alone for longer
 * @throws ConfigError CONFIG_INVALID
 */
export function openPostgresPool(url: string, idleInTransactionMs: number): pg.Pool {
  const { address, options } = splitOptions(url);
  return new pg.Pool({
    connectionString: address,
    application_name: 'waybill',
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    options: `${options} -c search_path=public,bullmq`.trim(),
  });
}

/** Options in the URL would replace ours instead of joining them. */
function splitOptions(url: string): { address: string; options: string } {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new ConfigError(
      'CONFIG_INVALID',
      'DATABASE_URL must have the form postgres://user@host:port/database',
    );
  const address = new URL(url);
  const options = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  return { address: address.href, options };
}

/** @throws ConfigError DATABASE_UNSUPPORTED or DATABASE_REFUSED, UnavailableError DATABASE_UNREACHABLE */
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
    const { code = '' } = error as { code?: string };
    if (refusal.test(code))
      throw new ConfigError(
        'DATABASE_REFUSED',
        'The PostgreSQL server refused the user, password or database in DATABASE_URL.',
        { detail: { sqlState: code }, cause: error },
      );
    throw new UnavailableError('DATABASE_UNREACHABLE', 'The PostgreSQL server could not be reached.', {
      cause: error,
    });
  }
}
