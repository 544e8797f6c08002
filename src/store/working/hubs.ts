/**
 * Running hubs and their heartbeat. A hub that falls silent loses its leases.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';

/** Says that this hub is alive. */
export async function beat(sql: Sql, hubId: string): Promise<void> {
  await sql
    .insertInto('hubs')
    .values({ id: hubId })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: raw<Date>`now()` }))
    .execute();
}

/** Says that this hub has stopped: its leases are free at once. Hubs silent for a day are forgotten with it. */
export async function removeHub(sql: Sql, hubId: string): Promise<void> {
  await sql
    .deleteFrom('hubs')
    .where((where) =>
      where.or([where('id', '=', hubId), where('seen_at', '<', raw<Date>`now() - interval '1 day'`)]),
    )
    .execute();
}
