/**
 * Lays a snapshot out in a fresh place: the folders of its hub, and its database. Nothing of it runs yet.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { filesIn } from '../kit/site.js';
import { unpack, unpackFolder } from './archive.js';
import type { Expected } from './save-snapshot.js';
import { away } from './story.js';

/** All that were kept, the oldest first. */
export const snapshots = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

export interface Restored {
  root: string;
  environment: Record<string, string>;
  expected: Expected;
  /** With the code of today, while no hub runs. */
  open(): Promise<Database>;
  /** Folders that were away are mounted again. */
  mountFolders(): Promise<void>;
  /** Files in a folder of a partner, by their path in it. */
  files(partner: string, folder: 'in' | 'out'): Promise<{ path: string; bytes: Buffer }[]>;
  partners(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param how as a hub left it that was stopped, or that was killed */
export async function restoreEmbedded(snapshot: string, how: 'closed' | 'killed'): Promise<Restored> {
  const folder = join(import.meta.dirname, snapshot, 'embedded');
  const restored = await restoreSite(folder, {});
  const data = join(restored.root, 'data');
  mkdirSync(data);
  unpackFolder(join(folder, 'database.tar.br'), data, [how]);
  await rename(join(data, how), join(data, 'database'));
  return restored;
}

/** @param databaseUrl of an empty database on a server */
export async function restoreServer(snapshot: string, databaseUrl: string): Promise<Restored> {
  const folder = join(import.meta.dirname, snapshot, 'server');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(unpack(join(folder, 'database.sql.br')).toString('utf8'));
  } finally {
    await client.end();
  }
  return restoreSite(folder, { DATABASE_URL: databaseUrl });
}

async function restoreSite(folder: string, environment: Record<string, string>): Promise<Restored> {
  const root = await mkdtemp(join(tmpdir(), 'waybill-restored-'));
  unpackFolder(join(folder, 'site.tar.br'), root);
  const databaseUrl = environment['DATABASE_URL'];
  const exchange = join(root, 'exchange');
  const at = (partner: string, name: string) => join(exchange, partner, name);
  return {
    root,
    environment,
    expected: JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected,
    open: () =>
      openDatabase({ dataDir: join(root, 'data'), ...(databaseUrl === undefined ? {} : { databaseUrl }) }),
    async mountFolders() {
      for (const partner of await readdir(exchange))
        for (const name of (await readdir(join(exchange, partner))).filter((one) => one.endsWith(away)))
          await rename(at(partner, name), at(partner, name.slice(0, -away.length)));
    },
    files: async (partner, name) => (existsSync(at(partner, name)) ? filesIn(at(partner, name)) : []),
    partners: () => readdir(exchange),
    close: () => rm(root, { recursive: true, force: true }),
  };
}
