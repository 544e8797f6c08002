/**
 * The days of a hub before the last one: what ended well, what was refused, held, given up and put right, and which changes
 * of its configuration it has seen.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Visitor } from '../api/running-api.js';
import { until } from '../kit/hub-process.js';
import {
  acknowledgment,
  acmeInvoice,
  confirmation,
  orderFile,
  readWritten,
  sample,
  x12Variant,
  type Written,
} from './documents.js';
import {
  acme,
  harbor,
  lakeview,
  ohio,
  operator,
  prairie,
  purchasing,
  redwood,
  triCounty,
  type Story,
} from './story.js';

/** The first operator, the shipped samples, and what is no fault of anybody. */
export async function ordinaryDays(story: Story): Promise<void> {
  const life = story.life;
  await life.start();
  const secret = await until(
    'the first-run secret',
    async () => /one-time secret: (\S+)/.exec(life.output())?.[1],
  );
  const answer = await new Visitor(await life.address()).submit('/ops/setup', { secret, ...operator });
  if (answer.status !== 303) throw new Error(`the set-up answered ${answer.status}`);
  await story.dropSamples(purchasing, 'json', ['order']);
  await story.dropSamples(lakeview, 'x12', ['850-standard', '850-rush-and-bill-only']);
  await story.dropSamples(acme, 'x12', [
    ...['855-changed-and-backordered', '856-sopi', '810-standard', '810-credit-memo', '810-unknown-unit'],
    ...['810-total-does-not-add-up', '810-one-bad-of-three', '810-ta1-requested', '997-inbound'],
    ...['unknown-sender', 'not-x12'],
  ]);
  await story.dropSamples(redwood, 'edi', ['850-bill-only-by-representative']);
  await story.dropSamples(prairie, 'x12', ['820-two-invoices-and-a-credit']);
  await story.dropSamples(ohio, 'csv', [
    'invoices-daily',
    'invoices-unmapped-unit',
    'invoices-total-differs',
  ]);
  await story.dropSamples(triCounty, 'dat', ['invoices-two-and-a-credit']);
  await story.dropSamples(harbor, 'xml', ['invoice-detail']);
  await story.rest();
}

/** The supplier's answer to our order, and what comes twice: the same bytes, a control number, an invoice number. */
export async function secondDay(story: Story): Promise<void> {
  await story.dropSamples(acme, 'x12', ['855-accepted', '810-number-used-twice']);
  await story.drop(acme, 'again.x12', sample(`${acme}/810-standard`));
  await story.drop(acme, 'same-number.x12', acmeInvoice(story.next(), 'AM-INV-88213'));
  await story.drop(
    acme,
    'unknown-row.x12',
    acmeInvoice(story.next(), 'AM-INV-HELD', { '*CS*127': '*RL*127' }),
  );
  await story.rest();
}

/** It refuses a record, and is down for longer than is tried. */
export async function faultsAtTheErp(story: Story): Promise<void> {
  const { erp } = story.life;
  erp.behave = () => ({ status: 422 });
  await story.drop(acme, 'refused.x12', acmeInvoice(story.next(), 'AM-INV-REFUSED'));
  await story.life.until('it is refused', ({ deliveries }) => deliveries?.['refused'] === 1);
  erp.behave = () => ({ status: 503 });
  await story.drop(acme, 'given-up.x12', acmeInvoice(story.next(), 'AM-INV-GIVEN-UP'));
  await story.life.until('it is given up', ({ deliveries }) => deliveries?.['dead-lettered'] === 1);
  erp.behave = () => 'answer';
  await story.rest();
}

/** A 997 and an 850 that are never sent, and a change of that order that waits for it. */
export async function takenNames(story: Story): Promise<void> {
  await takeName(story, prairie, '997');
  const remittance = x12Variant('prairie-trust/820-two-invoices-and-a-credit', story.next(), {
    '90017730224': '90017730225',
  });
  await story.drop(prairie, 'remittance.x12', remittance);
  await takeName(story, 'bolt-supply', '850');
  const order = x12Variant(`${lakeview}/850-standard`, story.next(), { 'LV-104417': 'LV-200001' });
  await story.drop(lakeview, 'order.x12', order);
  await story.rest();
  const change = x12Variant(`${lakeview}/860-three-changes`, story.next(), { 'LV-104417': 'LV-200001' });
  await story.drop(lakeview, 'change.x12', change);
  await story.rest({ compose: 1 });
}

/** For want of a row, of a recipient, and of a whole case; the last one is cancelled. */
export async function heldDocuments(story: Story): Promise<void> {
  await story.dropSamples(purchasing, 'json', ['orders-that-wait']);
  await story.drop(purchasing, 'half.json', orderFile({ 'P-HALF': { quantity: 5 } }));
  await story.rest({ compose: 3 });
  const { documents } = JSON.parse(await story.life.waybill('outbound', '--json')) as {
    documents: { id: string; businessKey: string }[];
  };
  const half = documents.find(({ businessKey }) => businessKey === 'P-HALF');
  await story.life.waybill('outbound', half!.id, '--cancel', '--why', 'ordered by phone', '--as', 'anna');
  await story.rest({ compose: -1 });
}

/** @returns what was written for an order, when Acme has it */
export async function sentOrder(story: Story, number: string): Promise<Written> {
  const folder = story.life.site.folder(acme, 'out');
  const find = async () => {
    for (const name of (await readdir(folder)).filter((one) => one.startsWith('850_'))) {
      const written = readWritten(await readFile(join(folder, name), 'latin1'));
      if (written.orders.includes(number)) return written;
    }
    return undefined;
  };
  return until(`the order ${number} at Acme`, find);
}

/** Orders that Acme takes and confirms, refuses, or says nothing of. */
export async function orders(story: Story): Promise<void> {
  const numbers = ['P-TAKEN', 'P-REFUSED', 'P-SILENT', 'P-SETTLED', 'P-LATE'];
  await story.drop(purchasing, 'orders.json', orderFile(Object.fromEntries(numbers.map((one) => [one, {}]))));
  const taken = await sentOrder(story, 'P-TAKEN');
  const refused = await sentOrder(story, 'P-REFUSED');
  await story.rest();
  await story.drop(acme, 'taken-997.x12', acknowledgment(taken, story.next(), 'A'));
  await story.drop(acme, 'taken-855.x12', confirmation('P-TAKEN', story.next()));
  await story.drop(acme, 'refused-997.x12', acknowledgment(refused, story.next(), 'R'));
  await story.rest();
  await story.life.until(
    'what it said',
    ({ outboundVerdicts }) => outboundVerdicts?.['accepted'] === 1 && outboundVerdicts['rejected'] === 1,
  );
}

/** Versions: applied, rolled back, in shadow; a row that lets a held invoice go on as its second revision. */
export async function changes(story: Story): Promise<void> {
  const life = story.life;
  await life.site.edit('hub.yaml', (hub) =>
    hub.setIn(['defaults', 'attempts'], { max: 1_000, firstDelayMs: 1_000, maxDelayMs: 5_000 }),
  );
  await life.apply('more patience');
  const add = (file: string, ...row: string[]) =>
    life.waybill('crosswalk', 'add', file, ...row, '--partner', acme, '--as', 'anna');
  await add('uom.csv', 'unit=CT', 'hub=CA', 'factor=1');
  await add(
    'items.csv',
    'vendor_item=AM-7731',
    'vendor_unit=CT',
    'item_number=000481516',
    'stock_unit=BX',
    'factor=10',
    'direction=in',
  );
  await life.apply('cartons are cases');
  await until(
    'the released invoice at the ERP',
    async () =>
      [...life.erp.effects.values()].some(({ businessKey }) => businessKey === 'AM-INV-88240') || undefined,
  );
  await story.rest();
  await life.site.edit('partners/acme-medical.yaml', (partner) => partner.setIn(['owner'], 'nobody'));
  await life.apply('a slip');
  await life.waybill('rollback', '--write', '--why', 'that was a slip', '--as', 'ben');
  const change = async (from: string, to: string) => {
    const path = join(life.site.root, 'mappings/acme-810.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  };
  await change('default: 30', 'default: 45');
  await life.waybill('shadow', await life.plan(), '--why', 'their new terms', '--as', 'anna');
  await change('default: 45', 'default: 30');
  await story.drop(
    acme,
    'in-shadow.x12',
    acmeInvoice(story.next(), 'AM-INV-SHADOW', { 'ITD*01*3*2**10**30': 'ITD*01*3*2**10' }),
  );
  await story.rest();
  await until('the shadow has seen it', async () => {
    const { figures } = JSON.parse(await life.waybill('shadow', '--json')) as {
      figures: { changed: number };
    };
    return figures.changed === 1 || undefined;
  });
}

/** Somebody else's file has the name that the next one for a partner would have. */
async function takeName(story: Story, partner: string, set: string): Promise<void> {
  const folder = story.life.site.folder(partner, 'out');
  const next = (await readdir(folder)).length + 1;
  await writeFile(join(folder, `${set}_${String(next).padStart(9, '0')}.x12`), 'of somebody else\n');
}
