/**
 * Saves what a hub of this version leaves behind: `npx tsx test/snapshots/save-snapshot.ts NAME`.
 *
 * A real hub, on the embedded database and on a server, is brought into many kinds of state and killed; its database, its
 * folders and the facts of both are kept below test/snapshots/NAME. Takes about ten minutes.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '../kit/postgres.js';
import { pack, packFolder } from './archive.js';
import { readFacts, type Facts } from './facts.js';
import {
  changes,
  faultsAtTheErp,
  heldDocuments,
  ordinaryDays,
  orders,
  secondDay,
  takenNames,
} from './days.js';
import { deaths, lateAnswers, outages } from './last-day.js';
import { Life } from './life.js';
import { Story, type ToCome } from './story.js';
import { trimLog } from './trim-log.js';

/** What lies beside a database. */
export interface Expected {
  /** Of the database as it was left. */
  facts: Facts;
  /** Idempotency keys that the ERP has. */
  atErp: string[];
  toCome: ToCome;
}

const name = process.argv[2] ?? '';
if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) {
  process.stderr.write('Give the snapshot a name, such as the start of the commit: 13b44da.\n');
  process.exit(2);
}

/** @param save keeps the database; the hub is dead @returns what to check it with */
async function live(
  environment: Record<string, string>,
  folder: string,
  save: (life: Life) => Promise<void>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const life = await Life.begin(environment);
  const story = new Story(life);
  try {
    for (const day of [
      ...[ordinaryDays, secondDay, faultsAtTheErp, takenNames, heldDocuments, orders, changes],
      ...[lateAnswers, deaths, outages],
    ]) {
      process.stderr.write(`${folder}: ${day.name}\n`);
      await day(story);
    }
    await save(life);
    const facts = await life.withDatabase(readFacts);
    const expected: Expected = { facts, atErp: [...life.erp.effects.keys()].sort(), toCome: story.toCome };
    writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, undefined, 2)}\n`);
    packFolder(life.site.root, ['hub.yaml', 'partners', 'mappings', 'exchange'], join(folder, 'site.tar.br'));
  } finally {
    await life.end();
    await life.site.close();
  }
}

const at = join(import.meta.dirname, name);
rmSync(at, { recursive: true, force: true });

await live({}, join(at, 'embedded'), async (life) => {
  const data = join(life.site.root, 'data');
  // As the kill left it, and as a hub leaves it that is stopped: one in the window of the other, they cost little more than one.
  await cp(join(data, 'database'), join(data, 'killed'), { recursive: true });
  await life.withDatabase(async () => undefined);
  await cp(join(data, 'database'), join(data, 'closed'), { recursive: true });
  for (const copy of ['killed', 'closed']) trimLog(join(data, copy));
  packFolder(data, ['closed', 'killed'], join(at, 'embedded', 'database.tar.br'));
});

const postgres = await startPostgres();
try {
  const url = await postgres.freshDatabase();
  await live({ DATABASE_URL: url }, join(at, 'server'), async () => {
    const options = ['--no-owner', '--no-privileges', '--inserts', '--rows-per-insert=100'];
    const dump = execFileSync(join(postgres.programs, 'pg_dump'), [...options, url], {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    // Of psql; what reads it here is no psql.
    pack(Buffer.from(dump.replace(/^\\.*\n/gm, '')), join(at, 'server', 'database.sql.br'));
  });
} finally {
  await postgres.close();
}
for (const ground of ['embedded', 'server'])
  for (const file of ['database.tar.br', 'database.sql.br', 'site.tar.br', 'expected.json']) {
    const size = statSync(join(at, ground, file), { throwIfNoEntry: false })?.size;
    if (size !== undefined) process.stdout.write(`${ground}/${file} ${size} bytes\n`);
  }
