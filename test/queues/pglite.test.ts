/** The promises of the queues on the embedded database. */
import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { openLog } from '../../src/log.js';
import { openQueues, type Queues } from '../../src/queues/queues.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { describeQueuePromises, type QueuePlace } from '../conformance/queue.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { failSyncs } from '../kit/failing-disk.js';

describe('queues on the embedded database', () => {
  describeQueuePromises(openPlace);

  it('take jobs again after the database ended for a failing disk and came back', async function () {
    this.timeout(60_000);
    const place = await openPlace();
    const queues = await place.openHub();
    const seen: string[] = [];
    queues.work({ translate: { run: async (ids) => void seen.push(...ids), concurrency: 1 } });
    await queues.ring('translate', ['before']);
    while (!seen.includes('before')) await wait(20);
    const disk = failSyncs();
    expect(await queues.ring('translate', ['lost'])).to.equal(false);
    disk.stop();
    while (!(await queues.ring('translate', ['after']))) await wait(50);
    while (!seen.includes('after')) await wait(50);
    await queues.close();
    await place.close();
  });
});

async function openPlace(): Promise<QueuePlace> {
  const dataDir = await makeDataDirectory();
  let database: Database | undefined = await openDatabase({ dataDir });
  let busy: { end(): Promise<void> } | undefined;
  const openHub = async (): Promise<Queues> => {
    database ??= await openDatabase({ dataDir });
    return openQueues({
      database,
      hubId: 'hub',
      log: openLog('silent'),
      timeoutMs: 1_000,
      closeTimeoutMs: 1_000,
    });
  };
  return {
    address: { dataDir },
    openHub,
    async yield() {
      await database?.close();
      database = undefined;
    },
    // It lives in this process and cannot go away; the nearest is a transaction that keeps it from everybody else.
    outage: {
      async begin() {
        const client = await database?.pool.connect();
        await client?.query('BEGIN');
        busy = {
          async end() {
            await client?.query('ROLLBACK');
            client?.release();
          },
        };
      },
      async end() {
        await busy?.end();
      },
    },
    async close() {
      await database?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
