/**
 * Data directories for tests. The embedded database takes seconds to make one, so it is made once and copied.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../src/store/database/database.js';

let template: Promise<string> | undefined;

/** A new directory that holds an empty database; the caller removes it. */
export async function makeDataDirectory(): Promise<string> {
  template ??= makeTemplate(async () => undefined);
  return copyTemplate(await template);
}

/** A directory to copy, until the tests end. @param fill puts into the database what all copies hold */
export async function makeTemplate(fill: (database: Database) => Promise<void>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'waybill-template-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const database = await openDatabase({ dataDir: directory });
  await fill(database);
  await database.close();
  await rm(join(directory, 'lock'), { force: true });
  return directory;
}

export async function copyTemplate(directory: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'waybill-data-'));
  await cp(directory, copy, { recursive: true });
  return copy;
}
