/**
 * What a planned change would have done to orders that went out: the site and the database are real, and the plan is asked for as
 * the command asks.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { renderPlan } from '../../src/commands/configuration/plan.js';
import { loadConfiguration } from '../../src/configuration/configuration.js';
import { findStartVersion, keepVersion } from '../../src/configuration/versions/start-version.js';
import type { WaybillError } from '../../src/errors.js';
import { openLog } from '../../src/log.js';
import type { Plan } from '../../src/operations/configuration/plan-configuration.js';
import { runOperation } from '../../src/operations/index.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { migrate } from '../../src/store/database/migrate.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import { translateFile } from '../../src/translation/translate-file.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { openOrderSite, orderFile, type OrderSite } from '../kit/order-site.js';

const x12 = 'mappings/out-orders.yaml';
const acme = 'partners/acme.yaml';

describe('the impact of a plan on documents that go out', function () {
  this.timeout(60_000);
  let dataDir: string;
  let database: Database;
  let site: OrderSite;

  before(async () => {
    dataDir = await makeDataDirectory();
    database = await openDatabase({ dataDir });
    await migrate(database.kysely);
  });
  after(async () => {
    await database?.close();
    if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await raw`TRUNCATE configurations, events, raw_blobs, work CASCADE`.execute(database.kysely);
    site = await openOrderSite();
    const file = '{ ours: { qualifier: ZZ, id: HOSPITAL }, theirs: { qualifier: ZZ, id: BETA } }';
    await site.write(
      'partners/beta.yaml',
      `partner: beta
name: Beta
status: live
identifiers: { x12: [${file}], vendorNumbers: [V-2] }
connections: { beta-folder: { transport: folder, send: { path: ./exchange/acme-out } } }
agreements:
  - { id: out-beta, document: x12/850/004010, direction: out, mapping: out-orders, connection: beta-folder }
`,
    );
  });
  afterEach(() => site.close());

  const home = () => ({ root: site.root, environment: {} });
  /** What the site holds is live from now on. */
  const goLive = async () => keepVersion(database.kysely, await findStartVersion(database.kysely, home()));

  /** Orders of the purchasing system come in and wait to be composed. */
  async function arrive(...orders: Parameters<typeof orderFile>[0]): Promise<void> {
    const { book, mappings, settings } = loadConfiguration(site.root, {}).configuration!;
    const text = orderFile(orders);
    const connection = book.connection('purchasing-folder')!;
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = {
      ...{ id: uuidv7(), name: 'orders.json', byteCount: bytes.length, sha256, connection },
      async *read() {
        yield bytes;
      },
    };
    await saveBytes(database.kysely, [file]);
    const { id, name, byteCount } = file;
    const row = { id, name, byteCount, sha256, correlationId: id, partner: 'purchasing' };
    await insertFiles(database.kysely, [
      { ...row, connection: connection.name, direction: 'in', state: 'received' },
    ]);
    const stored = (await findFiles(database.kysely, [id])).get(id)!;
    const context = { book, mappings, limits: settings.limits, today: '2026-04-15' };
    const translation = await translateFile(file, context);
    await database.kysely
      .transaction()
      .execute((trx) => saveTranslations(trx, [{ stored, translation }], { book, settings }));
  }

  async function plan(impactDays = 30, signal = new AbortController().signal): Promise<Plan> {
    const { configuration } = loadConfiguration(site.root, {});
    const context = {
      ...{ sql: database.kysely, home: home(), actor: 'local:anna', running: true, log: openLog('silent') },
      configuration: () => configuration!,
      reload: () => Promise.reject(new Error('nothing is reloaded here')),
      ring: async () => undefined,
      signal,
    };
    return (await runOperation(context, 'configuration.plan', { impactDays })) as Plan;
  }

  const impactOf = async () => (await plan()).impact!.outbound;

  it('counts by place what would be written otherwise, in documents of the changed mapping only', async () => {
    await goLive();
    await arrive('PO-1', { number: 'PO-2', lines: [1, 2].map(line) });
    await site.change(x12, 'PO103: BX', 'PO103: CA');
    await site.change(x12, 'title: Orders as 850', 'title: Orders as an 850');
    const found = await plan();
    const { outbound, ...received } = found.impact!;
    expect(received).to.include({ documents: 0, files: 0 });
    expect(outbound).to.deep.include({
      ...{ documents: 2, unchanged: 0, changed: 2, newlyHeld: 0, noLongerHeld: 0, elsewhere: 0 },
      places: { PO103: 2 },
    });
    const ready = { state: 'ready', partner: 'acme', agreement: 'out-orders', connection: 'acme-folder' };
    const outcome = { ...ready, codes: [] };
    expect(outbound.shown[0]).to.deep.equal({
      ...{ from: 'purchasing', kind: 'purchase-order@1', businessKey: 'PO-2' },
      ...{ before: outcome, after: outcome, morePlaces: 0 },
      places: [3, 4].map((number) => ({ place: 'PO103', number, before: 'BX', after: 'CA' })),
    });
    expect(renderPlan(found)).to.contain(
      `No document received in the last 30 days is concerned.
Of those that go out, of the last 30 days, 2 were composed again:
  0  unchanged
  2  changed
  places that differ, by documents:
    2  PO103
  purchasing purchase-order@1 PO-2: goes out for acme out-orders over acme-folder
    PO103 (3): BX -> CA
    PO103 (4): BX -> CA
`,
    );
    const numbers = await database.kysely.selectFrom('control_numbers').selectAll().execute();
    const states = await database.kysely.selectFrom('outbound_documents').select('state').execute();
    expect([numbers.length, ...states.map(({ state }) => state)]).to.deep.equal([0, 'waiting', 'waiting']);
  });

  it('says what would be held and what would go out, by rows of a crosswalk', async () => {
    await goLive();
    await arrive('PO-1', { number: 'PO-2', item: 'I-2' }, { number: 'PO-3', item: 'I-3' });
    await site.change('mappings/items.csv', 'I-1,A-1', 'I-2,A-2');
    const found = await plan();
    expect(found.impact!.outbound).to.include({
      ...{ documents: 3, unchanged: 1, changed: 2, newlyHeld: 1, noLongerHeld: 1, elsewhere: 0 },
    });
    expect(renderPlan(found)).to.contain(
      'PO-1: goes out for acme out-orders over acme-folder -> held for acme out-orders CROSSWALK_MISSING\n',
    );
    await site.change('mappings/items.csv', 'I-2,A-2', 'I-1,A-1\r\nI-2,A-2');
    const added = await plan();
    expect(added.impact!.outbound).to.include({ changed: 1, newlyHeld: 0, noLongerHeld: 1 });
  });

  it('says which would go to another partner, which over another connection, and leaves the others out', async () => {
    await goLive();
    await arrive('PO-1', { number: 'PO-2', vendor: 'V-2' }, { number: 'PO-3', vendor: 'V-9' });
    await site.change(acme, 'vendorNumbers: [V-1]', 'vendorNumbers: [V-3]');
    await site.change('partners/beta.yaml', 'vendorNumbers: [V-2]', 'vendorNumbers: [V-2, V-1]');
    const moved = await impactOf();
    expect(moved).to.include({ documents: 2, unchanged: 1, changed: 1, elsewhere: 1 });
    expect(moved.shown[0]!.after).to.include({ partner: 'beta', agreement: 'out-beta' });
    expect(moved.places).to.deep.equal({ '(envelope or layout)': 1 });
    await site.change('partners/beta.yaml', ', V-1]', ', V-9]');
    expect(await impactOf()).to.include({ documents: 3, newlyHeld: 1, noLongerHeld: 1, elsewhere: 0 });
  });

  it('tells a changed identity or delimiter from the text of the document', async () => {
    await goLive();
    await arrive('PO-1');
    await site.change(acme, 'id: ACME }', 'id: ACMENEW }');
    const found = await impactOf();
    expect(found.shown[0]!.places).to.deep.equal([{ place: '(envelope or layout)' }]);
    await site.change(x12, "BEG01: '00'", "BEG01: '06'");
    expect((await impactOf()).places).to.deep.equal({ '(envelope or layout)': 1, BEG01: 1 });
  });

  it('never shows what came from a sensitive field, wherever it stands', async () => {
    const fields = 'BEG03: { from: number, required: true }, BEG05: date';
    await site.change(x12, fields, `BEG03: { from: number, sensitive: true }, BEG05: date`);
    await goLive();
    await arrive('PO-SECRET');
    await site.change(x12, 'from: number, sensitive: true', 'from: number, sensitive: true, max: 6');
    await site.change(
      x12,
      '  - each: lines\n',
      '  - { segment: REF, fixed: { REF01: VR }, fields: { REF02: { from: number, max: 20 } } }\n  - each: lines\n',
    );
    const found = await plan();
    const { places, shown } = found.impact!.outbound;
    expect(places).to.deep.equal({ BEG03: 1, REF: 1 });
    expect(shown[0]!.places).to.deep.equal([
      { place: 'BEG03', number: 2, before: '***', after: '***' },
      { place: 'REF', number: 3, after: 'VR | ***' },
    ]);
    expect(renderPlan(found).match(/PO-SEC/g), 'as the key of the document only').to.have.length(1);
  });

  it('hides what the mapping of the source marks as sensitive too', async () => {
    await site.change(
      'mappings/orders.yaml',
      'quantity: { from: quantity,',
      'quantity: { from: quantity, sensitive: true,',
    );
    await goLive();
    await arrive('PO-1');
    await site.change(x12, 'PO102: quantity.value', 'PO102: { from: quantity.value, multiplyBy: "2" }');
    expect((await impactOf()).shown[0]!.places).to.deep.equal([
      { place: 'PO102', number: 3, before: '***', after: '***' },
    ]);
  });

  it('names columns of CSV and elements of XML', async () => {
    const agreement = '{ id: out-orders, document: x12/850/004010, direction: out, mapping: out-orders';
    const sheet = agreement
      .replace('x12/850/004010', 'csv/orders')
      .replace('mapping: out-orders', 'mapping: out-sheet');
    await site.change(acme, agreement, sheet);
    await goLive();
    await arrive('PO-1');
    await site.change('mappings/out-sheet.yaml', 'Quantity: quantity.value', 'Quantity: number');
    const csv = await impactOf();
    expect(csv.shown[0]!.places).to.deep.equal([{ place: 'Quantity', number: 2, before: '10', after: '1' }]);
    await site.change('mappings/out-sheet.yaml', 'columns:', 'quote: always, columns:');
    await site.change('mappings/out-sheet.yaml', 'Quantity: number', 'Quantity: quantity.value');
    expect((await impactOf()).places).to.deep.equal({ '(envelope or layout)': 1 });
    const [inSheet, inXml] = ['document: csv/orders', 'mapping: out-sheet'];
    await site.change(acme, inSheet, 'document: xml/orders');
    await site.change(acme, inXml, 'mapping: out-xml');
    expect((await impactOf()).places, 'from CSV to XML').to.have.property('Order/Number', 1);
    await goLive();
    await site.change(
      'mappings/out-xml.yaml',
      'text: number }',
      'text: currency, attributes: { id: number } }',
    );
    const xml = await impactOf();
    expect(xml.shown[0]!.places).to.deep.equal([
      { place: 'Order/Number', number: 2, before: '***', after: '***' },
      { place: 'Order/Number@id', number: 2, after: '***' },
    ]);
  });

  it('compares the newest only where there are more than the limit, and those of the asked days', async () => {
    await site.change('hub.yaml', 'timezone: UTC\n', 'timezone: UTC\nlimits: { planDocumentsMax: 2 }\n');
    await goLive();
    await arrive(...Array.from({ length: 23 }, (_, at) => `PO-${at + 1}`));
    await site.change(x12, 'PO103: BX', 'PO103: CA');
    const found = await plan();
    const { documents, shown, capped } = found.impact!.outbound;
    expect([documents, ...shown.map((one) => one.businessKey)]).to.deep.equal([2, 'PO-23', 'PO-22']);
    expect(capped).to.include({ documentsMax: 2 });
    expect(renderPlan(found)).to.contain('(limits.planDocumentsMax 2)');
    await site.change('hub.yaml', 'planDocumentsMax: 2', 'planDocumentsMax: 30');
    const whole = await plan();
    expect(whole.impact!.outbound).to.include({ documents: 23, changed: 23 });
    expect(renderPlan(whole)).to.contain('  and 3 more changed documents\n');
    await raw`UPDATE outbound_documents SET created_at = now() - interval '40 days'`.execute(database.kysely);
    expect(await impactOf()).to.include({ documents: 0 });
  });

  it('ends when nobody waits for it any more, also among documents that are not concerned', async () => {
    await goLive();
    await arrive({ number: 'PO-1', vendor: 'V-9' });
    await site.change(x12, 'PO103: BX', 'PO103: CA');
    expect(await impactOf()).to.include({ documents: 0 });
    const code = await plan(30, AbortSignal.abort()).catch((error: WaybillError) => error.code);
    expect(code).to.equal('CONTROL_UNREACHABLE');
  });

  it('plans both for the moment at which a document was made', async () => {
    await site.write('mappings/items.csv', 'item_number,vendor_item,valid_from\r\nI-1,A-1,\r\n');
    await goLive();
    await arrive('PO-1', 'PO-2');
    await raw`UPDATE outbound_documents SET created_at = now() - interval '9 days'
      WHERE id = (SELECT id FROM outbound_documents ORDER BY id LIMIT 1)`.execute(database.kysely);
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    await site.write('mappings/items.csv', `item_number,vendor_item,valid_from\r\nI-1,A-1,${day}\r\n`);
    expect(await impactOf()).to.include({ documents: 2, unchanged: 1, newlyHeld: 1 });
  });
});

function line(number: number): Record<string, unknown> {
  return { line: number, item: 'I-1', quantity: 10, unit: 'BX', price: 12.5 };
}
