/**
 * Where BullMQ keeps its jobs: the tables of our own database, or a Redis server.
 *
 * The rest of queues/ does not know which. Losing the queue store loses no work: jobs are doorbells.
 */
import type { BackendFactory, IQueueBackend, Queue } from 'bullmq';
import type { JobData } from './step-runner.js';

export type StepQueue = Queue<JobData, void, string, JobData, void, string, IQueueBackend, unknown>;

export interface QueueStore {
  /** Handed to every BullMQ queue and worker, with the connection. */
  readonly backend: BackendFactory<IQueueBackend, unknown>;
  readonly connection: unknown;
  /** Starts the names of all keys; a store with its own name space ignores it. */
  readonly prefix: string;
  /** Whether old jobs may be removed by whoever finishes one; else one hub removes them now and then. */
  readonly removesAsJobsFinish: boolean;
  /** Whether a queue whose first connection fails stays deaf for good; then openQueues fails instead. */
  readonly firstConnectionCounts: boolean;
  /** Runs a change while no other hub runs one. */
  alone<T>(change: () => Promise<T>): Promise<T>;
  /** One round trip; rejects when the store is away, or stays pending. */
  ping(): Promise<unknown>;
  /** Closes what this store opened, at once. */
  close(): Promise<void>;
}

/** Waits for an answer, but not longer; undefined when it came too late. */
export async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((settle) => {
    timer = setTimeout(() => settle(undefined), timeoutMs);
  });
  // Whoever stops waiting must not be surprised by a later rejection.
  answer.catch(() => {});
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
