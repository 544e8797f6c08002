/**
 * What a received 997, 999 or TA1 says about what we sent, in words for the terminal.
 */
import type { ReceivedAcknowledgment } from '../../translation/index.js';
import {
  readInterchangeAcknowledgment,
  type AcknowledgedIssue,
  type AcknowledgedSet,
  type InterchangeAcknowledgment,
  type Verdict,
} from '../../x12/index.js';

/** @returns "The 997 says of group 2201 (PO): rejected ...", then a line for each set and fault */
export function renderAcknowledgment({ set, group }: ReceivedAcknowledgment): string {
  const { functionalId, groupControlNumber, verdict, reasons } = group;
  const counts = [group.setsIncluded, group.setsReceived, group.setsAccepted].map((count) => count ?? '?');
  const [included, received, accepted] = counts;
  const head = `The ${set} says of our group ${groupControlNumber} (${functionalId}): ${said(verdict, reasons)}`;
  const sets = `  sets: ${included} sent, ${received} received, ${accepted} accepted`;
  return [head, sets, ...group.sets.flatMap(renderSet)].join('\n');
}

/** @returns "The TA1 says of our interchange 000000005: rejected: ..." */
export function renderInterchangeAcknowledgment(ta1: InterchangeAcknowledgment): string {
  const { interchangeControlNumber, verdict, reason } = readInterchangeAcknowledgment(ta1);
  const because = said(verdict, reason === '' ? [] : [reason]);
  return `The TA1 says of our interchange ${interchangeControlNumber}: ${because}`;
}

function renderSet(set: AcknowledgedSet): string[] {
  const head = `  set ${set.transactionSetControlNumber} (${set.set}): ${said(set.verdict, set.reasons)}`;
  const more = set.issueCount - set.issues.length;
  const rest = more > 0 ? [`    and ${more} more`] : [];
  return [head, ...set.issues.map(renderIssue), ...rest];
}

function renderIssue({ words, contexts = [], value }: AcknowledgedIssue): string {
  const shown = value === undefined ? '' : ` (we sent ${JSON.stringify(value)})`;
  return `    ${[words, ...contexts].join(', ')}${shown}`;
}

function said(verdict: Verdict | undefined, reasons: readonly string[]): string {
  const word = verdict === undefined ? 'nothing certain' : verdict.replaceAll('-', ' ');
  return reasons.length === 0 ? word : `${word}: ${reasons.join('; ')}`;
}
