/**
 * One turn: a fresh site and database, one hub of one tree, a warm-up, then each load and the latency.
 *
 * A load ends when every invoice is at the ERP and every interchange answered. Processor time and commits count until a
 * second after the hub has nothing left to do, so that work put off is not work saved.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { quantile, type Figure } from '../against/figures.js';
import { startErp } from './erp.js';
import { makeFiles, type BenchFile } from './files.js';
import { startHub, type RunningHub } from './hub-process.js';
import type { HubOptions, Load } from './options.js';
import { Outboxes } from './outboxes.js';
import { busySeconds, secondsOf } from './processor-time.js';
import { Site } from './site.js';
import type { Counts, Ground, Size } from './sizes.js';
import { Tally } from './tally.js';

const lookEveryMs = 100;
const restMs = 1_000;
const latencyPauseMs = 100;
/** Far beyond what the slowest commit needs; then it hangs. */
const deadlineMs = 1_800_000;

export type TurnOptions = Pick<HubOptions, 'partners' | 'warmUp' | 'loads' | 'latencyFiles'>;

const figureNames = {
  files: 'files/s',
  sets: 'sets/s',
  hubTime: 'hub, CPU ms a file',
  allTime: 'hub and stores, CPU ms a file',
  commits: 'commits a file',
  flushes: 'flushes a file',
  erp50: 'to the ERP p50 ms',
  erp95: 'to the ERP p95 ms',
  answer50: 'to the 997 p50 ms',
  answer95: 'to the 997 p95 ms',
} as const;

export interface MeasuredTurn {
  figures: Figure[];
  /** How many processors others kept busy, for each load; empty where it cannot be known. */
  others: number[];
}

/** @param treeRoot of a built tree. @throws Error when the hub does not do the work, or does too much */
export async function measureTurn(treeRoot: string, size: Size, options: TurnOptions): Promise<MeasuredTurn> {
  let tally = new Tally({ invoices: [], interchanges: [] });
  const erp = await startErp((invoice, atMs) => tally.delivered(invoice, atMs));
  const ground = await size.fresh();
  const site = await Site.open({ treeRoot, erpUrl: erp.url, partners: options.partners });
  try {
    const hub = await startHub(treeRoot, site.root, ground.environment);
    const turn = new Turn({ site, hub, size, ground, begin: (next) => (tally = next) });
    try {
      return await turn.measure(options);
    } finally {
      await hub.stop();
    }
  } finally {
    await erp.close();
    await site.close();
    await ground.close();
  }
}

interface TurnParts {
  site: Site;
  hub: RunningHub;
  size: Size;
  ground: Ground;
  /** What comes to the ERP from now on is of this tally. */
  begin(tally: Tally): void;
}

interface Reading {
  counts: Counts | undefined;
  hubSeconds: number | undefined;
  storeSeconds: number | undefined;
  benchSeconds: number;
  busySeconds: number | undefined;
  atMs: number;
}

class Turn {
  readonly #parts: TurnParts;
  readonly #outboxes: Outboxes;
  readonly #others: number[] = [];
  #nextFile = 1;

  constructor(parts: TurnParts) {
    this.#parts = parts;
    this.#outboxes = new Outboxes(parts.site);
  }

  async measure({ warmUp, loads, latencyFiles }: TurnOptions): Promise<MeasuredTurn> {
    for (const load of warmUp) await this.#run(await this.#stage(load), 0);
    const figures: Figure[] = [];
    for (const load of loads) figures.push(...(await this.#measureLoad(load)));
    figures.push(...(await this.#measureLatency(latencyFiles)));
    return { figures, others: this.#others };
  }

  async #stage(load: Load): Promise<BenchFile[]> {
    const { site } = this.#parts;
    const files = makeFiles(load, site.partners, this.#nextFile);
    this.#nextFile += files.length;
    await site.stage(files);
    return files;
  }

  /** Drops files and waits until all that must come of them came, nothing else did, and the hub is at rest. */
  async #run(
    files: readonly BenchFile[],
    pauseMs: number,
  ): Promise<{ tally: Tally; dropped: Map<string, number> }> {
    const tally = new Tally({
      invoices: files.flatMap(({ invoices }) => invoices),
      interchanges: files.map(({ interchange }) => interchange),
    });
    this.#parts.begin(tally);
    const dropped = new Map<string, number>();
    const start = performance.now();
    for (const [index, file] of files.entries()) {
      const wait = start + index * pauseMs - performance.now();
      if (wait > 0) await pause(wait);
      dropped.set(file.interchange, Date.now());
      await this.#parts.site.drop(file);
    }
    await this.#waitForEnd(tally);
    await pause(restMs);
    await this.#look(tally);
    return { tally, dropped };
  }

  async #waitForEnd(tally: Tally): Promise<void> {
    const { hub, site } = this.#parts;
    const deadline = Date.now() + deadlineMs;
    while (tally.endedAt() === undefined || (await site.unfinished()) > 0) {
      hub.check();
      if (Date.now() > deadline)
        throw new Error(`Not done within ${deadlineMs / 60_000} minutes: ${tally.progress()}.\n${hub.log()}`);
      await pause(lookEveryMs);
      await this.#look(tally);
    }
  }

  async #look(tally: Tally): Promise<void> {
    await this.#outboxes.look((answer, atMs) => tally.answered(answer, atMs));
    tally.check();
  }

  async #measureLoad(load: Load): Promise<Figure[]> {
    const files = await this.#stage(load);
    await pause(restMs);
    const before = await this.#read();
    const { tally, dropped } = await this.#run(files, 0);
    const after = await this.#read();
    const seconds = (tally.endedAt()! - Math.min(...dropped.values())) / 1_000;
    const { size } = this.#parts;
    const [sets, plural] = [load.setsPerFile, load.setsPerFile === 1 ? '' : 's'];
    const subject = `${size.name}, ${load.files} files of ${sets} set${plural}`;
    const name = sets === 1 ? figureNames.files : figureNames.sets;
    const value = (files.length * sets) / seconds;
    const spent = spentBetween(before, after);
    this.#others.push(...(spent.others === undefined ? [] : [spent.others]));
    return [{ subject, name, value, better: 'more' }, ...costs(subject, files.length, spent)];
  }

  async #measureLatency(count: number): Promise<Figure[]> {
    const files = await this.#stage({ files: count, setsPerFile: 1 });
    await pause(restMs);
    const { tally, dropped } = await this.#run(files, latencyPauseMs);
    const erp = files.map(
      ({ invoices, interchange }) => tally.deliveredAt.get(invoices[0]!)! - dropped.get(interchange)!,
    );
    const answer = files.map(
      ({ interchange }) => tally.answeredAt.get(interchange)! - dropped.get(interchange)!,
    );
    const subject = `${this.#parts.size.name}, ten files a second`;
    const figure = (name: string, value: number): Figure => ({ subject, name, value, better: 'less' });
    return [
      figure(figureNames.erp50, quantile(erp, 0.5)),
      figure(figureNames.erp95, quantile(erp, 0.95)),
      figure(figureNames.answer50, quantile(answer, 0.5)),
      figure(figureNames.answer95, quantile(answer, 0.95)),
    ];
  }

  async #read(): Promise<Reading> {
    const { ground, hub, size } = this.#parts;
    const { user, system } = process.cpuUsage();
    return {
      counts: await ground.counts(),
      hubSeconds: secondsOf([hub.pid]),
      storeSeconds: size.pids.length === 0 ? undefined : secondsOf(size.pids),
      benchSeconds: (user + system) / 1_000_000,
      busySeconds: busySeconds(),
      atMs: performance.now(),
    };
  }
}

interface Spent {
  hubSeconds: number | undefined;
  /** Of the hub and its stores; undefined, too, when the hub has none outside. */
  allSeconds: number | undefined;
  commits: number | undefined;
  flushes: number | undefined;
  /** Processors that were busy for anybody else. */
  others: number | undefined;
}

/** What cannot be known here is undefined. */
function spentBetween(before: Reading, after: Reading): Spent {
  const spent = (of: (reading: Reading) => number | undefined): number | undefined => {
    const [from, to] = [of(before), of(after)];
    return from === undefined || to === undefined ? undefined : to - from;
  };
  const hub = spent(({ hubSeconds }) => hubSeconds);
  const stores = spent(({ storeSeconds }) => storeSeconds);
  const busy = spent(({ busySeconds: seconds }) => seconds);
  const bench = after.benchSeconds - before.benchSeconds;
  const elapsed = (after.atMs - before.atMs) / 1_000;
  return {
    hubSeconds: hub,
    allSeconds: hub === undefined || stores === undefined ? undefined : hub + stores,
    commits: spent(({ counts }) => counts?.commits),
    flushes: spent(({ counts }) => counts?.flushes),
    others:
      hub === undefined || busy === undefined
        ? undefined
        : Math.max(0, (busy - hub - (stores ?? 0) - bench) / elapsed),
  };
}

function costs(
  subject: string,
  files: number,
  { hubSeconds, allSeconds, commits, flushes }: Spent,
): Figure[] {
  const found: [string, number | undefined][] = [
    [figureNames.hubTime, hubSeconds && hubSeconds * 1_000],
    [figureNames.allTime, allSeconds && allSeconds * 1_000],
    [figureNames.commits, commits],
    [figureNames.flushes, flushes],
  ];
  return found.flatMap(([name, total]) =>
    total === undefined ? [] : [{ subject, name, value: total / files, better: 'less' as const }],
  );
}
