/**
 * Who is asking: session cookies, form tokens and the Origin check.
 *
 * A form token is a keyed hash of the browser's own cookie, so nothing is stored for it, and any process of the hub can
 * check it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findSession } from '../../store/access/index.js';
import type { Sql } from '../../store/database/index.js';
import { randomSecret, randomSecretCharacters, sha256 } from './passwords.js';

/** How long a sign-in lasts. */
export const sessionLifetimeMs = 12 * 3_600_000;

const sessionCookie = 'waybill_session';
/** Ties the forms before sign-in to one browser. */
const formCookie = 'waybill_form';

export interface Sessions {
  /** The signed-in operator, if the request comes from one. */
  operatorOf(request: FastifyRequest): Promise<string | undefined>;
  /** Hash of the session's token, to end it. */
  tokenHashOf(request: FastifyRequest): string | undefined;
  /** Gives the browser a new session and returns the hash under which to store it. */
  start(reply: FastifyReply): string;
  end(reply: FastifyReply): void;
  /** The token that a form of this browser must carry; gives the browser a cookie when it has none. */
  formToken(request: FastifyRequest, reply: FastifyReply): string;
  /** Whether a form was sent from our own page, in the browser that we gave it to. */
  isOwnForm(request: FastifyRequest, formToken: string): boolean;
}

export function createSessions(sql: Sql, secureCookies: boolean): Sessions {
  const cookie = { path: '/ops', httpOnly: true, sameSite: 'strict', secure: secureCookies } as const;
  const tokenHashOf = (request: FastifyRequest) => {
    const token = request.cookies[sessionCookie];
    return token === undefined ? undefined : sha256(token);
  };
  return {
    tokenHashOf,
    async operatorOf(request) {
      const hash = tokenHashOf(request);
      return hash === undefined ? undefined : findSession(sql, hash);
    },
    start(reply) {
      const token = randomSecret();
      reply.setCookie(sessionCookie, token, { ...cookie, maxAge: sessionLifetimeMs / 1000 });
      return sha256(token);
    },
    end(reply) {
      reply.clearCookie(sessionCookie, cookie);
    },
    formToken(request, reply) {
      const known = formSecretOf(request);
      const secret = known ?? randomSecret();
      if (known === undefined) reply.setCookie(formCookie, secret, cookie);
      return formTokenOf(secret);
    },
    isOwnForm(request, formToken) {
      const secret = formSecretOf(request);
      if (secret === undefined || !isSameOrigin(request)) return false;
      const expected = Buffer.from(formTokenOf(secret));
      const given = Buffer.from(formToken);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

function formSecretOf(request: FastifyRequest): string | undefined {
  const secret = request.cookies[formCookie] ?? '';
  return secret.length === randomSecretCharacters ? secret : undefined;
}

function formTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('waybill form').digest('base64url');
}

/** Browsers send Origin with every form that is posted; one that is missing or "null" is not from our page. */
function isSameOrigin(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
