/**
 * The embedded database's housekeeping: checkpoints and vacuuming, which a PostgreSQL server does by itself.
 *
 * PGlite has no background processes. Without this its log grows for ever, the next start reads all of it, and dead rows
 * stay. Each call does little, because the database works in the hub's own thread.
 */
import { sql } from 'kysely';
import type { Database } from './database.js';

/** The log since the last checkpoint: what a start after a crash has to read. */
const logBytesMax = 64 * 1024 * 1024;
const vacuumEveryMs = 10_000;
/** Everything, with the system's own tables and old transaction numbers. */
const vacuumAllEveryMs = 24 * 3_600_000;

const lastVacuum = new WeakMap<Database, { table: number; all: number }>();

/** To be called every few seconds. Does nothing on a server. @param nowMs the time, for tests */
export async function maintain(database: Database, nowMs = Date.now()): Promise<void> {
  if (database.kind !== 'pglite') return;
  const last = lastVacuum.get(database) ?? { table: nowMs, all: nowMs };
  lastVacuum.set(database, last);
  if ((await logBytes(database)) > logBytesMax) await sql`CHECKPOINT`.execute(database.kysely);
  if (nowMs - last.all >= vacuumAllEveryMs) {
    last.all = last.table = nowMs;
    await sql`VACUUM (ANALYZE)`.execute(database.kysely);
  } else if (nowMs - last.table >= vacuumEveryMs) {
    last.table = nowMs;
    await vacuumNeediest(database);
  }
}

async function logBytes(database: Database): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    SELECT pg_current_wal_insert_lsn() - redo_lsn AS bytes FROM pg_control_checkpoint()
  `.execute(database.kysely);
  return Number(rows[0]?.bytes);
}

/** One table by the rules of autovacuum, with its default thresholds; the next one has its turn next time. */
async function vacuumNeediest(database: Database): Promise<void> {
  const { rows } = await sql<{ schema: string; name: string; dead: boolean }>`
    SELECT schemaname AS schema, relname AS name, n_dead_tup > 50 + 0.2 * n_live_tup AS dead
    FROM pg_stat_user_tables
    WHERE n_dead_tup > 50 + 0.2 * n_live_tup OR n_mod_since_analyze > 50 + 0.1 * n_live_tup
    ORDER BY dead DESC, n_dead_tup + n_mod_since_analyze DESC
    LIMIT 1
  `.execute(database.kysely);
  for (const { schema, name, dead } of rows) {
    const task = dead ? sql`VACUUM (ANALYZE)` : sql`ANALYZE`;
    await sql`${task} ${sql.id(schema, name)}`.execute(database.kysely);
  }
}
