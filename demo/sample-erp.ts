/**
 * A small sample ERP in its own process: takes records over HTTP, keeps each idempotency key once, and can misbehave on
 * purpose. For the demo and the fault tests; it is not part of the hub.
 *
 *   POST /records/<kind>   JSON, Authorization: Bearer <token>, Idempotency-Key
 *   GET  /records          what it has, and how often it was asked
 *   PUT  /faults           { "failEvery": 3, ... } changes the faults; names as in `Faults`
 *
 * Prints its address as one JSON line when it is ready. Ends on SIGTERM, or when its standard input closes.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const bodyBytesMax = 10 * 1_048_576;

/** Each `...Every: n` spoils every n-th POST, counted from the start; 0 is never. */
interface Faults {
  /** 503 before anything is stored. */
  failEvery: number;
  /** Stores, then breaks the connection in place of an answer. */
  dropReplyEvery: number;
  /** 429 with Retry-After. */
  busyEvery: number;
  retryAfterSeconds: number;
  /** 200 with a sign-in page. */
  htmlEvery: number;
  /** 200 with { "error": ... }. */
  errorBodyEvery: number;
  /** 400, as if the record broke a rule of the ERP. */
  refuseEvery: number;
  /** Waits so long before each answer. */
  slowMs: number;
}

interface StoredRecord {
  key: string;
  bodySha256: string;
  reference: string;
  kind: string;
  body: unknown;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

const numberFlag = { type: 'string', default: '0' } as const;
const { values: flags } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: numberFlag,
    token: { type: 'string', default: 'sample-erp-token' },
    file: { type: 'string' },
    'fail-every': numberFlag,
    'drop-reply-every': numberFlag,
    'busy-every': numberFlag,
    'retry-after-seconds': { type: 'string', default: '1' },
    'html-every': numberFlag,
    'error-body-every': numberFlag,
    'refuse-every': numberFlag,
    'slow-ms': numberFlag,
  },
});

const faults: Faults = {
  failEvery: Number(flags['fail-every']),
  dropReplyEvery: Number(flags['drop-reply-every']),
  busyEvery: Number(flags['busy-every']),
  retryAfterSeconds: Number(flags['retry-after-seconds']),
  htmlEvery: Number(flags['html-every']),
  errorBodyEvery: Number(flags['error-body-every']),
  refuseEvery: Number(flags['refuse-every']),
  slowMs: Number(flags['slow-ms']),
};
const records = new Map<string, StoredRecord>();
const counts = { posts: 0, repeated: 0 };
const journal = flags.file === undefined ? undefined : openJournal(flags.file);

/** Reads what an earlier run stored, cuts off a line that a kill left half-written, and opens the file to append. */
function openJournal(path: string): number {
  if (existsSync(path)) {
    const text = readFileSync(path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n').filter((part) => part !== '')) {
      const record = JSON.parse(line) as StoredRecord;
      records.set(record.key, record);
    }
    truncateSync(path, Buffer.byteLength(whole));
  }
  return openSync(path, 'a');
}

function store(record: StoredRecord): void {
  if (journal !== undefined) {
    writeSync(journal, `${JSON.stringify(record)}\n`);
    fsyncSync(journal);
  }
  records.set(record.key, record);
}

function isDue(every: number): boolean {
  return every > 0 && counts.posts % every === 0;
}

function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** The answer to a POST, or undefined when the connection is to be broken. */
function answerPost(kind: string, key: string | undefined, text: string): Answer | undefined {
  counts.posts += 1;
  const busy = { 'retry-after': String(faults.retryAfterSeconds) };
  if (isDue(faults.failEvery)) return json(503, { error: 'out of order on purpose' });
  if (isDue(faults.busyEvery)) return json(429, { error: 'too many requests, on purpose' }, busy);
  if (isDue(faults.refuseEvery)) return json(400, { error: 'the record breaks a rule, on purpose' });
  if (isDue(faults.errorBodyEvery)) return json(200, { error: 'not stored, on purpose' });
  if (isDue(faults.htmlEvery)) {
    return {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html><form>Sign in</form></html>',
    };
  }
  const dropReply = isDue(faults.dropReplyEvery);
  const answer = takeRecord(kind, key, text);
  return dropReply ? undefined : answer;
}

function takeRecord(kind: string, key: string | undefined, text: string): Answer {
  if (key === undefined || key === '') return json(400, { error: 'Idempotency-Key is missing' });
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return json(400, { error: 'the body is not JSON' });
  }
  const bodySha256 = createHash('sha256').update(`${kind}\n${text}`).digest('hex');
  const known = records.get(key);
  if (known === undefined) {
    const reference = `ERP-${String(records.size + 1).padStart(6, '0')}`;
    store({ key, bodySha256, reference, kind, body });
    return json(201, { reference });
  }
  counts.repeated += 1;
  if (known.bodySha256 !== bodySha256) return json(422, { error: 'this key was used with another body' });
  return json(200, { reference: known.reference }, { 'idempotent-replayed': 'true' });
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isAllowed(request: IncomingMessage): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${flags.token}`));
}

function changeFaults(text: string): Answer {
  const changes = Object.entries(JSON.parse(text) as Record<string, unknown>);
  const wrong = changes.find(([name, value]) => !Object.hasOwn(faults, name) || typeof value !== 'number');
  if (wrong !== undefined) return json(400, { error: `${wrong[0]} is not a fault, or not a number` });
  Object.assign(faults, Object.fromEntries(changes));
  return json(200, faults);
}

async function answer(request: IncomingMessage): Promise<Answer | undefined> {
  if (!isAllowed(request)) return json(401, { error: 'the token is wrong' });
  const { pathname } = new URL(request.url ?? '/', 'http://sample-erp');
  const kind = /^\/records\/([A-Za-z0-9-]+)$/.exec(pathname)?.[1];
  if (request.method === 'GET' && pathname === '/records') {
    return json(200, { ...counts, records: [...records.values()] });
  }
  const text = await readBody(request);
  if (text === undefined) return json(413, { error: 'the body is too large' });
  if (request.method === 'PUT' && pathname === '/faults') return changeFaults(text);
  if (request.method !== 'POST' || kind === undefined) return json(404, { error: 'there is nothing here' });
  await wait(faults.slowMs);
  const key = request.headers['idempotency-key'];
  return answerPost(kind, typeof key === 'string' ? key : undefined, text);
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const given = await answer(request);
  if (given === undefined) {
    request.socket.destroy();
    return;
  }
  response.writeHead(given.status, given.headers);
  response.end(given.body);
}

const server = createServer((request, response) => {
  respond(request, response).catch((error: unknown) => {
    process.stderr.write(`sample-erp: ${error instanceof Error ? error.message : String(error)}\n`);
    request.socket.destroy();
  });
});
server.listen(Number(flags.port), flags.host, () => {
  const { address, port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ address: `http://${address}:${port}` })}\n`);
});

function end(): void {
  server.close();
  server.closeAllConnections();
  process.stdin.destroy();
  if (journal !== undefined) closeSync(journal);
}
let ending = false;
function endOnce(): void {
  if (!ending) end();
  ending = true;
}
process.once('SIGTERM', endOnce);
process.stdin.once('end', endOnce).resume();
