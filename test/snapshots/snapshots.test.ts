/**
 * Databases that earlier versions left behind, in the middle of their work: this version opens them, keeps all that they
 * say, and goes on where they stopped. CONTRIBUTING.md says how a snapshot is kept.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { findBrokenLink } from '../../src/store/working/events.js';
import { migrate } from '../../src/store/database/migrate.js';
import { Visitor } from '../api/running-api.js';
import { startErpStub, type ErpStub } from '../kit/erp-stub.js';
import { startHubProcess, statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { checkEnd, ordersSent, overdueNow, owedToErp } from './check-end.js';
import { hashAt, readFacts, toldTwice, type Facts } from './facts.js';
import { openWork, waybill } from './life.js';
import { restoreEmbedded, restoreServer, snapshots, type Restored } from './restore.js';
import { erpThatIsGone } from './site.js';
import { acme, missingRows, operator } from './story.js';

/** Whatever later versions know more of is not asked of what an earlier one saved. */
function knownTo(saved: Facts, found: Facts): Facts {
  const rows = Object.fromEntries(Object.keys(saved.rows).map((table) => [table, found.rows[table] ?? 0]));
  const known = Object.keys(saved) as (keyof Facts)[];
  return { ...(Object.fromEntries(known.map((key) => [key, found[key]])) as Partial<Facts>), rows } as Facts;
}

/** Opens it with the code of today, and finds all as it was left. */
async function checkOpening(restored: Restored): Promise<void> {
  const saved = restored.expected.facts;
  const database = await restored.open();
  try {
    await migrate(database.kysely);
    expect(knownTo(saved, await readFacts(database))).to.deep.equal(saved);
    expect(await findBrokenLink(database.kysely), 'the audit chain').to.equal(undefined);
    expect(await hashAt(database, saved.chain.seq)).to.equal(saved.chain.hash);
  } finally {
    await database.close();
  }
}

describe('snapshots', () => {
  it('are there', () => {
    expect(snapshots).to.include('13b44da');
  });
});

for (const snapshot of snapshots) {
  describe(`what a hub of ${snapshot} left behind`, function () {
    this.timeout(240_000);

    it('in an embedded database when it was killed can be opened', async () => {
      const restored = await restoreEmbedded(snapshot, 'killed');
      try {
        await checkOpening(restored);
      } finally {
        await restored.close();
      }
    });

    describe('in an embedded database', () => {
      goesOn(() => restoreEmbedded(snapshot, 'closed'));
    });

    describe('on a server', () => {
      let postgres: Postgres | undefined;
      before(async function () {
        if (!hasPostgres()) return this.skip();
        postgres = await startPostgres();
      });
      after(() => postgres?.close());
      goesOn(async () => restoreServer(snapshot, await postgres!.freshDatabase()));
    });
  });
}

/** One hub, from the opening of its database to the end of all that it was left with. */
function goesOn(restore: () => Promise<Restored>): void {
  let restored: Restored;
  let saved: Facts;
  let erp: ErpStub;
  let hub: HubProcess | undefined;
  /** Files that nobody has stored yet. */
  let waiting: string[] = [];

  before(async () => {
    restored = await restore();
    saved = restored.expected.facts;
    erp = await startErpStub();
  });
  after(async () => {
    hub?.kill('SIGKILL');
    await hub?.ended;
    await erp?.close();
    await restored?.close();
  });

  const start = async () => {
    hub = startHubProcess({ root: restored.root, environment: restored.environment });
    await hub.ready;
  };
  const stop = async () => {
    hub!.kill('SIGTERM');
    expect(await hub!.ended, hub!.output()).to.equal(0);
  };
  const ask = (...words: string[]) => waybill(restored.root, restored.environment, words);
  const apply = async (why: string) => {
    const { hash } = JSON.parse(await ask('plan', '--json', '--as', 'anna')) as { hash: string };
    await ask('apply', hash, '--why', why, '--as', 'ben');
    await live(hash);
  };
  const live = (hash: string) =>
    until(`${hash} is live`, async () => {
      const { configuration } = await statusOf(await hub!.ready);
      return configuration?.['hash'] === hash || undefined;
    });
  /** Nothing is left to do but this, by step. */
  const rest = async (left: Record<string, number>) => {
    let last = '';
    const look = async () => {
      const figures = await statusOf(await hub!.ready);
      const open = { ...openWork(figures), ...(figures['files']?.['received'] ? { received: true } : {}) };
      last = JSON.stringify({ open, inboxes: await inInboxes() });
      return (await inInboxes()).length === 0 && JSON.stringify(open) === JSON.stringify(left)
        ? true
        : undefined;
    };
    await until('the hub at rest', look, { deadlineMs: 120_000 }).catch((error: Error) => {
      throw new Error(`${error.message}; last seen ${last}\n${hub!.output().slice(-4_000)}`);
    });
  };
  /** Files in inboxes, or claimed from there. */
  const inInboxes = async () => {
    const found = await Promise.all(
      (await restored.partners()).map((partner) => restored.files(partner, 'in')),
    );
    return found.flat().map(({ path }) => path);
  };

  it('is opened: nothing is lost, and its audit chain holds', () => checkOpening(restored));

  it('goes on with what was approved for a time that has come meanwhile', async () => {
    await restored.mountFolders();
    waiting = await inInboxes();
    expect(waiting, 'files that wait').to.have.length.greaterThan(3);
    await start();
    await live(saved.configurations.approved!);
    expect(erp.effects.size).to.equal(0);
  });

  it('does all that was left to do, once the ERP answers at its new address', async () => {
    const path = join(restored.root, 'hub.yaml');
    const text = await readFile(path, 'utf8');
    expect(text).to.contain(erpThatIsGone);
    await writeFile(path, text.replace(erpThatIsGone, erp.url));
    await apply('the ERP has moved');
    await stop();
    await start();
    // A change waits for an order that was given up; one order has no recipient, and one no row.
    await rest({ compose: 3 });
    const expected = [...owedToErp(saved), ...restored.expected.toCome.records].sort();
    expect(keysAtErp()).to.deep.equal(expected);
    expect(
      [...erp.effects.values()].filter(({ calls }) => calls !== 1),
      'asked for twice',
    ).to.deep.equal([]);
    expect((await sentOrders()).sort()).to.deep.equal(
      [...ordersSent(saved), ...restored.expected.toCome.orders].sort(),
    );
  });

  it('lets go what waited for a row, when somebody adds it', async () => {
    const before = { records: keysAtErp(), orders: await sentOrders() };
    const [order, invoice] = missingRows;
    for (const { row } of missingRows)
      await ask('crosswalk', 'add', 'items.csv', ...row, '--partner', acme, '--as', 'anna');
    await apply('rows that were missing');
    await rest({ compose: 2 });
    expect(keysAtErp()).to.deep.equal([...before.records, invoice.waits].sort());
    expect((await sentOrders()).sort()).to.deep.equal([...before.orders, order.waits].sort());
  });

  it('tells what is overdue, and lets its operator in', async () => {
    const { overdue } = JSON.parse(await ask('overdue', '--json')) as {
      overdue: { businessKey: string; awaited: string }[];
    };
    const listed = overdue.map(({ businessKey, awaited }) => `${businessKey} purchase-order@1 ${awaited}`);
    expect(listed.sort()).to.deep.equal(overdueNow(saved));
    const visitor = new Visitor(await hub!.ready);
    expect(
      (await visitor.submit('/ops/sign-in', { ...operator, password: 'another one, wrong' })).status,
    ).to.equal(401);
    expect((await visitor.submit('/ops/sign-in', operator)).status).to.equal(303);
    expect((await visitor.get('/ops/queues')).status).to.equal(200);
  });

  it('has control numbers without gaps in every outbox', async () => {
    for (const partner of await restored.partners()) {
      const files = await restored.files(partner, 'out');
      for (const kind of [/^\d{3}_(\d{9})\.\w+$/, /^answer_(\d{9})\.txt$/, /^answer_(\d{9})\.html$/]) {
        const numbers = files.flatMap(({ path }) => kind.exec(path)?.[1] ?? []).sort();
        const counted = numbers.map((_, index) => String(index + 1).padStart(9, '0'));
        expect(numbers, `${partner} ${kind}`).to.deep.equal(counted);
      }
      for (const { path, bytes } of files.filter(({ bytes }) => bytes.toString('latin1').startsWith('ISA')))
        expect(path, partner).to.contain(`_${bytes.toString('latin1').slice(90, 99)}.`);
    }
  });

  it('ends with everything told once, and the chain of before in the chain of now', async () => {
    await stop();
    const database = await restored.open();
    try {
      const found = await readFacts(database);
      checkEnd(saved, found, waiting.filter((path) => path.endsWith('.x12')).length);
      expect(found.events['file.received']).to.equal(saved.events['file.received']! + waiting.length);
      expect(await toldTwice(database)).to.deep.equal([]);
      expect(await findBrokenLink(database.kysely), 'the audit chain').to.equal(undefined);
      expect(await hashAt(database, saved.chain.seq)).to.equal(saved.chain.hash);
      expect(found.chain.seq + found.chain.unchained).to.be.greaterThan(
        saved.chain.seq + saved.chain.unchained,
      );
    } finally {
      await database.close();
    }
  });

  const keysAtErp = () => [...erp.effects.values()].map(({ businessKey }) => businessKey).sort();
  /** Numbers of all orders in outboxes. */
  const sentOrders = async () => {
    const files = await Promise.all(
      (await restored.partners()).map((partner) => restored.files(partner, 'out')),
    );
    const texts = files.flat().map(({ bytes }) => bytes.toString('latin1'));
    return texts.flatMap((text) =>
      [...text.matchAll(/BEG\*[^*]*\*[^*]*\*([^*~]+)/g)].map((match) => match[1]!),
    );
  };
}
