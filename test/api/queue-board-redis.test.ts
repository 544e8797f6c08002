import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { Api } from '../../src/api/start-server.js';
import { openLog } from '../../src/log.js';
import { openQueues, type Queues } from '../../src/queues/queues.js';
import { hasRedis, startRedis, type Redis } from '../kit/redis.js';
import {
  forgetOperators,
  openGround,
  signedInVisitor,
  startApi,
  type Visitor,
  type Ground,
} from './running-api.js';

describe('the queue pages on Redis', () => {
  let redis: Redis;
  let ground: Ground;
  let queues: Queues;
  let api: Api;
  let operator: Visitor;

  before(async function () {
    this.timeout(60_000);
    if (!hasRedis()) {
      console.log('      skipped: redis-server is not installed');
      this.skip();
    }
    redis = await startRedis();
    ground = await openGround();
    await forgetOperators(ground.database);
    queues = await openQueues({ redisUrl: redis.url, hubId: randomUUID(), log: openLog('silent') });
    api = await startApi({ database: ground.database, queues });
    operator = await signedInVisitor(api);
  });
  after(async () => {
    await api?.close();
    await queues?.close();
    await ground?.close();
    await redis?.close();
  });

  it('show the queues and the ids of their jobs', async () => {
    await queues.ring('deliver', ['0192f0c1-7d1a-7000-8000-000000000001']);
    const response = await operator.ask('GET', '/ops/queues/api/queues?activeQueue=deliver');
    expect(response.status).to.equal(200);
    const { queues: shown } = (await response.json()) as {
      queues: { name: string; jobs: { data: unknown }[] }[];
    };
    expect(shown.map(({ name }) => name)).to.include.members(['receive', 'translate', 'deliver', 'send']);
    expect(shown.flatMap(({ jobs }) => jobs.map(({ data }) => data))).to.deep.equal([
      { ids: ['0192f0c1-7d1a-7000-8000-000000000001'] },
    ]);
  });

  it('answer with a problem while Redis is away, and show the queues again when it is back', async function () {
    this.timeout(60_000);
    await redis.stop('kill');
    const response = await operator.ask('GET', '/ops/queues/api/queues');
    expect(response.status).to.equal(503);
    expect(await response.json()).to.include({ code: 'QUEUE_STORE_UNREACHABLE' });
    expect(await (await operator.ask('GET', '/readyz')).json()).to.include({ status: 'degraded' });
    expect((await operator.get('/ops/sign-out')).status).to.equal(200);
    await redis.start();
    while (!(await queues.healthy()));
    expect((await operator.ask('GET', '/ops/queues/api/queues')).status).to.equal(200);
  });
});
