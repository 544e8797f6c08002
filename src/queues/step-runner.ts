/**
 * What passes through the queue of a step, and what runs for it.
 *
 * Each step is one queue and, where it runs, one worker.
 */
import type { StepName } from '../vocabulary/index.js';

/** All that a job carries. */
export interface JobData {
  ids: string[];
}

/** Does what is due for these ids. Rejecting fails the job, which then shows the error's code. */
export type StepRunner = (ids: readonly string[]) => Promise<void>;

export interface QueuedStep {
  run: StepRunner;
  /** Jobs at a time in this process. */
  concurrency: number;
}

export type QueuedSteps = Readonly<Partial<Record<StepName, QueuedStep>>>;
