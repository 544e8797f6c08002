/**
 * Takes jobs and runs the steps they ring for.
 *
 * A runner's error fails the job with our error code and nothing else, because Bull Board shows the reason in clear.
 */
import { Worker, type IQueueBackend, type Job, type JobProgress } from 'bullmq';
import { WaybillError } from '../errors.js';
import { framesOf, type Log } from '../log.js';
import type { StepName } from '../vocabulary/index.js';
import { within, type QueueStore } from './queue-store.js';
import type { JobData, QueuedStep, StepRunner } from './step-runner.js';

type StepWorker = Worker<JobData, void, string, IQueueBackend, JobProgress, unknown>;

/** A job whose process died runs again after this long; the sweep rings for its work earlier. */
const lockMs = 30_000;
const stalledCheckMs = 15_000;
/** A doorbell never fails for having stalled: the store counts the attempts. */
const stalledMax = 1_000_000;
const retryAfterLossMs = 1_000;
/** The same fault is logged once in this time. */
const quietMs = 60_000;

export class StepWorkers {
  readonly #store: QueueStore;
  readonly #hubId: string;
  readonly #log: Log;
  readonly #workers = new Map<StepName, StepWorker>();
  readonly #reported = new Map<string, number>();
  #closing = false;

  constructor(store: QueueStore, hubId: string, log: Log) {
    this.#store = store;
    this.#hubId = hubId;
    this.#log = log;
  }

  start(step: StepName, queued: QueuedStep): void {
    const { run, concurrency } = queued;
    const worker: StepWorker = new Worker(
      step,
      (job: Job<JobData>) => this.#run(step, run, job),
      {
        connection: this.#store.connection,
        prefix: this.#store.prefix,
        name: this.#hubId,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: stalledCheckMs,
        maxStalledCount: stalledMax,
        runRetryDelay: retryAfterLossMs,
      },
      this.#store.backend,
    );
    worker.on('error', (error) => this.report(step, error));
    this.#workers.set(step, worker);
    // A worker whose very first connection fails stays deaf for good, so it is replaced.
    worker.waitUntilReady().catch((error: unknown) => {
      this.report(step, error);
      void worker.close(true).catch(() => {});
      setTimeout(() => this.#closing || this.start(step, queued), retryAfterLossMs).unref();
    });
  }

  /** Logs what the queue store did wrong, by its code: its words may repeat what it was given. */
  report(step: string, error: unknown): void {
    if (this.#closing) return;
    const code = codeOf(error);
    const now = Date.now();
    if (now - (this.#reported.get(code) ?? 0) < quietMs) return;
    this.#reported.set(code, now);
    this.#log.warn('The queue store failed; work goes on without it, by the sweep.', { step, code });
  }

  async close(runningTimeoutMs: number, closeTimeoutMs: number): Promise<void> {
    this.#closing = true;
    const workers = [...this.#workers.values()];
    await within(runningTimeoutMs, Promise.allSettled(workers.map((worker) => worker.pause())));
    await within(closeTimeoutMs, Promise.allSettled(workers.map((worker) => worker.close(true))));
  }

  async #run(step: StepName, run: StepRunner, job: Job<JobData>): Promise<void> {
    try {
      await run(job.data.ids);
    } catch (error) {
      throw this.#failure(step, error);
    }
  }

  #failure(step: StepName, error: unknown): Error {
    const code = error instanceof WaybillError ? error.code : 'UNFORESEEN';
    // What the step foresaw it has told itself.
    if (!(error instanceof WaybillError))
      this.#log.error('A job failed for a reason nobody foresaw.', { step, code, stack: framesOf(error) });
    const failure = new Error(code);
    failure.stack = code;
    return failure;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  // Redis puts its code first: "OOM command not allowed ...".
  return /^[A-Z]{2,}\b/.exec(error.message)?.[0] ?? error.name;
}
