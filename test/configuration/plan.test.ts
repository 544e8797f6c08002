/**
 * Planned changes of the configuration, under a running hub in a process of its own and at rest.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { askHub } from '../../src/commands/asking/ask-hub.js';
import { apply } from '../../src/commands/configuration/apply.js';
import { plan } from '../../src/commands/configuration/plan.js';
import { rollback } from '../../src/commands/configuration/rollback.js';
import type { ConfigurationStatus } from '../../src/configuration/versions/live-configuration.js';
import type { WaybillError } from '../../src/errors.js';
import type { Plan } from '../../src/operations/configuration/plan-configuration.js';
import { openDatabase } from '../../src/store/database/database.js';
import { makeTerminal } from '../commands/made-terminal.js';
import { startHubProcess, statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

const mapping = 'mappings/plain-810.yaml';

describe('a hub whose changes are applied', function () {
  this.timeout(180_000);
  let site: Site;
  let hub: HubProcess;
  let address: string;
  let first: string;

  const start = async () => {
    hub = startHubProcess({ root: site.root });
    address = await hub.ready;
  };
  before(async () => {
    site = await openSite();
    await edit('hub.yaml', (text) => `${text}changes: { take: applied, fourEyes: true }\n`);
    await start();
    first = (await configuration()).hash;
    await site.drop([
      { name: 'a.x12', bytes: invoiceFile(1, ['INV-1', 'INV-2']) },
      { name: 'b.x12', bytes: invoiceFile(2, ['INV-3']) },
    ]);
    await until('three records', async () => (site.erp.effects.size === 3 ? true : undefined));
  });
  after(async () => {
    hub?.kill('SIGKILL');
    await hub?.ended;
    await site?.close();
  });

  const configuration = async () =>
    (await statusOf(address))['configuration'] as unknown as ConfigurationStatus;
  const edit = async (path: string, change: (text: string) => string) => {
    const full = join(site.root, path);
    await writeFile(full, change(await readFile(full, 'utf8')));
  };
  const by = (as: string) => ({ environment: {}, as });
  const planAs = async (as: string, impact?: string): Promise<[number, Plan]> => {
    const terminal = makeTerminal();
    const asked = { ...by(as), json: true, ...(impact === undefined ? {} : { impact }) };
    const code = await plan(site.root, asked, terminal);
    return [code, JSON.parse(terminal.out) as Plan];
  };
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => expect.fail('it was not refused'),
      (error: WaybillError) => error.code,
    );
  const delivered = (key: string) => async () =>
    [...site.erp.effects.values()].find(({ businessKey }) => businessKey === key);
  const live = (hash: string) => async () => ((await configuration()).hash === hash ? true : undefined);

  it('says that nothing is pending, with exit code 0', async () => {
    const [code, found] = await planAs('anna');
    expect(code).to.equal(0);
    expect(found).to.include({ pending: false, hash: first, live: first });
  });

  it('leaves an edit waiting, and plans it in words', async () => {
    await edit(mapping, (text) => text.replace('number: BIG02', 'number: BIG01'));
    await edit('partners/acme.yaml', (text) =>
      text.replace('mapping: plain-810, deliver', 'mapping: plain-810, acknowledge: none, deliver'),
    );
    const [code, found] = await planAs('anna');
    expect(code).to.equal(4);
    expect(found.files).to.deep.equal([
      { path: mapping, change: 'changed', words: ['fields.number BIG02 -> BIG01'] },
      {
        path: 'partners/acme.yaml',
        change: 'changed',
        words: ['agreement invoices: acknowledge added (none)'],
      },
    ]);
    expect(found.warnings).to.deep.equal([`${mapping} changed, but its version is still 1`]);
    await until('the edit waits', async () => (await configuration()).waiting);
    expect(await configuration()).to.include({ hash: first, waiting: found.hash });
  });

  it('tells what it would have done to the documents received, and what would be held', async () => {
    const [, moved] = await planAs('anna', '30d');
    expect(moved.impact).to.include({ files: 2, documents: 3, unchanged: 0, changed: 3, newlyHeld: 0 });
    expect(moved.impact!.shown[1]).to.deep.include({
      businessKey: '20260404',
      fields: [{ path: 'number', before: 'INV-1', after: '20260404' }],
    });
    const text = await readFile(join(site.root, mapping), 'utf8');
    await edit(mapping, (one) =>
      one.replace('BIG01', 'BIG02').replace('values: { CA: CA }', 'values: { EA: EA }'),
    );
    const [, held] = await planAs('anna', '30d');
    expect(held.impact).to.include({ changed: 3, newlyHeld: 3 });
    expect(held.impact!.money).to.deep.equal({ USD: { before: '0', after: '0', newlyHeld: '375' } });
    await writeFile(join(site.root, mapping), text);
    const terminal = makeTerminal();
    await plan(site.root, { ...by('anna'), impact: '1d' }, terminal);
    expect(terminal.out).to.match(/3 +changed\n[^]*number: INV-1 -> 20260404\n[^]*planned [0-9a-f]{64}\n/);
  });

  it('applies nothing that was not planned, by nobody who planned it, and not once the folder changed', async () => {
    const [, { hash }] = await planAs('anna');
    expect(await refusal(askHub(site.root, 'configuration.apply', { hash }, by('anna')))).to.equal(
      'PLAN_OWN',
    );
    await edit(mapping, (text) => `# a note\n${text}`);
    const ben = () => askHub(site.root, 'configuration.apply', { hash }, by('ben'));
    expect(await refusal(ben())).to.equal('PLAN_OUTDATED');
    expect(await refusal(askHub(site.root, 'configuration.apply', {}, by('ben')))).to.equal('PLAN_UNKNOWN');
    const other = askHub(site.root, 'configuration.apply', { hash: '0'.repeat(64) }, by('ben'));
    expect(await refusal(other)).to.equal('PLAN_UNKNOWN');
    await edit(mapping, (text) => text.replace('# a note\n', ''));
    expect((await configuration()).hash).to.equal(first);
  });

  it('puts exactly what was planned live, for the files that come after it', async () => {
    const [, { hash }] = await planAs('anna');
    expect((await planAs('ben', '30d'))[1].hash, 'looking at it makes no plan of his own').to.equal(hash);
    const terminal = makeTerminal();
    const asked = { ...by('ben'), why: 'their new numbers' };
    expect(await apply(site.root, hash.slice(0, 10), asked, terminal)).to.equal(0);
    expect(terminal.out).to.contain(`${hash.slice(0, 12)} is live`);
    await site.drop([{ name: 'c.x12', bytes: invoiceFile(3, ['INV-4']) }]);
    await until('a record of the applied mapping', delivered('20260404'));
    await until('the status', live(hash));
    expect((await planAs('anna'))[0]).to.equal(0);
  });

  it('starts with what was applied, whatever the folder holds by then', async () => {
    const { hash } = await configuration();
    hub.kill('SIGTERM');
    await hub.ended;
    await edit(mapping, (text) => text.replace('BIG01', 'BIG01 }'));
    await edit('hub.yaml', (text) => text.replace('take: applied', 'take: at-once'));
    await start();
    expect((await configuration()).hash).to.equal(hash);
    expect(await plan(site.root, by('anna'), makeTerminal())).to.equal(1);
    await edit(mapping, (text) => text.replace('BIG01 }', 'BIG01'));
    await edit('hub.yaml', (text) => text.replace('take: at-once', 'take: applied'));
  });

  it('goes back to what was live before, and with the folder where that is asked', async () => {
    const { hash } = await configuration();
    const terminal = makeTerminal();
    expect(await rollback(site.root, undefined, { ...by('anna'), why: 'wrong' }, terminal)).to.equal(0);
    expect(terminal.out).to.contain('The folder was not touched');
    await until('the version before', live(first));
    await site.drop([{ name: 'd.x12', bytes: invoiceFile(4, ['INV-5']) }]);
    await until('a record of the version before', delivered('INV-5'));
    expect((await planAs('anna'))[0]).to.equal(4);
    await writeFile(join(site.root, 'partners/new.yaml'), 'partner: new\n');
    expect(await rollback(site.root, first, { ...by('anna'), write: true }, makeTerminal())).to.equal(0);
    expect(await readFile(join(site.root, mapping), 'utf8')).to.contain('number: BIG02');
    expect((await planAs('anna'))[0]).to.equal(0);
    const versions = await askHub(site.root, 'configuration.versions', {}, by('anna'));
    expect(versions.map((one) => one.hash)).to.deep.equal([first, hash]);
    expect(
      await refusal(askHub(site.root, 'configuration.roll-back', { hash: 'fffffff', write: false }, by('x'))),
    ).to.equal('VERSION_UNKNOWN');
  });

  it('plans, applies and leaves events while no hub runs', async () => {
    hub.kill('SIGTERM');
    await hub.ended;
    await edit('partners/acme.yaml', (text) => text.replace('name: Acme', 'name: Acme Medical'));
    const [, { hash }] = await planAs('ben', '1d');
    expect(await apply(site.root, hash, by('anna'), makeTerminal())).to.equal(0);
    await start();
    expect((await configuration()).hash).to.equal(hash);
    hub.kill('SIGTERM');
    await hub.ended;
    const database = await openDatabase({ dataDir: join(site.root, 'data') });
    try {
      const rows = await database.kysely
        .selectFrom('events')
        .select(['event', 'actor', 'detail'])
        .where('event', 'in', ['configuration.live', 'configuration.applied', 'configuration.rolled-back'])
        .orderBy('id')
        .execute();
      expect(rows.map(({ event, actor }) => `${event} ${actor}`)).to.deep.equal([
        'configuration.live hub',
        'configuration.applied local:ben',
        'configuration.rolled-back local:anna',
        'configuration.applied local:anna',
      ]);
      expect(rows[1]!.detail).to.include({
        before: first,
        why: 'their new numbers',
        plannedBy: 'local:anna',
      });
    } finally {
      await database.close();
    }
  });
});
