import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openErp } from '../../src/erp/index.js';
import { keepsErpPromises, sampleDelivery, type ErpUnderTest } from '../conformance/erp.js';

const never = new AbortController().signal;
const environment = (root: string) => ({ root, secret: async () => undefined });

async function openFolder(format: 'json' | 'csv'): Promise<ErpUnderTest & { folder: string }> {
  const root = await mkdtemp(join(tmpdir(), 'waybill-erp-'));
  const folder = join(root, 'drop');
  const adapter = await openErp('drop', { adapter: 'files', path: 'drop', format }, environment(root));
  return {
    adapter,
    folder,
    effects: async () =>
      (await readdir(folder)).map((name) => /([0-9a-f-]{36}\.\d+)\.[a-z]+$/.exec(name)?.[1] ?? name),
    async refuse({ recordId, revision }) {
      await writeFile(join(folder, `invoice-INV-88213-${recordId}.${revision}.${format}`), 'not ours');
    },
    breakDown: () => rename(folder, `${folder}.away`),
    recover: () => rename(`${folder}.away`, folder),
    close: () => rm(root, { recursive: true }),
  };
}

describe('the files adapter writing JSON', () => keepsErpPromises(() => openFolder('json')));
describe('the files adapter writing CSV', () => keepsErpPromises(() => openFolder('csv')));

describe('the files adapter', () => {
  let erp: Awaited<ReturnType<typeof openFolder>>;
  beforeEach(async () => {
    erp = await openFolder('json');
  });
  afterEach(() => erp.close());

  it('names a file after kind, business key, record and revision, with nothing of the key that a path could use', async () => {
    await erp.adapter.deliver(sampleDelivery({ businessKey: '../../etc/passwd\n\u202e=INV 1' }), never);
    expect(await readdir(erp.folder)).to.deep.equal([
      'invoice-..-..-etc-passwd-INV-1-5b0c8a52-3f3c-5f0e-9f43-0a6a8f0f2c11.1.json',
    ]);
  });

  it('cuts a business key that would not fit a file name', async () => {
    await erp.adapter.deliver(sampleDelivery({ businessKey: 'X'.repeat(5000) }), never);
    expect((await readdir(erp.folder))[0]).to.have.length.below(255);
  });

  it('writes the record with what identifies it, decimals as text', async () => {
    await erp.adapter.deliver(sampleDelivery(), never);
    const [name] = await readdir(erp.folder);
    const written = JSON.parse(await readFile(join(erp.folder, name ?? ''), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(written).to.include({ kind: 'invoice@1', revision: 1, partner: 'acme-medical' });
    expect(written).to.have.nested.property('record.totals.stated', '1250.00');
  });

  it('removes temporary files that a crash left long ago, and no others', async () => {
    const yesterday = new Date(Date.now() - 86_400_000);
    await writeFile(join(erp.folder, '.waybill-old'), 'half');
    await utimes(join(erp.folder, '.waybill-old'), yesterday, yesterday);
    await writeFile(join(erp.folder, '.waybill-young'), 'being written');
    await writeFile(join(erp.folder, 'theirs.tmp'), 'theirs');
    const again = await openErp('drop', { adapter: 'files', path: erp.folder }, environment('/'));
    await again.close();
    expect(await readdir(erp.folder)).to.have.members(['.waybill-young', 'theirs.tmp']);
  });
});
