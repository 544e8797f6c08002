/**
 * Starts a server program for tests: as an unprivileged user, in a folder of its own, stopped by its process id.
 *
 * PostgreSQL refuses to run as root, so root becomes `nobody` here.
 */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { start } from './started.js';

const standIn = 'nobody';
const startTimeoutMs = 20_000;

/** Options for spawn that give up root's rights; empty for any other user. */
export function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, standIn], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Tells whether a program is there; in CI its absence is an error, because a skipped test proves nothing. */
export function isInstalled(name: string, present: boolean): boolean {
  if (!present && process.env['CI'])
    throw new Error(`${name} is not installed, and in CI its tests must run`);
  return present;
}

/** A folder that the server's user owns; removed by the caller. */
export function makeServerFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `waybill-${name}-`));
  chmodSync(folder, 0o700);
  const { uid, gid } = unprivileged();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

export class LocalServer {
  readonly #command: string;
  readonly #args: readonly string[];
  readonly #folder: string;
  readonly #port: number;
  #process: ChildProcess | undefined;

  constructor(command: string, args: readonly string[], place: { folder: string; port: number }) {
    this.#command = command;
    this.#args = args;
    this.#folder = place.folder;
    this.#port = place.port;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Resolves when the port answers. */
  async start(): Promise<void> {
    const log = openSync(join(this.#folder, 'server.log'), 'a');
    // To PostgreSQL and Redis alike: end now, whoever is connected.
    const child = start('SIGINT', this.#command, this.#args, {
      ...unprivileged(),
      cwd: this.#folder,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#process = child;
    const deadline = Date.now() + startTimeoutMs;
    while (!(await answers(this.#port))) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`${this.#command} did not start:\n${this.log()}`);
      await wait(50);
    }
  }

  /** Resolves when the process is gone. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  log(): string {
    return readFileSync(join(this.#folder, 'server.log'), 'utf8');
  }

  removeFolder(): void {
    // Children of a stopped server may write for a moment longer.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('connect', () => socket.destroy());
  });
}
