import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseRetryAfter, replyBytesMax, retryAfterMsMax } from '../../src/erp/adapters/http.js';
import type { ErpAdapter } from '../../src/erp/erp.js';
import { openErp } from '../../src/erp/index.js';
import { ConfigError, RefusedError, UnavailableError } from '../../src/errors.js';
import { errorOf, keepsErpPromises, sampleDelivery, type ErpUnderTest } from '../conformance/erp.js';
import { sampleToken, startSampleErp, type SampleErp } from './sample-erp.js';

const never = new AbortController().signal;

function environment(secrets: Record<string, string> = { 'erp-token': sampleToken }) {
  return { root: '/', secret: async (name: string) => secrets[name] };
}

function openHttp(url: string, options: Record<string, unknown> = {}): Promise<ErpAdapter> {
  const settings = { adapter: 'http', url, auth: { bearer: 'secret:erp-token' }, ...options };
  return openErp('erp-main', settings, environment());
}

describe('the http adapter', () => {
  let sample: SampleErp;
  before(async () => {
    sample = await startSampleErp();
  });
  after(() => sample.close());

  async function openSample(): Promise<ErpUnderTest> {
    const erp = await startSampleErp();
    return {
      adapter: await openHttp(erp.address),
      effects: async () => (await erp.records()).records.map((record) => record.key),
      refuse: () => erp.setFaults({ refuseEvery: 1 }),
      breakDown: () => erp.setFaults({ failEvery: 1 }),
      recover: () => erp.setFaults({ failEvery: 0 }),
      close: () => erp.close(),
    };
  }
  describe('with the sample ERP', () => keepsErpPromises(openSample));

  it('repeats the key after a lost reply, and the ERP has one record', async () => {
    const erp = await openHttp(sample.address);
    const delivery = sampleDelivery({ revision: 77 });
    await sample.setFaults({ dropReplyEvery: 1 });
    expect(await errorOf(erp.deliver(delivery, never))).to.be.instanceOf(UnavailableError);
    await sample.setFaults({ dropReplyEvery: 0 });
    expect(await erp.deliver(delivery, never))
      .to.have.property('reference')
      .that.matches(/^ERP-/);
    const { records, repeated } = await sample.records();
    expect(records.filter((record) => record.key === delivery.idempotencyKey)).to.have.length(1);
    expect(repeated).to.equal(1);
  });

  it('posts the kind without its version, and a body that does not change between attempts', async () => {
    const { records } = await sample.records();
    expect(records[0]).to.include({ kind: 'invoice' });
    expect(records[0]?.body).to.have.all.keys(
      'kind',
      'recordId',
      'revision',
      'businessKey',
      'partner',
      'record',
    );
  });

  it('reports a dead ERP by the code of the network error', async () => {
    const gone = await startSampleErp();
    await gone.kill();
    const error = await errorOf((await openHttp(gone.address)).deliver(sampleDelivery(), never));
    expect(error).to.be.instanceOf(UnavailableError).with.nested.property('detail.reason', 'ECONNREFUSED');
  });

  it('waits with records while the ERP refuses the token, and uses a new token without being opened again', async () => {
    const secrets = { 'erp-token': 'old' };
    const settings = { adapter: 'http', url: sample.address, auth: { bearer: 'secret:erp-token' } };
    const erp = await openErp('erp-main', settings, environment(secrets));
    const error = await errorOf(erp.deliver(sampleDelivery({ revision: 78 }), never));
    expect(error).to.be.instanceOf(UnavailableError).with.property('code', 'ERP_SIGN_IN_REFUSED');
    secrets['erp-token'] = `${sampleToken}\n`;
    await erp.deliver(sampleDelivery({ revision: 78 }), never);
  });
});

/** What an ERP answers that is not like the sample ERP. */
type Reply = (response: ServerResponse, request: IncomingMessage) => void;

const reply =
  (status: number, body = '', headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };

async function answeredWith(given: Reply, options: Record<string, unknown> = {}, signal = never) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => given(response, request));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const erp = await openHttp(`http://127.0.0.1:${port}/base/`, options);
  try {
    const outcome = await erp.deliver(sampleDelivery(), signal).then(
      (receipt) => ({ receipt, error: undefined }),
      (error: unknown) => ({ receipt: undefined, error: error as RefusedError | UnavailableError }),
    );
    return { ...outcome, requests };
  } finally {
    await erp.close();
    server.closeAllConnections();
    server.close();
  }
}

describe('what the http adapter makes of an answer', () => {
  const delivered: [string, Reply, object][] = [
    ['201 with a reference', reply(201, '{"reference":"R-1"}'), { reference: 'R-1' }],
    ['200 with a number as reference', reply(200, '{"reference":17}'), { reference: '17' }],
    ['200 with JSON of its own', reply(200, '{"error":null,"errors":[]}'), {}],
    ['204 without a body', reply(204), {}],
    ['202 without a body', reply(202), {}],
    ['a reference too long to keep', reply(200, JSON.stringify({ reference: 'x'.repeat(201) })), {}],
  ];
  for (const [name, given, receipt] of delivered) {
    it(`takes ${name} as delivered`, async () => {
      expect(await answeredWith(given)).to.deep.include({ receipt, error: undefined });
    });
  }

  const refused: [string, Reply][] = [
    ...[400, 404, 405, 410, 413, 415, 422].map((status): [string, Reply] => [`${status}`, reply(status)]),
    ['200 with an error in the body', reply(200, '{"error":"unknown vendor"}')],
    ['200 with a list of errors', reply(200, '{"errors":[{}]}')],
    ['200 with ok false', reply(200, '{"ok":false}')],
  ];
  for (const [name, given] of refused) {
    it(`takes ${name} as refused`, async () => {
      const { error } = await answeredWith(given);
      expect(error).to.be.instanceOf(RefusedError).with.property('code', 'DELIVERY_REFUSED');
    });
  }

  const unavailable: [string, Reply, string | undefined][] = [
    ...[301, 302, 307, 408, 409, 425, 429, 500, 502, 503].map((status): [string, Reply, undefined] => [
      `${status}`,
      reply(status, '', { location: 'http://127.0.0.1:1/' }),
      undefined,
    ]),
    [
      'a sign-in page',
      reply(200, '<!doctype html><form>', { 'content-type': 'text/html' }),
      'reply-is-not-json',
    ],
    [
      'HTML that says it is JSON',
      reply(200, '<html>', { 'content-type': 'application/json' }),
      'reply-is-not-json',
    ],
    ['200 without a body', reply(200), 'reply-is-not-json'],
    ['200 with a list', reply(200, '[]'), 'reply-is-not-json'],
    ['a reply over the limit', reply(200, `{"a":"${'x'.repeat(replyBytesMax)}"}`), 'reply-too-large'],
    ['a reply that is cut off', cutOff, 'UND_ERR_SOCKET'],
    ['a broken connection', (_response, request) => request.socket.destroy(), 'UND_ERR_SOCKET'],
  ];
  for (const [name, given, reason] of unavailable) {
    it(`takes ${name} as something that passes`, async () => {
      const { error, requests } = await answeredWith(given);
      expect(error).to.be.instanceOf(UnavailableError);
      expect(error?.detail['reason']).to.equal(reason);
      expect(requests).to.have.length(1);
    });
  }

  function cutOff(response: ServerResponse): void {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"reference":', () => response.destroy());
  }

  it('gives up on a reply that drips in slowly', async () => {
    const timers: NodeJS.Timeout[] = [];
    const drip: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      timers.push(setInterval(() => response.write(' '), 10));
    };
    const { error } = await answeredWith(drip, { timeoutMs: 200 });
    timers.forEach((timer) => clearInterval(timer));
    expect(error).to.be.instanceOf(UnavailableError).with.nested.property('detail.reason', 'timeout');
  });

  it('stops in the middle of an attempt when its signal says so', async () => {
    const controller = new AbortController();
    const { error } = await answeredWith(() => controller.abort(), {}, controller.signal);
    expect(error).to.be.instanceOf(UnavailableError).with.nested.property('detail.reason', 'stopped');
  });

  it('hands on how long the ERP asked to wait', async () => {
    const { error } = await answeredWith(reply(429, '', { 'retry-after': '7' }));
    expect(error).to.have.property('retryAfterMs', 7000);
  });

  it('sends key, correlation id and credentials as headers, and the path below the base address', async () => {
    const { requests } = await answeredWith(reply(204), {
      auth: { header: 'X-Api-Key', value: 'secret:erp-token' },
    });
    expect(requests[0]?.url).to.equal('/base/records/invoice');
    expect(requests[0]?.headers).to.include({
      'idempotency-key': sampleDelivery().idempotencyKey,
      'x-correlation-id': sampleDelivery().correlationId,
      'x-api-key': sampleToken,
      'content-type': 'application/json',
    });
    expect(requests[0]?.headers).not.to.have.property('authorization');
  });

  it('never lets more deliveries run at once than concurrency says', async () => {
    let running = 0;
    let most = 0;
    const server = createServer((_request, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.writeHead(204).end();
      }, 20);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const erp = await openHttp(`http://127.0.0.1:${port}`, { concurrency: 3 });
    const controller = new AbortController();
    const all = Array.from({ length: 12 }, (_, revision) =>
      erp.deliver(sampleDelivery({ revision }), never).then(() => 'delivered'),
    );
    const impatient = errorOf(erp.deliver(sampleDelivery(), controller.signal));
    controller.abort();
    expect(await impatient).to.be.instanceOf(UnavailableError);
    expect(await Promise.all(all)).to.deep.equal(Array.from({ length: 12 }, () => 'delivered'));
    expect(most).to.equal(3);
    await erp.close();
    server.close();
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-02T10:00:00Z');
  const cases: [string | null, number | undefined][] = [
    [null, undefined],
    ['120', 120_000],
    [' 5 ', 5000],
    ['0', undefined],
    ['999999999999999999999', retryAfterMsMax],
    ['Mon, 02 Mar 2026 10:00:30 GMT', 30_000],
    ['Mon, 02 Mar 2026 09:00:00 GMT', undefined],
    ['Mon, 02 Mar 2099 10:00:30 GMT', retryAfterMsMax],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
  ];
  for (const [value, expected] of cases) {
    it(`reads ${JSON.stringify(value)} as ${expected ?? 'nothing'}`, () => {
      expect(parseRetryAfter(value, now)).to.equal(expected);
    });
  }
});

describe('opening the http adapter', () => {
  const open = (secrets: Record<string, string>) =>
    openErp(
      'erp-main',
      { adapter: 'http', url: 'http://127.0.0.1:1', auth: { bearer: 'secret:erp-token' } },
      environment(secrets),
    );

  it('refuses a secret that is missing', async () => {
    expect(await errorOf(open({}))).to.be.instanceOf(ConfigError);
  });

  it('refuses a secret that cannot be a header, without repeating it', async () => {
    const error = await errorOf(open({ 'erp-token': 'two\nlines' }));
    expect(error).to.be.instanceOf(ConfigError);
    expect(JSON.stringify([(error as Error).message, (error as ConfigError).detail])).not.to.contain('lines');
  });
});
