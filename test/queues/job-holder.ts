/**
 * A hub in a process of its own that takes a job and never ends it, to be killed. Says so on stdout.
 */
import { openDatabase } from '../../src/store/database/database.js';
import { openLog } from '../../src/log.js';
import { openQueues } from '../../src/queues/queues.js';
import type { QueueAddress } from '../conformance/queue.js';

const { dataDir = '', databaseUrl, redisUrl } = JSON.parse(process.argv[2] ?? '{}') as QueueAddress;
const log = openLog('silent');
const queues =
  redisUrl === undefined
    ? await openQueues({
        database: await openDatabase({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) }),
        hubId: 'holder',
        log,
      })
    : await openQueues({ redisUrl, hubId: 'holder', log });
const hold = () => new Promise<void>(() => process.stdout.write('holding\n'));
queues.work({ deliver: { run: hold, concurrency: 1 } });
while (!(await queues.ring('deliver', ['held'])));
