/**
 * Which function runs for which queue. The queues do not know the steps; they are handed this table.
 */
import { UnavailableError } from '../errors.js';
import type { StepRunner } from '../queues/index.js';
import { isDatabaseUnavailable } from '../store/database/index.js';
import type { StepName } from '../vocabulary/index.js';
import type { Hub } from '../working/index.js';
import { acknowledge } from './acknowledge/index.js';
import { compose } from './compose/index.js';
import { deliver } from './deliver/index.js';
import { receive } from './receive/index.js';
import { release } from './release/index.js';
import { send } from './send/index.js';
import { translate } from './translate/index.js';

export type StepRunnerTable = Record<StepName, StepRunner>;

/** @param current the hub with the configuration that is live now: what begins takes it, what runs keeps the one it has */
export function stepRunners(current: () => Hub): StepRunnerTable {
  return {
    receive: foreseen(async (names) => {
      for (const name of names) await receive(current(), name);
    }),
    translate: foreseen((ids) => translate(current, ids)),
    acknowledge: foreseen((ids) => acknowledge(current(), ids)),
    deliver: foreseen((ids) => deliver(current(), ids)),
    compose: foreseen((ids) => compose(current(), ids)),
    send: foreseen((ids) => send(current(), ids)),
    release: foreseen((ids) => release(current, ids)),
  };
}

/** A database that is away is no bug: the job fails with a code of ours, and the sweep rings again. */
function foreseen(run: StepRunner): StepRunner {
  return async (ids) => {
    try {
      await run(ids);
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      throw new UnavailableError('DATABASE_UNREACHABLE', 'The database went away during a step.', {
        cause: error,
      });
    }
  };
}
