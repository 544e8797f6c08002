/**
 * Which function runs for which queue. The queues do not know the steps; they are handed this table.
 */
import { acknowledge } from './acknowledge.js';
import { deliver } from './deliver.js';
import type { Hub } from './hub.js';
import { receive } from './receive.js';
import { send } from './send.js';
import { translate } from './translate.js';

export type StepRunnerTable = Record<
  'receive' | 'translate' | 'acknowledge' | 'deliver' | 'send',
  (ids: readonly string[]) => Promise<void>
>;

export function stepRunners(hub: Hub): StepRunnerTable {
  return {
    receive: async (names) => {
      for (const name of names) await receive(hub, name);
    },
    translate: (ids) => translate(hub, ids),
    acknowledge: (ids) => acknowledge(hub, ids),
    deliver: (ids) => deliver(hub, ids),
    send: (ids) => send(hub, ids),
  };
}
