/**
 * Lets pg's own Pool and Client talk to the embedded database, so that both databases behave alike to the byte.
 *
 * PGlite is one session. Each client gets a socket that speaks PostgreSQL's protocol; a socket keeps the session from
 * the first statement of a transaction until the server says that it is idle again, whatever words began or ended it.
 * So all clients share what belongs to a session: SET, advisory locks, and the names of prepared statements.
 */
import { Duplex } from 'node:stream';
import pg from 'pg';
import { UnavailableError, type ErrorDetail } from '../../errors.js';
import type { Engine } from './pglite.js';

/** Clients cost nothing here: enough that listeners and nested work never wait for one. */
const clientsMax = 64;
/** The engine is not started again sooner than this after it ended. */
const restartPauseMs = 5_000;

/** First bytes of the protocol's messages used here. */
const code = {
  query: 0x51,
  sync: 0x53,
  flush: 0x48,
  terminate: 0x58,
  notification: 0x41,
  commandComplete: 0x43,
  ready: 0x5a,
} as const;
const idle = 0x49;
const greeting = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, code.ready, 0, 0, 0, 5, idle]);
const listenTag = Buffer.from('LISTEN\0');

export interface PglitePool {
  pool: pg.Pool;
  /** Closes the engine; the pool is closed by its owner, before. */
  close(): Promise<void>;
}

export interface PglitePoolOptions {
  engine: Engine;
  /** Opens the engine again after it ended by itself, such as for a full disk. */
  reopen: () => Promise<Engine>;
  /** A client that leaves its transaction alone for longer is closed and rolled back. */
  idleInTransactionMs: number;
}

export function openPglitePool(options: PglitePoolOptions): PglitePool {
  const session = new Session(options);
  const pool = new pg.Pool({
    stream: () => new SessionSocket(session),
    ssl: false,
    max: clientsMax,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  });
  return { pool, close: () => session.close() };
}

interface Waiting {
  socket: SessionSocket;
  go: () => void;
  fail: (error: Error) => void;
}

/** Hands the one session of PGlite from socket to socket, in the order they asked. */
class Session {
  readonly #options: PglitePoolOptions;
  readonly #sockets = new Set<SessionSocket>();
  readonly #listeners = new Set<SessionSocket>();
  #waiting: Waiting[] = [];
  #holder: SessionSocket | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #engine: Promise<Engine> | undefined;
  #notBefore = 0;

  constructor(options: PglitePoolOptions) {
    this.#options = options;
    this.#engine = Promise.resolve(options.engine);
  }

  enter(socket: SessionSocket): void {
    this.#sockets.add(socket);
  }

  /** Runs one request when the session is free for this socket; returns the reply without notifications. */
  async exchange(socket: SessionSocket, request: Buffer): Promise<Buffer> {
    await this.#turnOf(socket);
    clearTimeout(this.#idleTimer);
    const reply = readReply(await this.#run(socket, request));
    if (reply.listens) this.#listeners.add(socket);
    for (const notification of reply.notifications)
      for (const listener of this.#listeners) listener.push(notification);
    if (reply.idle) this.#pass(socket);
    else if (this.#holder === socket)
      this.#idleTimer = setTimeout(() => this.#expire(socket), this.#options.idleInTransactionMs).unref();
    // PGlite runs inside this thread: without a full turn of the event loop between requests, timers starve.
    await new Promise(setImmediate);
    return reply.bytes;
  }

  /** The socket is gone: its place in the queue, its subscriptions and its open transaction go with it. */
  async leave(socket: SessionSocket): Promise<void> {
    this.#sockets.delete(socket);
    this.#listeners.delete(socket);
    this.#waiting = this.#waiting.filter((one) => one.socket !== socket);
    if (this.#holder !== socket) return;
    clearTimeout(this.#idleTimer);
    try {
      await this.#run(socket, queryMessage('ROLLBACK'));
    } finally {
      this.#pass(socket);
    }
  }

  async close(): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    this.#notBefore = Infinity;
    await (await engine)?.close();
  }

  async #turnOf(socket: SessionSocket): Promise<void> {
    if (this.#holder === socket) return;
    if (this.#holder === undefined) this.#holder = socket;
    else await new Promise<void>((go, fail) => this.#waiting.push({ socket, go, fail }));
  }

  #pass(holder: SessionSocket): void {
    if (this.#holder !== holder) return;
    const next = this.#waiting.shift();
    this.#holder = next?.socket;
    next?.go();
  }

  #expire(socket: SessionSocket): void {
    const { idleInTransactionMs } = this.#options;
    socket.destroy(lost('A transaction was left alone for too long', { idleInTransactionMs }));
  }

  async #run(holder: SessionSocket, request: Buffer): Promise<Buffer> {
    const engine = await this.#live();
    // The holder may have left while the engine started.
    if (this.#holder !== holder) throw lost('The client is gone', {});
    const pieces: Buffer[] = [];
    try {
      await engine.execProtocolRawStream(request, {
        syncToFs: false,
        // The bytes live in the engine's memory and change with the next request.
        onRawData: (bytes) => void pieces.push(Buffer.from(bytes)),
      });
    } catch (error) {
      engine.abandon();
      throw this.#end(error);
    }
    return Buffer.concat(pieces);
  }

  async #live(): Promise<Engine> {
    if (this.#engine === undefined && Date.now() < this.#notBefore)
      throw lost('The database is starting', {});
    try {
      return await (this.#engine ??= this.#options.reopen());
    } catch (error) {
      throw this.#end(error);
    }
  }

  /** Nothing of a dead engine may reach the disk, so it is not closed; what it had committed is on disk. */
  #end(cause: unknown): Error {
    const error = lost('The embedded database stopped; is the disk full?', {}, cause);
    this.#engine = undefined;
    this.#holder = undefined;
    clearTimeout(this.#idleTimer);
    this.#notBefore = Math.max(this.#notBefore, Date.now() + restartPauseMs);
    for (const { fail } of this.#waiting.splice(0)) fail(error);
    for (const socket of this.#sockets) socket.destroy(error);
    return error;
  }
}

/** Begins with the words that pg has for a lost connection, because to its caller that is what it is. */
function lost(reason: string, detail: ErrorDetail, cause?: unknown): UnavailableError {
  return new UnavailableError('DATABASE_UNREACHABLE', `Connection terminated: ${reason}`, { detail, cause });
}

/** As much of a TCP socket as pg's Connection uses. */
class SessionSocket extends Duplex {
  readonly #session: Session;
  #received: Buffer = Buffer.alloc(0);
  #greeted = false;

  constructor(session: Session) {
    super({ autoDestroy: true });
    this.#session = session;
    session.enter(this);
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#take(chunk).then(() => done(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#take(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#session.leave(this).then(() => done(error), done);
  }

  async #take(bytes: Buffer): Promise<void> {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    if (!this.#greeted) this.#greet();
    const last = lastMessage(this.#received);
    if (last === code.terminate) return;
    if (last !== code.query && last !== code.sync && last !== code.flush) return;
    const request = this.#received;
    this.#received = Buffer.alloc(0);
    const reply = await this.#session.exchange(this, request);
    if (!this.destroyed) this.push(reply);
  }

  #greet(): void {
    if (this.#received.length < 4 || this.#received.length < this.#received.readInt32BE(0)) return;
    this.#received = this.#received.subarray(this.#received.readInt32BE(0));
    this.#greeted = true;
    this.push(greeting);
  }
}

/** The code of the last message when the bytes end with a whole one. */
function lastMessage(bytes: Buffer): number | undefined {
  let at = 0;
  let last: number | undefined;
  while (at + 5 <= bytes.length) {
    last = bytes[at];
    at += 1 + bytes.readInt32BE(at + 1);
  }
  return at === bytes.length ? last : undefined;
}

interface Reply {
  bytes: Buffer;
  notifications: Buffer[];
  listens: boolean;
  /** Outside of any transaction. */
  idle: boolean;
}

function readReply(bytes: Buffer): Reply {
  const reply: Reply = { bytes, notifications: [], listens: false, idle: false };
  const kept: Buffer[] = [];
  let keptFrom = 0;
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (bytes[at] === code.ready) reply.idle = bytes[at + 5] === idle;
    if (bytes[at] === code.commandComplete) reply.listens ||= bytes.subarray(at + 5, end).equals(listenTag);
    if (bytes[at] === code.notification) {
      reply.notifications.push(bytes.subarray(at, end));
      kept.push(bytes.subarray(keptFrom, at));
      keptFrom = end;
    }
    at = end;
  }
  if (kept.length > 0) reply.bytes = Buffer.concat([...kept, bytes.subarray(keptFrom)]);
  return reply;
}

function queryMessage(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`);
  const head = Buffer.alloc(5, code.query);
  head.writeInt32BE(text.length + 4, 1);
  return Buffer.concat([head, text]);
}
