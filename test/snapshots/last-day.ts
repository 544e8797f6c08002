/**
 * The last day of a hub: answers that come late, deaths that leave something half done in each step, and a death in the
 * middle of everything while the ERP and a partner's folder are away.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../kit/hub-process.js';
import {
  acknowledgment,
  acmeInvoice,
  confirmation,
  orderFile,
  supplierInvoice,
  variant,
  x12Variant,
} from './documents.js';
import { sentOrder } from './days.js';
import { erpThatIsGone, expectFromAcme, periods, setAllPolls, timings } from './site.js';
import {
  acme,
  away,
  harbor,
  lakeview,
  ohio,
  prairie,
  purchasing,
  redwood,
  triCounty,
  type Story,
} from './story.js';

/** The connection on which a file is claimed that a dead hub had not stored. */
const claiming = 'delta-pharma-folder';

/** Until what is due soon is due. */
const soonMs = 125_000;

/** Some of what Acme owed in time comes late, some is settled, some never comes. */
export async function lateAnswers(story: Story): Promise<void> {
  const { life } = story;
  const overdue = async (expected: number) =>
    until(
      `${expected} things overdue`,
      async () => {
        const list = (await life.figures())['overdue'] as unknown as { count: number }[];
        return list.reduce((sum, { count }) => sum + count, 0) === expected || undefined;
      },
      { deadlineMs: soonMs + 30_000 },
    );
  // The 997s of four orders, and the 855s of three.
  await overdue(7);
  const { overdue: listed } = JSON.parse(await life.waybill('overdue', '--json')) as {
    overdue: { outboundDocumentId: string; businessKey: string }[];
  };
  const settled = listed.find(({ businessKey }) => businessKey === 'P-SETTLED')!.outboundDocumentId;
  await life.waybill('overdue', settled, '--settle', '--why', 'by phone', '--as', 'anna');
  await story.drop(acme, 'late-997.x12', acknowledgment(await sentOrder(story, 'P-LATE'), story.next(), 'A'));
  await story.drop(acme, 'late-855.x12', confirmation('P-LATE', story.next()));
  await story.rest();
  await overdue(3);
  await story.drop(purchasing, 'open.json', orderFile({ 'P-OPEN': {} }));
  await sentOrder(story, 'P-OPEN');
  await story.rest();
  await expectFromAcme(life.site, periods.later);
  await setAllPolls(life.site, 60_000);
  await life.site.edit('hub.yaml', (hub) => hub.setIn(['timing'], timings.long));
  await life.apply('nobody takes over');
  await life.stop();
}

/** Each hub dies once, in another step, and the next leaves what it had begun. */
export async function deaths(story: Story): Promise<void> {
  const { life, toCome } = story;
  const die = async (point: string, act: () => Promise<unknown>) => {
    await life.start();
    await story.rest();
    await life.dieAt(point, act);
    await life.giveBackPolls(claiming);
  };
  const csv = (number: string) =>
    variant(`${ohio}/invoices-total-differs`, { 'OL-60440': number, '381.00': '318.00' });
  await die('deliver:after-erp', () => story.drop(ohio, 'taken.csv', csv('OL-70001')));
  story.leave({ deliver: 1 });
  const rows = variant(`${triCounty}/invoices-two-and-a-credit`, { TC000881: 'TC000991' });
  await die('deliver:before-erp', () => story.drop(triCounty, 'asked.dat', rows));
  story.leave({ deliver: 3 });
  // Rejected, so that nothing is delivered beside.
  const badRemittance = x12Variant(`${prairie}/820-two-invoices-and-a-credit`, story.next(), {
    '*C*2705.14*': '*C*MUCH*',
  });
  await die('acknowledge:before-commit', () => story.drop(prairie, 'bad.x12', badRemittance));
  story.leave({ acknowledge: 1 });
  const badInvoice = x12Variant(`${redwood}/810-bill-only`, story.next(), {
    'BIG*20260409*': 'BIG*20261309*',
  });
  await die('send:after-put', () => story.drop(redwood, 'bad.edi', badInvoice));
  story.leave({ send: 1 });
  await die('compose:in-save', () => story.drop(purchasing, 'killed.json', orderFile({ 'P-KILLED': {} })));
  story.leave({ compose: 1 });
  toCome.orders.push('P-KILLED');
  await dieInRelease(story);
  const invoice = (number: string) =>
    variant(`${harbor}/invoice-detail`, { 'HX-20417': number, '.7731@': `.${number}@` });
  await die('translate:after-lease', () => story.drop(harbor, 'leased.xml', invoice('HX-LEASED'), false));
  story.leave({ translate: 1, received: 1 });
  await life.start();
  await story.drop(harbor, 'behind.xml', invoice('HX-BEHIND'), false);
  await story.rest({ translate: 1, received: 1 });
  const claimed = supplierInvoice('DELTAPHARMA', 1, 'DELTA-1');
  await life.dieAt('receive:after-claim', () => story.drop('delta-pharma', 'claimed.x12', claimed, false));
  await life.giveBackPolls(claiming);
  toCome.records.push('HX-LEASED', 'HX-BEHIND', 'DELTA-1');
}

/** A rule holds an invoice no longer, and the hub that lets it go dies. */
async function dieInRelease(story: Story): Promise<void> {
  const { life, toCome } = story;
  await life.site.edit('mappings/acme-810.yaml', (mapping) =>
    mapping.set('rules', [
      {
        id: 'total-adds-up',
        check: { equals: ['totals.computed', 'totals.stated'], within: '5.00' },
        otherwise: 'hold',
        say: 'The lines make {totals.computed}, but the invoice says {totals.stated}.',
      },
    ]),
  );
  await life.waybill('apply', await life.plan(), '--why', 'their totals are rounded', '--as', 'ben');
  await life.startToDieAt('release:in-save');
  await life.giveBackPolls(claiming);
  // With it the two other files of Acme's that wait.
  story.leave({ release: 3 });
  toCome.records.push('AM-INV-88251');
}

/** The ERP and Acme's folder are away, a change is approved, and the hub dies while it reads a file. */
export async function outages(story: Story): Promise<void> {
  const { life, toCome } = story;
  const { site } = life;
  await life.start();
  await story.rest();
  life.erp.behave = () => ({ status: 503 });
  await rename(site.folder(acme, 'out'), `${site.folder(acme, 'out')}${away}`);
  await story.drop(acme, 'waits.x12', acmeInvoice(story.next(), 'AM-INV-WAITS'));
  // Its 997, and a report in both forms.
  await story.drop(
    acme,
    'rejected.x12',
    acmeInvoice(story.next(), 'AM-INV-BAD', { 'BIG*20260404*': 'BIG*20261304*' }),
  );
  await story.drop(purchasing, 'unsent.json', orderFile({ 'P-UNSENT': {} }));
  await story.drop(purchasing, 'batch.json', orderFile({ 'P-BATCH': { vendorNumber: 'V-20002' } }));
  await story.rest({ deliver: 1, send: 5, compose: 1 });
  toCome.orders.push('P-UNSENT', 'P-BATCH');
  const effective = new Date(Date.now() + soonMs);
  await site.edit('hub.yaml', (hub) => {
    hub.setIn(['timing'], timings.short);
    hub.setIn(['erp', 'erp-main', 'url'], erpThatIsGone);
    hub.setIn(['defaults', 'attempts'], { max: 1_000, firstDelayMs: 500, maxDelayMs: 1_000 });
  });
  await setAllPolls(site, 500);
  const words = [
    '--effective',
    `${effective.toISOString().slice(0, 19)}Z`,
    '--why',
    'the ERP moves',
    '--as',
    'ben',
  ];
  await life.waybill('apply', await life.plan(), ...words);
  const order = x12Variant(`${lakeview}/850-standard`, story.next(), { 'LV-104417': 'LV-200002' });
  await life.dieAt('translate:after-commit', () => story.drop(lakeview, 'last.x12', order));
  toCome.orders.push('LV-200002');
  await story.drop(acme, 'next.x12', acmeInvoice(story.next(), 'AM-INV-NEXT'));
  await story.drop(purchasing, 'next.json', orderFile({ 'P-NEXT': {} }));
  await mkdir(`${site.folder('cedar-imaging', 'in')}${away}`);
  await writeFile(
    join(`${site.folder('cedar-imaging', 'in')}${away}`, 'first.x12'),
    supplierInvoice('CEDARIMG', 1, 'CEDAR-1'),
  );
  toCome.records.push('AM-INV-NEXT', 'CEDAR-1');
  toCome.orders.push('P-NEXT');
  // Until then nothing that is due with time may be due by chance when the snapshot is opened: it always is.
  await pause(soonMs);
}
