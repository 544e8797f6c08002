/**
 * A hub in this process for tests of steps: a fresh database and the configuration of a folder, no queue store and no workers.
 *
 * Nothing runs by itself: a test runs the steps that it is about, and reads what they rang for.
 */
import { v7 as uuidv7 } from 'uuid';
import { type Configuration, loadConfiguration } from '../../src/configuration/configuration.js';
import { openLog } from '../../src/log.js';
import type { Queues } from '../../src/queues/queues.js';
import { beat } from '../../src/store/working/hubs.js';
import { openTransport } from '../../src/transports/index.js';
import type { StepName } from '../../src/vocabulary/steps.js';
import type { Hub } from '../../src/working/hub.js';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { openFreshDatabase } from './fresh-database.js';

export interface HubInTest {
  hub: Hub;
  configuration: Configuration;
  /** What was rung for, in order. */
  rung: { step: StepName; ids: readonly string[] }[];
  close(): Promise<void>;
}

/** @param root the configuration folder @throws Error with its problems */
export async function openHub(root: string): Promise<HubInTest> {
  const { configuration, problems } = loadConfiguration(root, {});
  if (configuration === undefined) throw new Error(problems.map((one) => renderProblem(one)).join('\n'));
  const { sql, close } = await openFreshDatabase();
  const { settings } = configuration;
  const rung: HubInTest['rung'] = [];
  const ring: Queues['ring'] = async (step, ids) => (rung.push({ step, ids }), true);
  const hub: Hub = {
    ...configuration,
    ...{ id: uuidv7(), sql, log: openLog('silent'), erps: new Map(), queues: { ring } as Queues },
    openTransport: (connection) =>
      openTransport(connection, { secret: (name) => settings.secrets.find(name), root: settings.root }),
    stopping: new AbortController().signal,
    aborting: new AbortController().signal,
  };
  await beat(sql, hub.id);
  return { hub, configuration, rung, close };
}
