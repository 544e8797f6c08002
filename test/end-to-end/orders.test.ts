/**
 * Our own order on its way: JSON dropped by the purchasing system becomes an 850 at the supplier. What has no recipient, or no
 * row in a crosswalk, goes out by itself when that is corrected while the hub runs.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { X12Parser, type X12Interchange } from 'node-x12';
import { startHub, stop } from '../faults/rest.js';
import { statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { openOrderSite, orderFile, type OrderSite } from '../kit/order-site.js';
import { filesIn } from '../kit/site.js';
import { openX12Reader } from '../../src/x12/read/reader.js';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.js');

describe('an order of our own', function () {
  this.timeout(120_000);
  let site: OrderSite;
  let hub: HubProcess;

  before(async () => {
    site = await openOrderSite();
    hub = await startHub({ root: site.root });
  });
  after(async () => {
    await stop(hub);
    await site.close();
  });

  const waybill = (...words: string[]) =>
    run(process.execPath, [cli, ...words, '--root', site.root], {
      env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' },
    });
  const sent = async () => (await filesIn(site.outbox)).filter(({ path }) => !path.startsWith('.'));
  const waitForSent = (count: number) =>
    until(`${count} files sent`, async () => {
      const figures = (await statusOf(await hub.ready))['outboundDocuments'];
      return (await sent()).length === count && figures?.['sent'] === count ? true : undefined;
    });
  const waitForHeld = (code: string) =>
    until(`held by ${code}`, async () => {
      const figures = (await statusOf(await hub.ready))['outboundHeld'];
      return figures?.[code] === undefined ? undefined : true;
    });
  const numberOf = (bytes: Buffer) => /BEG\*00\*SA\*([^*]+)\*/.exec(bytes.toString())?.[1] ?? '';

  it('becomes an 850 at the supplier, which two readers can read', async () => {
    await site.drop('a.json', orderFile(['P-1', 'P-2']));
    await waitForSent(2);
    const files = await sent();
    expect(files.map(({ path }) => path).sort()).to.deep.equal(['850_000000001.x12', '850_000000002.x12']);
    expect(files.map(({ bytes }) => numberOf(bytes)).sort()).to.deep.equal(['P-1', 'P-2']);
    for (const { bytes } of files) {
      const reader = openX12Reader();
      reader.write(bytes);
      expect(reader.end().interchanges.map(({ verdict }) => verdict)).to.deep.equal(['accepted']);
      const other = new X12Parser(true).parse(bytes.toString().replaceAll('\n', '')) as X12Interchange;
      expect(other.functionalGroups[0]!.transactions[0]!.segments.map(({ tag }) => tag)).to.deep.equal([
        ...['BEG', 'PO1', 'CTT'],
      ]);
    }
  });

  it('waits for a supplier that nobody knows, and goes out when the partner file names it', async () => {
    await site.drop('b.json', orderFile([{ number: 'P-3', vendor: 'V-2' }]));
    await waitForHeld('RECIPIENT_UNKNOWN');
    const { stdout } = await waybill('status', '--url', await hub.ready);
    expect(stdout).to.match(/Documents out +1 held, 2 sent\n +held by +1 RECIPIENT_UNKNOWN/);
    const listed = await waybill('outbound').catch((error: { code: number; stdout: string }) => error);
    expect(listed).to.include({ code: 4 });
    expect(listed.stdout)
      .to.match(/^P-3 +purchase-order@1 +purchasing +\S+ \S+ UTC +held +RECIPIENT_UNKNOWN +\S+$/m)
      .and.to.contain('Found: "buyer V-2".');
    await site.change('partners/acme.yaml', '[V-1]', '[V-1, V-2]');
    await waitForSent(3);
  });

  it('waits for a row of a crosswalk, is seen with its money, and goes out when the row is added', async () => {
    await site.drop('c.json', orderFile([{ number: 'P-4', item: 'I-9' }]));
    await waitForHeld('CROSSWALK_MISSING');
    const gaps = await waybill('crosswalk', 'gaps');
    expect(gaps.stdout).to.contain('item_number=I-9').and.to.contain('125 USD');
    const added = await waybill('crosswalk', 'add', 'items', 'item_number=I-9', 'vendor_item=A-9');
    expect(added.stdout).to.contain('1 document waits for that (125 USD)');
    await waitForSent(4);
    const numbers = (await sent()).map(({ path }) => Number(/_(\d{9})/.exec(path)?.[1]));
    expect(numbers.sort((one, other) => one - other)).to.deep.equal([1, 2, 3, 4]);
    expect((await waybill('outbound')).stdout).to.equal('Everything that goes to partners is sent.\n');
    expect(hub.output()).not.to.match(/P-\d|V-2|I-9|A-9/);
  });

  it('is told by `waybill try` with what would be sent, and saves nothing', async () => {
    const path = join(site.root, 'd.json');
    await site.write('d.json', orderFile(['P-5']));
    const { stdout } = await waybill('try', path);
    expect(stdout)
      .to.contain('Goes on to acme by out-orders, on acme-folder')
      .and.to.contain('BEG*00*SA*P-5');
    await site.change('partners/purchasing.yaml', 'status: live', 'status: testing');
    const tried = await waybill('try', path).catch((error: { stdout: string }) => error);
    expect(tried.stdout).to.contain('Once all is live, goes on to acme by out-orders');
    expect(await readFile(path, 'utf8')).to.contain('P-5');
    expect(await sent()).to.have.length(4);
  });
});
