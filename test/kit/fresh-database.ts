/**
 * An embedded database with the hub's schema in a folder of its own, for tests of the store and the steps.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import type { Sql } from '../../src/store/schema.js';

export async function openFreshDatabase(): Promise<{ sql: Sql; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-store-'));
  const database = await openDatabase({ dataDir });
  await migrate(database.kysely);
  return {
    sql: database.kysely,
    async close() {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
