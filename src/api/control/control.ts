/**
 * The control channel: how the command line asks the running hub, whose database is closed to other processes.
 *
 * A socket in the data directory. Whoever can open it owns the data directory and could as well read the database itself, so
 * there is no sign-in; the name that comes with a call is for the events, not for permission.
 */
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { chmod } from 'node:fs/promises';
import { callerForm, findSocket, placeSocket, removeSocket } from '../../control-address.js';
import { ConfigError, UnavailableError, WaybillError } from '../../errors.js';
import { framesOf, type Log } from '../../log.js';
import { isDatabaseUnavailable } from '../../store/database/index.js';
import { errorCodes, type ErrorCode } from '../../vocabulary/index.js';

/** One call of a command. */
export interface ControlCall {
  operation: string;
  input: unknown;
  /** Such as `local:anna`. */
  actor: string;
  /** Aborted when the command is gone. */
  signal: AbortSignal;
}

export interface ControlOptions {
  dataDir: string;
  /** @returns plain JSON */
  run(call: ControlCall): Promise<unknown>;
  log: Log;
}

export interface Control {
  close(): Promise<void>;
}

/** Bytes of what a command may ask at once: a crosswalk of many rows fits. */
export const controlBytesMax = 67_108_864;

/** Opens the channel. A hub can do without it: where there can be none, that is logged. */
export async function openControl(options: ControlOptions): Promise<Control> {
  const { dataDir, log } = options;
  const none = { close: async () => undefined };
  if (process.platform === 'win32') {
    log.warn('Commands cannot reach a running hub on Windows');
    return none;
  }
  const app = buildControl(options);
  try {
    if (await isAnswered(await findSocket(dataDir))) {
      log.warn('Another hub answers the commands for this data directory');
      return none;
    }
    const path = await placeSocket(dataDir);
    await app.listen({ path });
    await chmod(path, 0o600);
    return {
      async close() {
        await app.close();
        await removeSocket(dataDir, path);
      },
    };
  } catch (error) {
    await app.close();
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    log.warn('Commands cannot reach this hub: its control channel could not be opened', { code });
    return none;
  }
}

/** Whether somebody listens at a socket. */
async function isAnswered(path: string | undefined): Promise<boolean> {
  if (path === undefined) return false;
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

function buildControl({ run, log }: ControlOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: controlBytesMax,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
  });
  app.setErrorHandler((error, request, reply) => answerError(log, error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerError(log, Object.assign(new Error(), { statusCode: 404 }), request, reply),
  );
  app.post<{ Params: { operation: string }; Body: unknown }>(
    '/operations/:operation',
    async (request, reply) => {
      const { actor, input } = readBody(request.body);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const result = await run({ operation: request.params.operation, input, actor, signal: gone.signal });
      return reply.send({ result: result ?? null });
    },
  );
  return app;
}

function readBody(body: unknown): { actor: string; input: unknown } {
  const { actor, input } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (typeof actor === 'string' && callerForm.test(actor)) return { actor: `local:${actor}`, input };
  throw Object.assign(new Error('no actor'), { statusCode: 400 });
}

/** As the API answers, with the sentence beside: whoever asks here may know what went wrong inside. */
function answerError(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code } = classify(error);
  const known = error instanceof WaybillError;
  if (!known && status >= 500 && !reply.raw.destroyed) {
    log.error('An operation failed', { code, requestId: request.id, stack: framesOf(error) });
  }
  const problems = known && 'problems' in error ? { problems: error.problems } : {};
  return reply
    .code(status)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: errorCodes[code].sentence,
      status,
      code,
      id: request.id,
      ...(known ? { detail: error.message, facts: error.detail } : {}),
      ...problems,
    });
}

function classify(error: unknown): { status: number; code: ErrorCode } {
  if (error instanceof UnavailableError) return { status: 503, code: error.code };
  if (error instanceof ConfigError) return { status: 422, code: error.code };
  if (error instanceof WaybillError) return { status: 409, code: error.code };
  if (isDatabaseUnavailable(error)) return { status: 503, code: 'DATABASE_UNREACHABLE' };
  const { statusCode } = (typeof error === 'object' && error !== null ? error : {}) as {
    statusCode?: unknown;
  };
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) {
    return { status: 500, code: 'INTERNAL_ERROR' };
  }
  return { status: statusCode, code: statusCode === 413 ? 'REQUEST_TOO_LARGE' : 'REQUEST_INVALID' };
}
