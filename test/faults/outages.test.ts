/**
 * The servers around the hub fail while it works: F08 F10 (Redis), F16 (PostgreSQL), F23 (the ERP's replies), and two
 * hubs on one inbox. Each ends with the invariants.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { startHubProcess, until, type HubProcess } from '../kit/hub-process.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { hasRedis, startRedis, type Redis } from '../kit/redis.js';
import { openSite, type Site } from '../kit/site.js';
import { dropWaves, expectedOfMany, expectedOfWaves, manyFiles, together } from './backlog.js';
import { restAndCheck, startHub, waitForRest } from './rest.js';

describe('outages', function () {
  this.timeout(180_000);
  let postgres: Postgres | undefined;
  let redis: Redis | undefined;
  let site: Site;
  const hubs: HubProcess[] = [];

  before(async function () {
    if (!hasPostgres() || !hasRedis()) return this.skip();
    postgres = await startPostgres();
    redis = await startRedis();
  });
  beforeEach(async () => {
    site = await openSite();
  });
  afterEach(async () => {
    for (const hub of hubs.splice(0)) {
      hub.kill('SIGKILL');
      await hub.ended;
    }
    await site.close();
  });
  after(async () => {
    await postgres?.close();
    await redis?.close();
  });

  async function start(environment: Record<string, string>): Promise<HubProcess> {
    const hub = await startHub({ root: site.root, environment });
    hubs.push(hub);
    return hub;
  }

  it('lose nothing when Redis forgets everything every 0.7 s (F08)', async () => {
    const environment = { DATABASE_URL: await postgres!.freshDatabase(), REDIS_URL: redis!.url };
    const hub = await start(environment);
    let flushes = 0;
    const flushing = setInterval(() => {
      void redis!.send('FLUSHALL').then(() => (flushes += 1));
    }, 700);
    try {
      await dropWaves(site);
      await site.drop(manyFiles(60, 100));
      await pause(3_000);
      await waitForRest(site, await hub.ready);
    } finally {
      clearInterval(flushing);
    }
    expect(flushes).to.be.greaterThan(3);
    const expected = together(expectedOfWaves(), expectedOfMany(60, 100));
    await restAndCheck(site, hub, expected, environment.DATABASE_URL);
  });

  it('do not stop a hub that starts and works without Redis (F10)', async () => {
    const own = await startRedis();
    try {
      await own.stop('clean');
      const environment = { DATABASE_URL: await postgres!.freshDatabase(), REDIS_URL: own.url };
      const hub = await start(environment);
      const address = await hub.ready;
      expect(await (await fetch(`${address}/readyz`)).json()).to.include({ status: 'degraded' });
      await dropWaves(site);
      await waitForRest(site, address);
      await own.start();
      await until('Redis noticed', async () => {
        const { status } = (await (await fetch(`${address}/readyz`)).json()) as { status: string };
        return status === 'ready' ? true : undefined;
      });
      await restAndCheck(site, hub, expectedOfWaves(), environment.DATABASE_URL);
    } finally {
      await own.close();
    }
  });

  it('lose nothing when PostgreSQL crashes every four seconds (F16)', async () => {
    const own = await startPostgres();
    try {
      const environment = { DATABASE_URL: await own.freshDatabase() };
      const hub = await start(environment);
      await site.drop(manyFiles(120));
      for (let crash = 0; crash < 3; crash += 1) {
        await pause(crash === 0 ? 700 : 4_000);
        await own.stop('immediate');
        await pause(300);
        await own.start();
        await dropWaveOf(site, crash);
      }
      const expected = expectedOfMany(120 + 3 * 10);
      await restAndCheck(site, hub, expected, environment.DATABASE_URL);
    } finally {
      await own.close();
    }
  });

  it('have one effect at the ERP when its replies are lost or it is busy (F23)', async () => {
    const environment = { DATABASE_URL: await postgres!.freshDatabase(), REDIS_URL: redis!.url };
    site.erp.behave = (call) =>
      call % 3 === 0
        ? 'drop-reply'
        : call % 4 === 0
          ? { status: 429, headers: { 'retry-after': '1' } }
          : 'answer';
    const hub = await start(environment);
    await site.drop(manyFiles(30));
    await restAndCheck(site, hub, expectedOfMany(30), environment.DATABASE_URL);
    const repeated = [...site.erp.effects.values()].filter(({ calls }) => calls > 1);
    expect(repeated.length, 'records whose reply was lost came again under the same key').to.be.greaterThan(
      0,
    );
  });

  it('have no double effect when two hubs share an inbox and one is killed again and again', async () => {
    const environment = { DATABASE_URL: await postgres!.freshDatabase(), REDIS_URL: redis!.url };
    const lasting = await start(environment);
    await site.drop(manyFiles(100));
    for (let round = 0; round < 4; round += 1) {
      const victim = startHubProcess({ root: site.root, environment });
      hubs.push(victim);
      await victim.ready;
      await site.drop(manyFiles(20, 101 + round * 20));
      await pause(200 + round * 250);
      victim.kill('SIGKILL');
      await victim.ended;
    }
    await restAndCheck(site, lasting, expectedOfMany(180), environment.DATABASE_URL);
  });
});

/** Ten more files after each crash, numbered behind the first 120. */
async function dropWaveOf(site: Site, crash: number): Promise<void> {
  await site.drop(manyFiles(10, 121 + crash * 10));
}
