/**
 * A built hub of any tree as it ships: `node dist/cli.js start`, without flags, asked and watched only from outside.
 */
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../test/kit/free-port.js';
import { start } from '../../test/kit/started.js';

const readyWithinMs = 120_000;
const stopWithinMs = 30_000;
const logCharactersShown = 3_000;

export interface RunningHub {
  pid: number;
  /** The end of what it wrote; it holds nothing of documents. */
  log(): string;
  /** @throws Error when it ended by itself */
  check(): void;
  stop(): Promise<void>;
}

/**
 * Starts a hub and waits until it is ready.
 * @param root the folder with its hub.yaml
 */
export async function startHub(
  treeRoot: string,
  root: string,
  environment: Record<string, string>,
): Promise<RunningHub> {
  const port = await freePort();
  const logPath = join(root, 'hub.log');
  const log = openSync(logPath, 'a');
  const child = start('SIGKILL', process.execPath, ['dist/cli.js', 'start', '--root', root], {
    cwd: treeRoot,
    env: {
      PATH: process.env['PATH'] ?? '',
      WAYBILL_LOG_LEVEL: 'info',
      WAYBILL_LISTEN: `127.0.0.1:${port}`,
      ...environment,
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const hub: RunningHub = {
    pid: child.pid ?? 0,
    log: () => readFileSync(logPath, 'utf8').slice(-logCharactersShown),
    check() {
      if (child.exitCode === null && child.signalCode === null) return;
      throw new Error(`The hub ended by itself (${child.signalCode ?? child.exitCode}):\n${this.log()}`);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await ended;
      clearTimeout(late);
    },
  };
  await untilReady(hub, `http://127.0.0.1:${port}/readyz`).catch(async (error: unknown) => {
    await hub.stop();
    throw error;
  });
  return hub;
}

async function untilReady(hub: RunningHub, url: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    hub.check();
    const isReady = await fetch(url).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      // It does not listen yet.
      () => false,
    );
    if (isReady) return;
    if (Date.now() > deadline)
      throw new Error(`The hub was not ready within ${readyWithinMs / 1_000} seconds:\n${hub.log()}`);
    await pause(50);
  }
}
