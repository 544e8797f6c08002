/**
 * What the machine gives before the hub does anything: commits per second of each database and jobs per second of each
 * queue store. A rate of the hub means little without the floor it stands on.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OptionError } from './against/options.js';
import { openLog } from '../src/log.js';
import { openQueues, type Queues } from '../src/queues/queues.js';
import { openDatabase, type Database } from '../src/store/database/database.js';
import { startPostgres } from '../test/kit/postgres.js';
import { startRedis } from '../test/kit/redis.js';

const commitSeconds = 2;
const jobs = 2_000;
const jobsAtOnce = 20;
const concurrency = 10;

/** Runs the benchmark. @throws OptionError: it has no options */
export async function run(words: readonly string[]): Promise<void> {
  if (words.length > 0) throw new OptionError(`floors has no options, and not ${words[0]}.`);
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-floors-'));
  const postgres = await startPostgres();
  const redis = await startRedis();
  try {
    console.log('| Size | commits/s | jobs/s |');
    console.log('|---|--:|--:|');
    await measure('embedded', await openDatabase({ dataDir }));
    const databaseUrl = await postgres.freshDatabase();
    await measure('PostgreSQL', await openDatabase({ dataDir, databaseUrl }));
    await measure('PostgreSQL and Redis', await openDatabase({ dataDir, databaseUrl }), redis.url);
  } finally {
    await postgres.close();
    await redis.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(size: string, database: Database, redisUrl?: string): Promise<void> {
  const queues = await openQueues({
    database,
    hubId: 'bench',
    log: openLog('warn'),
    timeoutMs: 30_000,
    ...(redisUrl === undefined ? {} : { redisUrl }),
  });
  try {
    const commits = await commitsPerSecond(database);
    const rate = await jobsPerSecond(queues);
    console.log(`| ${size} | ${commits.toFixed(0)} | ${rate.toFixed(0)} |`);
  } finally {
    await queues.close();
    await database.close();
  }
}

/** One-row transactions one after another, each flushed to the disk. */
export async function commitsPerSecond({ pool }: Database): Promise<number> {
  await pool.query('CREATE TABLE IF NOT EXISTS commit_floor (at timestamptz)');
  const end = performance.now() + commitSeconds * 1_000;
  let commits = 0;
  for (; performance.now() < end; commits += 1) await pool.query('INSERT INTO commit_floor VALUES (now())');
  await pool.query('DROP TABLE commit_floor');
  return commits / commitSeconds;
}

/** Rings and runs jobs that do nothing, one id each, from the first ring until the last ran. */
export async function jobsPerSecond(queues: Queues): Promise<number> {
  let left = jobs;
  const drained = new Promise<void>((done) => {
    const runJob = async () => {
      left -= 1;
      if (left === 0) done();
    };
    queues.work({ translate: { run: runJob, concurrency } });
  });
  const start = performance.now();
  for (let sent = 0; sent < jobs; sent += jobsAtOnce)
    await Promise.all(Array.from({ length: jobsAtOnce }, () => queues.ring('translate', ['id'])));
  await drained;
  return jobs / ((performance.now() - start) / 1_000);
}
