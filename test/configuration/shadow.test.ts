/**
 * A planned version beside the live one: what is compared, kept and shown, and that nothing else comes of it. The database is the
 * real one.
 */
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import {
  differencesKeptMax,
  shadowFileBytesMax,
  shadowRunner,
} from '../../src/configuration/shadow/run-shadow.js';
import { loadStored } from '../../src/configuration/versions/start-version.js';
import { renderPlan } from '../../src/commands/configuration/plan.js';
import { renderShadow } from '../../src/commands/configuration/shadow.js';
import { ConfigurationError } from '../../src/configuration/configuration.js';
import { invoiceFile } from '../kit/site.js';
import { openPlace, refusal, type HubInPlace, type Place } from './hub-in-place.js';

const mapping = 'mappings/plain-810.yaml';

describe('a shadow', function () {
  this.timeout(60_000);
  let place: Place;
  let hub: HubInPlace;
  let first: string;

  before(async () => {
    place = await openPlace();
  });
  after(() => place?.close());
  beforeEach(async () => {
    await place.renew();
    hub = await place.openHub();
    first = hub.live.status().hash;
  });

  const planned = async (from: string, to: string) => {
    await place.edit(mapping, (text) => text.replace(from, to));
    return (await hub.ask('configuration.plan', {})).hash;
  };
  const start = async (from = 'number: BIG02', to = 'number: BIG01', partner?: string) => {
    const hash = await planned(from, to);
    await hub.ask('shadow.start', { hash, why: 'their new numbers', ...(partner ? { partner } : {}) });
    return hash;
  };
  const runnerOf = ({ current, live }: HubInPlace) =>
    shadowRunner({ current, open: (hash) => loadStored(place.sql, hash, live.home) });
  const run = () => runnerOf(hub)();
  const show = async (limit = 20) => (await hub.ask('shadow.show', { limit }))!;
  const numbers = async () => {
    const rows = await place.sql.selectFrom('records').select('business_key').orderBy('created_at').execute();
    return rows.map((row) => row.business_key);
  };

  it('compares each file that comes, while the live version is what is used', async () => {
    await hub.receive(invoiceFile(1, ['INV-0']), 'before.x12');
    const hash = await start();
    await hub.receive(invoiceFile(2, ['INV-1', 'INV-2']), 'b.x12');
    await hub.receive('Number,Date,Total,Item,Quantity,Unit\nC-1,2026-04-04,10.00,Tube,1,BX\n', 'c.csv');
    expect((await show()).waiting).to.equal(2);
    await run();
    const { figures, shown, waiting, ...rest } = await show();
    expect(rest).to.include({ hash, live: first, partner: null, startedBy: 'local:anna', ended: null });
    expect(figures).to.include({ files: 2, documents: 3, unchanged: 1, changed: 2 });
    expect(figures.fields).to.deep.equal({ number: 2 });
    expect(waiting).to.equal(0);
    const same = { partner: 'acme', agreement: 'invoices', kind: 'invoice@1', file: 'b.x12', moreFields: 0 };
    expect(shown.map(({ fields }) => fields)).to.deep.equal([
      [{ path: 'number', before: 'INV-2', after: '20260404' }],
      [{ path: 'number', before: 'INV-1', after: '20260404' }],
    ]);
    expect(shown[0]).to.deep.include(same);
    expect(await numbers()).to.deep.equal(['INV-0', 'INV-1', 'INV-2', 'C-1']);
    const text = renderShadow(await show());
    expect(text).to.contain(
      `${hash.slice(0, 12)} runs as a shadow of ${first.slice(0, 12)} for all partners`,
    );
    expect(renderPlan(await hub.ask('configuration.plan', {}))).to.match(
      /runs as a shadow: 2 of 3 documents differ\. To look: waybill shadow\nplanned [0-9a-f]+\nNext: waybill apply [0-9a-f]{12}\n$/,
    );
    expect(text).to.match(/ 1 {2}unchanged\n +2 {2}changed\n[^]*2 {2}number\n[^]*number: INV-2 -> 20260404/);
  });

  it('holds, delivers and answers nothing, and leaves no issue', async () => {
    await start('values: { CA: CA }', 'values: { EA: EA }');
    await hub.receive(invoiceFile(1, ['INV-1']));
    const all = async () =>
      JSON.stringify(
        await Promise.all(
          (['files', 'records', 'issues', 'deliveries', 'acknowledgments', 'work', 'events'] as const).map(
            (table) => place.sql.selectFrom(table).selectAll().orderBy('id').execute(),
          ),
        ),
      );
    const before = await all();
    await run();
    expect(await all()).to.equal(before);
    const { figures, shown } = await show();
    expect(figures).to.include({ changed: 1, newlyHeld: 1 });
    expect(figures.money).to.deep.equal({ USD: { before: '0', after: '0', newlyHeld: '125' } });
    expect([shown[0]!.before?.state, shown[0]!.after?.state]).to.deep.equal(['accepted', 'held']);
  });

  it('masks the values of sensitive fields before they are kept', async () => {
    await start('currency: { value: USD }', 'currency: { value: EUR, sensitive: true }');
    await hub.receive(invoiceFile(1, ['INV-1']));
    await run();
    expect((await show()).shown[0]!.fields).to.deep.equal([
      { path: 'currency', before: '***', after: '***' },
    ]);
    const [row] = await place.sql.selectFrom('shadow_differences').select('document').execute();
    expect(JSON.stringify(row)).not.to.contain('EUR');
  });

  it('is for the files of one partner where that is asked', async () => {
    const acme = await start(undefined, undefined, 'acme');
    await hub.receive(invoiceFile(1, ['INV-1']));
    await place.sql.updateTable('files').set({ partner: 'bolt' }).execute();
    await hub.receive(invoiceFile(2, ['INV-2']));
    await run();
    expect((await show()).figures.files).to.equal(2);
    await hub.ask('shadow.stop', {});
    const nobody = hub.ask('shadow.start', { hash: acme, partner: 'acne' });
    expect(await refusal(nobody)).to.equal('REQUEST_INVALID');
    await place.edit('partners/acme.yaml', (text) =>
      text.replace(/acme/g, 'bolt').replace('partner: acme', ''),
    );
    const { hash } = await hub.ask('configuration.plan', {});
    await hub.ask('shadow.start', { hash, partner: 'bolt' });
    await hub.receive(invoiceFile(3, ['INV-3']));
    expect((await show()).waiting, 'files of acme are not looked at').to.equal(0);
  });

  it('survives a restart, and compares with what is live by then', async () => {
    const number = await planned('number: BIG02', 'number: BIG01');
    const kind = await start('kind: { value: invoice }', 'kind: { value: credit }');
    await hub.receive(invoiceFile(1, ['INV-1']));
    hub = await place.openHub();
    await hub.receive(invoiceFile(2, ['INV-2']));
    await run();
    expect((await show()).figures.fields).to.deep.equal({ number: 2, kind: 2 });
    await place.edit(mapping, (text) => text.replace('{ value: credit }', '{ value: invoice }'));
    await hub.ask('configuration.apply', { hash: number });
    await hub.receive(invoiceFile(3, ['INV-3']));
    await run();
    expect(await show()).to.include({ hash: kind, live: number, ended: null });
    expect((await show()).figures.fields).to.deep.equal({ number: 2, kind: 3 });
  });

  it('ends when it goes live, whatever the folder holds, and when it is stopped', async () => {
    const hash = await start();
    await hub.receive(invoiceFile(1, ['INV-1']));
    await run();
    await hub.receive(invoiceFile(2, ['INV-2']));
    await place.edit(mapping, (text) => `# another edit\n${text}`);
    const applied = await hub.ask('configuration.apply', { hash }, 'local:ben');
    expect(applied).to.deep.include({ changed: true, shadow: { documents: 1, changed: 1 } });
    await run();
    expect(await show()).to.deep.include({ waiting: 1, live: hash });
    expect((await show()).ended).to.include({ how: 'live', by: 'local:ben' });
    expect(renderShadow(await show())).to.contain('Not compared before it ended: 1 file\n');
    const next = await planned('version: 1', 'version: 2');
    await hub.ask('shadow.start', { hash: next });
    expect(await hub.ask('shadow.stop', { why: 'enough' }, 'local:cy')).to.include({
      hash: next,
      documents: 0,
    });
    await hub.receive(invoiceFile(3, ['INV-3']));
    expect((await show()).waiting).to.equal(0);
    expect(await refusal(hub.ask('shadow.stop', {}))).to.equal('SHADOW_NONE');
    expect((await place.events('shadow.started', 'shadow.stopped')).map(({ event }) => event)).to.deep.equal([
      'shadow.started',
      'shadow.started',
      'shadow.stopped',
    ]);
  });

  it('ends when changes are taken at once from now on', async () => {
    await start();
    await place.edit('hub.yaml', (text) => text.replace('take: applied', 'take: at-once'));
    const { hash } = await hub.ask('configuration.plan', {});
    await hub.ask('configuration.apply', { hash });
    expect((await show()).ended).to.include({ how: 'stopped' });
  });

  it('is one at a time, of what was planned and is not live', async () => {
    const hash = await start();
    expect((await hub.ask('shadow.start', { hash })).changed).to.equal(false);
    expect(await refusal(hub.ask('shadow.start', { hash, partner: 'acme' }))).to.equal('SHADOW_RUNNING');
    const other = await planned('version: 1', 'version: 2');
    expect(await refusal(hub.ask('shadow.start', { hash: other }))).to.equal('SHADOW_RUNNING');
    for (const unknown of [first, 'f'.repeat(12)]) {
      expect(await refusal(hub.ask('shadow.start', { hash: unknown }))).to.equal('PLAN_UNKNOWN');
    }
    await place.renew('');
    hub = await place.openHub();
    const atOnce = await planned('version: 1', 'version: 2');
    expect(await refusal(hub.ask('shadow.start', { hash: atOnce }))).to.equal('CHANGES_TAKEN_AT_ONCE');
  });

  it('counts each file once where two hubs run it', async () => {
    await start();
    const other = await place.openHub();
    for (const number of [1, 2, 3, 4])
      await hub.receive(invoiceFile(number, [`INV-${number}`]), `${number}.x12`);
    await Promise.all([run(), runnerOf(other)()]);
    await run();
    expect((await show()).figures).to.include({ files: 4, documents: 4, changed: 4 });
    expect((await show()).shown).to.have.length(4);
  });

  it('notes what goes wrong with it, and only there', async () => {
    await start();
    const id = await hub.receive(invoiceFile(1, ['INV-1']), 'damaged.x12');
    await raw`DELETE FROM raw_chunks WHERE sha256 = (SELECT sha256 FROM files WHERE id = ${id})`.execute(
      place.sql,
    );
    const large = await hub.receive(invoiceFile(2, ['INV-2']), 'large.x12');
    await place.sql
      .updateTable('files')
      .set({ byte_count: shadowFileBytesMax + 1 })
      .where('id', '=', large)
      .execute();
    await hub.receive(invoiceFile(3, ['INV-3']));
    await run();
    expect((await show()).figures).to.deep.include({ files: 1, tooLarge: 1, faults: { ARCHIVE_DAMAGED: 1 } });
    expect(renderShadow(await show())).to.match(
      /Too large [^]*: 1 file\nCould not be compared: 1 file, ARCHIVE_DAMAGED/,
    );
    expect(await numbers()).to.have.length(3);
  });

  it('says that it cannot be opened, waits, and goes on when it can', async () => {
    await start();
    await hub.receive(invoiceFile(1, ['INV-1']));
    const problem = {
      code: 'KEY_UNKNOWN' as const,
      severity: 'error' as const,
      file: mapping,
      line: 3,
      message: '',
    };
    const closed = shadowRunner({
      current: hub.current,
      open: () => Promise.reject(new ConfigurationError([{ ...problem, col: 1, length: 1, path: '' }])),
    });
    await closed();
    expect(await show()).to.deep.include({
      waiting: 1,
      fault: { code: 'KEY_UNKNOWN', place: `${mapping}:3` },
    });
    const other = await place.openHub();
    await runnerOf(other)();
    expect(await show()).to.deep.include({ waiting: 0, fault: null });
  });

  it('leaves a file for later when the hub stops', async () => {
    await start();
    await hub.receive(invoiceFile(1, ['INV-1']));
    hub.stop();
    await run();
    expect((await show()).waiting).to.equal(1);
    hub = await place.openHub();
    await run();
    expect((await show()).figures.files).to.equal(1);
  });

  it('keeps so many differences, and counts the rest', async () => {
    await start();
    await hub.receive(invoiceFile(1, ['INV-1']));
    await run();
    await raw`UPDATE shadows SET figures = jsonb_set(figures, '{changed}', ${String(differencesKeptMax - 1)}::jsonb)`.execute(
      place.sql,
    );
    await hub.receive(invoiceFile(2, ['INV-2', 'INV-3', 'INV-4']));
    await run();
    const { figures, shown } = await show(1_000);
    expect(figures.changed).to.equal(differencesKeptMax + 2);
    expect(shown).to.have.length(2);
    expect(renderShadow(await show())).to.contain(`and ${differencesKeptMax} more changed documents`);
  });
});
