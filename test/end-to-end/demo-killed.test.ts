/**
 * The demo's files, partners and ERP, while the hub is killed with SIGKILL again and again in the middle of them, SFTP
 * and a database on disk included. In the end everything must be as if nothing had happened.
 *
 * SEED=n repeats the moments of a run; each is a share of the work that onlookers can see done.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { demoFiles, type DemoFile } from '../../demo/files.js';
import { checkFolders, readOutcomes } from '../../demo/outcome.js';
import { openStage, repository, type Stage } from '../../demo/stage.js';
import { openDatabase } from '../../src/store/database/database.js';
import { findBrokenLink } from '../../src/store/working/events.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import { startHub, stop } from '../faults/rest.js';
import { startHubProcess, statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { filesIn } from '../kit/site.js';

const killsPerWave = { 1: 5, 2: 1 } as const;

const partners = [...new Set(demoFiles.map(({ partner }) => partner))];

describe('a hub killed in the middle of the demo', function () {
  this.timeout(300_000);
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  let stage: Stage;
  let hub: HubProcess | undefined;

  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(async () => {
    hub?.kill('SIGKILL');
    await hub?.ended;
    await stage?.close();
  });

  const environment = () =>
    Object.fromEntries(Object.entries(stage.environment).map(([name, value]) => [name, value ?? '']));

  async function drop(file: DemoFile): Promise<void> {
    const folder = join(repository, 'samples', file.sample);
    const input = (await readdir(folder)).find((name) => name.startsWith('input.')) ?? 'input';
    await stage.drop(file.partner, file.name, await readFile(join(folder, input)));
  }

  /** What onlookers can count: files in done, records at the ERP, answers. */
  async function progress(): Promise<number> {
    const folders = partners.flatMap((partner) => [
      stage.folders(partner).done,
      stage.folders(partner).answers,
    ]);
    const files = await Promise.all(folders.map((folder) => readdir(folder)));
    const journal = await readFile(join(stage.root, 'erp.jsonl'), 'utf8');
    return files.flat().filter(isShown).length + journal.split('\n').length - 1;
  }

  /** Starts a hub and kills it when so much is to be seen. @returns how much there was when it had ended */
  async function startAndKill(goal: number): Promise<number> {
    hub = startHubProcess({ root: stage.root, environment: environment() });
    const isThere = async () => (await progress()) >= goal;
    for (const end = Date.now() + 60_000; !(await isThere()); await pause(2)) {
      if (Date.now() > end) throw new Error(`stuck at ${await progress()} of ${goal}:\n${hub.output()}`);
    }
    hub.kill('SIGKILL');
    expect(await hub.ended).to.equal('SIGKILL');
    return progress();
  }

  async function untilAllEnded(address: string, count: number): Promise<void> {
    let last = '';
    const look = async () => {
      const { files = {}, work = {} } = await statusOf(address);
      const { received = 0, waiting = 0, sent: _, ...ended } = files as Record<string, number>;
      const endedCount = Object.values(ended).reduce((sum, one) => sum + one, 0);
      const faults = await checkFolders(stage, demoFiles.slice(0, count));
      last = JSON.stringify({ files, work, faults });
      const open = received + waiting + Object.keys(work).length + faults.length;
      return open === 0 && endedCount === count ? true : undefined;
    };
    await until('all ended', look, { deadlineMs: 120_000 }).catch((error: Error) => {
      throw new Error(`${error.message}; seed ${seed}; last seen ${last}\n${hub?.output()}`);
    });
  }

  it('ends every file once, with one answer each under numbers without gaps', async () => {
    const random = randomFrom(seed);
    const kills: { goal: number; at: number; of: number }[] = [];
    let seenBefore = 0;
    for (const wave of [1, 2] as const) {
      const files = demoFiles.filter((file) => file.wave === wave);
      for (const file of files) await drop(file);
      const all = seenBefore + files.length + dueOf(files);
      const goals = Array.from(
        { length: killsPerWave[wave] },
        () => seenBefore + Math.floor(random() * (all - seenBefore)),
      );
      for (const drawn of goals.sort((one, other) => one - other)) {
        // Each hub gets to do something; the one before may have done more than was asked.
        const goal = Math.max(drawn, (await progress()) + 1);
        if (goal < all) kills.push({ goal, at: await startAndKill(goal), of: all });
      }
      hub = await startHub({ root: stage.root, environment: environment() });
      await untilAllEnded(await hub.ready, demoFiles.filter((file) => file.wave <= wave).length);
      await stop(hub);
      seenBefore = all;
    }
    const told = `seed ${seed}, ${JSON.stringify(kills)}`;
    expect(await progress(), told).to.equal(seenBefore);
    expect(
      kills.filter(({ at, of }) => at < of),
      `kills with work left; ${told}`,
    ).to.have.length.greaterThan(1);
    const database = await openDatabase({ dataDir: join(stage.root, 'data') });
    try {
      await checkOutcome(database.kysely, stage, told);
    } finally {
      await database.close();
    }
  });
});

/** A kill in the middle of a put leaves a hidden file, which no partner takes for an answer. */
const isShown = (name: string) => !name.startsWith('.');

/** Records, answers and documents for other partners that come of these files. */
function dueOf(files: readonly DemoFile[]): number {
  return files.reduce(
    (sum, { expected: { atErp, answer, goesOn } }) =>
      sum + atErp.length + Number(answer !== 'none') + Number(goesOn !== 'none'),
    0,
  );
}

/** The demo's own table, and what it does not ask: once each, numbers without gaps, an unbroken audit chain. */
async function checkOutcome(sql: Sql, stage: Stage, told: string): Promise<void> {
  const outcomes = await readOutcomes(sql, stage, demoFiles);
  for (const [{ name, expected }, { answerFile: _, forwardFile: __, ...actual }] of outcomes) {
    expect(actual, `${name}, ${told}`).to.deep.equal(expected);
  }
  expect(await checkFolders(stage, demoFiles), told).to.deep.equal([]);
  const received = await sql.selectFrom('files').select('id').where('direction', '=', 'in').execute();
  expect(received, told).to.have.length(demoFiles.length);
  const keys = (await stage.erpRecords()).map(({ businessKey }) => businessKey).sort();
  expect(keys, told).to.deep.equal(demoFiles.flatMap(({ expected }) => expected.atErp).sort());
  for (const partner of partners) await checkAnswers(stage, partner, told);
  const open = await sql.selectFrom('work').selectAll().where('state', '!=', 'done').execute();
  expect(open, told).to.deep.equal([]);
  expect(await findBrokenLink(sql), told).to.equal(undefined);
}

async function checkAnswers(stage: Stage, partner: string, told: string): Promise<void> {
  const answers = (await filesIn(stage.folders(partner).answers)).filter(({ path }) => isShown(path));
  const owed = demoFiles.filter((file) => file.partner === partner && file.expected.answer !== 'none').length;
  const goingOn = demoFiles.filter(({ expected }) => expected.goesOn.includes(` to ${partner}`)).length;
  const numbers = answers.map(({ path, bytes }) => {
    const reader = openX12Reader();
    reader.write(bytes);
    const { interchanges } = reader.end();
    expect(
      interchanges.map(({ verdict }) => verdict),
      path,
    ).to.deep.equal(['accepted']);
    const { header, groups } = interchanges[0]!;
    const set = groups[0]!.sets[0]!.set;
    return { path, set, number: header.interchangeControlNumber };
  });
  const extension = ['northwind-surgical', 'redwood-orthopedics'].includes(partner) ? 'edi' : 'x12';
  numbers.sort((one, other) => one.number.localeCompare(other.number));
  const counted = Array.from({ length: owed + goingOn }, (_, index) => String(index + 1).padStart(9, '0'));
  expect(
    numbers.map(({ number }) => number),
    `${partner}, ${told}`,
  ).to.deep.equal(counted);
  for (const { path, set, number } of numbers) expect(path, told).to.equal(`${set}_${number}.${extension}`);
  expect(
    numbers.filter(({ set }) => set !== '997'),
    `${partner}, ${told}`,
  ).to.have.length(goingOn);
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
