/**
 * A site whose hub dies and comes back, round after round, on one database.
 *
 * A round begins when nothing is left to do, so a hub that comes back has to mend everything by itself: the next death comes
 * only after all has ended as it should.
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { arm, type HubProcess } from '../kit/hub-process.js';
import { openSite, type Site } from '../kit/site.js';
import { dropWaves, expectedOfWaves, together } from './backlog.js';
import { checkInvariants, checkOutside } from './invariants.js';
import { checkTold, startHub, waitForRest } from './rest.js';

/** What a hub runs on: servers, or a data folder that was made before and is copied. */
export interface Ground {
  environment?: Record<string, string>;
  dataTemplate?: string;
}

export interface Life {
  /**
   * Drops the files of a round, lets the hub die at the point and come back, and checks what can be seen while it runs:
   * with servers every invariant, on the embedded database what can be seen from outside.
   * @param crash `name:n` of a crash point
   * @returns whether it died; it may come to the point less often than asked
   */
  dieAt(crash: string): Promise<boolean>;
  /** Stops the hub and checks every invariant. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** How soon files follow each other. */
const pauseMs = 150;

export async function openLife({ environment = {}, dataTemplate }: Ground): Promise<Life> {
  const site = await openSite({ answers: true });
  if (dataTemplate !== undefined) await cp(dataTemplate, join(site.root, 'data'), { recursive: true });
  const databaseUrl = environment['DATABASE_URL'];
  const open = () =>
    openDatabase({
      dataDir: join(site.root, 'data'),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    });
  const crashFile = join(site.root, 'crash');
  const hubs: HubProcess[] = [];
  const come = async () => {
    arm(crashFile, '');
    const hub = await startHub({ root: site.root, crashFile, environment });
    hubs.push(hub);
    return hub;
  };
  let hub = await come();
  let database: Database | undefined;
  let rounds = 0;
  const expected = () => together(...Array.from({ length: rounds }, (_, round) => expectedOfWaves(round)));
  return {
    async dieAt(crash) {
      arm(crashFile, crash);
      const dropping = dropWaves(site, { round: rounds, pauseMs });
      rounds += 1;
      const how = await dropping.then(() => endOrRest(site, hub));
      arm(crashFile, '');
      if (how !== 'rested') {
        expect(how, hub.output()).to.equal('SIGKILL');
        hub = await come();
        await waitForRest(site, await hub.ready);
      }
      if (databaseUrl === undefined) await checkOutside(site, expected());
      else {
        database ??= await open();
        await checkInvariants(database.kysely, site, expected());
      }
      return how === 'SIGKILL';
    },
    async end() {
      hub.kill('SIGTERM');
      expect(await hub.ended, hub.output()).to.equal(0);
      hubs.forEach(checkTold);
      database ??= await open();
      await checkInvariants(database.kysely, site, expected());
    },
    async close() {
      await database?.close();
      for (const one of hubs) {
        one.kill('SIGKILL');
        await one.ended;
      }
      await site.close();
    },
  };
}

/** How the hub ended, or that it has nothing left to do. */
async function endOrRest(site: Site, hub: HubProcess): Promise<NodeJS.Signals | number | 'rested'> {
  const over = new AbortController();
  void hub.ended.then(() => over.abort());
  const rested = hub.ready
    .then((address) => waitForRest(site, address, { signal: over.signal }))
    .then(() => 'rested' as const);
  // One that died cannot be asked whether it rests.
  const asked = rested.catch((error: unknown) => (over.signal.aborted ? hub.ended : Promise.reject(error)));
  return Promise.race([hub.ended, asked]);
}
