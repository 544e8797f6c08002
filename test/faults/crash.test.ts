/**
 * F01: the hub is killed with SIGKILL at every named moment, the first, second and third time it comes there, and
 * started again. Everything must end as if nothing had happened.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startHubProcess } from '../kit/hub-process.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { hasRedis, startRedis, type Redis } from '../kit/redis.js';
import { openSite } from '../kit/site.js';
import { dropWaves, expectedOfWaves } from './backlog.js';
import { crashPointNames } from './crash-points.js';
import { restAndCheck, startHub, stop, waitForRest } from './rest.js';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** @returns whether the hub died at the point; it may come there less often than asked */
async function crashAndRecover(crash: string, environment: Record<string, string> = {}): Promise<boolean> {
  const site = await openSite();
  const armed = startHubProcess({ root: site.root, crash, environment });
  try {
    const address = await Promise.race([armed.ready, armed.ended.then(() => undefined)]);
    const dropping = dropWaves(site);
    const rested =
      address === undefined
        ? undefined
        : dropping.then(() => waitForRest(site, address)).then(() => 'rested');
    const how = await Promise.race([
      armed.ended,
      ...(rested === undefined ? [] : [rested.catch(() => armed.ended)]),
    ]);
    await dropping;
    const died = how === 'SIGKILL';
    if (!died) expect(how, armed.output()).to.equal('rested');
    const hub = died ? await startHub({ root: site.root, environment }) : armed;
    try {
      await restAndCheck(site, hub, expectedOfWaves, environment['DATABASE_URL']);
    } finally {
      if (died) await stop(hub);
    }
    return died;
  } finally {
    armed.kill('SIGKILL');
    await site.close();
  }
}

describe('a hub killed at any moment loses nothing and does nothing twice (F01)', () => {
  before(function () {
    this.timeout(120_000);
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: projectRoot, stdio: 'inherit' });
  });

  it('has the crash points that the sources name, and the build that ships has none', () => {
    const sources = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' });
    const named = sources
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(projectRoot, 'src', file), 'utf8'))
      .flatMap((text) => [...text.matchAll(/crashPoint\('([^']+)'\)/g)].map((match) => match[1]!));
    expect([...new Set(named)].sort()).to.deep.equal([...crashPointNames].sort());
    const shipped = readFileSync(join(projectRoot, 'dist/crash-points.js'), 'utf8');
    expect(shipped).not.to.match(/process|WAYBILL_CRASH/);
  });

  describe('on the embedded database', () => {
    for (const point of crashPointNames) {
      it(`at ${point}`, async () => {
        expect(await crashAndRecover(`${point}:1`), 'came to the point').to.equal(true);
      }).timeout(120_000);
    }
  });

  describe('on PostgreSQL and Redis, three times', () => {
    let postgres: Postgres | undefined;
    let redis: Redis | undefined;

    before(async function () {
      this.timeout(60_000);
      if (!hasPostgres() || !hasRedis()) return this.skip();
      postgres = await startPostgres();
      redis = await startRedis();
    });
    after(async () => {
      await postgres?.close();
      await redis?.close();
    });

    for (const point of crashPointNames) {
      it(`at ${point}`, async () => {
        const hits = await Promise.all(
          [1, 2, 3].map(async (hit) => {
            const environment = {
              DATABASE_URL: await postgres!.freshDatabase(),
              REDIS_URL: `${redis!.url}/${hit}`,
            };
            return crashAndRecover(`${point}:${hit}`, environment);
          }),
        );
        await redis!.send('FLUSHALL');
        expect(hits[0], 'came to the point').to.equal(true);
      }).timeout(180_000);
    }
  });
});
