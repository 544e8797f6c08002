/** The two kinds of database, and what only one of them can suffer. */
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ConfigError, UnavailableError } from '../../src/errors.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { openPostgresPool } from '../../src/store/database/postgres.js';
import { describeDatabasePromises } from '../conformance/database.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { freePort } from '../kit/free-port.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';

const writer = fileURLToPath(new URL('commit-writer.ts', import.meta.url));

describe('the embedded database', () => {
  const directories: string[] = [];
  const dataDirectory = async () => {
    const directory = await makeDataDirectory();
    directories.push(directory);
    return directory;
  };

  after(() => {
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });

  describeDatabasePromises(async () => openDatabase({ dataDir: await dataDirectory() }));

  it('refuses a directory that another hub has open, and says which process it is', async () => {
    const dataDir = await dataDirectory();
    const database = await openDatabase({ dataDir });
    const refusal = await openDatabase({ dataDir }).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ConfigError);
    expect(refusal).to.have.property('code', 'DATA_DIRECTORY_LOCKED');
    expect(refusal).to.have.property('message').that.contains(String(process.pid));
    await database.close();
    await (await openDatabase({ dataDir })).close();
  });

  it('says which directory it cannot use', async () => {
    const file = join(await dataDirectory(), 'lock');
    writeFileSync(file, '');
    const refusal = await openDatabase({ dataDir: join(file, 'data') }).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ConfigError).with.property('code', 'DATA_DIRECTORY_UNUSABLE');
    expect(refusal).to.have.property('message').that.contains(file);
  });

  it('keeps every commit that returned, and no half of one, when it is killed again and again', async function () {
    this.timeout(120_000);
    const dataDir = await dataDirectory();
    let last = 0;
    for (let round = 0; round < 5; round += 1) {
      last = await killWriter(dataDir, 30 + round * 70);
      const database = await openDatabase({ dataDir });
      const { rows } = await database.pool.query<{ batch: number; parts: string }>(
        'SELECT batch, count(*) AS parts FROM batches GROUP BY batch ORDER BY batch',
      );
      await database.close();
      expect(rows.map(({ batch }) => batch)).to.deep.equal(rows.map((_, index) => index + 1));
      expect(new Set(rows.map(({ parts }) => parts))).to.deep.equal(new Set(['3']));
      // One more may have been committed without our hearing of it.
      expect(rows.length - last).to.be.within(0, 1);
    }
  });

  it('begins anew when it was killed while it was made', async function () {
    this.timeout(120_000);
    const dataDir = mkdtempSync(join(tmpdir(), 'waybill-new-'));
    directories.push(dataDir);
    const child = spawn(process.execPath, ['--import', 'tsx', writer, dataDir], { stdio: 'ignore' });
    // Its files appear one by one; the version is among the first that a whole one needs.
    while (!existsSync(join(dataDir, 'database.new', 'PG_VERSION'))) await wait(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(join(dataDir, 'database'))).to.equal(false);
    const database = await openDatabase({ dataDir });
    expect(await database.healthy()).to.equal(true);
    await database.close();
  });
});

/** Runs the writer, kills it some time after its first commit and returns the last commit it told of. */
async function killWriter(dataDir: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (text: Buffer) => (told += text.toString('utf8')));
  await once(child.stdout, 'data');
  await wait(afterMs);
  child.kill('SIGKILL');
  await once(child, 'close');
  return Number(told.trimEnd().split('\n').at(-1));
}

describe('a PostgreSQL server as the database', () => {
  let server: Postgres | undefined;
  const started = () => {
    if (server === undefined) throw new Error('PostgreSQL did not start');
    return server;
  };
  const open = async (): Promise<Database> =>
    openDatabase({ dataDir: '', databaseUrl: await started().freshDatabase() });

  before(async function () {
    this.timeout(60_000);
    if (!hasPostgres()) return this.skip();
    server = await startPostgres();
  });

  after(() => server?.close());

  describeDatabasePromises(open);

  it('outlives a crash of the server with statements, transactions and listeners under way', async function () {
    this.timeout(90_000);
    const database = await open();
    await database.pool.query('CREATE TABLE things (id integer)');
    const listener = await database.pool.connect();
    await listener.query('LISTEN bells');
    const inTransaction = await database.pool.connect();
    await inTransaction.query('BEGIN');
    await inTransaction.query('INSERT INTO things VALUES (1)');
    const running = database.pool.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
    await started().stop('immediate');
    expect(await running).to.be.instanceOf(Error);
    expect(await database.healthy()).to.equal(false);
    listener.release(true);
    inTransaction.release(true);
    await started().start();
    while (!(await database.healthy())) await wait(50);
    expect((await database.pool.query('SELECT * FROM things')).rows).to.deep.equal([]);
    await database.close();
  });

  it('is refused with what to correct when it has no such database', async () => {
    const databaseUrl = started().url.replace(/postgres$/, 'nowhere');
    const refusal = await openDatabase({ dataDir: '', databaseUrl }).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ConfigError).with.property('code', 'DATABASE_REFUSED');
  });

  it('keeps the options of its URL beside ours', async () => {
    const databaseUrl = `${await started().freshDatabase()}?options=-c%20lock_timeout%3D5s`;
    const database = await openDatabase({ dataDir: '', databaseUrl });
    const { rows } = await database.pool.query(
      "SELECT current_setting('lock_timeout') AS lock, current_setting('search_path') AS path",
    );
    expect(rows).to.deep.equal([{ lock: '5s', path: 'public,bullmq' }]);
    await database.close();
  });

  it('ends a transaction that is left alone, and a statement that runs away', async () => {
    const pool = openPostgresPool(await started().freshDatabase(), 200);
    pool.on('connect', (client) => client.on('error', () => {}));
    const { rows } = await pool.query('SHOW statement_timeout');
    expect(rows).to.deep.equal([{ statement_timeout: '30s' }]);
    const client = await pool.connect();
    const gone = new Promise<void>((end) => client.once('end', () => end()));
    await client.query('BEGIN');
    await gone;
    client.release(true);
    await pool.end();
  });
});

describe('a database that is not there or does not fit', () => {
  const refusalOf = (databaseUrl: string) =>
    openDatabase({ dataDir: '', databaseUrl }).catch((error: unknown) => error);

  it('is reported as away', async () => {
    const refusal = await refusalOf(`postgres://waybill@127.0.0.1:${await freePort()}/waybill`);
    expect(refusal).to.be.instanceOf(UnavailableError).with.property('code', 'DATABASE_UNREACHABLE');
  });

  it('is refused when its URL is none', async () => {
    const refusal = await refusalOf('localhost:5432/waybill');
    expect(refusal).to.be.instanceOf(ConfigError).with.property('message').that.contains('postgres://');
  });

  it('is refused when it is older than version 14', async () => {
    const old = createServer((socket) => {
      let greeted = false;
      socket.on('data', () => {
        socket.write(greeted ? oldVersion : greeting);
        greeted = true;
      });
    });
    old.listen(0, '127.0.0.1');
    await once(old, 'listening');
    const { port } = old.address() as AddressInfo;
    const refusal = await refusalOf(`postgres://waybill@127.0.0.1:${port}/waybill`);
    expect(refusal).to.be.instanceOf(ConfigError).with.property('code', 'DATABASE_UNSUPPORTED');
    expect(refusal).to.have.property('message').that.contains('version 13').and.contains('14');
    old.close();
  });
});

/** What a server of version 13 says, as far as the check asks it. */
const message = (code: string, ...parts: (number | string | Buffer)[]) => {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? int32(part) : Buffer.from(part))),
  );
  return Buffer.concat([Buffer.from(code), int32(body.length + 4), body]);
};
function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
const ready = message('Z', 'I');
const greeting = Buffer.concat([message('R', 0), ready]);
const column = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0]);
const oldVersion = Buffer.concat([
  message('T', Buffer.from([0, 1]), 'version\0', column),
  message('D', Buffer.from([0, 1]), 6, '130012'),
  message('C', 'SELECT 1\0'),
  ready,
]);
