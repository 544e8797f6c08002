/**
 * What received acknowledgments speak about. Nothing but acknowledgments is sent by this hub, so a TA1 may be about an
 * interchange of ours, and no 997 or 999 about a document; what matches nothing is noted.
 *
 * Runs in the saving transaction, after duplicates are known: the same interchange again adds nothing.
 */
import { findTakenNumbers, type ControlNumberKey } from '../store/control-numbers.js';
import type { NewIssue } from '../store/issues.js';
import type { Sql } from '../store/schema.js';
import { readInterchangeAcknowledgment } from '../x12/read-acknowledgment.js';
import type { Verdict } from '../x12/report.js';
import type { ReceivedAcknowledgment, TranslatedInterchange } from './translation.js';

/** What an acknowledgment says, and the number of ours that it names. */
export interface Told {
  subject: Pick<NewIssue, 'subjectKind' | 'subjectId'>;
  /** What it speaks about, such as "group 2201 (PO)". */
  what: string;
  /** It speaks about a group of acknowledgments, or about an interchange: all that is sent. */
  kind: 'acknowledgments' | 'documents' | 'interchange';
  key: ControlNumberKey;
  controlNumber: string;
  verdict: Verdict | undefined;
  reasons: readonly string[];
}

/** Issues kept for an interchange; further ones are only counted. */
const issuesMax = 100;

/** @returns an issue for each acknowledgment that an operator should know of */
export async function matchAcknowledgments(
  sql: Sql,
  interchanges: readonly TranslatedInterchange[],
): Promise<NewIssue[]> {
  const accepted = interchanges.filter(({ state }) => state === 'accepted');
  const told = accepted.map(toldBy);
  const all = told.flat();
  if (all.length === 0) return [];
  const taken = await findTakenNumbers(
    sql,
    all.map(({ key }) => key),
  );
  const isSent = ({ key, controlNumber }: Told) => {
    const number = /^\d{1,9}$/.test(controlNumber) ? Number(controlNumber) : 0;
    const ever = taken.get(JSON.stringify(key));
    return ever !== undefined && number >= ever.lowest && number <= ever.highest;
  };
  return told.flatMap((one, index) => {
    const issues = one.flatMap((said) => matchAcknowledgment(said, isSent(said)) ?? []);
    return atMost(issues, accepted[index]!.id);
  });
}

/** @param sent whether the number is one that we used @returns nothing where all is as it should be */
export function matchAcknowledgment(told: Told, sent: boolean): NewIssue | undefined {
  const { subject, what, kind, verdict, reasons } = told;
  const says = verdictWords(verdict);
  const because = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  const issue = { ...subject, severity: 'warning' as const };
  if (!sent || kind === 'documents') {
    const words = `The partner says of ${what}: ${says}${because}. Nothing of ours was sent under that number.`;
    return { ...issue, code: 'UNMATCHED_ACKNOWLEDGMENT', words };
  }
  if (kind === 'acknowledgments') {
    const words = `The partner answers ${what}, acknowledgments of ours: ${says}${because}.`;
    return { ...issue, code: 'ACKNOWLEDGMENT_ANSWERED', words };
  }
  if (verdict === 'accepted') return undefined;
  const words = `The partner says of ${what}, which we sent: ${says}${because}.`;
  return { ...issue, code: 'SENT_INTERCHANGE_REFUSED', severity: 'error', words };
}

function toldBy(interchange: TranslatedInterchange): Told[] {
  return [...interchangesTold(interchange), ...interchange.received.map(groupTold)];
}

function groupTold({ transactionSetId, header, group }: ReceivedAcknowledgment): Told {
  const functionalId = group.functionalId.slice(0, 2);
  const controlNumber = group.groupControlNumber.slice(0, 9);
  return {
    subject: { subjectKind: 'transaction-set', subjectId: transactionSetId },
    what: `group ${controlNumber} (${functionalId})`,
    kind: functionalId === 'FA' ? 'acknowledgments' : 'documents',
    key: { kind: 'group', sender: ours(header.receiver), receiver: ours(header.sender) },
    controlNumber,
    verdict: group.verdict,
    reasons: group.reasons,
  };
}

function interchangesTold({ id, report }: TranslatedInterchange): Told[] {
  const { header } = report;
  return report.acknowledgments.map((ta1) => {
    const { interchangeControlNumber, verdict, reason } = readInterchangeAcknowledgment(ta1);
    const controlNumber = interchangeControlNumber.slice(0, 9);
    return {
      subject: { subjectKind: 'interchange', subjectId: id },
      what: `interchange ${controlNumber}`,
      kind: 'interchange',
      key: {
        kind: 'interchange',
        sender: ours(`${header.receiverQualifier}:${header.receiver}`),
        receiver: ours(`${header.senderQualifier}:${header.sender}`),
      },
      controlNumber,
      verdict,
      reasons: reason === '' ? [] : [reason],
    };
  });
}

/** An identifier as we would have written it. */
function ours(identifier: string): string {
  return identifier.replace(/[^\x20-\x7e]/g, '').trimEnd();
}

function verdictWords(verdict: Verdict | undefined): string {
  return verdict === undefined ? 'nothing certain' : verdict.replaceAll('-', ' ');
}

function atMost(issues: NewIssue[], interchangeId: string): NewIssue[] {
  const more = issues.length - issuesMax;
  if (more <= 0) return issues;
  const words = `${more} further acknowledgments in this interchange were not told one by one.`;
  return [
    ...issues.slice(0, issuesMax),
    {
      subjectKind: 'interchange',
      subjectId: interchangeId,
      code: 'TOO_MANY_ISSUES',
      severity: 'warning',
      words,
    },
  ];
}
