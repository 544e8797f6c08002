import { expect } from 'chai';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleToken, startSampleErp, type SampleErp } from './sample-erp.js';

describe('the sample ERP', () => {
  let folder: string;
  let erp: SampleErp;
  const start = async (...flags: string[]) => {
    erp = await startSampleErp(flags);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-sample-erp-'));
  });
  afterEach(async () => {
    await erp.kill();
    await rm(folder, { recursive: true });
  });

  const post = (key: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${erp.address}/records/invoice`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sampleToken}`, 'idempotency-key': key, ...headers },
      body,
    });

  it('answers a repeated key with its first answer and says so, and refuses it with another body', async () => {
    await start();
    const first = await post('a.1', '{"total":"1.00"}');
    expect([first.status, first.headers.get('idempotent-replayed')]).to.deep.equal([201, null]);
    const again = await post('a.1', '{"total":"1.00"}');
    expect([again.status, again.headers.get('idempotent-replayed')]).to.deep.equal([200, 'true']);
    expect(await again.json()).to.deep.equal(await first.json());
    expect((await post('a.1', '{"total":"2.00"}')).status).to.equal(422);
    expect((await erp.records()).records).to.have.length(1);
  });

  it('takes nothing without its token, a key, or JSON', async () => {
    await start();
    expect((await post('a.1', '{}', { authorization: 'Bearer wrong' })).status).to.equal(401);
    expect((await post('', '{}')).status).to.equal(400);
    expect((await post('a.1', 'not JSON')).status).to.equal(400);
    expect((await erp.records()).records).to.deep.equal([]);
  });

  it('keeps what it answered for in its file through a kill, also after a line that was cut off', async () => {
    const file = join(folder, 'records.jsonl');
    await start('--file', file);
    await post('a.1', '{"total":"1.00"}');
    await erp.kill();
    await appendFile(file, '{"key":"b.1","bodySha');
    await start('--file', file);
    expect((await post('a.1', '{"total":"1.00"}')).headers.get('idempotent-replayed')).to.equal('true');
    await post('c.1', '{}');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { key: string }).key)).to.deep.equal(['a.1', 'c.1']);
  });

  it('ends when its standard input closes', async () => {
    await start();
    await erp.close();
    expect(await post('a.1', '{}').catch(() => 'gone')).to.equal('gone');
  });

  it('spoils every n-th request as its flags say', async () => {
    await start('--fail-every', '3', '--busy-every', '4', '--retry-after-seconds', '7');
    const answers: string[] = [];
    for (let request = 1; request <= 4; request += 1) {
      const answer = await post(`${request}`, '{}');
      answers.push(`${answer.status} ${answer.headers.get('retry-after') ?? ''}`.trim());
    }
    expect(answers).to.deep.equal(['201', '201', '503', '429 7']);
  });
});
