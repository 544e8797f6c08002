/** The promises of the queues on a Redis server, and what only such a server can do to them. */
import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigError } from '../../src/errors.js';
import { openLog } from '../../src/log.js';
import { openQueues, type Queues } from '../../src/queues/queues.js';
import { describeQueuePromises, type QueuePlace } from '../conformance/queue.js';
import { freePort } from '../kit/free-port.js';
import { hasRedis, startRedis, type Redis } from '../kit/redis.js';

const log = openLog('silent');

describe('queues on Redis', () => {
  before(function () {
    if (!hasRedis()) this.skip();
  });

  describeQueuePromises(openPlace);

  it('open without the server, close without it, and work when it comes', async function () {
    this.timeout(60_000);
    const redis = await startRedis();
    await redis.stop('kill');
    const idle = await open(redis.url);
    expect(await idle.healthy()).to.equal(false);
    await idle.close();
    const queues = await open(redis.url);
    const seen: string[] = [];
    queues.work({ translate: { run: async (ids) => void seen.push(...ids), concurrency: 1 } });
    expect(await queues.ring('translate', ['early'])).to.equal(false);
    await redis.start();
    while (!(await queues.ring('translate', ['late']))) await wait(50);
    while (!seen.includes('late')) await wait(50);
    await queues.close();
    await redis.close();
  });

  it('refuse a server that may throw jobs away', async () => {
    const redis = await startRedis({ 'maxmemory-policy': 'allkeys-lru' });
    const refusal = await open(redis.url).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ConfigError);
    expect(refusal).to.have.property('code', 'QUEUE_STORE_UNFIT');
    expect(refusal).to.have.property('message').that.contains('allkeys-lru').and.contains('noeviction');
    await redis.close();
  });

  it('refuse a server that refuses our password, and a URL that is none', async () => {
    const redis = await startRedis({ requirepass: 'secret' });
    for (const url of [redis.url, redis.url.replace('//', '//:wrong@')]) {
      const refusal = await open(url).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(ConfigError).with.property('code', 'QUEUE_STORE_UNFIT');
      expect(refusal).to.have.property('message').that.contains('password').and.not.contains('wrong');
    }
    await (await open(redis.url.replace('//', '//:secret@'))).close();
    const refusal = await open('localhost:6379').catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ConfigError).with.property('code', 'CONFIG_INVALID');
    await redis.close();
  });

  it('forget everything with FLUSHALL, and work again at the next ring and schedule', async function () {
    this.timeout(60_000);
    const redis = await startRedis();
    const queues = await open(redis.url);
    const seen: string[] = [];
    const run = async (ids: readonly string[]) => void seen.push(...ids);
    queues.work({ translate: { run, concurrency: 1 }, receive: { run, concurrency: 1 } });
    await queues.schedule('receive', 'acme', 60_000);
    await queues.ring('translate', ['before']);
    while (seen.length < 2) await wait(20);
    await redis.send('FLUSHALL');
    expect(await queues.schedules('receive')).to.deep.equal([]);
    expect(await queues.ring('translate', ['after'])).to.equal(true);
    expect(await queues.schedule('receive', 'acme', 60_000)).to.equal(true);
    while (seen.length < 4) await wait(20);
    await queues.close();
    await redis.close();
  });

  it('tell that a full server did not take a ring', async function () {
    this.timeout(60_000);
    const redis = await startRedis();
    const queues = await open(redis.url);
    expect(await queues.ring('translate', ['fits'])).to.equal(true);
    await redis.send('CONFIG SET maxmemory 1');
    expect(await queues.ring('translate', ['full'])).to.equal(false);
    await redis.send('CONFIG SET maxmemory 0');
    expect(await queues.ring('translate', ['fits again'])).to.equal(true);
    await queues.close();
    await redis.close();
  });

  it('take many rings at once', async () => {
    const redis = await startRedis();
    const queues = await open(redis.url);
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, n) => queues.ring('send', [`id-${n}`])),
    );
    expect(new Set(answers)).to.deep.equal(new Set([true]));
    await queues.close();
    await redis.close();
  });

  it('keep keys in one slot of a cluster, and ids only', async () => {
    const redis = await startRedis();
    const queues = await open(redis.url);
    await queues.ring('translate', ['id-1']);
    const keys = await redis.send('KEYS *');
    for (const key of keys.split('\r\n').filter((line) => /^[^*$]/.test(line)))
      expect(key).to.match(/^\{waybill\}:/);
    await queues.close();
    await redis.close();
  });
});

function open(redisUrl: string): Promise<Queues> {
  return openQueues({ redisUrl, hubId: 'hub', log, timeoutMs: 1_000, closeTimeoutMs: 1_000 });
}

async function openPlace(): Promise<QueuePlace> {
  const redis: Redis = await startRedis();
  return {
    address: { redisUrl: redis.url },
    openHub: () => open(redis.url),
    yield: async () => {},
    outage: { begin: () => redis.stop('kill'), end: () => redis.start() },
    close: () => redis.close(),
  };
}

describe('queues on a server of another kind', () => {
  it('refuse a version that lacks what BullMQ needs', async () => {
    const info = 'redis_version:6.0.16\r\nmaxmemory_policy:noeviction\r\n';
    const old = createServer((socket) => {
      socket.on('data', (request) => {
        for (const command of request.toString('utf8').split(/(?=\*\d)/))
          socket.write(/info\r/i.test(command) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n');
      });
    });
    old.listen(0, '127.0.0.1');
    await once(old, 'listening');
    const { port } = old.address() as AddressInfo;
    const refusal = await open(`redis://127.0.0.1:${port}`).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ConfigError).with.property('code', 'QUEUE_STORE_UNFIT');
    expect(refusal).to.have.property('message').that.contains('6.0.16').and.contains('6.2');
    old.close();
  });
});

describe('queues without any server', () => {
  it('never keep anybody waiting', async () => {
    const queues = await openQueues({
      redisUrl: `redis://127.0.0.1:${await freePort()}`,
      hubId: 'hub',
      log,
      timeoutMs: 200,
      closeTimeoutMs: 200,
    });
    queues.work({ translate: { run: async () => {}, concurrency: 1 } });
    expect(await queues.ring('translate', ['a'])).to.equal(false);
    expect(await queues.schedule('receive', 'acme', 1_000)).to.equal(false);
    expect(await queues.unschedule('receive', 'acme')).to.equal(false);
    expect(await queues.schedules('receive')).to.equal(undefined);
    expect(await queues.healthy()).to.equal(false);
    await queues.close();
  });
});
