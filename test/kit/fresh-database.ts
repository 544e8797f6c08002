/**
 * An embedded database with the hub's schema in a folder of its own, for tests of the store and the steps.
 */
import { rm } from 'node:fs/promises';
import { type Database, openDatabase } from '../../src/store/database/database.js';
import { migrate } from '../../src/store/database/migrate.js';
import type { Sql } from '../../src/store/database/schema.js';
import { copyTemplate, makeTemplate } from './data-directory.js';

let template: Promise<string> | undefined;

export async function openFreshDatabase(): Promise<{ sql: Sql; database: Database; close(): Promise<void> }> {
  template ??= makeTemplate(({ kysely }) => migrate(kysely));
  const dataDir = await copyTemplate(await template);
  const database = await openDatabase({ dataDir });
  return {
    sql: database.kysely,
    database,
    async close() {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
