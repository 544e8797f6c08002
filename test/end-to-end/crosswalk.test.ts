/**
 * A buyer's way: an invoice waits for a unit that nobody has translated yet, its money is seen, a row is added to the running
 * hub, and the ERP has the invoice, once. Also without a hub, and by a partner who goes live.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startHub, stop, waitForRest } from '../faults/rest.js';
import { until, type HubProcess } from '../kit/hub-process.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.js');

describe('a buyer at the command line', function () {
  this.timeout(120_000);
  let site: Site;
  let hub: HubProcess;

  before(async () => {
    site = await openSite();
    const mapping = join(site.root, 'mappings/plain-810.yaml');
    const text = await readFile(mapping, 'utf8');
    await writeFile(
      mapping,
      text
        .replace('fields:\n', 'crosswalks:\n  uom: { file: uom.csv, key: unit }\nfields:\n')
        .replace('values: { CA: CA }', 'crosswalk: uom.hub'),
    );
    await writeFile(join(site.root, 'mappings/uom.csv'), 'partner,unit,hub\r\n,CA,CA\r\n');
    hub = await startHub({ root: site.root });
  });
  after(async () => {
    await stop(hub);
    await site.close();
  });

  async function waybill(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    const environment = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };
    try {
      const { stdout, stderr } = await run(process.execPath, [cli, ...words, '--root', site.root], {
        env: environment,
      });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  }
  const gaps = async () => {
    const { out } = await waybill('crosswalk', 'gaps', '--json');
    return JSON.parse(out) as { documents: number; amounts: unknown[]; gaps: Record<string, unknown>[] };
  };
  const effects = () => [...site.erp.effects.values()].map(({ businessKey }) => businessKey).sort();
  const rest = async () => waitForRest(site, await hub.ready);

  it('sees the documents and the money that wait for a unit, adds its row, and they are delivered', async () => {
    const unknown = invoiceFile(1, ['INV-1', 'INV-2', 'INV-3'])
      .replace('*CA*', '*PL*')
      .replace('*CA*', '*PL*');
    await site.drop([{ name: 'a.x12', bytes: unknown }]);
    await rest();
    expect(effects()).to.deep.equal(['INV-3']);
    const found = await gaps();
    expect(found).to.deep.include({ documents: 2, amounts: [{ currency: 'USD', value: '250.00' }] });
    expect(found.gaps[0]).to.deep.include({
      ...{ file: 'uom.csv', key: { unit: 'PL' }, partners: ['acme'], documents: 2, places: 2 },
      amounts: [{ currency: 'USD', value: '250.00' }],
    });
    expect((await waybill('crosswalk', 'gaps')).out)
      .to.contain('unit=PL')
      .and.to.contain('250.00 USD');
    expect((await waybill('release', '--all')).out).to.contain('0 documents would go on');

    const added = await waybill('crosswalk', 'add', 'uom', 'unit=PL', 'hub=PL', '--why', 'pallets');
    expect(added, added.err).to.include({ code: 0 });
    expect(added.out)
      .to.contain('mappings/uom.csv:3')
      .and.to.contain('2 documents wait for that (250.00 USD)');
    expect(await readFile(join(site.root, 'mappings/uom.csv'), 'utf8')).to.equal(
      'partner,unit,hub\r\n,CA,CA\r\n,PL,PL\r\n',
    );
    await until('delivered', async () => (effects().length === 3 ? true : undefined));
    await rest();
    expect(effects()).to.deep.equal(['INV-1', 'INV-2', 'INV-3']);
    expect(await gaps()).to.deep.equal({ gaps: [], documents: 0, amounts: [] });
    expect(hub.output()).not.to.match(/INV-\d|"PL"|AM-7731/);
  });

  it('is refused what would damage the table, and nothing is written', async () => {
    const before = await readFile(join(site.root, 'mappings/uom.csv'), 'utf8');
    const twice = await waybill('crosswalk', 'add', 'uom.csv', 'unit=CA', 'hub=BX');
    expect([twice.code, twice.err]).to.satisfy(
      ([code, err]: [number, string]) => code === 1 && err.includes('CROSSWALK_KEY_TWICE'),
    );
    const refusals: [string[], string][] = [
      [['uom.csv', 'unit=BX ', 'hub=BX'], 'CROSSWALK_BLANKS'],
      [['uom.csv', 'unit=1.08854E+13', 'hub=BX'], 'CROSSWALK_DAMAGED'],
      [['uom.csv', 'unit=BX', 'hup=BX'], 'no column "hup"'],
      [['uom.csv', 'unit=BX', 'hub=BX', '--partner', 'acmee'], 'did you mean acme?'],
      [['uom.csv', 'unit=BX'], 'says nothing beside its key'],
      [['units.csv', 'unit=BX', 'hub=BX'], 'CROSSWALK_UNKNOWN'],
      [['../partners/acme.yaml', 'unit=BX', 'hub=BX'], 'CROSSWALK_UNKNOWN'],
    ];
    for (const [words, sentence] of refusals) {
      const { code, err } = await waybill('crosswalk', 'add', ...words);
      expect(err, words.join(' ')).to.contain(sentence);
      expect(code).to.equal(1);
    }
    expect(await readFile(join(site.root, 'mappings/uom.csv'), 'utf8')).to.equal(before);
    const nothing = await waybill('release', '01a203c4-24be-7641-84eb-5fa8ce636f77');
    expect([nothing.code, nothing.err.includes('NOTHING_WAITS')]).to.deep.equal([1, true]);
  });

  it('fills what a row lacks, and nothing that it has', async () => {
    const path = join(site.root, 'mappings/uom.csv');
    const before = await readFile(path, 'utf8');
    await writeFile(path, `${before},RL,\r\n`);
    const filled = await waybill('crosswalk', 'add', 'uom', 'unit=RL', 'hub=RL');
    expect(filled.code, filled.err).to.equal(0);
    expect(filled.out).to.contain('0 added, 1 replaced');
    expect(await readFile(path, 'utf8')).to.equal(`${before},RL,RL\r\n`);
    expect((await waybill('crosswalk', 'add', 'uom', 'unit=RL', 'hub=BX')).err).to.contain(
      'CROSSWALK_KEY_TWICE',
    );
    await writeFile(path, before);
  });

  it('imports many rows at once, having seen what would change', async () => {
    const file = join(site.root, 'units.csv');
    await writeFile(file, 'unit,hub\nPL,PAL\nCA,CA\nDZ,DZ\n');
    const seen = await waybill('crosswalk', 'import', file, '--into', 'uom.csv');
    expect(seen.code, seen.err).to.equal(4);
    expect(seen.out).to.contain('1 added, 1 replaced, 1 as they were');
    const done = await waybill('crosswalk', 'import', file, '--into', 'uom.csv', '--yes');
    expect(done.code, done.err).to.equal(0);
    const now = 'partner,unit,hub\r\n,CA,CA\r\n,PL,PAL\r\n,DZ,DZ\r\n';
    expect((await waybill('crosswalk', 'export', 'uom')).out).to.equal(now);
    await writeFile(file, 'unit,hub\nBX,BX\nBG,BG \n');
    const refused = await waybill('crosswalk', 'import', file, '--into', 'uom.csv', '--yes');
    expect(refused.err).to.contain('Row 3, hub');
    expect((await waybill('crosswalk', 'export', 'uom')).out, 'all or none').to.equal(now);
  });
});
