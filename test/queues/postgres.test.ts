/** The promises of the queues on a PostgreSQL server. */
import { openLog } from '../../src/log.js';
import { openQueues } from '../../src/queues/queues.js';
import { openDatabase } from '../../src/store/database/database.js';
import { describeQueuePromises, type QueuePlace } from '../conformance/queue.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';

describe('queues on PostgreSQL', () => {
  let server: Postgres | undefined;

  before(async function () {
    this.timeout(60_000);
    if (!hasPostgres()) return this.skip();
    server = await startPostgres();
  });

  after(() => server?.close());

  describeQueuePromises(async () => {
    if (server === undefined) throw new Error('PostgreSQL did not start');
    return openPlace(server);
  });
});

async function openPlace(server: Postgres): Promise<QueuePlace> {
  const databaseUrl = await server.freshDatabase();
  let away = false;
  const outage = {
    async begin() {
      away = true;
      await server.stop('immediate');
    },
    async end() {
      if (away) await server.start();
      away = false;
    },
  };
  return {
    address: { databaseUrl },
    async openHub() {
      const database = await openDatabase({ dataDir: '', databaseUrl });
      const queues = await openQueues({
        database,
        hubId: 'hub',
        log: openLog('silent'),
        timeoutMs: 3_000,
        closeTimeoutMs: 1_000,
      });
      const closeQueues = queues.close.bind(queues);
      queues.close = async () => {
        await closeQueues();
        await database.close();
      };
      return queues;
    },
    yield: async () => {},
    outage,
    close: () => outage.end(),
  };
}
