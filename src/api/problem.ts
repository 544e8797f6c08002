/**
 * Errors of the API as RFC 9457 problem details: our code and an id, nothing of what went wrong inside.
 *
 * The log has the cause under the same id.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UnavailableError, WaybillError } from '../errors.js';
import { framesOf, type Log } from '../log.js';
import { isDatabaseUnavailable } from '../store/database/index.js';
import { type ErrorCode, errorCodes } from '../vocabulary/index.js';

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, status: number, code: ErrorCode): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: errorCodes[code].sentence, status, code, id: reply.request.id });
}

/** Answers with a problem for anything that was thrown, and logs what is not the caller's doing. */
export function createErrorAnswer(log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { status, code } = classify(error);
    if (status >= 500) {
      const fields = { code, requestId: request.id, stack: framesOf(error) };
      if (status === 503) log.warn('The API could not answer', fields);
      else log.error('The API failed', fields);
    }
    return sendProblem(reply, status, code);
  };
}

/** Statuses that Fastify gives to requests it does not take. */
const codeOfStatus: Record<number, ErrorCode> = {
  404: 'NOT_FOUND',
  408: 'REQUEST_TOO_SLOW',
  413: 'REQUEST_TOO_LARGE',
};

function classify(error: unknown): { status: number; code: ErrorCode } {
  if (error instanceof WaybillError) {
    return { status: error instanceof UnavailableError ? 503 : 500, code: error.code };
  }
  if (isDatabaseUnavailable(error)) return { status: 503, code: 'DATABASE_UNREACHABLE' };
  const { statusCode, code } = (typeof error === 'object' && error !== null ? error : {}) as {
    statusCode?: unknown;
    code?: unknown;
  };
  if (code === 'FST_ERR_HANDLER_TIMEOUT') return { status: 503, code: 'REQUEST_TOO_SLOW' };
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) {
    return { status: 500, code: 'INTERNAL_ERROR' };
  }
  return { status: statusCode, code: codeOfStatus[statusCode] ?? 'REQUEST_INVALID' };
}
