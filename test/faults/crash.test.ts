/**
 * F01: the hub is killed with SIGKILL at every named moment, the first, second and third time it comes there, and
 * started again. Everything must end as if nothing had happened.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { workSteps } from '../../src/vocabulary/steps.js';
import { arm, startHubProcess, statusOf, until } from '../kit/hub-process.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { hasRedis, startRedis, type Redis } from '../kit/redis.js';
import { openOrderSite, orderFile } from '../kit/order-site.js';
import { filesIn, openSite, type Site } from '../kit/site.js';
import { dropWaves, expectedOfWaves } from './backlog.js';
import { composePointNames, crashPointNames, releasePointNames } from './crash-points.js';
import { openLife, type Ground, type Life } from './life.js';
import { restAndCheck, startHub, stop, waitForRest } from './rest.js';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The points that the hub comes by whatever its files, by their steps. */
const pointsOfSteps = new Map<string, string[]>();
const pointsElsewhere: readonly string[] = [...releasePointNames, ...composePointNames];
for (const point of crashPointNames.filter((name) => !pointsElsewhere.includes(name))) {
  const step = point.split(':')[0]!;
  pointsOfSteps.set(step, [...(pointsOfSteps.get(step) ?? []), point]);
}

/**
 * One test for each point of a step, and one for how all has ended. They share sites, each with a hub of its own; after a
 * failure the next begin anew.
 * @param grounds one for each site; the hub of the n-th dies when it comes to the point for the n-th time
 */
function dieAtPointsOf(step: string, grounds: () => Promise<Ground[]>): void {
  let lives: Life[] = [];
  const closeAll = async () => void (await Promise.all(lives.splice(0).map((life) => life.close())));
  const openAll = async () => {
    if (lives.length > 0) return;
    await inAll((await grounds()).map(async (ground) => void lives.push(await openLife(ground))));
  };
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await closeAll();
  });
  after(closeAll);

  for (const point of pointsOfSteps.get(step) ?? []) {
    it(`at ${point}`, async () => {
      await openAll();
      const died = await inAll(lives.map((life, index) => life.dieAt(`${point}:${index + 1}`)));
      expect(died[0], 'came to the point').to.equal(true);
    });
  }
  it(`and ends well after each death in ${step}`, async () => {
    expect(lives, 'hubs that came back').not.to.have.length(0);
    await inAll(lives.map((life) => life.end()));
  });
}

/** Waits for all, even when one fails. */
async function inAll<Result>(results: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(results);
  return Promise.all(results);
}

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
    await dropWaves(site, { pauseMs: 0 });
    await waitForRest(site, await before.ready);
    await stop(before);
    expect(site.erp.effects.size, 'delivered while it was wrong').to.equal(0);
    await writeFile(partner, corrected);
    const crashFile = join(site.root, 'crash');
    arm(crashFile, `${point}:1`);
    const armed = startHubProcess({ root: site.root, crashFile });
    expect(await armed.ended, armed.output()).to.equal('SIGKILL');
    await restAndCheck(site, await startHub({ root: site.root }), expectedOfWaves());
  } finally {
    await site.close();
  }
}

/** Orders go on to a supplier, one of them held; the hub dies while it writes the first ones. */
async function crashInCompose(point: string, dataTemplate: string): Promise<void> {
  const site = await openOrderSite();
  await cp(dataTemplate, join(site.root, 'data'), { recursive: true });
  const keys = ['P-1', 'P-2', 'P-3', 'P-4'];
  try {
    const crashFile = join(site.root, 'crash');
    arm(crashFile, `${point}:1`);
    const armed = startHubProcess({ root: site.root, crashFile });
    await armed.ready;
    await site.drop('a.json', orderFile([...keys, { number: 'P-5', item: 'I-9' }]));
    expect(await armed.ended, armed.output()).to.equal('SIGKILL');
    const hub = await startHub({ root: site.root });
    await until('all sent but the one that is held', async () => {
      const { outboundDocuments } = await statusOf(await hub.ready);
      return outboundDocuments?.['sent'] === 4 && outboundDocuments['held'] === 1 ? true : undefined;
    });
    await stop(hub);
    const files = (await filesIn(site.outbox)).filter(({ path }) => !path.startsWith('.'));
    const names = [1, 2, 3, 4].map((number) => `850_${String(number).padStart(9, '0')}.x12`);
    expect(files.map(({ path }) => path).sort(), 'numbers without gaps').to.deep.equal(names);
    const orders = files.map(({ bytes }) => /BEG\*00\*SA\*([^*]+)\*/.exec(bytes.toString())?.[1] ?? '');
    expect(orders.sort(), 'each order once').to.deep.equal(keys);
  } finally {
    await site.close();
  }
}

describe('a hub killed at any moment loses nothing and does nothing twice (F01)', function () {
  // The first start may build the hub.
  this.timeout(120_000);

  it('has the crash points that the sources name, and the build that ships has none', () => {
    const sources = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' });
    const texts = sources
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(projectRoot, 'src', file), 'utf8'));
    const found = (pattern: RegExp) =>
      texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!));
    const ofEachStep = found(/crashPoint\(`\$\{step\}:([^`]+)`\)/g);
    expect(ofEachStep, 'moments that all steps with work share').to.have.length(3);
    // A new step has them too; it is killed there when its way is among the files of these tests.
    const stepsTried = workSteps.filter((step) =>
      crashPointNames.some((name) => name.startsWith(`${step}:`)),
    );
    const named = [
      ...found(/crashPoint\('([^']+)'\)/g),
      ...stepsTried.flatMap((step) => ofEachStep.map((moment) => `${step}:${moment}`)),
    ];
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

    for (const step of pointsOfSteps.keys()) {
      describe(`in ${step}`, () => {
        dieAtPointsOf(step, async () => [{ dataTemplate: join(template!.root, 'data') }]);
      });
    }
    for (const point of releasePointNames) {
      it(`at ${point}`, () => crashInRelease(point, join(template!.root, 'data')));
    }
    for (const point of composePointNames) {
      it(`at ${point}`, () => crashInCompose(point, join(template!.root, 'data')));
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

    for (const step of pointsOfSteps.keys()) {
      describe(`in ${step}`, () => {
        dieAtPointsOf(step, () =>
          Promise.all(
            [1, 2, 3].map(async (index) => ({
              environment: {
                DATABASE_URL: await postgres!.freshDatabase(),
                REDIS_URL: `${redis!.url}/${index}`,
              },
            })),
          ),
        );
        after(() => redis?.send('FLUSHALL'));
      });
    }
  });
});
