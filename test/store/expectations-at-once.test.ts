/**
 * Two hubs on one PostgreSQL: what both look at, or hear of, at the same moment.
 */
import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { openLog } from '../../src/log.js';
import { meetExpectationsWith } from '../../src/steps/deadlines/meet-expectations.js';
import { reportOverdue } from '../../src/steps/deadlines/report-overdue.js';
import { ensureConnections } from '../../src/store/working/connections.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { migrate } from '../../src/store/database/migrate.js';
import type { EventName } from '../../src/vocabulary/events.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { openSite, type Site } from '../kit/site.js';
import { answers, arrive } from '../kit/arrive.js';
import { makeSent } from '../steps/made-sent.js';

describe('expectations that two hubs look at', function () {
  this.timeout(60_000);
  let postgres: Postgres;
  let site: Site;
  let configuration: Configuration;
  let dataDir: string;
  let hubs: [Database, Database];

  before(async function () {
    if (!hasPostgres()) return this.skip();
    postgres = await startPostgres();
    site = await openSite();
    configuration = loadConfiguration(site.root, {}).configuration!;
    dataDir = await makeDataDirectory();
    const databaseUrl = await postgres.freshDatabase();
    hubs = [await openDatabase({ dataDir, databaseUrl }), await openDatabase({ dataDir, databaseUrl })];
    await migrate(hubs[0].kysely);
    await ensureConnections(hubs[0].kysely, ['acme-folder']);
    await raw`UPDATE connections SET polled_at = now()`.execute(hubs[0].kysely);
  });
  after(async () => {
    await Promise.all((hubs ?? []).map((hub) => hub.close()));
    await postgres?.close();
    await site?.close();
    if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
  });

  const countEvents = async (event: EventName) => {
    const rows = await hubs[0].kysely
      .selectFrom('events')
      .select(['subject_id', raw<string>`count(*)`.as('count')])
      .where('event', '=', event)
      .groupBy('subject_id')
      .execute();
    return rows.map(({ count }) => Number(count));
  };

  it('are told once', async () => {
    const records = Array.from({ length: 300 }, (_, index) => ({ body: { number: `A-${index}` } }));
    const { kysely } = hubs[0];
    await makeSent(kysely, { group: 1, records, expect: { 855: '1bd' } });
    await raw`UPDATE expectations SET due_at = now() - interval '1 minute'`.execute(kysely);
    const [log, stopping] = [openLog('silent'), new AbortController().signal];
    const look = (hub: Database) =>
      reportOverdue({ sql: hub.kysely, book: configuration.book, log, stopping });
    await Promise.all([...hubs, ...hubs, ...hubs].map(look));
    expect(await countEvents('document.overdue')).to.deep.equal(Array(300).fill(1));
  });

  it('are met once by documents that come in any order, while they become overdue', async () => {
    const { kysely } = hubs[0];
    const numbers = Array.from({ length: 100 }, (_, index) => `B-${index}`);
    await makeSent(kysely, {
      ...{ group: 2, expect: { 855: '1bd' } },
      records: numbers.map((number) => ({ body: { number } })),
    });
    await raw`UPDATE expectations SET due_at = now() - interval '1 minute' WHERE state = 'open'`.execute(
      kysely,
    );
    const orderAnswer = (number: string) => ({
      ...{ id: uuidv7(), partner: { id: 'acme' }, kind: 'order-acknowledgment@1' },
      ...{ state: 'accepted' as const, record: { order: { number } } },
    });
    const hear = (hub: Database, order: readonly string[]) =>
      hub.kysely.transaction().execute((trx) => meetExpectationsWith(trx, order.map(orderAnswer)));
    const [log, stopping] = [openLog('silent'), new AbortController().signal];
    const turned = numbers.toReversed();
    await Promise.all([
      ...[hear(hubs[0], numbers), hear(hubs[1], turned), hear(hubs[0], turned), hear(hubs[1], numbers)],
      ...hubs.map((hub) => reportOverdue({ sql: hub.kysely, book: configuration.book, log, stopping })),
    ]);
    expect(await countEvents('expectation.met')).to.deep.equal(Array(100).fill(1));
    const states = await kysely
      .selectFrom('expectations')
      .select('state')
      .where('order_number', 'in', numbers)
      .groupBy('state')
      .execute();
    expect(states).to.deep.equal([{ state: 'met-late' }]);
  });

  it('agree with the word that was heard last, whichever that is', async () => {
    const { kysely } = hubs[0];
    const records = Array.from({ length: 40 }, (_, index) => ({ body: { number: `C-${index}` } }));
    const ids = await makeSent(kysely, { group: 3, records, expect: { 997: '1h', 855: '1bd' } });
    const hear = (hub: Database, control: number, verdict: string) => {
      const sets = [['AK1*PO*3', `AK9*${verdict}*40*40*${verdict === 'A' ? 40 : 0}`]];
      return arrive(hub.kysely, configuration, answers(control, { sets }));
    };
    await Promise.all(
      ['A', 'R', 'A', 'R', 'R', 'A'].map((verdict, index) => hear(hubs[index % 2]!, index + 1, verdict)),
    );
    const rows = await kysely
      .selectFrom('outbound_documents')
      .innerJoin('expectations', 'expectations.outbound_document_id', 'outbound_documents.id')
      .select(['verdict', 'awaited', 'expectations.state'])
      .where('outbound_documents.id', 'in', ids)
      .distinct()
      .orderBy('awaited')
      .execute();
    const [{ verdict } = { verdict: null }] = rows;
    const left = verdict === 'rejected' ? 'cancelled' : 'open';
    expect(rows).to.deep.equal([
      { verdict, awaited: '855', state: left },
      { verdict, awaited: '997', state: 'met' },
    ]);
    const open = await kysely
      .selectFrom('issues')
      .select('id')
      .where('subject_id', 'in', ids)
      .where('superseded_at', 'is', null)
      .execute();
    expect(open).to.have.length(verdict === 'rejected' ? 40 : 0);
  });
});
