/**
 * Matches received acknowledgments to the documents that we sent, or to our own acknowledgments. One that matches neither is
 * noted. A partner can only acknowledge its own documents.
 *
 * The facts are asked in the saving transaction, and the match is made once duplicates are known: a repeated interchange adds
 * nothing.
 */
import type { Sql } from '../../store/database/index.js';
import type { NewIssue } from '../../store/received/index.js';
import {
  findTakenNumbers,
  type ControlNumberKey,
  findByControlNumbers,
  type SentDocument,
  type SentNumber,
} from '../../store/sent/index.js';
import type { ReceivedAcknowledgment, TranslatedInterchange } from '../../translation/index.js';
import { verdictWords } from '../../wording/index.js';
import {
  type AcknowledgedGroup,
  findSet,
  readInterchangeAcknowledgment,
  verdictOfSet,
  type Verdict,
} from '../../x12/index.js';
import { meantBy } from './meant-documents.js';
import type { Said } from './said-of-documents.js';

/** What an acknowledgment says, and which number of ours it names. */
export interface Acknowledged {
  subject: Pick<NewIssue, 'subjectKind' | 'subjectId'>;
  by: Said['by'];
  partner: string;
  /** What it acknowledges, such as "group 2201 (PO)". */
  what: string;
  /** Whether it acknowledges a group of acknowledgments, a group of documents, or an interchange. */
  kind: 'acknowledgments' | 'documents' | 'interchange';
  key: ControlNumberKey;
  /** Of the interchange that brings it, from our side. */
  between: { sender: string; receiver: string };
  controlNumber: string;
  verdict: Verdict | undefined;
  reasons: readonly string[];
  /** Of a 997 or 999, with the verdicts on single sets. */
  group?: AcknowledgedGroup;
}

/** Issues kept for an interchange; the others are only counted. */
const issuesMax = 100;

/** What the database knows about the numbers that acknowledgments name. */
export interface SentFacts {
  /** The lowest and highest number ever taken, by the JSON text of its key. */
  readonly taken: ReadonlyMap<string, { readonly lowest: number; readonly highest: number }>;
  /** Documents that were sent, by `sentText`. They are locked. */
  readonly sent: ReadonlyMap<string, readonly SentDocument[]>;
}

export async function askAboutSent(sql: Sql, acknowledged: readonly Acknowledged[]): Promise<SentFacts> {
  if (acknowledged.length === 0) return { taken: new Map(), sent: new Map() };
  const taken = await findTakenNumbers(
    sql,
    acknowledged.map(({ key }) => key),
  );
  const found = await findByControlNumbers(sql, acknowledged.map(sentNumber));
  return { taken, sent: new Map(acknowledged.map((one, index) => [sentText(one), found[index]!])) };
}

/** @returns what is said about documents, and an issue for each acknowledgment that an operator should know about */
export function matchAcknowledgments(
  interchange: TranslatedInterchange,
  { taken, sent }: SentFacts,
): { said: Said[]; issues: NewIssue[] } {
  const acknowledged = interchange.state === 'accepted' ? acknowledgedBy(interchange) : [];
  const matched = acknowledged.map((one) => {
    const documents = meantBy(one, sent.get(sentText(one)) ?? []);
    return {
      said: documents.map((document) => saidOf(one, document)),
      issues: matchAcknowledgment(one, isTaken(one, taken), documents),
    };
  });
  return {
    said: matched.flatMap(({ said }) => said),
    issues: atMost(
      matched.flatMap(({ issues }) => issues),
      interchange.id,
    ),
  };
}

/**
 * @param taken whether we used the number
 * @param documents that were sent under it
 * @returns nothing if all is as expected
 */
export function matchAcknowledgment(
  acknowledged: Acknowledged,
  taken: boolean,
  documents: readonly SentDocument[] = [],
): NewIssue[] {
  const { subject, what, kind, verdict, reasons } = acknowledged;
  const says = `${verdictWords(verdict)}${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`;
  const issue = { ...subject, severity: 'warning' as const };
  if (documents.length > 0 && acknowledged.group !== undefined)
    return unknownSets(acknowledged, acknowledged.group, documents);
  if (documents.length === 0 && (!taken || kind === 'documents')) {
    const words = `The partner says about ${what}: ${says}. We sent nothing under that number.`;
    return [{ ...issue, code: 'UNMATCHED_ACKNOWLEDGMENT', words }];
  }
  if (kind === 'acknowledgments') {
    const words = `The partner acknowledges ${what}, which holds our acknowledgments: ${says}.`;
    return [{ ...issue, code: 'ACKNOWLEDGMENT_ANSWERED', words }];
  }
  // A refusal is reported for each document.
  if (verdict === 'accepted' || (verdict === 'rejected' && documents.length > 0)) return [];
  const words = `The partner says about ${what}, which we sent: ${says}.`;
  return [{ ...issue, code: 'SENT_INTERCHANGE_REFUSED', severity: 'error', words }];
}

/** Sets that the partner names in our group but that were not in it. */
function unknownSets(
  { subject, what }: Acknowledged,
  group: AcknowledgedGroup,
  documents: readonly SentDocument[],
): NewIssue[] {
  const named = new Set(documents.map(({ setControlNumber }) => findSet(group, setControlNumber)));
  return group.sets
    .filter((set) => !named.has(set))
    .map(({ transactionSetControlNumber, verdict }) => {
      const number = transactionSetControlNumber.slice(0, 9);
      const words = `The partner says about set ${number} in ${what}: ${verdictWords(verdict)}. Our group had no such set.`;
      return { ...subject, severity: 'warning' as const, code: 'UNMATCHED_ACKNOWLEDGMENT', words };
    });
}

function saidOf(acknowledged: Acknowledged, document: SentDocument): Said {
  const { by, subject, what, verdict, reasons, group } = acknowledged;
  const said = { document, by, subjectId: subject.subjectId, in: what };
  if (group === undefined) return { ...said, verdict, reasons, faults: [], faultCount: 0 };
  const set = findSet(group, document.setControlNumber);
  return {
    ...said,
    verdict: verdictOfSet(group, document.setControlNumber),
    reasons: [...(set?.reasons ?? []), ...reasons],
    faults: set?.issues ?? [],
    faultCount: set?.issueCount ?? 0,
  };
}

function isTaken({ key, controlNumber }: Acknowledged, taken: SentFacts['taken']): boolean {
  const number = numberOf(controlNumber);
  const ever = taken.get(JSON.stringify(key));
  return ever !== undefined && number >= ever.lowest && number <= ever.highest;
}

function sentNumber({ key, partner, controlNumber }: Acknowledged): SentNumber {
  const kind = key.kind === 'interchange' ? ('interchange' as const) : ('group' as const);
  return { kind, partner, controlNumber: numberOf(controlNumber) };
}

function sentText(acknowledged: Acknowledged): string {
  const { kind, partner, controlNumber } = sentNumber(acknowledged);
  return JSON.stringify([kind, partner, controlNumber]);
}

/** 0 for text that is not a number; none of our numbers is 0. */
function numberOf(controlNumber: string): number {
  return /^\d{1,9}$/.test(controlNumber) ? Number(controlNumber) : 0;
}

/** What the acknowledgments of an interchange say about what we sent. */
export function acknowledgedBy(interchange: TranslatedInterchange): Acknowledged[] {
  const { header } = interchange.report;
  const from = {
    partner: interchange.partner?.id ?? '',
    between: {
      sender: ours(`${header.receiverQualifier}:${header.receiver}`),
      receiver: ours(`${header.senderQualifier}:${header.sender}`),
    },
  };
  return [
    ...interchangesTold(interchange, from),
    ...interchange.received.map((received) => groupTold(received, from)),
  ];
}

type From = Pick<Acknowledged, 'partner' | 'between'>;

function groupTold(
  { transactionSetId, set, header, group }: ReceivedAcknowledgment,
  from: From,
): Acknowledged {
  const functionalId = group.functionalId.slice(0, 2);
  const controlNumber = group.groupControlNumber.slice(0, 9);
  return {
    subject: { subjectKind: 'transaction-set', subjectId: transactionSetId },
    by: set === '999' ? '999' : '997',
    ...from,
    what: `group ${controlNumber} (${functionalId})`,
    kind: functionalId === 'FA' ? 'acknowledgments' : 'documents',
    key: { kind: 'group', sender: ours(header.receiver), receiver: ours(header.sender) },
    controlNumber,
    verdict: group.verdict,
    reasons: group.reasons,
    group,
  };
}

function interchangesTold({ id, report }: TranslatedInterchange, from: From): Acknowledged[] {
  return report.acknowledgments.map((ta1) => {
    const { interchangeControlNumber, verdict, reason } = readInterchangeAcknowledgment(ta1);
    const controlNumber = interchangeControlNumber.slice(0, 9);
    return {
      subject: { subjectKind: 'interchange', subjectId: id },
      by: 'ta1',
      ...from,
      what: `interchange ${controlNumber}`,
      kind: 'interchange',
      key: { kind: 'interchange', ...from.between },
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

function atMost(issues: NewIssue[], interchangeId: string): NewIssue[] {
  const more = issues.length - issuesMax;
  if (more <= 0) return issues;
  const words = `${more} further acknowledgments in this interchange were not reported one by one.`;
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
