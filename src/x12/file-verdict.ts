/**
 * The verdict of a whole X12 file, and what becomes of each of its sets.
 */
import { combineVerdicts } from './read/index.js';
import type { GroupReport, InterchangeReport, SetReport, Verdict, X12Report } from './report.js';

/** Rejected without any interchange; segments or broken interchanges outside of the others count as a rejected part. */
export function fileVerdict({ interchanges, issues }: X12Report): Verdict {
  const lost = interchanges.length === 0 || issues.some(({ severity }) => severity === 'error');
  return combineVerdicts(lost ? [...interchanges, { verdict: 'rejected' }] : interchanges);
}

/** What becomes of a set: nothing is taken from a rejected group or interchange. */
export function setOutcome(interchange: InterchangeReport, group: GroupReport, set: SetReport): Verdict {
  const lost = interchange.verdict === 'rejected' || group.verdict === 'rejected';
  return lost ? 'rejected' : set.verdict;
}
