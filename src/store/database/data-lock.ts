/**
 * Keeps a data directory to one process.
 *
 * Two processes on one embedded database lose each other's rows without an error, so the lock comes before the first
 * read. The kernel holds it (flock) and lets go when the process dies, in whatever container. Where the flock command is
 * missing, the process id and start time in the file decide.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../errors.js';

/** A held lock; it is also let go when the process ends in any way. */
export interface DataLock {
  release(): void;
}

interface Holder {
  pid: number;
  startedAt: string;
}

/** Exit status of flock(1), util-linux and busybox alike, when somebody else holds the lock. */
const heldElsewhere = 1;
const heldHere = new Set<string>();

/**
 * @param directory an existing directory
 * @param flock the command that takes the kernel lock on file descriptor 3
 * @throws ConfigError DATA_DIRECTORY_LOCKED with the other process's id
 */
export function lockDataDirectory(directory: string, flock = 'flock'): DataLock {
  const path = join(directory, 'lock');
  const descriptor = openSync(path, 'a+', 0o600);
  try {
    const holder = readHolder(path);
    const kernel = spawnSync(flock, ['-x', '-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] });
    const taken =
      kernel.status === heldElsewhere || (kernel.status !== 0 && (heldHere.has(path) || isAlive(holder)));
    if (taken) throw lockedBy(directory, holder);
    ftruncateSync(descriptor);
    writeSync(descriptor, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }) + '\n');
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  heldHere.add(path);
  return {
    release() {
      if (!heldHere.delete(path)) return;
      ftruncateSync(descriptor);
      closeSync(descriptor);
    },
  };
}

function lockedBy(directory: string, holder: Holder | undefined): ConfigError {
  const who = holder === undefined ? 'Another process' : `Process ${holder.pid}`;
  return new ConfigError(
    'DATA_DIRECTORY_LOCKED',
    `${who} holds the data directory ${directory}. Stop it, or choose another data directory.`,
    { detail: { directory, ...(holder === undefined ? {} : { pid: holder.pid }) } },
  );
}

function readHolder(path: string): Holder | undefined {
  const text = readFileSync(path, 'utf8');
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    // Empty after a release; anything else was not written by us and names nobody.
    return undefined;
  }
}

function isAlive(holder: Holder | undefined): boolean {
  return holder !== undefined && holder.pid !== process.pid && startOf(holder.pid) === holder.startedAt;
}

/** When the process started, in the system's own words; '' when there is no such process. A reused id differs. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22 counted behind the command name, which may itself hold blanks and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return startFromPs(pid);
  }
}

function startFromPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
