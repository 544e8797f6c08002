/**
 * The three sizes that a hub is measured in. Each turn has a fresh database and an empty Redis.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type Postgres } from '../../test/kit/postgres.js';
import { startRedis, type Redis } from '../../test/kit/redis.js';
import type { SizeName } from './options.js';

/** Counts of the database of one turn, from PostgreSQL's own statistics. */
export interface Counts {
  commits: number;
  /** Flushes of the write-ahead log to the disk; undefined where this PostgreSQL does not count them. */
  flushes: number | undefined;
}

/** What one turn stands on. */
export interface Ground {
  environment: Record<string, string>;
  /** Counts so far; undefined for the embedded database, which cannot be asked from outside. */
  counts(): Promise<Counts | undefined>;
  close(): Promise<void>;
}

export interface Size {
  /** As tables say it. */
  name: string;
  /** Processes of the stores, beside the hub. */
  pids: readonly number[];
  fresh(): Promise<Ground>;
}

export interface Sizes {
  sizes: readonly Size[];
  /** Versions, and whether commits are flushed. */
  about: string;
  close(): Promise<void>;
}

const embedded: Size = {
  name: 'embedded',
  pids: [],
  fresh: async () => ({ environment: {}, counts: async () => undefined, close: async () => {} }),
};

/** Starts the servers that these sizes need. */
export async function openSizes(names: readonly SizeName[]): Promise<Sizes> {
  const postgres = names.some((name) => name !== 'embedded') ? await startPostgres() : undefined;
  const redis = names.includes('redis') ? await startRedis() : undefined;
  const size = async (name: SizeName): Promise<Size> => {
    if (name === 'embedded' || postgres === undefined) return embedded;
    return sizeOn(postgres, name === 'redis' ? redis : undefined);
  };
  return {
    sizes: await Promise.all(names.map(size)),
    about: postgres === undefined ? 'the embedded database only' : await aboutStores(postgres, redis),
    async close() {
      await postgres?.close();
      await redis?.close();
    },
  };
}

async function sizeOn(postgres: Postgres, redis: Redis | undefined): Promise<Size> {
  const folder = (await ask(postgres.url, 'SHOW data_directory'))['data_directory'] as string;
  const postmaster = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
  const redisPid = redis && Number(/process_id:(\d+)/.exec(await redis.send('INFO server'))?.[1]);
  return {
    name: redis === undefined ? 'PostgreSQL' : 'PostgreSQL and Redis',
    pids: [postmaster, ...(redisPid === undefined ? [] : [redisPid])],
    fresh: () => freshGround(postgres, redis),
  };
}

async function freshGround(postgres: Postgres, redis: Redis | undefined): Promise<Ground> {
  await redis?.send('FLUSHALL');
  const databaseUrl = await postgres.freshDatabase();
  // Otherwise one would fall into some turns and not into others.
  await ask(postgres.url, 'CHECKPOINT');
  const name = new URL(databaseUrl).pathname.slice(1);
  return {
    environment: {
      DATABASE_URL: databaseUrl,
      ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    },
    counts: async () => {
      const found = await ask(postgres.url, countsOf(name));
      const flushes = found['wal_sync'] as string | null;
      return {
        commits: Number(found['xact_commit']),
        flushes: flushes === null ? undefined : Number(flushes),
      };
    },
    close: async () => {
      await ask(postgres.url, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** By way of JSON, since PostgreSQL 18 has no such column. */
const countsOf = (database: string) =>
  `SELECT xact_commit, to_jsonb(wal)->>'wal_sync' AS wal_sync
   FROM pg_stat_database, pg_stat_wal AS wal WHERE datname = '${database}'`;

async function aboutStores(postgres: Postgres, redis: Redis | undefined): Promise<string> {
  const setting = async (name: string) => (await ask(postgres.url, `SHOW ${name}`))[name] as string;
  const redisVersion = redis && /redis_version:(\S+)/.exec(await redis.send('INFO server'))?.[1];
  const fsync = await setting('fsync');
  const commit = await setting('synchronous_commit');
  return [
    `PostgreSQL ${await setting('server_version')} with fsync ${fsync} and synchronous_commit ${commit}`,
    ...(redisVersion === undefined ? [] : [`Redis ${redisVersion}`]),
  ].join('; ');
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}
