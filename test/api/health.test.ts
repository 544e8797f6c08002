import { expect } from 'chai';
import { connect } from 'node:net';
import type { Api } from '../../src/api/start-server.js';
import { ConfigError, UnavailableError } from '../../src/errors.js';
import type { LogFields } from '../../src/log.js';
import { openGround, sampleFigures, startApi, Visitor, type Ground } from './running-api.js';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('health, metrics and status', () => {
  let ground: Ground;
  let api: Api;
  let visitor: Visitor;
  before(async function () {
    this.timeout(60_000);
    ground = await openGround();
  });
  after(() => ground.close());
  const start = async (changes: Parameters<typeof startApi>[1] = {}) => {
    api = await startApi(ground, changes);
    visitor = new Visitor(api.address);
  };
  afterEach(() => api.close());

  const json = async (path: string) => {
    const response = await visitor.ask('GET', path);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  /** An edge that is down, for real it would take minutes to break. */
  const down = { healthy: async () => false };

  it('says alive and ready', async () => {
    await start();
    expect(await json('/livez')).to.deep.equal({ status: 200, body: { status: 'alive' } });
    expect(await json('/readyz')).to.deep.equal({
      status: 200,
      body: { status: 'ready', database: true, queues: true },
    });
  });

  it('is degraded but ready without its queue store', async () => {
    await start({ queues: { ...boundQueues(ground), ...down } });
    expect(await json('/readyz')).to.deep.equal({
      status: 200,
      body: { status: 'degraded', database: true, queues: false },
    });
  });

  it('is not ready without its database, and still alive', async () => {
    await start({ database: { ...ground.database, ...down } });
    expect((await json('/readyz')).status).to.equal(503);
    expect((await json('/readyz')).body).to.include({ status: 'unavailable', database: false });
    expect((await json('/livez')).status).to.equal(200);
  });

  it('tells the figures to Prometheus, with states, steps and connections as the only labels', async () => {
    await start();
    const response = await visitor.ask('GET', '/metrics');
    const text = await response.text();
    expect(response.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
    for (const line of [
      'waybill_info{version="0.1.0"} 1',
      'waybill_files{state="quarantined"} 1',
      'waybill_transaction_sets{verdict="accepted"} 30',
      'waybill_deliveries{state="waiting"} 2',
      'waybill_work{step="deliver",state="waiting"} 2',
      'waybill_work_dead_lettered 4',
      'waybill_work_oldest_waiting_seconds{step="deliver"} 1.5',
      'waybill_overdue_expectations{partner="acme-medical",awaited="997"} 2',
      'waybill_outbound_verdicts{verdict="rejected"} 1',
      'waybill_connection_failures{connection="beta-folder"} 4',
      'waybill_connection_last_file_timestamp_seconds{connection="acme-sftp"} 1772445600',
    ]) {
      expect(text.split('\n')).to.include(line);
    }
    expect(text).not.to.match(/last_file_timestamp_seconds\{connection="beta-folder"\}/);
  });

  it('forgets a state that nothing is in any more', async () => {
    let files: Record<string, number> = { quarantined: 1 };
    await start({ figures: async () => ({ ...sampleFigures, files }) });
    expect(await (await visitor.ask('GET', '/metrics')).text()).to.match(
      /waybill_files\{state="quarantined"\} 1/,
    );
    files = { translated: 1 };
    await expectSoon(
      async () => !(await (await visitor.ask('GET', '/metrics')).text()).includes('quarantined'),
    );
  });

  it('tells the same figures as JSON', async () => {
    await start();
    expect((await json('/status')).body).to.deep.equal({ version: '0.1.0', figures: sampleFigures });
  });

  it('asks the database once for many who ask at once', async () => {
    let asked = 0;
    await start({
      figures: async () => {
        asked += 1;
        return sampleFigures;
      },
    });
    await Promise.all(Array.from({ length: 20 }, () => visitor.ask('GET', '/metrics')));
    expect(asked).to.be.at.most(2);
  });

  it('answers with a problem that tells nothing of the inside when the figures cannot be had', async () => {
    const logged: LogFields[] = [];
    const keep = (_sentence: string, fields: LogFields = {}) => void logged.push(fields);
    await start({
      log: { debug: keep, info: keep, warn: keep, error: keep },
      figures: () => Promise.reject(new Error('SELECT * FROM files: password=hunter2 /var/lib/x')),
    });
    const { status, body } = await json('/status');
    expect(status).to.equal(500);
    expect(body).to.have.all.keys('type', 'title', 'status', 'code', 'id');
    expect(body).to.include({ code: 'INTERNAL_ERROR' });
    expect(JSON.stringify(body)).not.to.match(/SELECT|hunter2|var/);
    expect(logged).to.have.length(1);
    expect(logged[0]).to.include({ code: 'INTERNAL_ERROR', requestId: body['id'] });
  });

  it('answers 503 while the database is away, and recovers with it', async () => {
    let away = true;
    await start({
      figures: async () => {
        if (away) throw new UnavailableError('DATABASE_UNREACHABLE', 'away');
        return sampleFigures;
      },
    });
    expect(await json('/status')).to.deep.include({ status: 503 });
    away = false;
    expect(await json('/status')).to.deep.include({ status: 200 });
  });

  const strange: [string, string, Record<string, string>, string | undefined, number][] = [
    ['an address that is not there', '/v1/files', {}, undefined, 404],
    ['JSON for a form', '/ops/sign-in', { 'content-type': 'application/json' }, '{"__proto__":{}}', 415],
    ['text for a form', '/ops/sign-in', { 'content-type': 'text/plain' }, 'a=b', 415],
    ['a tab in the content type', '/ops/sign-in', { 'content-type': 'application/json\tx' }, '{}', 415],
    ['a body over the limit', '/ops/sign-in', form, 'x'.repeat(16_385), 413],
    ['fields named like the inside of objects', '/ops/sign-in', form, '__proto__=1&constructor=2', 400],
    ['a field twice', '/ops/sign-in', form, 'formToken=a&name=a&name=b&password=c', 400],
  ];
  for (const [name, path, headers, body, status] of strange) {
    it(`answers ${name} with ${status} and nothing of the inside`, async () => {
      await start();
      const response = await fetch(`${api.address}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ...(body === undefined ? {} : { body }),
      });
      expect(response.status).to.equal(status);
      expect(await response.text()).not.to.match(/node_modules|\.ts|at \w+ \(|FST_ERR/);
    });
  }

  it('sends headers that keep scripts, frames and other sites out', async () => {
    await start();
    const { headers } = await visitor.get('/ops/setup');
    expect(headers.get('content-security-policy'))
      .to.match(/script-src 'self';/)
      .and.not.to.match(/unsafe/);
    expect(headers.get('content-security-policy')).to.match(/frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('referrer-policy')).to.equal('same-origin');
  });

  for (const [name, text] of [
    [
      'a length and chunks at once',
      'POST /ops/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['lines without carriage returns', 'GET /livez HTTP/1.1\nHost: a\n\n'],
  ] as const) {
    it(`refuses a request with ${name}, and hangs up`, async () => {
      await start();
      expect(await talkRaw(api.address, text)).to.match(/^HTTP\/1\.1 400 /);
    });
  }

  it('answers no other method than the routes have', async () => {
    await start();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'POST', 'OPTIONS']) {
      for (const path of ['/livez', '/readyz', '/metrics', '/status']) {
        expect((await visitor.ask(method, path)).status, `${method} ${path}`).to.be.oneOf([404, 405, 415]);
      }
    }
  });

  it('says so when its address is taken', async () => {
    await start();
    const port = Number(new URL(api.address).port);
    const second = await startApi(ground, { listen: { host: '127.0.0.1', port } }).catch(
      (error: unknown) => error,
    );
    expect(second).to.be.instanceOf(ConfigError).with.property('code', 'API_ADDRESS_UNUSABLE');
    expect((second as ConfigError).detail).to.deep.equal({ host: '127.0.0.1', port, reason: 'EADDRINUSE' });
  });

  it('closes although somebody holds a connection open', async () => {
    await start();
    const { hostname, port } = new URL(api.address);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n', resolve));
    const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve).resume());
    await api.close();
    await closed;
  });
});

/** The queues with their methods bound, so that one can be replaced. */
function boundQueues({ queues }: Ground): Ground['queues'] {
  const { ring, schedule, unschedule, schedules, work, healthy, boards, close } = queues;
  const all = { ring, schedule, unschedule, schedules, work, healthy, boards, close };
  return Object.fromEntries(
    Object.entries(all).map(([name, method]) => [
      name,
      (method as (...given: unknown[]) => unknown).bind(queues),
    ]),
  ) as unknown as Ground['queues'];
}

async function expectSoon(check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not become true');
}

function talkRaw(address: string, text: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}
