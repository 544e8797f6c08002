/**
 * One SSH connection with an SFTP channel: signing in, a deadline for every call, and an end that always comes.
 *
 * ssh2 accepts any host key unless it is told otherwise, and waits for ever for a server that has stopped answering.
 * Both are closed off here: the pinned keys cannot be left out, and a call that overruns its deadline ends the connection.
 * Calls go to the ssh2 channel itself: the wrappers of ssh2-sftp-client turn FAILURE into "no such file" and share their
 * event flags between parallel calls.
 */
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Algorithms, ConnectConfig, SFTPWrapper } from 'ssh2';
import SftpClient from 'ssh2-sftp-client';
import { ConfigError, UnavailableError, type WaybillError } from '../../errors.js';

/** Nothing with SHA-1, CBC, RC4, 3DES or a 1024-bit group; what ssh2 would offer by itself still holds SHA-1. */
const algorithms: Algorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
};

const keepaliveIntervalMs = 10_000;
const keepaliveCountMax = 3;
const endTimeoutMs = 5_000;

/** What ssh2 throws when it is asked for an extension that the server has not announced. */
const notOffered = 'Server does not support this extended request';

/** Servers lock accounts that fail too often. */
const authenticationRetryAfterMs = 300_000;

export interface SftpSessionOptions {
  host: string;
  port: number;
  user: string;
  credentials: { privateKey: string } | { password: string };
  /** `SHA256:...` fingerprints, one of which the server must show. */
  hostKey: readonly [string, ...string[]];
  connectTimeoutMs: number;
  callTimeoutMs: number;
}

/** The callback of a call; whoever calls it without an error gives the result that is waited for. */
type Done<Result> = (error?: Error | null, result?: Result) => void;

export interface SftpSession {
  readonly channel: SFTPWrapper;
  /**
   * Runs one call of the channel under the deadline. Throws SftpStatusError for an answer of the server, and
   * UnavailableError CONNECTION_UNREACHABLE when there is none; after that every further call throws at once.
   */
  call<Result = void>(start: (done: Done<Result>) => void): Promise<Result>;
  close(): Promise<void>;
}

/** Status codes of SFTP version 3 that decide something here. */
export const sftpStatus = {
  endOfFile: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  unsupported: 8,
} as const;

/** The server answered a call with a status other than OK. */
export class SftpStatusError extends Error {
  readonly status: number;

  constructor(status: number, cause: Error) {
    super(cause.message, { cause });
    this.name = 'SftpStatusError';
    this.status = status;
  }
}

/**
 * Connects and signs in. Throws ConfigError HOST_KEY_CHANGED before anything of ours is sent, ConfigError
 * ALGORITHMS_REFUSED, UnavailableError AUTHENTICATION_REFUSED or CONNECTION_UNREACHABLE.
 */
export async function openSftpSession(options: SftpSessionOptions): Promise<SftpSession> {
  const { host, port, callTimeoutMs, connectTimeoutMs } = options;
  const line = new Line(connect({ host, port, noDelay: true }));
  const hostKeys = createHostVerifier(options.hostKey);
  const client = new SftpClient(host, { error: line.lose, end: line.lose, close: line.lose });
  // What the client rejects with no longer tells a refused key from a failed handshake.
  client.on('error', line.lose);
  try {
    const channel = await line.within<SFTPWrapper>(connectTimeoutMs, (done) => {
      client.connect(connectConfig(options, line.socket, hostKeys.verify)).then(
        (sftp) => done(undefined, sftp),
        (error: Error) => done(error),
      );
    });
    return {
      channel,
      call: async (start) =>
        line.within(callTimeoutMs, start).catch((error: unknown) => {
          throw callError(options, error);
        }),
      close: () => closeClient(client, line),
    };
  } catch (error) {
    line.lose(error);
    throw connectError(options, error, hostKeys.refused());
  }
}

/**
 * There is no answer and there will be none. Its own class, because a disconnect carries a number as its code that would
 * pass for a status of a file call.
 */
class LineLost extends Error {
  constructor(reason: unknown) {
    super(reasonOf(reason), { cause: reason });
    this.name = 'LineLost';
  }
}

/** A socket that is lost at most once, and everything that waits for an answer over it. */
class Line {
  readonly socket: Socket;
  #lost: LineLost | undefined;
  readonly #waiting = new Set<(error: unknown) => void>();

  constructor(socket: Socket) {
    this.socket = socket;
  }

  readonly lose = (reason?: unknown): void => {
    if (this.#lost !== undefined) return;
    this.#lost = new LineLost(reason ?? 'the connection was closed');
    for (const reject of this.#waiting) reject(this.#lost);
    this.socket.destroy();
  };

  /** Settles with the first of: the answer, the loss of the line, the deadline (which loses the line). */
  async within<Result>(timeoutMs: number, start: (done: Done<Result>) => void): Promise<Result> {
    if (this.#lost !== undefined) throw this.#lost;
    let reject: (error: unknown) => void = () => {};
    const timer = setTimeout(() => this.lose(`no answer within ${timeoutMs} ms`), timeoutMs);
    try {
      return await new Promise<Result>((resolve, rejectThis) => {
        reject = rejectThis;
        this.#waiting.add(reject);
        start((error, result) => (error ? rejectThis(error) : resolve(result as Result)));
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(reject);
    }
  }
}

function connectConfig(
  options: SftpSessionOptions,
  sock: Socket,
  hostVerifier: (key: Buffer) => boolean,
): ConnectConfig {
  const { user, credentials, connectTimeoutMs } = options;
  return {
    sock,
    hostVerifier,
    algorithms,
    username: user,
    ...credentials,
    // Without a list the method `none` is tried first, which some servers count as a failure.
    authHandler: ['privateKey' in credentials ? 'publickey' : 'password'],
    readyTimeout: connectTimeoutMs,
    keepaliveInterval: keepaliveIntervalMs,
    keepaliveCountMax,
  };
}

/** A host key that is not pinned, as the server showed it. */
interface RefusedKey {
  fingerprint: string;
  /** Such as `ssh-ed25519`: a server may have keys of several types, and shows the first that both sides know. */
  type: string;
}

function createHostVerifier(pinned: readonly string[]): {
  verify: (key: Buffer) => boolean;
  refused(): RefusedKey | undefined;
} {
  let refused: RefusedKey | undefined;
  return {
    verify: (key) => {
      const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
      const known = pinned.includes(fingerprint);
      if (!known) refused = { fingerprint, type: key.toString('latin1', 4, 4 + key.readUInt32BE(0)) };
      return known;
    },
    refused: () => refused,
  };
}

/** Status answers become SftpStatusError; whatever else is an Error of ssh2 means that there was no answer. */
function callError({ host, port }: SftpSessionOptions, error: unknown): unknown {
  if (error instanceof LineLost || !(error instanceof Error)) return unreachable(host, port, error);
  if ('code' in error && typeof error.code === 'number') return new SftpStatusError(error.code, error);
  if (error.message === notOffered) return new SftpStatusError(sftpStatus.unsupported, error);
  return unreachable(host, port, error);
}

function connectError(
  { host, port, user }: SftpSessionOptions,
  error: unknown,
  refused?: RefusedKey,
): WaybillError {
  const cause = error instanceof LineLost ? error.cause : error;
  const level = cause instanceof Error && 'level' in cause ? cause.level : undefined;
  const detail = { host, port };
  if (refused !== undefined) {
    const { fingerprint, type } = refused;
    const sentence = `${host}:${port} showed the host key ${fingerprint} (${type}), which is not pinned; nothing was sent.`;
    return new ConfigError('HOST_KEY_CHANGED', sentence, { detail: { ...detail, fingerprint, type } });
  }
  if (level === 'client-authentication') {
    return new UnavailableError(
      'AUTHENTICATION_REFUSED',
      `${host}:${port} refused the credentials of ${user}.`,
      {
        detail: { ...detail, user },
        cause,
        retryAfterMs: authenticationRetryAfterMs,
      },
    );
  }
  if (level === 'handshake' && /no matching/.test(reasonOf(cause))) {
    const sentence = `${host}:${port} offers only algorithms that are no longer safe.`;
    return new ConfigError('ALGORITHMS_REFUSED', sentence, { detail, cause });
  }
  return unreachable(host, port, error);
}

function unreachable(host: string, port: number, cause: unknown): UnavailableError {
  const reason = reasonOf(cause);
  return new UnavailableError('CONNECTION_UNREACHABLE', `${host}:${port} could not be reached: ${reason}.`, {
    detail: { host, port, reason },
    cause,
  });
}

/** Node leaves the message empty when it has tried several addresses. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

async function closeClient(client: SftpClient, line: Line): Promise<void> {
  try {
    await line.within(endTimeoutMs, (done) => void client.end().then(() => done(), done));
  } catch {
    // Lost already, or not answering: there is nothing left to say goodbye to.
  } finally {
    line.lose();
  }
}
