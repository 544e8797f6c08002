/**
 * What a received acknowledgment says about documents that we sent: verdicts, issues for the faults that the partner names, and
 * the expectations that it meets.
 *
 * The last verdict counts. The same verdict again changes nothing.
 */
import type { Sql } from '../../store/database/index.js';
import type { NewIssue } from '../../store/received/index.js';
import {
  type Arrived,
  cancelExpectations,
  meetExpectations,
  reopenExpectations,
  type SentDocument,
  setVerdicts,
  supersedeSaid,
} from '../../store/sent/index.js';
import { addEvents, type HubEvent } from '../../store/working/index.js';
import { verdictWords } from '../../wording/index.js';
import type { AcknowledgedIssue, Verdict } from '../../x12/index.js';
import { reportMet } from '../deadlines/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** What one acknowledgment says about one document. */
export interface Said {
  document: SentDocument;
  /** 997 or 999, or ta1. */
  by: '997' | '999' | 'ta1';
  /** The transaction set of the 997, or the interchange of the TA1. */
  subjectId: string;
  /** Such as "group 5 (PO)". */
  in: string;
  /** undefined if it is unclear, or if a TA1 says nothing about the document itself. */
  verdict: Verdict | undefined;
  reasons: readonly string[];
  /** The faults that are kept, and how many there are in all. */
  faults: readonly AcknowledgedIssue[];
  faultCount: number;
}

/** Of a fault at a place; the others are about the whole document. */
export const saidFaultCode = 'SENT_DOCUMENT_FAULT' satisfies IssueCode;
/** What a partner says about a document; superseded when it says something else. */
export const saidCodes: readonly IssueCode[] = [
  'SENT_DOCUMENT_REFUSED',
  'SENT_DOCUMENT_FAULTY',
  saidFaultCode,
];

/** What is said about documents in one transaction, in order, and how it changes each document. */
export interface HeardOfDocuments {
  readonly said: readonly Said[];
  readonly heard: readonly Heard[];
  /** Of the documents. */
  readonly issues: readonly NewIssue[];
}

export function hearOfDocuments(said: readonly Said[]): HeardOfDocuments {
  const byDocument = new Map<string, Heard>();
  for (const one of said) hear(byDocument, one);
  const heard = [...byDocument.values()];
  return { said, heard, issues: heard.flatMap(({ last }) => (last === undefined ? [] : issuesOf(last))) };
}

/** Saves all but the issues. */
export async function saveHeard(sql: Sql, { said, heard }: HeardOfDocuments): Promise<void> {
  if (said.length === 0) return;
  const changed = heard.filter(({ last }) => last !== undefined);
  await setVerdicts(
    sql,
    changed.map(({ document, last }) => ({ id: document.id, verdict: last?.verdict ?? null })),
  );
  await supersedeSaid(sql, idsOf(changed), saidCodes);
  await addEvents(
    sql,
    heard.flatMap(({ events }) => events),
  );
  const isRefused = ({ last }: Heard) => last?.verdict === 'rejected';
  // An expectation cancelled by an earlier refusal may be met by this acknowledgment.
  await reopenExpectations(sql, idsOf(changed.filter((one) => one.before === 'rejected' && !isRefused(one))));
  await reportMet(sql, await meetExpectations(sql, said.flatMap(arrivedBy)));
  await cancelExpectations(sql, idsOf(changed.filter(isRefused)));
}

/** How a document changes in this transaction. */
export interface Heard {
  document: SentDocument;
  before: SentDocument['verdict'];
  now: SentDocument['verdict'];
  acknowledged: boolean;
  /** The acknowledgment that changed it last. */
  last?: Said;
  events: HubEvent[];
}

function hear(heard: Map<string, Heard>, said: Said): void {
  const { document, verdict, by } = said;
  const { id, acknowledged } = document;
  const one = heard.get(id) ?? {
    document,
    before: document.verdict,
    now: document.verdict,
    acknowledged,
    events: [],
  };
  heard.set(id, one);
  // A TA1 concerns a document only if it refuses the whole interchange.
  if (by === 'ta1' && verdict !== 'rejected') return;
  const isNews = verdict === undefined ? !one.acknowledged : verdict !== one.now;
  if (!isNews) return;
  one.events.push({
    event: 'acknowledgment.received',
    subjectKind: 'outbound-document',
    subjectId: id,
    correlationId: document.correlationId,
    detail: { by, verdict: verdict ?? null, before: one.now, acknowledgment: said.subjectId },
  });
  Object.assign(one, { now: verdict ?? one.now, acknowledged: true, last: said });
}

function idsOf(heard: readonly Heard[]): string[] {
  return heard.map(({ document }) => document.id);
}

/** The agreed one of 997 and 999 does not matter: both say that the group was read. */
function arrivedBy({ document, by, subjectId }: Said): Arrived[] {
  const met = by === 'ta1' ? ['ta1'] : ['997', '999'];
  return met.map((awaited) => ({ outboundDocumentId: document.id, awaited, metBy: subjectId }));
}

function issuesOf(said: Said): NewIssue[] {
  const { document, verdict, reasons, faults, faultCount } = said;
  if (verdict === 'accepted') return [];
  const severity = verdict === 'accepted-with-errors' ? ('warning' as const) : ('error' as const);
  const code = severity === 'error' ? 'SENT_DOCUMENT_REFUSED' : 'SENT_DOCUMENT_FAULTY';
  const subject = { subjectKind: 'outbound-document' as const, subjectId: document.id, severity };
  const set = document.document.split('/')[1] ?? 'document';
  const because = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  const more = faultCount > faults.length ? ` It names ${faultCount} faults.` : '';
  const words = `The partner says about this ${set} in ${said.in}: ${verdictWords(verdict)}${because}.${more}`;
  return [{ ...subject, code, words }, ...faults.map((fault) => faultIssue(subject, fault))];
}

/** The copy of the value in AK404 is left out; the document has it. */
function faultIssue(
  subject: Pick<NewIssue, 'subjectKind' | 'subjectId' | 'severity'>,
  { code, words, contexts = [], place }: AcknowledgedIssue,
): NewIssue {
  return { ...subject, code, words: [words, ...contexts].join(', '), place };
}
