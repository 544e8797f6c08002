/**
 * Keeps the jobs in the schema `bullmq` of the hub's own database, PostgreSQL or embedded.
 *
 * The pool is the store's; its search_path names `bullmq`, because BullMQ's statements carry no schema.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createPostgresBackend, runMigrations, type PgPool, type PgPoolClient } from 'bullmq';
import type { QueueStore } from './queue-store.js';

/** What BullMQ needs of a pool; the pool of pg has it. */
export type QueuePool = PgPool;

/** BullMQ asks again at once after an error; without a pause a stopped server would be asked thousands of times. */
const pauseAfterLossMs = 250;

/** Makes or upgrades BullMQ's tables. Several hubs may do so at once. */
export async function openPostgresQueueStore(pool: QueuePool): Promise<QueueStore> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  return {
    backend: createPostgresBackend as QueueStore['backend'],
    connection: guardPool(pool),
    prefix: '',
    ping: () => pool.query('SELECT 1'),
    // The pool belongs to the database.
    close: async () => {},
  };
}

/** The same pool, with a lost connection told in the one way BullMQ takes for lost: ECONNREFUSED. */
function guardPool(pool: QueuePool): QueuePool {
  const guarded = {
    query: (text: string, params?: readonly unknown[]) => pool.query(text, params).catch(tellLoss),
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

async function tellLoss(error: unknown): Promise<never> {
  const { code = '' } = error as { code?: string };
  // An answer of the server carries a five-character code; classes 08, 53 and 57 say that it is going away or full.
  const answered = /^[0-9A-Z]{5}$/.test(code) && !/^(08|53|57)/.test(code);
  if (answered) throw error;
  await pause(pauseAfterLossMs);
  throw Object.assign(new Error('ECONNREFUSED', { cause: error }), { code: 'ECONNREFUSED' });
}
