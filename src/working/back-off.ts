/**
 * The pause before the next attempt. It doubles, with jitter, so that many failures do not come back at once.
 */
export interface BackOff {
  firstDelayMs: number;
  maxDelayMs: number;
}

/**
 * @param attempts attempts that failed before, 0 after the first
 * @param askedMs the pause that the other side asked for (Retry-After); the result is never shorter
 * @param random a number in [0, 1)
 * @returns milliseconds, between half and all of the doubled delay
 */
export function backOffMs(rule: BackOff, attempts: number, askedMs = 0, random = Math.random()): number {
  const full = Math.min(rule.maxDelayMs, rule.firstDelayMs * 2 ** Math.min(attempts, 30));
  return Math.round(Math.max(askedMs, full / 2 + (full / 2) * random));
}
