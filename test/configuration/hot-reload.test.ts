/**
 * Edits of the configuration folder under a running hub, in a process of its own.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { askHub } from '../../src/commands/asking/ask-hub.js';
import type { ConfigurationStatus } from '../../src/configuration/versions/live-configuration.js';
import { openDatabase } from '../../src/store/database/database.js';
import { startHubProcess, statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

describe('a running hub whose configuration is edited', function () {
  this.timeout(120_000);
  let site: Site;
  let hub: HubProcess;
  let address: string;

  before(async () => {
    site = await openSite();
    hub = startHubProcess({ root: site.root });
    address = await hub.ready;
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
  const anotherThan = (hash: string) => async () => {
    const { hash: live } = await configuration();
    return live === hash ? undefined : live;
  };
  const delivered = (key: string) => async () =>
    [...site.erp.effects.values()].find(({ businessKey }) => businessKey === key);
  /** An invoice INV-1 of 2026-04-01, and so on. */
  const invoice = (index: number) =>
    invoiceFile(index, [`INV-${index}`]).replace('BIG*20260404', `BIG*2026040${index}`);

  it('takes an edit that is sound, for the files that come after it', async () => {
    const { hash } = await configuration();
    await site.drop([{ name: 'a.x12', bytes: invoice(1) }]);
    await until('the first record', delivered('INV-1'));
    await edit('mappings/plain-810.yaml', (text) =>
      text.replace('version: 1', 'version: 2').replace('number: BIG02', 'number: BIG01'),
    );
    await until('the edit is live', anotherThan(hash));
    await site.drop([{ name: 'b.x12', bytes: invoice(2) }]);
    await until('a record of the edited mapping', delivered('20260402'));
  });

  it('keeps what it has when a file is broken, says so, and goes on when it is mended (G19)', async () => {
    const { hash } = await configuration();
    await edit('mappings/plain-810.yaml', (text) => text.replace('BIG01', 'BIG01 }'));
    const refused = await until('the refusal', async () => (await configuration()).refused);
    expect(refused.problems[0]).to.include({ place: 'mappings/plain-810.yaml:8' });
    expect((await configuration()).hash).to.equal(hash);
    await site.drop([{ name: 'c.x12', bytes: invoice(3) }]);
    await until('a record of the version before', delivered('20260403'));
    expect(hub.output()).to.contain('"place":"mappings/plain-810.yaml:8"');
    await edit('mappings/plain-810.yaml', (text) => text.replace('BIG01 }', 'BIG01'));
    await until('the mended file', async () => ((await configuration()).refused ? undefined : true));
    expect((await configuration()).hash).to.equal(hash);
  });

  it('polls a connection that is added, and no longer one that is removed', async () => {
    const { hash } = await configuration();
    const acme = await readFile(join(site.root, 'partners/acme.yaml'), 'utf8');
    const other = acme
      .replaceAll('acme', 'bolt')
      .replaceAll('ACME', 'BOLT')
      .replaceAll('./exchange', './bolt');
    for (const folder of ['in', 'done', 'out'])
      await mkdir(join(site.root, 'bolt', folder), { recursive: true });
    await writeFile(join(site.root, 'partners/bolt.yaml'), other);
    const withBolt = await until('the added partner', anotherThan(hash));
    const file = invoice(4).replaceAll('ACME', 'BOLT');
    await writeFile(join(site.root, 'bolt/in/d.x12'), file);
    await until('a record of the added partner', delivered('20260404'));
    await rm(join(site.root, 'partners/bolt.yaml'));
    await until('the removed partner', anotherThan(withBolt));
    await writeFile(join(site.root, 'bolt/in/e.x12'), invoice(5).replaceAll('ACME', 'BOLT'));
    await site.drop([{ name: 'f.x12', bytes: invoice(6) }]);
    await until('a record of another partner', delivered('20260406'));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await readFile(join(site.root, 'bolt/in/e.x12'), 'utf8')).to.contain('INV-5');
  });

  it('says which parts of hub.yaml a restart takes, and keeps them as they were opened', async () => {
    const { hash } = await configuration();
    await edit('hub.yaml', (text) => text.replace('heartbeatMs: 200', 'heartbeatMs: 250'));
    const changed = await until('the edit of hub.yaml', anotherThan(hash));
    expect((await configuration()).restart).to.deep.equal(['timing']);
    await edit('hub.yaml', (text) => text.replace('heartbeatMs: 250', 'heartbeatMs: 200'));
    await until('the edit taken back', anotherThan(changed));
    expect(await configuration()).to.deep.include({ hash, restart: [] });
  });

  it('takes an edit at a signal or when asked, without waiting, and tells whoever asked what is wrong', async () => {
    const ask = () => askHub(site.root, 'configuration.reload', {}, { environment: {}, as: 'anna' });
    await edit('partners/acme.yaml', (text) => text.replace('name: Acme', 'name: Acme Medical'));
    const { hash } = await ask();
    await until('the status', async () => ((await configuration()).hash === hash ? true : undefined));
    await edit('partners/acme.yaml', (text) => text.replace('status: live', 'status: alive'));
    const refused = await ask().then(
      () => expect.fail('it was taken'),
      (error: { problems?: unknown[] }) => error,
    );
    expect(refused.problems).to.have.length(1);
    await edit('partners/acme.yaml', (text) => text.replace('status: alive', 'status: live'));
    hub.kill('SIGHUP');
    await until('the mended file', async () => ((await configuration()).refused ? undefined : true));
  });

  it('leaves an event of each change, and notes at each file which version it was read with', async () => {
    hub.kill('SIGTERM');
    await hub.ended;
    const database = await openDatabase({ dataDir: join(site.root, 'data') });
    try {
      const rows = await database.kysely
        .selectFrom('events')
        .select(['event', 'subject_id', 'detail'])
        .where('event', 'in', ['configuration.live', 'configuration.refused', 'file.translated'])
        .orderBy('id')
        .execute();
      const [first, file1, second, file2, refused] = rows;
      expect([first, file1, second, file2, refused].map((row) => row?.event)).to.deep.equal([
        'configuration.live',
        'file.translated',
        'configuration.live',
        'file.translated',
        'configuration.refused',
      ]);
      expect(file1!.detail).to.include({ configuration: first!.subject_id });
      expect(file2!.detail).to.include({ configuration: second!.subject_id });
      expect(refused!.detail).to.include({ place: 'mappings/plain-810.yaml:8' });
    } finally {
      await database.close();
    }
  });
});
