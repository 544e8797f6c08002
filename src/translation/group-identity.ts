/**
 * Application identifiers of functional groups against what was agreed. They prove nothing about the sender, which is known
 * by the interchange, so another one is noted and stops nothing.
 */
import { findIdentity, type Partner, type X12Party } from '../partners/index.js';
import type { NewIssue } from '../store/received/index.js';
import type { InterchangeReport } from '../x12/index.js';
import { partId } from './record-id.js';

/** Characters of an identifier as sent that are told. */
const shownMax = 15;

export function groupIdentityIssues(
  interchangeId: string,
  { header, groups }: InterchangeReport,
  partner: Partner,
): NewIssue[] {
  const identity = findIdentity(partner, header);
  if (identity === undefined) return [];
  return groups.flatMap(({ ordinal, header: group }) => {
    const faults = [
      // Test systems may name their groups as they name themselves.
      ...(group.sender.trimEnd() === identity.theirs.testId
        ? []
        : faultOf('GS02', group.sender, identity.theirs)),
      ...faultOf('GS03', group.receiver, identity.ours),
    ];
    return faults.map((words): NewIssue => {
      const subjectId = partId(interchangeId, ordinal);
      const kind = { subjectKind: 'functional-group' as const, subjectId };
      return { ...kind, code: 'GROUP_IDENTITY_UNKNOWN', severity: 'warning', words };
    });
  });
}

function faultOf(element: string, sent: string, { group, groupAgreed }: X12Party): string[] {
  if (groupAgreed === undefined || sent.trimEnd() === group) return [];
  return [`${element} is "${sent.trimEnd().slice(0, shownMax)}"; "${group}" was agreed.`];
}
