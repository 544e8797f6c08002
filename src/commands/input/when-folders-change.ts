/**
 * Runs something now and again each time when a file in some folders changes, until it is told to stop.
 */
import { existsSync, watch } from 'node:fs';
import type { Terminal } from '../terminal.js';

/** An editor saves a file in several steps: they count as one change. */
const settleMs = 100;

/**
 * @param paths folders, or files
 * @param run gives an exit code
 * @param stop ends it; Ctrl+C does where it is left out
 * @returns the exit code of the last run
 */
export async function whenFoldersChange(
  paths: readonly string[],
  run: () => Promise<number>,
  terminal: Terminal,
  stop: AbortSignal = untilInterrupted(),
): Promise<number> {
  let code = 0;
  let changed = true;
  let wake: () => void = () => undefined;
  const note = (): void => {
    changed = true;
    wake();
  };
  const watchers = paths
    .filter((path) => existsSync(path))
    .map((path) => watch(path, { recursive: true }, note));
  stop.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!stop.aborted) {
      if (changed) {
        changed = false;
        code = await run();
        terminal.remark('Waiting for changes. Ctrl+C ends it.\n');
      }
      if (!changed && !stop.aborted) await new Promise<void>((resolve) => (wake = resolve));
      await new Promise((resolve) => setTimeout(resolve, settleMs));
    }
  } finally {
    for (const watcher of watchers) watcher.close();
  }
  return code;
}

function untilInterrupted(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  return ending.signal;
}
