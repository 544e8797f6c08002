import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { startHubProcess, statusOf, until } from '../kit/hub-process.js';
import { openOrderSite } from '../kit/order-site.js';

describe('a hub that starts', function () {
  this.timeout(60_000);

  it('runs although a file stands where a folder of a connection should be, and says which connection fails', async () => {
    const site = await openOrderSite();
    try {
      await site.change('partners/acme.yaml', './exchange/acme-in', './data/acme-in');
      const inTheWay = join(site.root, 'data/acme-in');
      await mkdir(dirname(inTheWay), { recursive: true });
      await writeFile(inTheWay, 'a file\n');
      const hub = startHubProcess({ root: site.root });
      const address = await hub.ready;
      await until('the connection fails', async () => {
        const { connections } = await statusOf(address);
        const { failures = 0 } = (connections?.['acme-folder'] ?? {}) as { failures?: number };
        return failures > 0 ? true : undefined;
      });
      hub.kill('SIGTERM');
      expect(await hub.ended).to.equal(0);
      expect(hub.output()).to.match(
        /"connection":"acme-folder","code":"E\w+","msg":"A folder of a connection cannot be made"/,
      );
    } finally {
      await site.close();
    }
  });
});
