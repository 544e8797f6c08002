/**
 * Tells when a hub has come to rest, and opens its database afterwards.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../src/store/database/database.js';
import {
  startHubProcess,
  statusOf,
  until,
  type HubProcess,
  type HubProcessOptions,
  type Patience,
} from '../kit/hub-process.js';
import type { Site } from '../kit/site.js';
import { checkInvariants, type Expectation } from './invariants.js';

/** Nothing in the inbox or claimed, every file ended, nothing due. */
export async function waitForRest(site: Site, address: string, patience: Patience = {}): Promise<void> {
  let last = '';
  const look = async () => {
    const waiting = (await readdir(site.inbox, { recursive: true })).filter((name) =>
      /\.(x12|csv)$/.test(name),
    );
    const { files = {}, work = {}, acknowledgments = {} } = await statusOf(address);
    last = JSON.stringify({ waiting: waiting.length, files, work, acknowledgments });
    const { waiting: unsent = 0, sent = 0, received = 0, ...ended } = files as Record<string, number>;
    const endedCount = Object.values(ended).reduce((sum, count) => sum + count, 0);
    const open = Object.values(work).some((states) =>
      Object.keys(states as object).some((state) => state === 'waiting' || state === 'leased'),
    );
    const atRest = waiting.length === 0 && received === 0 && unsent === 0 && !open;
    return atRest && sent >= 0 && endedCount === site.dropped.length ? true : undefined;
  };
  await until('the hub at rest', look, { deadlineMs: 60_000, ...patience }).catch((error: Error) => {
    throw new Error(`${error.message}; last seen ${last}`);
  });
}

/** Lets a hub come to rest, stops it, and checks every invariant. */
export async function restAndCheck(
  site: Site,
  hub: HubProcess,
  expected: Expectation,
  databaseUrl?: string,
): Promise<void> {
  await waitForRest(site, await hub.ready);
  await stop(hub);
  checkTold(hub);
  const database = await openDatabase({
    dataDir: join(site.root, 'data'),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  try {
    await checkInvariants(database.kysely, site, expected);
  } finally {
    await database.close();
  }
}

/** Invariant 9 of the architecture: neither log nor error holds anything of a document. */
export function checkTold(hub: HubProcess): void {
  expect(hub.output()).not.to.match(/INV-\d|MANY-\d|AM-7731|GAUZE/);
}

export async function stop(hub: HubProcess): Promise<void> {
  hub.kill('SIGTERM');
  await hub.ended;
}

/** A running hub; its output is shown when the test fails. */
export async function startHub(options: HubProcessOptions): Promise<HubProcess> {
  const hub = startHubProcess(options);
  await hub.ready;
  return hub;
}
