/**
 * Documents of partners that answer our orders: which expectations they meet, and which they do not.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { meetExpectationsWith, type ReceivedRecord } from '../../src/steps/deadlines/meet-expectations.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';
import { arrive } from '../kit/arrive.js';
import { type MadeSent, makeSent, statesOf } from './made-sent.js';

describe('documents that answer orders', function () {
  this.timeout(60_000);
  let sql: Sql;
  let closeDatabase: () => Promise<void>;
  let group = 0;
  /** An order number of its own for each test. */
  let po: string;
  beforeEach(() => {
    group += 1;
    po = `PO-${group}`;
  });

  before(async () => ({ sql, close: closeDatabase } = await openFreshDatabase()));
  after(() => closeDatabase());

  const expected = { 855: '1bd', 856: '5bd', 810: '30d' };
  const send = async (body: object = { number: po }, more: Partial<MadeSent> = {}) =>
    (await makeSent(sql, { group, records: [{ body }], expect: expected, ...more }))[0]!;
  const receive = (record: Partial<ReceivedRecord>) =>
    meetExpectationsWith(sql, [
      {
        ...{
          id: uuidv7(),
          partner: { id: 'acme' },
          kind: 'order-acknowledgment@1',
          state: 'accepted' as const,
        },
        ...{ record: { order: { number: po } }, ...record },
      },
    ]);
  const open = { 855: 'open', 856: 'open', 810: 'open' };

  it('meet what was expected for the order that they name, each its own', async () => {
    const id = await send();
    await receive({});
    expect(await statesOf(sql, id)).to.deep.equal({ ...open, 855: 'met' });
    await receive({ kind: 'ship-notice@1', record: { orders: [{ number: 'other' }, { number: po }] } });
    expect(await statesOf(sql, id)).to.deep.equal({ ...open, 855: 'met', 856: 'met' });
    await receive({
      kind: 'invoice@1',
      record: { kind: 'invoice', lines: [{ order: { number: ` ${po} ` } }] },
    });
    expect(await statesOf(sql, id)).to.deep.equal({ 855: 'met', 856: 'met', 810: 'met' });
    const events = await sql
      .selectFrom('events')
      .select(['event', 'detail'])
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute();
    expect(
      events.map(({ event, detail }) => [event, (detail as Record<string, unknown>)['awaited']]),
    ).to.deep.equal([
      ['expectation.met', '855'],
      ['expectation.met', '856'],
      ['expectation.met', '810'],
    ]);
  });

  it('count when they are held, and not when they are rejected', async () => {
    const id = await send();
    await receive({ state: 'rejected' });
    expect(await statesOf(sql, id)).to.deep.equal(open);
    await receive({ state: 'held' });
    expect(await statesOf(sql, id)).to.deep.equal({ ...open, 855: 'met' });
  });

  it('answer orders of their own partner only, and other orders not at all', async () => {
    const id = await send();
    await receive({ partner: { id: 'rival' } });
    await receive({ record: { order: { number: `${po}0` } } });
    await receive({ record: {} });
    await receive({ record: null });
    await receive({ kind: 'remittance@1' });
    expect(await statesOf(sql, id)).to.deep.equal(open);
  });

  it('answer nothing when they take back, wish, or give money back', async () => {
    const id = await send();
    const order = { number: po };
    await receive({ record: { order, answers: 'nothing' } });
    await receive({ kind: 'ship-notice@1', record: { orders: [order], purpose: 'cancel' } });
    await receive({ kind: 'invoice@1', record: { order, kind: 'credit' } });
    expect(await statesOf(sql, id)).to.deep.equal(open);
  });

  it('answer one release of a blanket order where both sides name it', async () => {
    const first = await send({ number: po, release: '1' });
    const second = await send({ number: po, release: '2' });
    await receive({ record: { order: { number: po, release: '2' } } });
    expect(await statesOf(sql, first)).to.deep.equal(open);
    expect(await statesOf(sql, second)).to.deep.equal({ ...open, 855: 'met' });
    await receive({});
    expect(await statesOf(sql, first)).to.deep.equal({ ...open, 855: 'met' });
  });

  it('answer a change of an order too', async () => {
    const kind = 'purchase-order-change@1';
    const [id] = await makeSent(sql, {
      ...{ group, expect: expected, document: 'x12/860/004010' },
      records: [{ kind, body: { order: { number: po }, number: '7' } }],
    });
    await receive({});
    expect(await statesOf(sql, id!)).to.deep.equal({ ...open, 855: 'met' });
  });

  it('are late when they come after their time, told or not', async () => {
    const id = await send();
    await raw`UPDATE expectations SET due_at = now() - interval '1 second' WHERE outbound_document_id = ${id}::uuid`.execute(
      sql,
    );
    await receive({});
    expect((await statesOf(sql, id))['855']).to.equal('met-late');
    const row = await sql
      .selectFrom('expectations')
      .select(['met_at', 'met_by'])
      .where('outbound_document_id', '=', id)
      .where('awaited', '=', '855')
      .executeTakeFirstOrThrow();
    expect(row.met_at).to.be.an.instanceOf(Date);
    await receive({});
    const again = await sql
      .selectFrom('expectations')
      .select(['met_at', 'met_by'])
      .where('outbound_document_id', '=', id)
      .where('awaited', '=', '855')
      .executeTakeFirstOrThrow();
    expect(again).to.deep.equal(row);
  });

  describe('that arrive as files', () => {
    let site: Site;
    let configuration: Configuration;
    before(async () => {
      site = await openSite();
      const path = join(site.root, 'mappings/plain-810.yaml');
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace('  number: BIG02\n', '  number: BIG02\n  order.number: BIG04\n'),
      );
      configuration = loadConfiguration(site.root, {}).configuration!;
    });
    after(() => site.close());

    it('meet it in the transaction that saves them, also when a unit holds them', async () => {
      const [fine, held] = [await send(), await send({ number: `${po}-held` })];
      const billed = (control: number, order: string) =>
        invoiceFile(control, [`INV-${control}`])
          .replace('BIG*20260404*', `BIG*20260404*INV-${control}**${order}*`)
          .replace(/\*INV-\d+~/, '~');
      await arrive(sql, configuration, billed(1, po));
      const { state } = await arrive(
        sql,
        configuration,
        billed(2, `${po}-held`).replace('*10*CA*', '*10*ZZ*'),
      );
      expect(state).to.equal('held');
      expect(await statesOf(sql, fine)).to.deep.equal({ ...open, 810: 'met' });
      expect(await statesOf(sql, held)).to.deep.equal({ ...open, 810: 'met' });
    });
  });
});
