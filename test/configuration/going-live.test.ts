/**
 * The way of a change as a user goes it, by commands: two running hubs on one PostgreSQL, a shadow, a time from which it is live,
 * and a restart in between.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { askHub } from '../../src/commands/asking/ask-hub.js';
import { apply } from '../../src/commands/configuration/apply.js';
import { shadow } from '../../src/commands/configuration/shadow.js';
import type { ConfigurationStatus } from '../../src/configuration/versions/live-configuration.js';
import type { ShadowReport, Upcoming } from '../../src/operations/configuration/shadow-configuration.js';
import { openDatabase } from '../../src/store/database/database.js';
import { makeTerminal } from '../commands/made-terminal.js';
import { startHubProcess, statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

const mapping = 'mappings/plain-810.yaml';

describe('a change on its way, with two hubs on one database', function () {
  this.timeout(180_000);
  let site: Site;
  let postgres: Postgres;
  let environment: NodeJS.ProcessEnv;
  const hubs: HubProcess[] = [];
  let first: string;

  before(async function () {
    if (!hasPostgres()) return this.skip();
    postgres = await startPostgres();
    environment = { DATABASE_URL: await postgres.freshDatabase() };
    site = await openSite();
    await edit('hub.yaml', (text) => `${text}changes: { take: applied, fourEyes: true }\n`);
    await startTwo();
    first = (await configuration()).hash;
  });
  after(async () => {
    for (const hub of hubs) hub.kill('SIGKILL');
    await Promise.all(hubs.map((hub) => hub.ended));
    await site?.close();
    await postgres?.close();
  });

  const startTwo = async () => {
    for (const data of ['data', 'other-data']) {
      const hub = startHubProcess({
        root: site.root,
        environment: { ...(environment as Record<string, string>), WAYBILL_DATA: data },
      });
      hubs.push(hub);
      await hub.ready;
    }
  };
  const configurations = () =>
    Promise.all(
      hubs.map(
        async (hub) =>
          (await statusOf(await hub.ready))['configuration'] as unknown as ConfigurationStatus & Upcoming,
      ),
    );
  const configuration = async () => (await configurations())[0]!;
  const edit = async (path: string, change: (text: string) => string) => {
    const full = join(site.root, path);
    await writeFile(full, change(await readFile(full, 'utf8')));
  };
  const by = (as: string) => ({ environment, as });
  const delivered = (key: string) => async () =>
    [...site.erp.effects.values()].find(({ businessKey }) => businessKey === key);
  const bothLive = (hash: string) => async () =>
    (await configurations()).every((one) => one.hash === hash) ? true : undefined;
  const report = async () => {
    const terminal = makeTerminal();
    expect(await shadow(site.root, undefined, { ...by('anna'), json: true }, terminal)).to.equal(0);
    return JSON.parse(terminal.out) as ShadowReport | null;
  };
  /** The time that was approved has come. */
  const come = async () => {
    const databaseUrl = environment['DATABASE_URL']!;
    const database = await openDatabase({ dataDir: join(site.root, 'data'), databaseUrl });
    await raw`UPDATE approvals SET effective_at = now()`.execute(database.kysely);
    await database.close();
  };
  let control = 0;
  const drop = async (...numbers: string[]) => {
    control += 1;
    await site.drop([{ name: `${control}.x12`, bytes: invoiceFile(control, numbers) }]);
  };

  it('runs in shadow on what comes, while what is live is delivered; over a change of what is live', async () => {
    expect(await report()).to.equal(null);
    await edit(mapping, (text) => text.replace('version: 1', 'version: 2').replace('CA: CA', 'CA: CT'));
    const { hash: small } = await askHub(site.root, 'configuration.plan', {}, by('anna'));
    await edit(mapping, (text) => text.replace('number: BIG02', 'number: BIG01'));
    const { hash } = await askHub(site.root, 'configuration.plan', {}, by('anna'));
    const terminal = makeTerminal();
    expect(await shadow(site.root, hash.slice(0, 9), by('anna'), terminal)).to.equal(0);
    expect(terminal.out).to.contain(`runs as a shadow of ${first.slice(0, 12)} for all partners.`);
    await drop('INV-1', 'INV-2');
    await until('the record of the live version', delivered('INV-2'));
    await until('the comparison', async () => ((await report())!.figures.documents === 2 ? true : undefined));
    expect(Object.keys((await report())!.figures.fields))
      .to.include('number')
      .and.to.have.length.above(1);
    await edit(mapping, (text) => text.replace('number: BIG01', 'number: BIG02'));
    await askHub(site.root, 'configuration.apply', { hash: small }, by('ben'));
    await until('both took what was applied', bothLive(small));
    await drop('INV-3');
    await until('the comparison', async () => ((await report())!.figures.documents === 3 ? true : undefined));
    const { fields } = (await report())!.figures;
    expect(Object.entries(fields).filter(([, documents]) => documents === 3)).to.deep.equal([['number', 3]]);
    await until('the status', async () => ((await configuration()).shadow?.changed === 3 ? true : undefined));
    expect([...site.erp.effects.values()].map((one) => one.businessKey)).not.to.include('20260404');
  });

  it('goes on in shadow after a restart, goes live at its time in both, and the shadow ends', async () => {
    const { hash } = (await report())!;
    for (const hub of hubs) hub.kill('SIGKILL');
    await Promise.all(hubs.map((hub) => hub.ended));
    hubs.length = 0;
    await startTwo();
    await drop('INV-4');
    await until('the comparison', async () => ((await report())!.figures.documents === 4 ? true : undefined));
    const terminal = makeTerminal();
    const effective = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)}Z`;
    expect(await apply(site.root, hash, { ...by('anna'), effective }, terminal)).to.equal(1);
    expect(terminal.err).to.contain('PLAN_OWN');
    expect(await apply(site.root, hash, { ...by('ben'), effective }, terminal)).to.equal(0);
    expect(terminal.out).to.contain('approved by local:ben');
    const approved = await until('the status', async () => (await configuration()).approved);
    expect(approved).to.include({ hash, approvedBy: 'local:ben' });
    await come();
    await until('both are live', bothLive(hash));
    await drop('INV-5');
    await until('a record of the new version', delivered('20260404'));
    expect((await report())!.ended).to.include({ how: 'live', by: 'local:ben' });
    expect((await report())!.figures.documents).to.equal(4);
    await until('the status', async () => {
      const { approved: still, shadow: running } = await configuration();
      return still === undefined && running === undefined ? true : undefined;
    });
  });

  it('says in words what is wrong with what was asked', async () => {
    const terminal = makeTerminal();
    expect(await shadow(site.root, undefined, { ...by('anna'), stop: true }, terminal)).to.equal(1);
    expect(await apply(site.root, undefined, { ...by('anna'), cancel: true }, terminal)).to.equal(1);
    expect(terminal.err).to.match(/SHADOW_NONE[^]*NOTHING_APPROVED/);
    for (const options of [{ partner: 'acme' }, { limit: 'all' }]) {
      expect(await shadow(site.root, undefined, { ...by('anna'), ...options }, terminal)).to.equal(2);
    }
    expect(await shadow(site.root, 'abcdef0', { ...by('anna'), stop: true }, terminal)).to.equal(2);
    const both = { ...by('anna'), cancel: true, effective: '2026-12-01T06:00' };
    expect(await apply(site.root, undefined, both, terminal)).to.equal(2);
  });
});
