/**
 * Slows down guessing of passwords: after some failures each further one costs a wait that doubles.
 *
 * An attempt counts as failed from the moment it begins, so that many at once do not slip through together.
 */

export interface AttemptLimits {
  /** How many failures are free. */
  freeFailures: number;
  firstWaitMs: number;
  waitMsMax: number;
  /** After so long without an attempt the count starts again. */
  forgetAfterMs: number;
}

export interface AttemptLimit {
  /** Begins an attempt. 0: go on; otherwise how long to wait before the next, in milliseconds. */
  begin(key: string): number;
  /** The attempt of this key was right: its count starts again. */
  succeed(key: string): void;
}

/** How many keys are remembered; the longest unused is forgotten first. */
const keysMax = 10_000;

/** @param nowMs a clock that only goes forward */
export function createAttemptLimit(limits: AttemptLimits, nowMs: () => number): AttemptLimit {
  const keys = new Map<string, { failures: number; lastMs: number; waitMs: number }>();

  const begin = (key: string): number => {
    const now = nowMs();
    const known = keys.get(key);
    const fresh = known === undefined || now - known.lastMs > limits.forgetAfterMs;
    const state = fresh ? { failures: 0, lastMs: now, waitMs: 0 } : known;
    const leftMs = state.lastMs + state.waitMs - now;
    if (leftMs > 0) return leftMs;
    const failures = state.failures + 1;
    const paid = failures - limits.freeFailures;
    const waitMs = paid < 0 ? 0 : Math.min(limits.waitMsMax, limits.firstWaitMs * 2 ** paid);
    keys.delete(key);
    keys.set(key, { failures, lastMs: now, waitMs });
    if (keys.size > keysMax) keys.delete(keys.keys().next().value ?? key);
    return 0;
  };
  return { begin, succeed: (key) => void keys.delete(key) };
}
