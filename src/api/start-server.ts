/**
 * The HTTP side of the hub: health, metrics, status, and the queue board behind a sign-in.
 *
 * Every route has an entry in route-table.ts. Errors leave as problem details, without a word about the inside.
 */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { defined } from '../defined.js';
import { ConfigError } from '../errors.js';
import type { Log } from '../log.js';
import type { Queues } from '../queues/index.js';
import { anyOperator, saveSetupSecret } from '../store/access/index.js';
import type { Database } from '../store/database/index.js';
import { addHealthRoutes } from './health.js';
import { addMetricsRoutes, type Figures } from './metrics.js';
import { createErrorAnswer, sendProblem } from './problem.js';
import { addQueueBoard } from './queue-board.js';
import { callerOf } from './route-table.js';
import {
  signInPage,
  randomSecret,
  sha256,
  createSessions,
  type Sessions,
  addSignInRoutes,
  createOperatorCheck,
  sendPage,
} from './sign-in/index.js';

export interface ApiOptions {
  listen: { host: string; port: number };
  database: Database;
  queues: Queues;
  figures: () => Promise<Figures>;
  log: Log;
  version: string;
  /** True when browsers reach the API over HTTPS: cookies then never travel in clear. */
  secureCookies?: boolean;
}

export interface Api {
  /** Where it listens, such as http://127.0.0.1:8080. */
  address: string;
  /** To be shown once to whoever started the hub; present only while no operator exists. */
  setupSecret?: string;
  close(): Promise<void>;
}

/** The largest request body, in bytes: our forms are far smaller. */
const bodyBytesMax = 16_384;
/** A request must have arrived whole after this. */
const requestTimeoutMs = 15_000;
/** A route must have answered after this, also when the queue store never answers. */
const answerTimeoutMs = 10_000;

/**
 * Starts the API. It needs the database; it does not need the queue store.
 * @throws ConfigError API_ADDRESS_UNUSABLE, or what the database throws when it is away
 */
export async function openApi(options: ApiOptions): Promise<Api> {
  const sql = options.database.kysely;
  const setupSecret = (await anyOperator(sql)) ? undefined : randomSecret();
  if (setupSecret !== undefined) await saveSetupSecret(sql, sha256(setupSecret));
  const app = await buildApi(options);
  const address = await listen(app, options.listen);
  return {
    address,
    ...defined({ setupSecret }),
    close: () => app.close(),
  };
}

async function listen(app: FastifyInstance, { host, port }: ApiOptions['listen']): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigError(
      'API_ADDRESS_UNUSABLE',
      'The API cannot listen at the address that hub.yaml names.',
      {
        detail: { host, port, reason },
        cause: error,
      },
    );
  }
}

/**
 * Puts the routes together without listening.
 * @param onRoute told of every route, once for each method
 */
export async function buildApi(
  options: Omit<ApiOptions, 'listen'>,
  onRoute: (route: { method: string; url: string }) => void = () => undefined,
): Promise<FastifyInstance> {
  const { database, queues, figures, log, version, secureCookies = false } = options;
  const app = fastify({
    trustProxy: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    handlerTimeout: answerTimeoutMs,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    ajv: { customOptions: { coerceTypes: false } },
  });
  app.setErrorHandler(createErrorAnswer(log));
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 404, 'NOT_FOUND'));
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      const known = callerOf(each, url) !== undefined;
      if (!known) throw new Error(`route-table.ts says nothing about ${each} ${url}`);
      onRoute({ method: each, url });
    }
  });
  // Only our own forms are read.
  app.removeAllContentTypeParsers();
  await app.register(formbody);
  await app.register(cookie);
  await app.register(helmet, securityHeaders(secureCookies));

  const sessions = createSessions(database.kysely, secureCookies);
  addHealthRoutes(app, { database, queues });
  addMetricsRoutes(app, { figures, version });
  await addSignInRoutes(app, { sql: database.kysely, sessions, log });
  const guard = createGuard(sessions, createOperatorCheck(database.kysely));
  await addQueueBoard(app, { queues, guard, showWorkers: database.kind === 'postgres' });
  return app;
}

/** Without an operator there is no board; without a session there is a sign-in page for people and a problem for programs. */
function createGuard(sessions: Sessions, operatorExists: () => Promise<boolean>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (!(await operatorExists())) return sendProblem(reply, 404, 'NOT_FOUND');
    if ((await sessions.operatorOf(request)) !== undefined) return undefined;
    if (request.method === 'GET' && request.headers.accept?.includes('text/html') === true) {
      return sendPage(reply, 401, signInPage(sessions.formToken(request, reply)));
    }
    return sendProblem(reply, 401, 'SIGN_IN_REQUIRED');
  };
}

function securityHeaders(overHttps: boolean) {
  const self = ["'self'"];
  const none = ["'none'"];
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: self,
        styleSrc: self,
        imgSrc: self,
        connectSrc: self,
        // Bull Board sets a <base>.
        baseUri: self,
        formAction: self,
        frameAncestors: none,
      },
    },
    // With helmet's own "no-referrer", browsers post our forms with "Origin: null".
    referrerPolicy: { policy: 'same-origin' as const },
    hsts: overHttps,
  };
}
