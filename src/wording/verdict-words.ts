/**
 * A verdict in words for people; a missing one concludes nothing.
 */
import type { Verdict } from '../x12/index.js';

export function verdictWords(verdict: Verdict | undefined): string {
  return verdict === undefined ? 'nothing certain' : verdict.replaceAll('-', ' ');
}
