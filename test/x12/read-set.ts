/**
 * Reads one set in a file of its own and tells its issues in brief, for the tests of validation.
 */
import type { ValidationPolicy } from '../../src/x12/validate/policy.js';
import type { SetReport, X12Issue } from '../../src/x12/report.js';
import { makeFile, type MadeFile, type MadeSet } from './made-x12.js';
import { readX12 } from './read-x12.js';

export function readSet(
  set: MadeSet,
  policy: Partial<ValidationPolicy> = {},
  made: MadeFile = {},
): SetReport {
  const functionalId = { '850': 'PO', '855': 'PR', '856': 'SH', '810': 'IN', '997': 'FA' }[set.set] ?? 'PO';
  const report = readX12(makeFile([set], { functionalId, ...made }), { policyFor: () => policy });
  return report.interchanges[0]!.groups[0]!.sets[0]!;
}

/** "PO103 AK4 7" for an element, "REF@3 AK3 7" for a segment, with "warning" where it is only noted. */
export function brief(issue: X12Issue): string {
  const { segmentId = '', segment, element, component, ak3, ak4, severity, code } = issue;
  const number = element === undefined ? `@${segment}` : String(element).padStart(2, '0');
  const at = `${segmentId}${number}${component === undefined ? '' : `-${component}`}`;
  if (severity === 'warning') return `${at} warning ${code}`;
  return ak4 === undefined ? `${at} AK3 ${ak3}` : `${at} AK4 ${ak4}`;
}

export function briefly(set: MadeSet, policy: Partial<ValidationPolicy> = {}): string[] {
  return readSet(set, policy).issues.map(brief);
}
