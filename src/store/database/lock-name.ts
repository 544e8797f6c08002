/**
 * A lock on a name until the transaction ends, for what no row stands for.
 */
import { sql as raw } from 'kysely';
import type { Sql } from './schema.js';

export async function lockName(sql: Sql, kind: string, name: string): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtext(${kind}), hashtext(${name}))`.execute(sql);
}
