/**
 * The table of steps: what each runs, and how many jobs at once. A new step is added here, in its own folder, in the catalog of
 * the vocabulary and in a migration of `work_step_check`, nowhere else.
 */
import type { StepName } from '../vocabulary/index.js';
import type { RunStep } from '../working/index.js';
import { acknowledge } from './acknowledge/index.js';
import { compose } from './compose/index.js';
import { deliver } from './deliver/index.js';
import { receive } from './receive/index.js';
import { release } from './release/index.js';
import { send } from './send/index.js';
import { translate } from './translate/index.js';

interface StepEntry {
  /** Jobs at a time in this process. */
  concurrency: number;
  run: RunStep;
}

export const stepTable: Readonly<Record<StepName, StepEntry>> = {
  receive: { concurrency: 4, run: receive },
  translate: { concurrency: 4, run: translate },
  acknowledge: { concurrency: 2, run: acknowledge },
  deliver: { concurrency: 4, run: deliver },
  compose: { concurrency: 2, run: compose },
  send: { concurrency: 2, run: send },
  release: { concurrency: 1, run: release },
};
