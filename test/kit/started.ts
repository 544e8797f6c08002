/**
 * What tests start outside their own process, and its end: a program started here ends with the tests, however they end.
 *
 * Mocha loads this file before all tests. A failed test may leave programs behind, and one that runs keeps Mocha from ending.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/** Of util-linux. Where it is not, a program outlives tests that are killed. */
const setpriv = '/usr/bin/setpriv';
/** Whatever else a test left open keeps the process for no longer. */
const endWithinMs = 10_000;

interface Started {
  command: string;
  endSignal: NodeJS.Signals;
}

const running = new Map<ChildProcess, Started>();

/** Spawns a program that gets `endSignal` when these tests are over, or were killed. */
export function start(
  endSignal: NodeJS.Signals,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const bound = existsSync(setpriv) ? [setpriv, '--pdeathsig', endSignal.slice(3), '--'] : [];
  const [program = command, ...rest] = [...bound, command, ...args];
  const child = spawn(program, rest, options);
  running.set(child, { command: [command, ...args].join(' '), endSignal });
  for (const end of ['exit', 'error']) child.once(end, () => running.delete(child));
  return child;
}

/** Ends what still runs and returns the commands. */
async function endAll(): Promise<string[]> {
  const left = [...running];
  await Promise.all(
    left.map(async ([child, { endSignal }]) => {
      const gone = once(child, 'exit');
      child.kill(endSignal);
      await gone;
    }),
  );
  return left.map(([, { command }]) => command);
}

export const mochaHooks = {
  /** After all tests; where files run in parallel, after those of each file. */
  async afterAll(): Promise<void> {
    const left = await endAll();
    if (process.env['MOCHA_WORKER_ID'] === undefined) setTimeout(exitLoudly, endWithinMs).unref();
    if (left.length > 0) throw new Error(`the tests left running, and now ended:\n${left.join('\n')}`);
  },
};

/** Reached only by a process that something keeps from ending. */
function exitLoudly(): void {
  process.stderr.write(`\nthe tests left open: ${process.getActiveResourcesInfo().join(', ')}\n`);
  // Mocha sets the number of failed tests at exit, which may be none.
  process.once('exit', (code) => {
    if (code === 0 || process.exitCode === 0) process.exitCode = 1;
  });
  process.exit();
}
