/**
 * F01: the hub is killed with SIGKILL at every named moment, the first, second and third time it comes there, and
 * started again. Everything must end as if nothing had happened.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startHubProcess } from '../kit/hub-process.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { hasRedis, startRedis, type Redis } from '../kit/redis.js';
import { openSite, type Site } from '../kit/site.js';
import { dropWaves, expectedOfWaves } from './backlog.js';
import { crashPointNames, releasePointNames } from './crash-points.js';
import { restAndCheck, startHub, stop, waitForRest } from './rest.js';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** What a scenario runs on: servers, or a data folder that was made before and is copied. */
interface Ground {
  environment?: Record<string, string>;
  dataTemplate?: string;
}

/** @returns whether the hub died at the point; it may come there less often than asked */
async function crashAndRecover(crash: string, { environment = {}, dataTemplate }: Ground): Promise<boolean> {
  const site = await openSite({ answers: true });
  if (dataTemplate !== undefined) await cp(dataTemplate, join(site.root, 'data'), { recursive: true });
  const armed = startHubProcess({ root: site.root, crash, environment });
  const over = new AbortController();
  void armed.ended.then(() => over.abort());
  try {
    const address = await Promise.race([armed.ready, armed.ended.then(() => undefined)]);
    const dropping = dropWaves(site);
    const rested =
      address === undefined
        ? undefined
        : dropping.then(() => waitForRest(site, address, { signal: over.signal })).then(() => 'rested');
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

/** What every start comes by, whatever its files. */
const pointsOfTheWay = crashPointNames.filter((name) => !releasePointNames.some((other) => other === name));

/**
 * Everything waits: the partner is only tested, and has another identifier. The hub dies while it releases what waited, at its
 * first start with the corrected partner file; all must end as if the file had never been wrong.
 */
async function crashInRelease(point: string, dataTemplate: string): Promise<void> {
  const site = await openSite({ answers: true });
  await cp(dataTemplate, join(site.root, 'data'), { recursive: true });
  const partner = join(site.root, 'partners/acme.yaml');
  const corrected = await readFile(partner, 'utf8');
  try {
    await writeFile(
      partner,
      corrected.replace('status: live', 'status: testing').replace('id: ACME,', 'id: ACMEX,'),
    );
    const before = await startHub({ root: site.root });
    await dropWaves(site, 0);
    await waitForRest(site, await before.ready);
    await stop(before);
    expect(site.erp.effects.size, 'delivered while it was wrong').to.equal(0);
    await writeFile(partner, corrected);
    const armed = startHubProcess({ root: site.root, crash: `${point}:1` });
    expect(await armed.ended, armed.output()).to.equal('SIGKILL');
    await restAndCheck(site, await startHub({ root: site.root }), expectedOfWaves);
  } finally {
    await site.close();
  }
}

describe('a hub killed at any moment loses nothing and does nothing twice (F01)', function () {
  // The first start may build the hub.
  this.timeout(120_000);

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
    let template: Site | undefined;

    // The first start makes the database, which takes longest; it has tests of its own.
    before(async () => {
      template = await openSite({ answers: true });
      await stop(await startHub({ root: template.root }));
    });
    after(() => template?.close());

    for (const point of pointsOfTheWay) {
      it(`at ${point}`, async () => {
        const dataTemplate = join(template!.root, 'data');
        expect(await crashAndRecover(`${point}:1`, { dataTemplate }), 'came to the point').to.equal(true);
      });
    }
    for (const point of releasePointNames) {
      it(`at ${point}`, () => crashInRelease(point, join(template!.root, 'data')));
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

    for (const point of pointsOfTheWay) {
      it(`at ${point}`, async () => {
        const hits = await Promise.all(
          [1, 2, 3].map(async (hit) => {
            const environment = {
              DATABASE_URL: await postgres!.freshDatabase(),
              REDIS_URL: `${redis!.url}/${hit}`,
            };
            return crashAndRecover(`${point}:${hit}`, { environment });
          }),
        );
        await redis!.send('FLUSHALL');
        expect(hits[0], 'came to the point').to.equal(true);
      }).timeout(180_000);
    }
  });
});
