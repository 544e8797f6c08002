/**
 * Origins of records as packed bytes instead of JSON, which was larger than the records themselves.
 *
 * Those that are kept already are packed here, some at a time: all together need not fit into memory.
 */
import { sql, type QueryExecutorProvider } from 'kysely';
import { packOrigins, type Origins } from '../pack-origins.js';

const recordsAtOnce = 20;

interface Unpacked {
  id: string;
  revision: number;
  origins_as_json: Origins;
}

/** Runs inside the migration's transaction. */
export async function packedOrigins(database: QueryExecutorProvider): Promise<void> {
  await sql`ALTER TABLE records RENAME COLUMN origins TO origins_as_json`.execute(database);
  await sql`ALTER TABLE records ADD COLUMN origins bytea`.execute(database);
  let last = { id: '00000000-0000-0000-0000-000000000000', revision: 0 };
  for (;;) {
    const { rows } = await sql<Unpacked>`
      SELECT id, revision, origins_as_json FROM records
      WHERE (id, revision) > (${last.id}, ${last.revision})
      ORDER BY id, revision LIMIT ${recordsAtOnce}`.execute(database);
    for (const { id, revision, origins_as_json } of rows) {
      const packed = await packOrigins(origins_as_json);
      await sql`UPDATE records SET origins = ${packed}
        WHERE id = ${id} AND revision = ${revision}`.execute(database);
      last = { id, revision };
    }
    if (rows.length < recordsAtOnce) break;
  }
  await sql`ALTER TABLE records DROP COLUMN origins_as_json`.execute(database);
  await sql`ALTER TABLE records ALTER COLUMN origins SET NOT NULL`.execute(database);
}
