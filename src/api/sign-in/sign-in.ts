/**
 * The pages under /ops that come before the queue board: the first operator, signing in and signing out.
 *
 * While no operator exists there is nothing here but the set-up page; once one exists, the set-up page is gone.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Log } from '../../log.js';
import {
  anyOperator,
  createFirstOperator,
  findPasswordHash,
  removeSession,
  saveSession,
} from '../../store/access/index.js';
import type { Sql } from '../../store/database/index.js';
import { sendProblem } from '../problem.js';
import { createAttemptLimit, type AttemptLimits } from './attempt-limit.js';
import { pagesCss, setupPage, signInPage, signOutPage } from './pages.js';
import {
  hashPassword,
  isPassword,
  passwordCharactersMax,
  passwordCharactersMin,
  sha256,
} from './passwords.js';
import { sessionLifetimeMs, type Sessions } from './sessions.js';
import { errorCodes } from '../../vocabulary/index.js';

/** From one address: five free guesses, then 5 s, 10 s, 20 s ... up to five minutes. */
const perAddress: AttemptLimits = {
  freeFailures: 5,
  firstWaitMs: 5_000,
  waitMsMax: 300_000,
  forgetAfterMs: 900_000,
};
/** From all addresses together; short waits, so that an attacker cannot keep everybody out. */
const fromAnywhere: AttemptLimits = {
  freeFailures: 50,
  firstWaitMs: 250,
  waitMsMax: 2_000,
  forgetAfterMs: 60_000,
};

const formToken = z.string().max(100);
const operatorName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/);
const signInForm = z.strictObject({
  formToken,
  name: z.string().max(100),
  password: z.string().max(passwordCharactersMax),
});
const setupForm = z.strictObject({
  formToken,
  secret: z.string().max(100),
  name: operatorName,
  password: z.string().min(passwordCharactersMin).max(passwordCharactersMax),
});
const signOutForm = z.strictObject({ formToken });

export interface SignInOptions {
  sql: Sql;
  sessions: Sessions;
  log: Log;
}

/** Whether anybody can sign in. Asked of the database until somebody can; operators are never removed while running. */
export function createOperatorCheck(sql: Sql): () => Promise<boolean> {
  let exists = false;
  return async () => (exists ||= await anyOperator(sql));
}

export async function addSignInRoutes(app: FastifyInstance, options: SignInOptions): Promise<void> {
  const { sql, sessions } = options;
  const operatorExists = createOperatorCheck(sql);
  const attempts = createAttempts(options.log);

  app.get('/ops', async (_request, reply) =>
    reply.redirect((await operatorExists()) ? '/ops/queues' : '/ops/setup'),
  );
  app.get('/ops/pages.css', (_request, reply) => reply.type('text/css').send(pagesCss));
  addSetup(app, options, { operatorExists, attempts });

  app.get('/ops/sign-in', async (request, reply) => {
    if (!(await operatorExists())) return reply.redirect('/ops/setup');
    return sendPage(reply, 200, signInPage(sessions.formToken(request, reply)));
  });
  app.post('/ops/sign-in', async (request, reply) => {
    const again = (status: number, problem: string) =>
      sendPage(reply, status, signInPage(sessions.formToken(request, reply), problem));
    const form = signInForm.safeParse(request.body);
    if (!form.success) return again(400, 'Give a name and a password.');
    if (!sessions.isOwnForm(request, form.data.formToken)) return again(403, staleForm);
    const waitMs = attempts.begin(request);
    if (waitMs > 0) return again(429, waitWords(reply, waitMs));
    const { name, password } = form.data;
    // A name with a NUL, or of another form, cannot be an operator's; the database would refuse to look.
    const stored = operatorName.safeParse(name).success ? await findPasswordHash(sql, name) : undefined;
    if (!(await isPassword(password, stored))) {
      attempts.fail();
      return again(401, 'Name or password is wrong.');
    }
    attempts.succeed(request);
    return signIn(options, { request, reply, name });
  });

  app.get('/ops/sign-out', async (request, reply) => {
    const operator = await sessions.operatorOf(request);
    if (operator === undefined) return sendProblem(reply, 401, 'SIGN_IN_REQUIRED');
    return sendPage(reply, 200, signOutPage(sessions.formToken(request, reply), operator));
  });
  app.post('/ops/sign-out', async (request, reply) => {
    const hash = sessions.tokenHashOf(request);
    if (hash === undefined) return sendProblem(reply, 401, 'SIGN_IN_REQUIRED');
    const form = signOutForm.safeParse(request.body);
    if (!form.success) return sendProblem(reply, 400, 'REQUEST_INVALID');
    if (!sessions.isOwnForm(request, form.data.formToken)) return sendProblem(reply, 403, 'FORM_REFUSED');
    await removeSession(sql, hash);
    sessions.end(reply);
    return reply.redirect('/ops/sign-in', 303);
  });
}

const staleForm = 'This form is no longer valid. Please try again.';

interface SetupParts {
  operatorExists: () => Promise<boolean>;
  attempts: Attempts;
}

function addSetup(
  app: FastifyInstance,
  options: SignInOptions,
  { operatorExists, attempts }: SetupParts,
): void {
  const { sql, sessions } = options;
  app.get('/ops/setup', async (request, reply) => {
    if (await operatorExists()) return sendProblem(reply, 404, 'NOT_FOUND');
    return sendPage(reply, 200, setupPage(sessions.formToken(request, reply), passwordCharactersMin));
  });
  app.post('/ops/setup', async (request, reply) => {
    if (await operatorExists()) return sendProblem(reply, 404, 'NOT_FOUND');
    const again = (status: number, problem: string) =>
      sendPage(reply, status, setupPage(sessions.formToken(request, reply), passwordCharactersMin, problem));
    const form = setupForm.safeParse(request.body);
    if (!form.success) return again(400, setupWords(form.error.issues));
    if (!sessions.isOwnForm(request, form.data.formToken)) return again(403, staleForm);
    const waitMs = attempts.begin(request);
    if (waitMs > 0) return again(429, waitWords(reply, waitMs));
    const { secret, name, password } = form.data;
    const operator = { name, passwordHash: await hashPassword(password) };
    if (!(await createFirstOperator(sql, sha256(secret.trim()), operator))) {
      attempts.fail();
      return again(401, 'The first-run secret is wrong. The hub printed it when it started.');
    }
    attempts.succeed(request);
    return signIn(options, { request, reply, name });
  });
}

async function signIn(
  { sql, sessions }: SignInOptions,
  { request, reply, name }: { request: FastifyRequest; reply: FastifyReply; name: string },
): Promise<FastifyReply> {
  const earlier = sessions.tokenHashOf(request);
  if (earlier !== undefined) await removeSession(sql, earlier);
  await saveSession(sql, {
    tokenSha256: sessions.start(reply),
    operator: name,
    lifetimeMs: sessionLifetimeMs,
  });
  return reply.redirect('/ops/queues', 303);
}

interface Attempts {
  begin(request: FastifyRequest): number;
  fail(): void;
  succeed(request: FastifyRequest): void;
}

function createAttempts(log: Log): Attempts {
  const now = () => performance.now();
  const byAddress = createAttemptLimit(perAddress, now);
  const all = createAttemptLimit(fromAnywhere, now);
  return {
    begin: (request) => byAddress.begin(request.ip) || all.begin('all'),
    fail: () => log.warn('A sign-in was refused', { code: 'SIGN_IN_REFUSED' }),
    succeed(request) {
      byAddress.succeed(request.ip);
      all.succeed('all');
    },
  };
}

function waitWords(reply: FastifyReply, waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1000);
  reply.header('retry-after', String(seconds));
  return `${errorCodes.TOO_MANY_ATTEMPTS.sentence} Try again in ${seconds} s.`;
}

function setupWords(issues: readonly z.core.$ZodIssue[]): string {
  const field = issues[0]?.path[0];
  if (field === 'password') {
    return `The password needs ${passwordCharactersMin} to ${passwordCharactersMax} characters.`;
  }
  if (field === 'name') return 'The name takes letters, digits, ".", "_", "-" and "@", at most 64.';
  return 'Give the first-run secret, a name and a password.';
}

/** Sends a page that no cache may keep. */
export function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}
