/**
 * Processor time of programs from outside: user and system seconds of a process, its threads and all its children.
 *
 * Read from /proc, so on Linux only. On a machine that others use it says more than the clock.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const isThere = existsSync('/proc/self/stat');
let ticksPerSecond: number | undefined;

/** @returns seconds of all these processes and their children, also of those that ended; undefined without /proc */
export function secondsOf(pids: readonly number[]): number | undefined {
  if (!isThere) return undefined;
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = new Map(all.flatMap((name) => readProcess(name) ?? []));
  const isInside = (pid: number): boolean => {
    const parent = found.get(pid)?.parent;
    return pids.includes(pid) || (parent !== undefined && parent > 0 && isInside(parent));
  };
  return [...found].reduce((sum, [pid, { seconds }]) => sum + (isInside(pid) ? seconds : 0), 0);
}

/** @returns seconds that all processors worked for anybody, or for other machines on the same hardware */
export function busySeconds(): number | undefined {
  if (!isThere) return undefined;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = readFileSync(
    '/proc/stat',
    'utf8',
  )
    .split('\n', 1)[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softIrq + steal) / ticks();
}

function readProcess(name: string): [number, { parent: number; seconds: number }][] | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${name}/stat`, 'utf8');
  } catch {
    // It ended while we looked; its parent has its time.
    return undefined;
  }
  // After the name in parentheses, which may hold anything: state, parent, ... the 12th to 15th are the times.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const used = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return [[Number(name), { parent: Number(fields[1]), seconds: used / ticks() }]];
}

function ticks(): number {
  return (ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })));
}
