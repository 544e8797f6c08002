/**
 * How work ends that could not be done: tried later, kept for a correction, or given up.
 */
import { rm } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration } from '../../src/configuration/configuration.js';
import { ConfigError, RefusedError, UnavailableError, type WaybillError } from '../../src/errors.js';
import { openLog } from '../../src/log.js';
import { openQueues } from '../../src/queues/queues.js';
import { configurationCodes } from '../../src/working/correction.js';
import { leaserOf, type Hub } from '../../src/working/hub.js';
import { runLeased } from '../../src/working/run-leased.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { beat } from '../../src/store/working/hubs.js';
import { migrate } from '../../src/store/database/migrate.js';
import { addWork, hastenFailedWork, leaseWork } from '../../src/store/working/work.js';
import { openTransport } from '../../src/transports/index.js';
import { makeDataDirectory } from '../kit/data-directory.js';

const repository = join(import.meta.dirname, '../..');

describe('work that could not be done', () => {
  let dataDir: string;
  let database: Database;
  let hub: Hub;

  before(async () => {
    dataDir = await makeDataDirectory();
    database = await openDatabase({ dataDir });
    await migrate(database.kysely);
    const { configuration } = loadConfiguration(repository, { WAYBILL_DATA: dataDir });
    const { settings, book, mappings, outbound } = configuration!;
    const log = openLog('silent');
    const id = uuidv7();
    hub = {
      id,
      settings,
      book,
      mappings,
      outbound,
      sql: database.kysely,
      queues: await openQueues({ database, hubId: id, log }),
      erps: new Map(),
      openTransport: (connection) =>
        openTransport(connection, { secret: (name) => settings.secrets.find(name), root: settings.root }),
      log,
      stopping: new AbortController().signal,
      aborting: new AbortController().signal,
    };
    await beat(hub.sql, id);
  });
  beforeEach(() => hub.sql.deleteFrom('work').execute());
  after(async () => {
    await hub?.queues.close();
    await database?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Fails one piece of work with this error, after so many attempts, and tells what became of it. */
  async function failWith(error: WaybillError, attempts = 0) {
    const [id] = await addWork(hub.sql, 'send', [{ subjectId: uuidv7() }]);
    await hub.sql.updateTable('work').set({ attempts }).execute();
    const leases = await leaseWork(hub.sql, 'send', [id!], leaserOf(hub));
    const givenUp: string[] = [];
    const step = {
      step: 'send' as const,
      run: () => Promise.reject(error),
      giveUp: async (_sql: unknown, _lease: unknown, code: string) => void givenUp.push(code),
    };
    const thrown = await runLeased(hub, leases, step, 1).catch((reason: unknown) => reason);
    expect(thrown, 'the job fails, so that operators see it').to.equal(error);
    const waits = raw<number>`extract(epoch FROM next_at - now())::float`.as('waits');
    const row = await hub.sql
      .selectFrom('work')
      .select(['state', 'attempts', 'error_code', waits])
      .executeTakeFirstOrThrow();
    return { ...row, givenUp };
  }

  it('is tried later when the other side is away, and given up after the last attempt', async () => {
    const away = new UnavailableError('CONNECTION_UNREACHABLE', 'away');
    expect(await failWith(away, 3)).to.include({ state: 'waiting', attempts: 4 });
    await hub.sql.deleteFrom('work').execute();
    const last = await failWith(away, hub.settings.attempts.max - 1);
    expect(last).to.include({ state: 'dead-lettered', error_code: 'CONNECTION_UNREACHABLE' });
    expect(last.givenUp).to.deep.equal(['CONNECTION_UNREACHABLE']);
  });

  it('is given up at once when it was refused', async () => {
    const refused = await failWith(new RefusedError('NAME_TAKEN', 'taken'));
    expect(refused).to.include({ state: 'dead-lettered', attempts: 1 });
  });

  it('is kept, however often, while the configuration does not fit', async () => {
    const { waits, ...kept } = await failWith(new ConfigError('HOST_KEY_CHANGED', 'changed'), 11);
    expect(kept).to.deep.equal({
      state: 'waiting',
      attempts: 11,
      error_code: 'HOST_KEY_CHANGED',
      givenUp: [],
    });
    expect(waits).to.be.within(240, 300);
  });

  it('is kept while our credentials are refused, and never shown sooner than asked', async () => {
    const refused = new UnavailableError('AUTHENTICATION_REFUSED', 'no', { retryAfterMs: 900_000 });
    const { waits, state } = await failWith(refused, hub.settings.attempts.max - 1);
    expect(state).to.equal('waiting');
    expect(waits).to.be.within(840, 900);
  });

  it('is due at once for a start that may bring the correction; a refused sign-in keeps its pause', async () => {
    for (const [error, due] of [
      [new ConfigError('SECRET_UNUSABLE', 'missing'), true],
      [new UnavailableError('AUTHENTICATION_REFUSED', 'no'), false],
      [new UnavailableError('CONNECTION_UNREACHABLE', 'away'), false],
    ] as const) {
      await failWith(error);
      await hastenFailedWork(hub.sql, configurationCodes);
      const ids = (await hub.sql.selectFrom('work').select('id').execute()).map(({ id }) => id);
      expect(await leaseWork(hub.sql, 'send', ids, leaserOf(hub)), error.code).to.have.length(due ? 1 : 0);
      await hub.sql.deleteFrom('work').execute();
    }
  });

  it('runs at most so much at once, and gives back what is not begun when the hub stops', async () => {
    const ids = await addWork(
      hub.sql,
      'send',
      Array.from({ length: 7 }, () => ({ subjectId: uuidv7() })),
    );
    const leases = await leaseWork(hub.sql, 'send', ids, leaserOf(hub));
    const stop = new AbortController();
    let running = 0;
    let most = 0;
    const begun: string[] = [];
    const run = async ({ id }: { id: string }) => {
      begun.push(id);
      running += 1;
      most = Math.max(most, running);
      if (begun.length === 5) stop.abort();
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    const step = { step: 'send' as const, run, giveUp: async () => undefined };
    await runLeased({ ...hub, stopping: stop.signal }, leases, step, 3);
    expect(most).to.equal(3);
    expect(begun).to.have.length(5);
    const again = await leaseWork(hub.sql, 'send', ids, leaserOf(hub));
    expect(again.map(({ id }) => id).sort()).to.deep.equal(ids.filter((id) => !begun.includes(id)).sort());
  });

  it('knows every ConfigError that the edges and the steps throw', () => {
    const files = ['transports', 'erp', 'steps', 'secrets.ts'].flatMap((part) => {
      const path = join(repository, 'src', part);
      if (part.endsWith('.ts')) return [path];
      return readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(path, name));
    });
    const thrown = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/new ConfigError\(\s*'([A-Z_]+)'/g)].map(([, code]) => code!),
    );
    expect([...new Set(thrown)].sort()).to.deep.equal([...configurationCodes].sort());
  });
});
