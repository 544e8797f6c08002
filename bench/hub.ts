/**
 * The hub end to end, beside what its database can do: files and sets per second from the drop to the ERP and the 997,
 * and how long one file takes at ten files a second. On the embedded database, PostgreSQL, and PostgreSQL with Redis.
 *
 * Everything runs on this machine: hub, database, Redis, the ERP and this bench share its cores.
 */
import { watch } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../src/store/database/database.js';
import { startHub, stop, waitForRest } from '../test/faults/rest.js';
import { startPostgres } from '../test/kit/postgres.js';
import { startRedis } from '../test/kit/redis.js';
import { commitsPerSecond } from './floors.js';
import { invoiceFile, openSite } from '../test/kit/site.js';

interface Size {
  name: string;
  environment(): Promise<Record<string, string>>;
}

const filesOfOneSet = 400;
const filesOfTwentySets = 40;
const latencyFiles = 100;
const latencyPauseMs = 100;

export async function run(): Promise<void> {
  const postgres = await startPostgres();
  const redis = await startRedis();
  const sizes: Size[] = [
    { name: 'embedded', environment: async () => ({}) },
    { name: 'PostgreSQL', environment: async () => ({ DATABASE_URL: await postgres.freshDatabase() }) },
    {
      name: 'PostgreSQL and Redis',
      environment: async () => ({ DATABASE_URL: await postgres.freshDatabase(), REDIS_URL: redis.url }),
    },
  ];
  try {
    console.log(
      '| Size | commits/s | files/s, 1 set each | sets/s, 20 per file | to the ERP p50 / p95 ms | to the 997 p50 / p95 ms |',
    );
    console.log('|---|--:|--:|--:|--:|--:|');
    for (const size of sizes) {
      const commits = await commitFloor(await size.environment());
      const files = await throughput(await size.environment(), filesOfOneSet, 1);
      const sets = await throughput(await size.environment(), filesOfTwentySets, 20);
      const { erp, answer } = await latency(await size.environment());
      console.log(
        `| ${size.name} | ${commits.toFixed(0)} | ${files.toFixed(0)} | ${(sets * 20).toFixed(0)} | ${spread(erp)} | ${spread(answer)} |`,
      );
      await redis.send('FLUSHALL');
    }
  } finally {
    await postgres.close();
    await redis.close();
  }
}

/** The floor: one-row transactions one after another, each flushed. */
async function commitFloor(environment: Record<string, string>): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
  const databaseUrl = environment['DATABASE_URL'];
  const database = await openDatabase({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  try {
    return await commitsPerSecond(database);
  } finally {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** @returns files per second from the first drop until everything is at rest */
async function throughput(
  environment: Record<string, string>,
  count: number,
  setsPerFile: number,
): Promise<number> {
  const site = await openSite();
  const hub = await startHub({ root: site.root, environment: { ...environment, WAYBILL_LOG_LEVEL: 'info' } });
  try {
    const files = Array.from({ length: count }, (_, index) => {
      const invoices = Array.from({ length: setsPerFile }, (_set, place) => `B-${index + 1}-${place + 1}`);
      return { name: `bench-${index + 1}.x12`, bytes: invoiceFile(index + 1, invoices) };
    });
    const start = performance.now();
    await site.drop(files);
    await waitForRest(site, await hub.ready, { deadlineMs: 300_000 });
    return count / ((performance.now() - start) / 1_000);
  } finally {
    await stop(hub);
    await site.close();
  }
}

async function latency(environment: Record<string, string>): Promise<{ erp: number[]; answer: number[] }> {
  const site = await openSite();
  const hub = await startHub({ root: site.root, environment });
  const answers = new Answers(site.outbox);
  const watching = watch(site.outbox, () => void answers.look());
  try {
    await pause(1_000);
    const dropped = new Map<number, number>();
    for (let number = 1; number <= latencyFiles; number += 1) {
      await site.drop([{ name: `late-${number}.x12`, bytes: invoiceFile(number, [`L-${number}`]) }]);
      dropped.set(number, performance.now());
      await pause(latencyPauseMs);
    }
    await waitForRest(site, await hub.ready);
    await answers.look();
    const erp = [...site.erp.effects.values()].map(
      ({ businessKey, at }) => at - dropped.get(Number(businessKey.slice(2)))!,
    );
    const answer = [...answers.seenAt].map(([number, at]) => at - dropped.get(number)!);
    return { erp, answer };
  } finally {
    watching.close();
    await stop(hub);
    await site.close();
  }
}

/** When the answer to each interchange was first seen in the outbox. */
class Answers {
  readonly seenAt = new Map<number, number>();
  readonly #outbox: string;
  readonly #names = new Set<string>();

  constructor(outbox: string) {
    this.#outbox = outbox;
  }

  async look(): Promise<void> {
    const now = performance.now();
    for (const name of await readdir(this.#outbox)) {
      if (!name.endsWith('.x12') || this.#names.has(name)) continue;
      this.#names.add(name);
      const text = await readFile(join(this.#outbox, name), 'latin1');
      this.seenAt.set(Number(/AK1\*..\*(\d+)/.exec(text)?.[1]), now);
    }
  }
}

function spread(values: number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]?.toFixed(0) ?? '-';
  return `${at(0.5)} / ${at(0.95)}`;
}
