/**
 * What only the embedded database can suffer: a disk that fails, a session that everybody shares, nobody who tidies up.
 */
import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { maintain } from '../../src/store/database/maintain.js';
import { openPglitePool } from '../../src/store/database/pglite-pool.js';
import { openPglite } from '../../src/store/database/pglite.js';
import { isDatabaseUnavailable } from '../../src/store/database/unavailable.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { countSyncs, failSyncs } from '../kit/failing-disk.js';

describe('the engine of the embedded database', () => {
  let dataDir: string;
  let database: Database;

  beforeEach(async () => {
    dataDir = await makeDataDirectory();
    database = await openDatabase({ dataDir });
    await database.pool.query('CREATE TABLE things (id integer, body bytea)');
  });

  afterEach(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const insert = (id: number) => database.pool.query('INSERT INTO things VALUES ($1)', [id]);
  const ids = async () =>
    (await database.pool.query<{ id: number }>('SELECT id FROM things')).rows.map((r) => r.id);

  it('brings every commit to the disk', async () => {
    const syncs = countSyncs();
    for (let id = 0; id < 10; id += 1) await insert(id);
    expect(syncs.stop()).to.be.at.least(10);
  });

  it('ends when the disk fails, tells everybody, and comes back with what was committed', async function () {
    this.timeout(60_000);
    await insert(1);
    const listener = await database.pool.connect();
    await listener.query('LISTEN bells');
    const heardLoss = new Promise<void>((lost) => listener.once('end', () => lost()));
    const syncs = failSyncs();
    const errors = await Promise.all([2, 3, 4].map((id) => insert(id).catch((error: unknown) => error)));
    syncs.stop();
    for (const error of errors) expect(isDatabaseUnavailable(error)).to.equal(true);
    await heardLoss;
    listener.release(true);
    expect(await database.healthy()).to.equal(false);
    while (!(await database.healthy())) await wait(100);
    // The second and third were never sent to the disk; of the first nobody can know.
    expect(await ids()).to.satisfy((found: number[]) => found.join() === '1' || found.join() === '1,2');
    await insert(5);
    expect(await ids()).to.include(5);
  });

  it('closes after it ended', async function () {
    this.timeout(60_000);
    const syncs = failSyncs();
    await insert(1).catch(() => {});
    syncs.stop();
    await database.close();
    database = await openDatabase({ dataDir });
    await insert(2);
  });

  it('keeps its log short and its tables clean', async function () {
    this.timeout(60_000);
    const now = Date.now();
    await maintain(database, now);
    // Bytes that PostgreSQL cannot compress.
    const body = randomBytes(1_000_000);
    for (let id = 0; id < 70; id += 1)
      await database.pool.query('INSERT INTO things VALUES ($1, $2)', [id, body]);
    expect(await logBytes(database)).to.be.greaterThan(64 * 1024 * 1024);
    await maintain(database, now);
    expect(await logBytes(database)).to.be.lessThan(1024 * 1024);
    await database.pool.query('UPDATE things SET id = id + 1');
    await database.pool.query('SELECT pg_stat_force_next_flush()');
    expect(await deadRows(database)).to.equal(70);
    await maintain(database, now);
    expect(await deadRows(database)).to.equal(70);
    await maintain(database, now + 60_000);
    expect(await deadRows(database)).to.equal(0);
  });
});

describe('the shared session of the embedded database', () => {
  it('takes it from a client that leaves its transaction alone', async () => {
    const dataDir = await makeDataDirectory();
    const open = () => openPglite(join(dataDir, 'database'));
    const { pool, close } = openPglitePool({ engine: await open(), reopen: open, idleInTransactionMs: 100 });
    const forgetful = await pool.connect();
    forgetful.on('error', () => {});
    await forgetful.query('BEGIN');
    await forgetful.query('CREATE TABLE forgotten (id integer)');
    const { rows } = await pool.query("SELECT to_regclass('forgotten') AS found");
    expect(rows).to.deep.equal([{ found: null }]);
    const refusal = await forgetful.query('COMMIT').catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(Error);
    forgetful.release(true);
    await pool.end();
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  });
});

async function logBytes({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    'SELECT pg_current_wal_insert_lsn() - redo_lsn AS bytes FROM pg_control_checkpoint()',
  );
  return Number(rows[0]?.bytes);
}

async function deadRows({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ dead: string }>(
    "SELECT n_dead_tup AS dead FROM pg_stat_user_tables WHERE relname = 'things'",
  );
  return Number(rows[0]?.dead);
}
