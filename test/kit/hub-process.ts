/**
 * A hub in a process of its own, built as it ships, that a test can kill. Its crash points are armed on request.
 */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './started.js';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

export interface HubProcess {
  child: ChildProcess;
  /** Everything it wrote so far. */
  output(): string;
  /** Resolves with the address when it runs; rejects when it ends before. */
  ready: Promise<string>;
  /** Resolves with the signal or exit code when it has ended. */
  ended: Promise<NodeJS.Signals | number>;
  kill(signal: NodeJS.Signals): void;
}

export interface HubProcessOptions {
  root: string;
  /** Says where it dies, see arm(). Without one it has no crash points, as it ships. */
  crashFile?: string;
  environment?: Record<string, string>;
}

/**
 * Programs that live for seconds: V8 need not compile the database, which is WebAssembly, a second time for speed. That
 * takes half of the processor time of a start.
 */
export const shortLived = ['--liftoff-only'];

/**
 * Hubs with this file die when they come to a crash point for the n-th time from now on.
 * @param crash `name:n`, or nothing
 */
export function arm(crashFile: string, crash: string): void {
  writeFileSync(`${crashFile}.new`, crash);
  renameSync(`${crashFile}.new`, crashFile);
}

let isBuilt = false;

/** The built hub is what is tested; one that is older than its sources would be tested in vain. Looks once. */
function buildIfOlder(): void {
  if (isBuilt) return;
  isBuilt = true;
  const changed = (folder: string) =>
    Math.max(
      ...readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => statSync(join(projectRoot, folder, file)).mtimeMs),
    );
  const built = statSync(join(projectRoot, 'dist/cli.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built > changed('src')) return;
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export function startHubProcess({ root, crashFile, environment = {} }: HubProcessOptions): HubProcess {
  buildIfOlder();
  const conditions = crashFile === undefined ? [] : ['--conditions=crash-points'];
  const args = [...shortLived, ...conditions, 'dist/cli.js', 'start', '--root', root];
  const child = start('SIGKILL', process.execPath, args, {
    cwd: projectRoot,
    env: {
      PATH: process.env['PATH'] ?? '',
      WAYBILL_LOG_LEVEL: 'info',
      ...(crashFile === undefined ? {} : { WAYBILL_CRASH: crashFile }),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let announce: (address: string) => void;
  const announced = new Promise<string>((resolve) => (announce = resolve));
  const take = (chunk: Buffer) => {
    text += chunk.toString('utf8');
    const address = /"url":"(http:[^"]+)"/.exec(text)?.[1];
    if (address !== undefined) announce(address);
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  // Not its exit: what it wrote last would be lost.
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as NodeJS.Signals | number);
  const ready = Promise.race([
    announced,
    ended.then((how) => {
      throw new Error(`the hub ended (${how}) before it ran:\n${text}`);
    }),
  ]);
  ready.catch(() => undefined);
  return { child, output: () => text, ready, ended, kill: (signal) => void child.kill(signal) };
}

/** The figures of a running hub. */
export async function statusOf(address: string): Promise<Record<string, Record<string, unknown>>> {
  const response = await fetch(`${address}/status`);
  const { figures } = (await response.json()) as { figures: Record<string, Record<string, unknown>> };
  return figures;
}

export interface Patience {
  deadlineMs?: number;
  /** Nobody waits for the answer any more. */
  signal?: AbortSignal;
}

/** Asks until it holds. @throws after the deadline, or when nobody waits any more */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen | undefined>,
  { deadlineMs = 30_000, signal }: Patience = {},
): Promise<Seen> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined) return seen;
    signal?.throwIfAborted();
    if (Date.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
