/**
 * Bull Board: the queues as pages, to look at and not to act.
 *
 * The guard is a hook of the plugin that holds every route of the board. A guard on the text of the address would be passed
 * by an encoded path.
 */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Queues } from '../queues/index.js';
import { sendProblem } from './problem.js';

export interface QueueBoardOptions {
  queues: Queues;
  /** Whether the queue store can tell who works: the embedded database cannot, and the board would say that nobody does. */
  showWorkers: boolean;
  /** Answers in place of the board for those who may not see it; returns undefined for those who may. */
  guard: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
}

const boardPath = '/ops/queues';

export async function addQueueBoard(app: FastifyInstance, options: QueueBoardOptions): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    scope.addHook('onRequest', options.guard);
    // Bull Board's own read-only mode answers 200 to actions that it then does not carry out, such as pausing all queues.
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'GET' || request.method === 'HEAD') return undefined;
      return sendProblem(reply.header('allow', 'GET, HEAD'), 405, 'READ_ONLY');
    });
    // A board left open would pile up questions to a queue store that is away; each is kept until it is back.
    scope.addHook('onRequest', async (request, reply) => {
      const asksQueues = request.routeOptions.url?.startsWith(`${boardPath}/api/`) === true;
      if (!asksQueues || (await options.queues.healthy())) return undefined;
      return sendProblem(reply, 503, 'QUEUE_STORE_UNREACHABLE');
    });
    await scope.register(createBoard(options).registerPlugin(), { prefix: boardPath });
  });
}

/** What the board's types call a queue; ours may be on PostgreSQL as well, which works but is not in the type. */
type BoardQueue = ConstructorParameters<typeof BullMQAdapter>[0];

function createBoard({ queues, showWorkers }: QueueBoardOptions): FastifyAdapter {
  const adapter = new FastifyAdapter().setBasePath(boardPath);
  createBullBoard({
    queues: queues
      .boards()
      .map(
        (queue) =>
          new BullMQAdapter(queue as unknown as BoardQueue, { readOnlyMode: true, allowRetries: false }),
      ),
    serverAdapter: adapter,
    options: {
      uiConfig: {
        boardTitle: 'Waybill queues',
        miscLinks: [{ text: 'Sign out', url: '/ops/sign-out' }],
        hideDocsLink: true,
        showWorkers,
      },
    },
  });
  // Bull Board would show the error's text; thrown on, it becomes a problem like any other.
  return adapter.setErrorHandler((error) => {
    throw error;
  });
}
