/**
 * The time of the next poll after a failed one. A refused sign-in is not tried often, or the partner locks us out.
 */
import { codeOf } from '../../working/index.js';

/** The longest pause between polls of a connection that fails. */
const failedPollMsMax = 300_000;
/** Refused sign-ins in a row before the pause is the longest. */
const refusedSignInsMax = 3;

/** Codes that need a person: a changed host key, refused credentials. */
const suspendingCodes = new Set(['HOST_KEY_CHANGED', 'AUTHENTICATION_REFUSED']);

export function pollFailure(error: unknown): { errorCode: string; suspended: boolean } {
  const errorCode = codeOf(error);
  return { errorCode, suspended: suspendingCodes.has(errorCode) };
}

/** @param failures polls that failed in a row, this one included */
export function nextPollMs(pollIntervalMs: number, failures: number, errorCode: string): number {
  if (errorCode === 'HOST_KEY_CHANGED') return failedPollMsMax;
  if (errorCode === 'AUTHENTICATION_REFUSED' && failures >= refusedSignInsMax) return failedPollMsMax;
  const doubled = Math.max(1_000, Math.min(pollIntervalMs, 10_000)) * 2 ** Math.min(failures - 1, 20);
  return Math.min(doubled, failedPollMsMax);
}
