/**
 * What the queues promise wherever they keep their jobs. Every kind of queue store runs this file unchanged.
 *
 * A job is a doorbell, so the promises are about ringing: a ring arrives, one that cannot is told in time, and after any
 * crash the next one arrives.
 */
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { RefusedError } from '../../src/errors.js';
import type { StepQueue } from '../../src/queues/queue-store.js';
import type { Queues } from '../../src/queues/queues.js';
import type { StepName } from '../../src/vocabulary/steps.js';

/** How a process of its own reaches the queue store. */
export interface QueueAddress {
  dataDir?: string;
  databaseUrl?: string;
  redisUrl?: string;
}

/** One queue store, empty at first, with any number of hubs on it. */
export interface QueuePlace {
  address: QueueAddress;
  /** Opens the queues as another hub does; close() of the queues closes all that it opened. */
  openHub(): Promise<Queues>;
  /** Lets another process have the store, where only one can. */
  yield(): Promise<void>;
  /** Takes the store away, and gives it back. */
  outage: { begin(): Promise<void>; end(): Promise<void> };
  close(): Promise<void>;
}

const jobHolder = fileURLToPath(new URL('../queues/job-holder.ts', import.meta.url));
const patient = 'Patient Jane Doe 1950-01-01';
const many = 3_000;

export function describeQueuePromises(open: () => Promise<QueuePlace>): void {
  let place: QueuePlace;
  let opened: Queues[];

  beforeEach(async function () {
    this.timeout(60_000);
    place = await open();
    opened = [];
  });

  afterEach(async function () {
    this.timeout(60_000);
    await Promise.all(opened.map((queues) => queues.close()));
    await place.close();
  });

  async function hub(): Promise<Queues> {
    const queues = await place.openHub();
    opened.push(queues);
    return queues;
  }

  it('runs a step with the ids it was rung for', async () => {
    const queues = await hub();
    const seen = collect(queues, 'translate');
    expect(await queues.ring('translate', ['a', 'b'])).to.equal(true);
    await seen.until(2);
    expect(seen.ids).to.deep.equal(['a', 'b']);
    expect(await queues.healthy()).to.equal(true);
  });

  it('splits many ids over jobs and loses none', async () => {
    const queues = await hub();
    const seen = collect(queues, 'send');
    const ids = Array.from({ length: 1_234 }, () => randomUUID());
    expect(await queues.ring('send', ids)).to.equal(true);
    await seen.until(ids.length);
    expect(seen.ids.sort()).to.deep.equal(ids.sort());
  });

  it('keeps a delayed ring behind a later one without a delay', async () => {
    const queues = await hub();
    const seen = collect(queues, 'deliver');
    expect(await queues.ring('deliver', ['later'], { delayMs: 700 })).to.equal(true);
    expect(await queues.ring('deliver', ['now'])).to.equal(true);
    await seen.until(2);
    expect(seen.ids).to.deep.equal(['now', 'later']);
  });

  it('keeps a ring that nobody took over a restart', async () => {
    const before = await hub();
    expect(await before.ring('acknowledge', ['kept'])).to.equal(true);
    await before.close();
    const seen = collect(await hub(), 'acknowledge');
    await seen.until(1);
    expect(seen.ids).to.deep.equal(['kept']);
  });

  it('takes nothing from a paused queue until it is resumed', async () => {
    const queues = await hub();
    const board = boardOf(queues, 'translate');
    await board.pause();
    const seen = collect(queues, 'translate');
    expect(await queues.ring('translate', ['a'])).to.equal(true);
    // Long enough to be taken, had the pause not held.
    await wait(300);
    expect(seen.ids).to.deep.equal([]);
    await board.resume();
    await seen.until(1);
  });

  it('shows a failed job with our code and nothing of what the error said', async () => {
    const queues = await hub();
    const failures = [
      new Error(`cannot bill ${patient}`),
      new RefusedError('DELIVERY_REFUSED', `refused for ${patient}`, { detail: { patient } }),
    ];
    queues.work({ deliver: { run: async () => Promise.reject(failures.shift()!), concurrency: 1 } });
    await queues.ring('deliver', ['first']);
    await queues.ring('deliver', ['second']);
    const board = boardOf(queues, 'deliver');
    await until(async () => (await board.getFailedCount()) === 2);
    const jobs = await board.getFailed();
    expect(jobs.map((job) => job.failedReason).sort()).to.deep.equal(['DELIVERY_REFUSED', 'UNFORESEEN']);
    expect(JSON.stringify(jobs.map((job) => job.toJSON()))).to.not.contain('Jane');
    expect(jobs.map((job) => job.attemptsMade)).to.deep.equal([1, 1]);
  });

  it('keeps some of the finished jobs for people to see, and no more', async function () {
    this.timeout(60_000);
    const queues = await hub();
    const seen = collect(queues, 'send', 10);
    for (let at = 0; at < 260; at += 1) await queues.ring('send', [`id-${at}`]);
    await seen.until(260);
    const board = boardOf(queues, 'send');
    await until(async () => (await board.getCompletedCount()) <= 200);
    expect(await board.getCompletedCount()).to.be.greaterThan(100);
    expect(await board.getFailedCount()).to.equal(0);
  });

  it('rings once per tick of a schedule that two hubs asked for, under any name', async function () {
    this.timeout(60_000);
    const id = 'acme: in/box ü';
    const everyMs = 400;
    const [first, second] = [await hub(), await hub()];
    const seen = [collect(first, 'receive'), collect(second, 'receive')];
    const asked = await Promise.all(
      [first, second, first].map((one) => one.schedule('receive', id, everyMs)),
    );
    expect(asked).to.deep.equal([true, true, true]);
    expect(await first.schedules('receive')).to.deep.equal([{ id, everyMs }]);
    await until(() => seen.flatMap((one) => one.ids).length >= 6);
    expect(await second.unschedule('receive', id)).to.equal(true);
    expect(await first.schedules('receive')).to.deep.equal([]);
    const board = boardOf(first, 'receive');
    await until(async () => (await board.getJobCountByTypes('waiting', 'active', 'delayed')) === 0);
    const ids = seen.flatMap((one) => one.ids);
    expect(new Set(ids)).to.deep.equal(new Set([id]));
    const slots = (await board.getCompleted()).map((job) => Number(job.id?.split(':').at(-1)));
    slots.sort((one, other) => one - other);
    expect(slots).to.have.lengthOf(ids.length);
    expect(new Set(slots)).to.have.lengthOf(ids.length);
    expect(new Set(slots.map((slot) => (slot - (slots[0] ?? 0)) % everyMs))).to.deep.equal(new Set([0]));
  });

  it('follows a schedule that changed its interval', async () => {
    const queues = await hub();
    expect(await queues.schedule('receive', '1', 60_000)).to.equal(true);
    expect(await queues.schedule('receive', '1', 500)).to.equal(true);
    expect(await queues.schedules('receive')).to.deep.equal([{ id: '1', everyMs: 500 }]);
    const seen = collect(queues, 'receive');
    await seen.until(3);
  });

  it('shares work between two hubs', async () => {
    const [first, second] = [await hub(), await hub()];
    const ids = ['a', 'b'];
    const running: string[] = [];
    // Neither job ends before the other runs too, so that one hub alone cannot do both.
    const run = async (rung: readonly string[]) => {
      running.push(...rung);
      await until(() => running.length === ids.length);
    };
    for (const one of [first, second]) one.work({ translate: { run, concurrency: 1 } });
    for (const id of ids) expect(await first.ring('translate', [id])).to.equal(true);
    const board = boardOf(second, 'translate');
    await until(async () => (await board.getCompletedCount()) === ids.length);
    expect(running.sort()).to.deep.equal(ids);
  });

  it('can be rung after a hub was killed in the middle of a job', async function () {
    this.timeout(90_000);
    await place.yield();
    const child = spawn(process.execPath, ['--import', 'tsx', jobHolder, JSON.stringify(place.address)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(child, 'exit');
    await Promise.race([
      once(child.stdout, 'data'),
      gone.then(() => Promise.reject(new Error('The holder ended'))),
    ]);
    child.kill('SIGKILL');
    await gone;
    const queues = await hub();
    const seen = collect(queues, 'deliver');
    expect(await queues.ring('deliver', ['next'])).to.equal(true);
    await until(() => seen.ids.includes('next'));
  });

  it('tells in time that a ring was not taken, and goes on when the store is back', async function () {
    this.timeout(90_000);
    const queues = await hub();
    const seen = collect(queues, 'translate');
    await queues.ring('translate', ['before']);
    await seen.until(1);
    await place.outage.begin();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => queues.ring('translate', [`lost-${index}`])),
    );
    expect(new Set(answers)).to.deep.equal(new Set([false]));
    expect(await queues.schedule('receive', 'acme', 60_000)).to.equal(false);
    expect(await queues.schedules('receive')).to.equal(undefined);
    expect(await queues.healthy()).to.equal(false);
    await place.outage.end();
    await until(() => queues.ring('translate', ['after']));
    await until(() => seen.ids.includes('after'));
    expect(await queues.healthy()).to.equal(true);
  });

  it('starts workers while the store is away, and they work when it is back', async function () {
    this.timeout(90_000);
    const queues = await hub();
    await place.outage.begin();
    const seen = collect(queues, 'send');
    expect(await queues.ring('send', ['lost'])).to.equal(false);
    await place.outage.end();
    await until(() => queues.ring('send', ['after']));
    await until(() => seen.ids.includes('after'));
  });

  it('closes while the store is away', async function () {
    this.timeout(60_000);
    const queues = await hub();
    const seen = collect(queues, 'translate');
    await queues.ring('translate', ['before']);
    await seen.until(1);
    await place.outage.begin();
    await queues.close();
    expect(await queues.ring('translate', ['never'])).to.equal(false);
    await place.outage.end();
  });

  it('waits for the running job before it closes, and takes no other', async () => {
    const queues = await hub();
    const done: string[] = [];
    let finish = () => {};
    const running = new Promise<void>((started) => {
      const run = async ([id = '']: readonly string[]) => {
        started();
        await new Promise<void>((go) => (finish = go));
        done.push(id);
      };
      queues.work({ translate: { run, concurrency: 1 } });
    });
    await queues.ring('translate', ['first']);
    await queues.ring('translate', ['second']);
    await running;
    const closed = queues.close();
    finish();
    await closed;
    expect(done).to.deep.equal(['first']);
  });

  it('lets go of a job that does not end', async () => {
    const queues = await hub();
    const running = new Promise<void>((started) => {
      queues.work({ translate: { run: () => new Promise(() => started()), concurrency: 1 } });
    });
    await queues.ring('translate', ['endless']);
    await running;
    await queues.close();
  });

  it(`drains ${many} jobs while timers keep ticking`, async function () {
    this.timeout(180_000);
    const queues = await hub();
    const seen = collect(queues, 'translate', 10);
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 20);
    const ids = Array.from({ length: many }, (_, index) => `id-${index}`);
    for (let at = 0; at < many; at += 20)
      await Promise.all(ids.slice(at, at + 20).map((id) => queues.ring('translate', [id])));
    await until(() => new Set(seen.ids).size === many);
    clearInterval(timer);
    expect(ticks).to.be.greaterThan(5);
  });
}

function collect(queues: Queues, step: StepName, concurrency = 1) {
  const ids: string[] = [];
  const run = async (rung: readonly string[]) => void ids.push(...rung);
  queues.work({ [step]: { run, concurrency } });
  return { ids, until: (count: number) => until(() => ids.length >= count) };
}

function boardOf(queues: Queues, step: StepName): StepQueue {
  const board = queues.boards().find((one) => one.name === step);
  if (board === undefined) throw new Error(`No board for ${step}`);
  return board;
}

/** Waits for ever: the test's timeout ends it. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(20);
}
