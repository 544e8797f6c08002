/**
 * What a supplier owes for our orders: it is overdue, told, asked for, and comes late. The supplier is our own reader and
 * writer, which answer as any hub would.
 */
import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { openDatabase } from '../../src/store/database/database.js';
import type { Sql } from '../../src/store/database/schema.js';
import { composeAcknowledgment, planAcknowledgment } from '../../src/x12/acknowledge/acknowledge.js';
import type { ValidationPolicy } from '../../src/x12/validate/policy.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import { writeInterchange } from '../../src/x12/write/write.js';
import { startHub, stop } from '../faults/rest.js';
import { statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { openOrderSite, orderFile, type OrderSite } from '../kit/order-site.js';
import { filesIn } from '../kit/site.js';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.js');

const confirmations = `map: confirmations
version: 1
status: live
title: Answers to orders
from: { format: x12, set: '855', version: '004010' }
to: order-acknowledgment@1
fields:
  order.number: BAK03
  date: BAK09
  lines: { each: PO1, fields: { number: PO101 } }
`;

describe('a supplier that owes answers', function () {
  this.timeout(120_000);
  let site: OrderSite;
  let hub: HubProcess;
  let answered = 0;

  before(async () => {
    site = await openOrderSite();
    await site.change(
      'partners/acme.yaml',
      'connection: acme-folder }',
      "connection: acme-folder, expect: { '997': 1h, '855': 1bd } }\n" +
        '  - { id: confirmations, document: x12/855/004010, direction: in, mapping: confirmations }',
    );
    await site.write('mappings/confirmations.yaml', confirmations);
    hub = await startHub({ root: site.root });
  });
  after(async () => {
    if (hub !== undefined) await stop(hub);
    await site.close();
  });

  const figures = async () => statusOf(await hub.ready);
  const sent = async () => (await filesIn(site.outbox)).filter(({ path }) => path.startsWith('850'));
  /** @returns what it printed and how it ended */
  async function waybill(...words: string[]): Promise<{ code: number; out: string }> {
    const asked = [cli, ...words, '--root', site.root];
    const options = { env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' } };
    try {
      return { code: 0, out: (await run(process.execPath, asked, options)).stdout };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout + stderr };
    }
  }
  const status = async () => (await waybill('status', '--url', await hub.ready)).out;
  const overdue = async (expected: string) =>
    until(`overdue ${expected}`, async () => {
      const list = ((await figures())['overdue'] as unknown as { awaited: string; count: number }[]) ?? [];
      return list.map(({ awaited, count }) => `${awaited} ${count}`).join() === expected ? true : undefined;
    });

  async function drop(bytes: string | Uint8Array): Promise<void> {
    const name = `answer-${(answered += 1)}.x12`;
    await site.write(name, Buffer.from(bytes).toString('latin1'));
    await rename(join(site.root, name), join(site.inbox, name));
  }

  /** The 997 of a partner who reads as agreed. */
  function acknowledge(bytes: Uint8Array, policy: Partial<ValidationPolicy> = {}): Uint8Array {
    const reader = openX12Reader({ policyFor: () => policy });
    reader.write(bytes);
    const [interchange] = reader.end().interchanges;
    const plan = planAcknowledgment(interchange!, { acknowledge: () => '997', ta1: 'never' })!;
    const numbers = { interchangeControlNumber: answered + 1, groupControlNumbers: [answered + 1] };
    const written = writeInterchange(
      composeAcknowledgment(plan, { ...numbers, date: '20260415', time: '0900' }),
    );
    if ('faults' in written) throw new Error(JSON.stringify(written.faults));
    return written.bytes;
  }

  /** Stops the hub and does something to its database. */
  async function stopAnd(act: (sql: Sql) => Promise<unknown>): Promise<void> {
    await stop(hub);
    const database = await openDatabase({ dataDir: join(site.root, 'data') });
    await act(database.kysely);
    await database.close();
  }

  it('is told of what it owes after the time that was agreed, also when no hub was running then', async () => {
    await site.drop('orders.json', orderFile(['P-1', 'P-2', 'P-3']));
    await until('all are sent', async () => ((await sent()).length === 3 ? true : undefined));
    await until('the clocks run', async () =>
      (await figures())['outboundDocuments']?.['sent'] === 3 ? true : undefined,
    );
    expect(await status()).not.to.contain('Overdue');
    await stopAnd((sql) => raw`UPDATE expectations SET due_at = now() - interval '1 hour'`.execute(sql));
    hub = await startHub({ root: site.root });
    await overdue('855 3,997 3');
    const shown = await status();
    expect(shown).to.match(
      /Overdue\. Next: waybill overdue\n +acme +855 +for 3 documents, the oldest due since .*Z\n +acme +997 +for 3 documents/,
    );
    const metrics = await (await fetch(`${await hub.ready}/metrics`)).text();
    expect(metrics).to.contain('waybill_overdue_expectations{partner="acme",awaited="997"} 3');
    expect(hub.output()).to.contain('"awaited":"997","count":3');
    expect(hub.output() + shown + metrics).not.to.match(/P-\d/);
  });

  it('is listed with its documents for whoever asks, until that is settled', async () => {
    const listed = await waybill('overdue');
    expect(listed.code).to.equal(4);
    const { path, bytes } = (await sent()).find((file) => file.bytes.includes('*P-3*'))!;
    const [isa, gs] = bytes.toString().split('~');
    const numbers = { isa13: isa!.split('*')[13]!, gs06: gs!.split('*')[6]! };
    const row = new RegExp(
      String.raw`^acme +997 +\S+ \S+ UTC +1h +x12/850/004010 +P-3 +${numbers.isa13} +${numbers.gs06} +${path} +(\S+)$`,
      'm',
    ).exec(listed.out);
    expect(listed.out.match(/^acme /gm)).to.have.length(6);
    expect((await waybill('overdue', '--settle')).code).to.equal(2);
    const settled = await waybill('overdue', row![1]!, '--settle', '--why', 'by phone', '--as', 'anna');
    expect(settled).to.deep.equal({ code: 0, out: '2 expectations are settled.\n' });
    await overdue('855 2,997 2');
    const again = await waybill('overdue', row![1]!, '--settle');
    expect(again.out).to.contain('NOTHING_OVERDUE');
    expect(await waybill('overdue', '--partner', 'nobody')).to.deep.equal({
      code: 0,
      out: 'Nothing is overdue.\n',
    });
  });

  it('answers late: one order is accepted, one refused, and nothing is owed any more', async () => {
    const [one, other] = (await sent()).map(({ bytes }) => bytes).filter((bytes) => !bytes.includes('*P-3*'));
    await drop(acknowledge(one!));
    await overdue('855 2,997 1');
    await drop(acknowledge(other!, { guide: { elements: { PO104: { use: 'not-used' } } } }));
    // Nobody answers an order that could not be read.
    await overdue('855 1');
    expect((await figures())['outboundVerdicts']).to.deep.equal({ accepted: 1, rejected: 1 });
    const number = /BEG\*00\*SA\*([^*]+)\*/.exec(one!.toString())![1]!;
    await drop(confirmation(number));
    await overdue('');
    const shown = await status();
    expect(shown).not.to.contain('Overdue');
    expect(shown).to.match(/partners said +1 accepted, 1 rejected\. Next: waybill outbound --refused\n/);
    expect(hub.output()).not.to.match(/P-\d/);
  });

  it('is quoted for each document that it refused, with the numbers that it knows them by', async () => {
    const listed = await waybill('outbound', '--refused');
    expect(listed.code).to.equal(0);
    const row =
      /^P-[12] +purchase-order@1 +acme +\S+ \S+ UTC +rejected +(\d{9}) +\d+ +0001 +(850_\d{9}\.x12) +\S+$/m.exec(
        listed.out,
      );
    const file = (await sent()).find(({ path }) => path === row![2])!;
    expect(file.bytes.toString().split('*')[13]).to.equal(row![1]);
    expect(listed.out)
      .to.match(
        /\n {2}The partner says about this 850 in group \d+ \(PO\): rejected.*\n {4}segment 3, PO104: /,
      )
      .and.to.contain('\nNext: ');
    const { documents } = JSON.parse((await waybill('outbound', '--refused', '--json')).out) as {
      documents: { fileName: string; faults: object[] }[];
    };
    expect(documents.map(({ fileName, faults }) => [fileName, faults.length])).to.deep.equal([[row![2], 1]]);
    expect((await waybill('outbound', '--refused', '--cancel')).code).to.equal(2);
    expect((await waybill('outbound', '--limit', '5')).code).to.equal(2);
    expect((await waybill('outbound', '--refused', '--limit', '5000')).out).to.contain(
      'at most 1000 documents',
    );
  });

  it('leaves it all in the audit trail, with the faults that it named', async () => {
    const found: unknown[] = [];
    await stopAnd(async (sql) => {
      found.push(
        await sql.selectFrom('expectations').select('state').orderBy('state').execute(),
        await sql
          .selectFrom('issues')
          .select(['code', 'segment', 'segment_id', 'element'])
          .where('subject_kind', '=', 'outbound-document')
          .orderBy('id')
          .execute(),
        await sql
          .selectFrom('events')
          .select('event')
          .select(raw<string>`count(*)`.as('count'))
          .where('subject_kind', '=', 'outbound-document')
          .groupBy('event')
          .orderBy('event')
          .execute(),
        await sql.selectFrom('acknowledgments').select('verdict').execute(),
      );
    });
    expect(found).to.deep.equal([
      [
        { state: 'cancelled' },
        { state: 'cancelled' },
        { state: 'cancelled' },
        { state: 'met-late' },
        { state: 'met-late' },
        { state: 'met-late' },
      ],
      [
        { code: 'SENT_DOCUMENT_REFUSED', segment: null, segment_id: null, element: null },
        { code: 'SENT_DOCUMENT_FAULT', segment: 3, segment_id: 'PO1', element: 4 },
      ],
      [
        { event: 'acknowledgment.overdue', count: '3' },
        { event: 'acknowledgment.received', count: '2' },
        { event: 'document.composed', count: '3' },
        { event: 'document.overdue', count: '3' },
        { event: 'expectation.met', count: '3' },
        { event: 'expectation.settled', count: '2' },
      ],
      // Of the 855 only: a 997 is never answered.
      [{ verdict: 'accepted' }],
    ]);
  });

  function confirmation(order: string): string {
    const control = String(answered + 1).padStart(9, '0');
    const segments = [
      `ISA*00*          *00*          *ZZ*ACME           *ZZ*HOSPITAL       *260416*0900*U*00401*${control}*0*P*>`,
      `GS*PR*ACME*HOSPITAL*20260416*0900*${answered + 1}*X*004010`,
      'ST*855*0001',
      `BAK*00*AC*${order}*20260415*****20260416`,
      'CTT*0',
      'SE*4*0001',
      `GE*1*${answered + 1}`,
      `IEA*1*${control}`,
    ];
    return segments.map((segment) => `${segment}~\n`).join('');
  }
});
