/**
 * What received acknowledgments speak about: documents that we sent, or acknowledgments of ours; what matches neither is
 * noted. A partner is heard about its own documents only.
 *
 * Runs in the saving transaction, after duplicates are known: the same interchange again adds nothing.
 */
import { findTakenNumbers, type ControlNumberKey } from '../store/control-numbers.js';
import { findByControlNumbers, type SentDocument } from '../store/document-verdicts.js';
import type { NewIssue } from '../store/issues.js';
import type { Sql } from '../store/schema.js';
import {
  type AcknowledgedGroup,
  findSet,
  readInterchangeAcknowledgment,
  verdictOfSet,
} from '../x12/read-acknowledgment.js';
import type { Verdict } from '../x12/report.js';
import { meantBy } from './meant-documents.js';
import { type Said, saveSaid } from './said-of-documents.js';
import type { ReceivedAcknowledgment, TranslatedInterchange } from './translation.js';
import { verdictWords } from './verdict-words.js';

/** What an acknowledgment says, and the number of ours that it names. */
export interface Told {
  subject: Pick<NewIssue, 'subjectKind' | 'subjectId'>;
  by: Said['by'];
  partner: string;
  /** What it speaks about, such as "group 2201 (PO)". */
  what: string;
  /** It speaks about a group of acknowledgments, about one of documents, or about an interchange. */
  kind: 'acknowledgments' | 'documents' | 'interchange';
  key: ControlNumberKey;
  /** Of the interchange that brings it, seen from us. */
  between: { sender: string; receiver: string };
  controlNumber: string;
  verdict: Verdict | undefined;
  reasons: readonly string[];
  /** Of a 997 or 999, with what it says of single sets. */
  group?: AcknowledgedGroup;
}

/** Issues kept for an interchange; further ones are only counted. */
const issuesMax = 100;

/** @returns an issue for each acknowledgment that an operator should know of, and those of documents */
export async function matchAcknowledgments(
  sql: Sql,
  interchanges: readonly TranslatedInterchange[],
): Promise<NewIssue[]> {
  const accepted = interchanges.filter(({ state }) => state === 'accepted');
  const told = accepted.map(toldBy);
  const all = told.flat();
  if (all.length === 0) return [];
  const isTaken = await takenNumbers(sql, all);
  const found = await findByControlNumbers(sql, all.map(sentNumbers));
  const documents = new Map(all.map((one, index) => [one, meantBy(one, found[index]!)]));
  const ofDocuments = await saveSaid(
    sql,
    all.flatMap((one) => documents.get(one)!.map((document) => saidOf(one, document))),
  );
  const notes = told.flatMap((one, index) => {
    const issues = one.flatMap((said) => matchAcknowledgment(said, isTaken(said), documents.get(said)));
    return atMost(issues, accepted[index]!.id);
  });
  return [...notes, ...ofDocuments];
}

/**
 * @param taken whether the number is one that we used
 * @param documents that were sent under it
 * @returns nothing where all is as it should be
 */
export function matchAcknowledgment(
  told: Told,
  taken: boolean,
  documents: readonly SentDocument[] = [],
): NewIssue[] {
  const { subject, what, kind, verdict, reasons } = told;
  const says = `${verdictWords(verdict)}${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`;
  const issue = { ...subject, severity: 'warning' as const };
  if (documents.length > 0 && told.group !== undefined) return unknownSets(told, told.group, documents);
  if (documents.length === 0 && (!taken || kind === 'documents')) {
    const words = `The partner says of ${what}: ${says}. Nothing of ours was sent under that number.`;
    return [{ ...issue, code: 'UNMATCHED_ACKNOWLEDGMENT', words }];
  }
  if (kind === 'acknowledgments') {
    const words = `The partner answers ${what}, acknowledgments of ours: ${says}.`;
    return [{ ...issue, code: 'ACKNOWLEDGMENT_ANSWERED', words }];
  }
  // A refusal is told of each document.
  if (verdict === 'accepted' || (verdict === 'rejected' && documents.length > 0)) return [];
  const words = `The partner says of ${what}, which we sent: ${says}.`;
  return [{ ...issue, code: 'SENT_INTERCHANGE_REFUSED', severity: 'error', words }];
}

/** Sets that it names in a group of ours, and that were not in it. */
function unknownSets(
  { subject, what }: Told,
  group: AcknowledgedGroup,
  documents: readonly SentDocument[],
): NewIssue[] {
  const named = new Set(documents.map(({ setControlNumber }) => findSet(group, setControlNumber)));
  return group.sets
    .filter((set) => !named.has(set))
    .map(({ transactionSetControlNumber, verdict }) => {
      const number = transactionSetControlNumber.slice(0, 9);
      const words = `The partner says of set ${number} in ${what}: ${verdictWords(verdict)}. No such set of ours was in it.`;
      return { ...subject, severity: 'warning' as const, code: 'UNMATCHED_ACKNOWLEDGMENT', words };
    });
}

function saidOf(told: Told, document: SentDocument): Said {
  const { by, subject, what, verdict, reasons, group } = told;
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

async function takenNumbers(sql: Sql, all: readonly Told[]): Promise<(told: Told) => boolean> {
  const taken = await findTakenNumbers(
    sql,
    all.map(({ key }) => key),
  );
  return ({ key, controlNumber }) => {
    const number = numberOf(controlNumber);
    const ever = taken.get(JSON.stringify(key));
    return ever !== undefined && number >= ever.lowest && number <= ever.highest;
  };
}

function sentNumbers({ key, partner, controlNumber }: Told) {
  const kind = key.kind === 'interchange' ? ('interchange' as const) : ('group' as const);
  return { kind, partner, controlNumber: numberOf(controlNumber) };
}

/** 0 for what is no number: none of ours is. */
function numberOf(controlNumber: string): number {
  return /^\d{1,9}$/.test(controlNumber) ? Number(controlNumber) : 0;
}

function toldBy(interchange: TranslatedInterchange): Told[] {
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

type From = Pick<Told, 'partner' | 'between'>;

function groupTold({ transactionSetId, set, header, group }: ReceivedAcknowledgment, from: From): Told {
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

function interchangesTold({ id, report }: TranslatedInterchange, from: From): Told[] {
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
