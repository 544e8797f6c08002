/**
 * The verdict of a whole from the verdicts of its parts.
 */
import type { Verdict } from '../report.js';

/** P when some parts are rejected and some are not; an interchange or group without parts is accepted. */
export function combineVerdicts(parts: readonly { verdict: Verdict }[]): Verdict {
  let rejected = 0;
  let partial = false;
  let errors = false;
  for (const { verdict } of parts) {
    if (verdict === 'rejected') rejected++;
    else if (verdict === 'partially-accepted') partial = true;
    else if (verdict === 'accepted-with-errors') errors = true;
  }
  if (rejected > 0 && rejected === parts.length) return 'rejected';
  if (rejected > 0 || partial) return 'partially-accepted';
  return errors ? 'accepted-with-errors' : 'accepted';
}
