/**
 * The steps that have a queue, and what passes through one.
 *
 * Each step is one queue and, where it runs, one worker. The names are the same in SQL, logs and Bull Board.
 */
export const stepNames = [
  'receive',
  'translate',
  'acknowledge',
  'deliver',
  'compose',
  'send',
  'release',
] as const;
export type StepName = (typeof stepNames)[number];

/** All that a job carries. */
export interface JobData {
  ids: string[];
}

/** Does what is due for these ids. Rejecting fails the job, which then shows the error's code. */
export type StepRunner = (ids: readonly string[]) => Promise<void>;
export type StepRunners = Partial<Record<StepName, StepRunner>>;
