/**
 * How files come in under stress: a stop in mid-work (F06), a slow writer (F31), more files than a watcher can tell (F35).
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { openDatabase } from '../../src/store/database/database.js';
import { startHubProcess, until } from '../kit/hub-process.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';
import { expectedOfMany, manyFiles } from './backlog.js';
import { restAndCheck, startHub, stop } from './rest.js';

describe('intake', function () {
  this.timeout(180_000);
  let site: Site;
  afterEach(() => site.close());

  it('leaves nothing behind when the hub is told to stop under load (F06)', async () => {
    site = await openSite();
    const hub = await startHub({ root: site.root });
    await site.drop(manyFiles(60));
    await pause(400);
    hub.kill('SIGTERM');
    expect(await hub.ended, hub.output()).to.equal(0);
    const database = await openDatabase({ dataDir: join(site.root, 'data') });
    try {
      const held = await database.kysely
        .selectFrom('work')
        .innerJoin('hubs', 'hubs.id', 'work.leased_by')
        .select('work.id')
        .where('work.state', '=', 'leased')
        .execute();
      expect(held, 'leases that a next hub would have to wait for').to.deep.equal([]);
    } finally {
      await database.close();
    }
    const next = await startHub({ root: site.root });
    await restAndCheck(site, next, expectedOfMany(60));
  });

  it('takes a slowly written file when it is whole, and not before (F31)', async () => {
    site = await openSite({ settleMs: 1_500, pollIntervalMs: 1_000 });
    const hub = await startHub({ root: site.root });
    const bytes = invoiceFile(1, ['SLOW-1', 'SLOW-2', 'SLOW-3']);
    const stream = createWriteStream(join(site.inbox, 'slow.x12'));
    const pieces = 10;
    for (let piece = 0; piece < pieces; piece += 1) {
      const from = Math.floor((bytes.length * piece) / pieces);
      const to = Math.floor((bytes.length * (piece + 1)) / pieces);
      stream.write(bytes.slice(from, to));
      await pause(500);
      if (piece < pieces - 1) expect(await readdir(site.inbox)).to.include('slow.x12');
    }
    await new Promise<void>((resolve) => stream.end(resolve));
    site.dropped.push({ name: 'slow.x12', sha256: createHash('sha256').update(bytes).digest('hex') });
    await restAndCheck(site, hub, {
      effects: ['SLOW-1', 'SLOW-2', 'SLOW-3'],
      answers: { 1: 'A' },
      states: { 'slow.x12': 'translated' },
    });
  });

  describe('of more files than a watcher can tell', () => {
    let postgres: Postgres | undefined;
    before(async function () {
      if (!hasPostgres()) return this.skip();
      postgres = await startPostgres();
    });
    after(() => postgres?.close());

    // The kernel drops events above 16,384 that nobody has read.
    it('takes all of 20,000 files, oldest first, that appeared while the process stood still (F35)', async function () {
      this.timeout(500_000);
      site = await openSite({ trailer: false });
      const environment = { DATABASE_URL: await postgres!.freshDatabase() };
      const hub = startHubProcess({ root: site.root, environment });
      await hub.ready;
      process.kill(hub.child.pid!, 'SIGSTOP');
      const count = 20_000;
      await mkdir(site.inbox, { recursive: true });
      for (let from = 0; from < count; from += 500) {
        await Promise.all(
          Array.from({ length: 500 }, (_, index) => {
            const number = from + index + 1;
            return writeFile(join(site.inbox, `${number}.x12`), `not X12 ${number}`);
          }),
        );
      }
      process.kill(hub.child.pid!, 'SIGCONT');
      const database = await openDatabase({ dataDir: '', databaseUrl: environment.DATABASE_URL });
      try {
        await until(
          'all files taken',
          async () => {
            const left = (await readdir(site.inbox)).length;
            return left === 0 || (left === 1 && (await readdir(join(site.inbox, '.claimed'))).length === 0)
              ? true
              : undefined;
          },
          { deadlineMs: 400_000 },
        );
        const rows = await database.kysely
          .selectFrom('files')
          .select(['id', 'source_modified_at'])
          .orderBy('id')
          .execute();
        expect(rows).to.have.length(count);
        const times = rows.map((row) => row.source_modified_at!.getTime());
        expect(times, 'claimed in the order of their times').to.deep.equal([...times].sort((a, b) => a - b));
      } finally {
        await database.close();
        await stop(hub);
      }
    });
  });
});
