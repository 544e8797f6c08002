/**
 * Locks on names until the transaction ends, for what no row stands for.
 */
import { sql as raw } from 'kysely';
import type { Sql } from './schema.js';

export async function lockName(sql: Sql, kind: string, name: string): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtext(${kind}), hashtext(${name}))`.execute(sql);
}

/** Takes the locks in the order given, by one statement; whoever takes several takes them in one order, so that nobody waits in a circle. */
export async function lockNames(sql: Sql, locks: readonly { kind: string; name: string }[]): Promise<void> {
  if (locks.length === 0) return;
  await raw`
    SELECT pg_advisory_xact_lock(hashtext(kind), hashtext(name))
    FROM unnest(${locks.map(({ kind }) => kind)}::text[], ${locks.map(({ name }) => name)}::text[])
      AS wanted (kind, name)`.execute(sql);
}
