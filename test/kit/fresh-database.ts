/**
 * An embedded database with the hub's schema in a folder of its own, for tests of the store and the steps.
 */
import { rm } from 'node:fs/promises';
import { openDatabase } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import type { Sql } from '../../src/store/schema.js';
import { makeDataDirectory } from './data-directory.js';

export async function openFreshDatabase(): Promise<{ sql: Sql; close(): Promise<void> }> {
  const dataDir = await makeDataDirectory();
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
