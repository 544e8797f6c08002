/**
 * Keeps the jobs in the schema `bullmq` of the hub's own database, PostgreSQL or embedded.
 *
 * The pool is the store's; its search_path names `bullmq`, because BullMQ's statements carry no schema.
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  createPostgresBackend,
  runMigrations,
  type PgPool,
  type PgPoolClient,
  type PgQueryResult,
} from 'bullmq';
import type { QueueStore } from './queue-store.js';

/** The pool of pg, as far as it must be named here: its own types and BullMQ's for it do not meet. */
export interface QueuePool {
  query(text: string, values?: unknown[]): Promise<unknown>;
  connect(): Promise<unknown>;
}

/** BullMQ asks again at once after an error; without a pause a broken server would be asked thousands of times. */
const pauseAfterErrorMs = 250;
const attemptsMax = 3;
/** 'waybill' as bytes. */
const changeLock = '33602696198581356';

/** Makes or upgrades BullMQ's tables. Several hubs may do so at once. */
export async function openPostgresQueueStore(queuePool: QueuePool): Promise<QueueStore> {
  const pool = queuePool as PgPool;
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  let before: Promise<unknown> = Promise.resolve();
  // One at a time in this process too: waiting for the lock takes a connection, and the change needs another.
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const result = before.then(() => alone(pool, change));
    before = result.catch(() => {});
    return result;
  };
  return {
    backend: createPostgresBackend as QueueStore['backend'],
    connection: guardPool(pool),
    prefix: '',
    removesAsJobsFinish: false,
    firstConnectionCounts: true,
    alone: inTurn,
    ping: () => pool.query('SELECT 1'),
    // The pool belongs to the database.
    close: async () => {},
  };
}

/**
 * BullMQ's function for a schedule reads, decides and writes without a lock: two that make the same schedule at once would
 * run its first job twice.
 */
async function alone<T>(pool: PgPool, change: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let usable = false;
  try {
    await client.query('SELECT pg_advisory_lock($1)', [changeLock]);
    const result = await change();
    await client.query('SELECT pg_advisory_unlock($1)', [changeLock]);
    usable = true;
    return result;
  } finally {
    // A connection that may still hold the lock is closed, which lets go of it.
    client.release(!usable);
  }
}

/** The same pool, with a lost connection told in the one way BullMQ takes for lost: ECONNREFUSED. */
function guardPool(pool: PgPool): PgPool {
  const guarded = {
    query: (text: string, params?: readonly unknown[]) => ask(pool, text, params).catch(tellLoss),
    connect: (): Promise<PgPoolClient> => pool.connect().catch(tellLoss),
    end: async () => {},
    // BullMQ only listens for errors of idle connections, which the database already hears.
    on: () => guarded,
    removeAllListeners: () => guarded,
    // BullMQ looks here whether a silently dropped listener would be noticed.
    options: (pool as { options?: unknown }).options,
  };
  return guarded;
}

/** A statement that lost a deadlock did nothing, and is right the next time. */
async function ask(pool: PgPool, text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await pool.query(text, params);
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (attempt === attemptsMax || !/^40(P01|001)$/.test(code)) throw error;
    }
  }
}

async function tellLoss(error: unknown): Promise<never> {
  await pause(pauseAfterErrorMs);
  const { code = '' } = error as { code?: string };
  // An answer of the server carries a five-character code; classes 08, 53 and 57 say that it is going away or full.
  const answered = /^[0-9A-Z]{5}$/.test(code) && !/^(08|53|57)/.test(code);
  if (answered) throw error;
  throw Object.assign(new Error('ECONNREFUSED', { cause: error }), { code: 'ECONNREFUSED' });
}
