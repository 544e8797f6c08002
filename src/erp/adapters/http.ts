/**
 * ERP over HTTP: one POST of JSON per record, answered with JSON.
 *
 * The ERP is asked to keep the Idempotency-Key and to answer a repeated key with its first answer: after a timeout or a
 * lost reply the same record is offered again. The body is the same on each attempt; what differs travels in headers.
 */
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { defined } from '../../defined.js';
import { ConfigError, RefusedError, UnavailableError, type ErrorDetail } from '../../errors.js';
import {
  commonErpOptions,
  deliveryBody,
  kindWithoutVersion,
  type ErpAdapter,
  type ErpDelivery,
  type ErpEnvironment,
  type ErpPlugIn,
  type ErpReceipt,
} from '../erp.js';

/** The largest reply that is read, in bytes after unpacking. */
export const replyBytesMax = 1_048_576;
/** The longest wait that an ERP can ask for with Retry-After. */
export const retryAfterMsMax = 3_600_000;
/** The longest reference that is kept, in characters. */
export const referenceCharactersMax = 200;

const secretName = z
  .string()
  .regex(/^secret:[A-Za-z0-9][A-Za-z0-9_-]*$/, 'must be the name of a secret, such as secret:erp-token')
  .describe('The name of a secret, never the secret itself.');

const bearer = z.strictObject({ bearer: secretName.describe('Sent as "Authorization: Bearer ...".') });
const header = z.strictObject({
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'must be a header name: letters, digits and "-"')
    .describe('The name of a header, such as X-Api-Key.'),
  value: secretName.describe('The secret sent as the value of that header.'),
});

const settings = z.strictObject({
  adapter: z.literal('http').describe('JSON over HTTP.'),
  url: z
    .string()
    .superRefine((url, context) => {
      const problem = problemOfUrl(url);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .describe('Base address. The hub posts a record to <url>/records/<kind>, such as .../records/invoice.'),
  auth: z.union([bearer, header]).optional().describe('How the hub signs in to the ERP.'),
  timeoutMs: z
    .int()
    .min(50)
    .max(300_000)
    .default(20_000)
    .describe('How long one attempt may take, with the reply.'),
  referenceField: z
    .string()
    .min(1)
    .default('reference')
    .describe("Field of the reply that holds the ERP's own number of the record."),
  ...commonErpOptions,
});

type HttpSettings = z.infer<typeof settings>;

/** The `http` adapter. */
export const http: ErpPlugIn<HttpSettings> = { settings, open: openHttp };

async function openHttp(
  name: string,
  options: HttpSettings,
  environment: ErpEnvironment,
): Promise<ErpAdapter> {
  const missing = () =>
    new ConfigError('SECRET_UNUSABLE', 'A secret of the ERP is missing, or is not one line of text', {
      detail: { erp: name },
    });
  if ((await authHeader(options, environment)) === undefined) throw missing();
  const running = new Set<Attempt>();

  const deliver = async (delivery: ErpDelivery, signal: AbortSignal): Promise<ErpReceipt> => {
    // Asked for on each attempt, so that a secret can be changed without a restart.
    const auth = await authHeader(options, environment);
    if (auth === undefined) throw unavailable({ reason: 'secret' });
    const attempt = startAttempt(options.timeoutMs, signal);
    running.add(attempt);
    try {
      const response = await post(options.url, delivery, auth, attempt.signal);
      return await readAnswer(response, options.referenceField);
    } catch (error) {
      if (error instanceof RefusedError || error instanceof UnavailableError) throw error;
      throw unavailable({ reason: attempt.stoppedBy() ?? reasonOf(error) });
    } finally {
      running.delete(attempt);
      attempt.end();
    }
  };
  return { deliver, close: async () => running.forEach((attempt) => attempt.stop()) };
}

function post(
  base: string,
  delivery: ErpDelivery,
  auth: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  const path = encodeURIComponent(kindWithoutVersion(delivery.kind));
  return fetch(`${base.replace(/\/+$/, '')}/records/${path}`, {
    method: 'POST',
    // A redirect is an answer that we do not want, not an address to send the record and the credentials to.
    redirect: 'manual',
    signal,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'waybill',
      'idempotency-key': delivery.idempotencyKey,
      'x-correlation-id': delivery.correlationId,
      ...auth,
    },
    body: JSON.stringify(deliveryBody(delivery)),
  });
}

/** Turns the answer into a receipt, or throws the error that says who acts next. */
async function readAnswer(response: Response, referenceField: string): Promise<ErpReceipt> {
  const { status } = response;
  if (status < 200 || status > 299) {
    // The body may repeat document content or secrets; the status says enough.
    await response.body?.cancel();
    throw errorOfStatus(status, response.headers.get('retry-after'));
  }
  const text = await readCapped(response);
  if (text === undefined) throw unavailable({ status, reason: 'reply-too-large' });
  if (text.trim() === '' && status !== 200) return {};
  const reply = parseObject(text);
  // A sign-in or maintenance page in place of the ERP: it passes.
  if (reply === undefined) throw unavailable({ status, reason: 'reply-is-not-json' });
  if (saysError(reply)) throw refused({ status, reason: 'reply-says-error' });
  return receiptOf(reply[referenceField]);
}

/**
 * 401 and 403 are about the hub's credentials, not about the record: everything waits until someone mends them, and then
 * goes through by itself. 409 is what an ERP answers while it still works on an earlier attempt under the same key.
 */
function errorOfStatus(status: number, retryAfter: string | null): RefusedError | UnavailableError {
  if (status === 401 || status === 403) {
    return new UnavailableError('ERP_SIGN_IN_REFUSED', 'The ERP refused the credentials of the hub', {
      detail: { status },
    });
  }
  const passes = status < 400 || status >= 500 || [408, 409, 425, 429].includes(status);
  return passes ? unavailable({ status }, parseRetryAfter(retryAfter, Date.now())) : refused({ status });
}

/**
 * @param value Retry-After as in RFC 9110: seconds, or a date
 * @returns milliseconds, at most `retryAfterMsMax`; undefined when absent, unreadable or already past
 */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  const waitMs = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return waitMs > 0 ? Math.min(waitMs, retryAfterMsMax) : undefined;
}

async function readCapped(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > replyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Some ERPs answer 200 and say in the body that they did not take the record. */
function saysError(reply: Record<string, unknown>): boolean {
  const { error, errors, ok, success } = reply;
  const hasErrors = Array.isArray(errors) ? errors.length > 0 : isSet(errors);
  return isSet(error) || hasErrors || ok === false || success === false;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}

function receiptOf(value: unknown): ErpReceipt {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '' || text.length > referenceCharactersMax) return {};
  return { reference: text };
}

async function authHeader(
  { auth }: HttpSettings,
  environment: ErpEnvironment,
): Promise<Record<string, string> | undefined> {
  if (auth === undefined) return {};
  const name = 'bearer' in auth ? auth.bearer : auth.value;
  const value = (await environment.secret(name.slice('secret:'.length)))?.trim();
  // Checked here because fetch would repeat the value in its complaint.
  if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  return 'bearer' in auth ? { authorization: `Bearer ${value}` } : { [auth.header]: value };
}

interface Attempt {
  signal: AbortSignal;
  /** 'timeout', 'stopped', or undefined when the attempt was not cut short. */
  stoppedBy(): string | undefined;
  stop(): void;
  end(): void;
}

/** The listener is taken off again at the end, so a long-lived signal does not collect them. */
function startAttempt(timeoutMs: number, outer: AbortSignal): Attempt {
  const controller = new AbortController();
  let reason: string | undefined;
  const stopBecause = (why: string) => {
    reason ??= why;
    controller.abort();
  };
  const stop = () => stopBecause('stopped');
  const timer = setTimeout(stopBecause, timeoutMs, 'timeout');
  outer.addEventListener('abort', stop);
  if (outer.aborted) stop();
  return {
    signal: controller.signal,
    stoppedBy: () => reason,
    stop,
    end() {
      clearTimeout(timer);
      outer.removeEventListener('abort', stop);
    },
  };
}

/** The system's code of a network error, such as ECONNREFUSED; nothing else of it is kept. */
function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  const code = isObject(cause) || cause instanceof Error ? (cause as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'network';
}

function refused(detail: ErrorDetail): RefusedError {
  return new RefusedError('DELIVERY_REFUSED', 'The ERP refused the record', { detail });
}

function unavailable(detail: ErrorDetail, retryAfterMs?: number): UnavailableError {
  return new UnavailableError('DELIVERY_UNAVAILABLE', 'The ERP cannot take records now', {
    detail,
    ...defined({ retryAfterMs }),
  });
}

/** Addresses that only ever mean a cloud machine's own secrets. */
const neverAnErp = new BlockList();
neverAnErp.addSubnet('169.254.0.0', 16, 'ipv4');
neverAnErp.addSubnet('fe80::', 10, 'ipv6');
neverAnErp.addAddress('fd00:ec2::254', 'ipv6');
neverAnErp.addAddress('100.100.100.200', 'ipv4');
const neverAnErpNames: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'instance-data',
]);

/** Where the databases and queues of a hub listen: a record that is posted there is either lost or does harm. */
const storePorts: ReadonlySet<string> = new Set(['5432', '6379']);

function problemOfUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be an address such as https://erp.example/api/waybill';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must start with https:// or http://';
  if (url.username !== '' || url.password !== '')
    return 'must not hold credentials; name a secret under auth';
  if (url.search !== '' || url.hash !== '') return 'must not have a query or a fragment';
  // The URL parser has already turned 0xA9FEA9FE, 2852039166 and the like into dotted form.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  const blocked = family !== 0 && neverAnErp.check(host, family === 4 ? 'ipv4' : 'ipv6');
  if (blocked || neverAnErpNames.has(host.replace(/\.$/, '')))
    return "must not be a link-local address, or another of a cloud machine's own secrets";
  return storePorts.has(url.port) ? `must not be port ${url.port}, that of a database or queue` : undefined;
}
