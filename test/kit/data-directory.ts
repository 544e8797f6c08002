/**
 * Data directories for tests. The embedded database takes seconds to make one, so it is made once and copied.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/store/database.js';

let template: Promise<string> | undefined;

/** A new directory that holds an empty database; the caller removes it. */
export async function makeDataDirectory(): Promise<string> {
  template ??= makeTemplate();
  const directory = await mkdtemp(join(tmpdir(), 'waybill-data-'));
  await cp(await template, directory, { recursive: true });
  return directory;
}

async function makeTemplate(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'waybill-template-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const database = await openDatabase({ dataDir: directory });
  await database.close();
  await rm(join(directory, 'lock'), { force: true });
  return directory;
}
