/**
 * One queue per step of the hub. A job is a doorbell: it carries ids and nothing else.
 *
 * Nobody may lean on it: a job can be lost, run twice or come late, and every call here ends within its own timeout even
 * when the queue store does not answer. Leases, attempts and back-off live in the store.
 */
import { randomUUID } from 'node:crypto';
import { Queue, type JobsOptions } from 'bullmq';
import { defined } from '../defined.js';
import type { Log } from '../log.js';
import { type StepName, stepNames } from '../vocabulary/index.js';
import { removedAsTheyFinish, removeFinished } from './finished-jobs.js';
import { openPostgresQueueStore, type QueuePool } from './postgres-queue-store.js';
import { within, type QueueStore, type StepQueue } from './queue-store.js';
import { openRedisQueueStore } from './redis-queue-store.js';
import type { QueuedSteps } from './step-runner.js';
import { StepWorkers } from './step-workers.js';

export type { StepQueue } from './queue-store.js';

/** A schedule as the queue store has it. */
export interface Schedule {
  id: string;
  everyMs: number;
}

export interface Queues {
  /**
   * Wakes a step for these ids, in one or more jobs.
   * @returns false when the queue store did not take it in time; it may still do so later. Never rejects.
   */
  ring(step: StepName, ids: readonly string[], options?: { delayMs?: number }): Promise<boolean>;
  /**
   * Rings a step with [id] now and then every so often, once however many hubs ask for it. Asking again is harmless, and
   * needed now and then: a queue store that lost its data forgets its schedules.
   */
  schedule(step: StepName, id: string, everyMs: number): Promise<boolean>;
  unschedule(step: StepName, id: string): Promise<boolean>;
  /** undefined when the queue store did not answer in time. */
  schedules(step: StepName): Promise<Schedule[] | undefined>;
  /** Starts taking the jobs of these steps; to be called once. */
  work(steps: QueuedSteps): void;
  /** Whether the queue store answers now; never rejects. */
  healthy(): Promise<boolean>;
  /** For Bull Board. */
  boards(): StepQueue[];
  /** Takes no more jobs, waits for the running ones up to a deadline, then lets go of them. Never rejects. */
  close(): Promise<void>;
}

export interface QueuesOptions {
  /** Where the jobs are kept, unless there is a redisUrl. */
  database?: { pool: QueuePool };
  redisUrl?: string;
  /** Shown on each job as its worker. */
  hubId: string;
  log: Log;
  /** The longest any single call here waits for the queue store. */
  timeoutMs?: number;
  /** The longest close() waits for running jobs. */
  closeTimeoutMs?: number;
}

const timeoutMsDefault = 1_500;
const closeTimeoutMsDefault = 8_000;
const idsPerJobMax = 500;
/** Calls that nobody waits for any more, but that the queue store has not answered; more are not sent. */
const unansweredMax = 64;
const eventsKept = 1_000;
const removeEveryMs = 10_000;

/**
 * @throws ConfigError QUEUE_STORE_UNFIT; and what the database throws when it is away. Redis may be away.
 */
export async function openQueues(options: QueuesOptions): Promise<Queues> {
  const timeoutMs = options.timeoutMs ?? timeoutMsDefault;
  const store = await openStore(options, timeoutMs);
  const queues = new BullQueues(store, { timeoutMs, closeTimeoutMs: closeTimeoutMsDefault, ...options });
  if (store.firstConnectionCounts) await queues.ready();
  return queues;
}

function openStore(options: QueuesOptions, timeoutMs: number): Promise<QueueStore> {
  if (options.redisUrl !== undefined) return openRedisQueueStore(options.redisUrl, timeoutMs, options.log);
  if (options.database !== undefined) return openPostgresQueueStore(options.database.pool);
  throw new TypeError('openQueues needs a database or a redisUrl');
}

class BullQueues implements Queues {
  readonly #store: QueueStore;
  readonly #options: Required<Pick<QueuesOptions, 'hubId' | 'log' | 'timeoutMs' | 'closeTimeoutMs'>>;
  readonly #queues = new Map<StepName, StepQueue>();
  readonly #workers: StepWorkers;
  readonly #jobOptions: JobsOptions;
  #unanswered = 0;
  #removing: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    store: QueueStore,
    options: Required<Pick<QueuesOptions, 'hubId' | 'log' | 'timeoutMs' | 'closeTimeoutMs'>>,
  ) {
    this.#store = store;
    this.#options = options;
    // Job data are ids and the reason is a code, so a stack could add nothing that the log does not have.
    this.#jobOptions = {
      attempts: 1,
      stackTraceLimit: 0,
      ...(store.removesAsJobsFinish ? removedAsTheyFinish : {}),
    };
    this.#workers = new StepWorkers(store, options.hubId, options.log);
    for (const step of stepNames) this.#queues.set(step, this.#openQueue(step));
  }

  /** Closes again when one is not. */
  async ready(): Promise<void> {
    try {
      await Promise.all(this.boards().map((queue) => queue.waitUntilReady()));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  ring(step: StepName, ids: readonly string[], options: { delayMs?: number } = {}): Promise<boolean> {
    const batches = inBatches(ids, idsPerJobMax);
    return this.#succeeds(() =>
      Promise.all(
        batches.map((batch) =>
          this.#queue(step).add(
            step,
            { ids: batch },
            { jobId: randomUUID(), ...defined({ delay: options.delayMs }) },
          ),
        ),
      ),
    );
  }

  schedule(step: StepName, id: string, everyMs: number): Promise<boolean> {
    const template = { name: step, data: { ids: [id] }, opts: this.#jobOptions };
    return this.#succeeds(() =>
      this.#store.alone(() =>
        this.#queue(step).upsertJobScheduler(scheduleKey(id), { every: everyMs }, template),
      ),
    );
  }

  unschedule(step: StepName, id: string): Promise<boolean> {
    return this.#succeeds(() => this.#queue(step).removeJobScheduler(scheduleKey(id)));
  }

  async schedules(step: StepName): Promise<Schedule[] | undefined> {
    const found = await this.#answer(() => this.#queue(step).getJobSchedulers());
    return found?.map(({ key, every }) => ({ id: scheduleId(key), everyMs: Number(every) }));
  }

  work(steps: QueuedSteps): void {
    if (!this.#store.removesAsJobsFinish && this.#removing === undefined) this.#removeLater();
    for (const step of stepNames) {
      const queued = steps[step];
      if (queued !== undefined) this.#workers.start(step, queued);
    }
  }

  /** One queue after the other, and the next round only when this one is over. */
  async #removeFinished(): Promise<void> {
    for (const queue of this.boards())
      await this.#answer(() => this.#store.alone(() => removeFinished(queue)));
    if (this.#closing === undefined) this.#removeLater();
  }

  #removeLater(): void {
    this.#removing = setTimeout(() => void this.#removeFinished(), removeEveryMs).unref();
  }

  healthy(): Promise<boolean> {
    return this.#succeeds(() => this.#store.ping());
  }

  boards(): StepQueue[] {
    return [...this.#queues.values()];
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    const { closeTimeoutMs, timeoutMs } = this.#options;
    clearTimeout(this.#removing);
    await this.#workers.close(closeTimeoutMs, timeoutMs);
    await within(timeoutMs, Promise.allSettled(this.boards().map((queue) => queue.close())));
    await within(timeoutMs, this.#store.close());
  }

  #openQueue(step: StepName): StepQueue {
    const { backend, connection, prefix } = this.#store;
    const queue: StepQueue = new Queue(
      step,
      {
        connection,
        prefix,
        defaultJobOptions: this.#jobOptions,
        streams: { events: { maxLen: eventsKept } },
      },
      backend,
    );
    queue.on('error', (error) => this.#workers.report(step, error));
    return queue;
  }

  #queue(step: StepName): StepQueue {
    const queue = this.#queues.get(step);
    if (queue === undefined) throw new RangeError(`No such step: ${step}`);
    return queue;
  }

  async #succeeds(call: () => Promise<unknown>): Promise<boolean> {
    return (await this.#answer(async () => (await call(), true))) ?? false;
  }

  /** undefined when the queue store fails or takes too long. */
  async #answer<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (this.#closing !== undefined || this.#unanswered >= unansweredMax) return undefined;
    let late = false;
    const answer = call()
      .catch((error: unknown) => this.#workers.report('queues', error))
      .finally(() => {
        if (late) this.#unanswered -= 1;
        late = false;
      });
    const inTime = await within(this.#options.timeoutMs, answer.then(Array.of<T | void>));
    if (inTime === undefined) {
      late = true;
      this.#unanswered += 1;
    }
    return inTime?.[0] ?? undefined;
  }
}

/** BullMQ builds job ids from a schedule's key: no colon, and not digits alone. */
function scheduleKey(id: string): string {
  return `on-${encodeURIComponent(id)}`;
}

function scheduleId(key: string): string {
  return decodeURIComponent(key.replace(/^on-/, ''));
}

function inBatches(ids: readonly string[], size: number): string[][] {
  const batches: string[][] = [];
  for (let at = 0; at < ids.length; at += size) batches.push(ids.slice(at, at + size));
  return batches;
}
