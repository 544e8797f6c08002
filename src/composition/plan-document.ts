/**
 * What would go out for a record now: to whom, and as which text; or why it waits. Pure: no control number is taken, so that
 * a document that is held leaves no gap.
 */
import { defined } from '../defined.js';
import type { ComposeResult, Mapping, MappingIssue } from '../mapping/index.js';
import type { Agreement, X12Identity } from '../partners/index.js';
import type { NewIssue } from '../store/received/index.js';
import type { OutboundDocument } from '../store/sent/index.js';
import { composeDocument, isSensitive, type Sending } from './compose-document.js';
import { findRoute, type ForwardedRecord, type Route, type RoutingContext } from './recipient.js';

/** The hub's wall: yyyyMMdd and HHmm. */
export interface WallTime {
  date: string;
  time: string;
}

export interface HeldDocument {
  state: 'held';
  /** Code of what holds it first. */
  reason: string;
  issues: MappingIssue[];
  /** As far as it is known. */
  partner: string | null;
  agreement: string | null;
}

export interface ReadyDocument {
  state: 'ready';
  route: Route;
  composed: ComposeResult;
  /** Warnings. */
  issues: MappingIssue[];
  /** As it would be sent, with control numbers 1. */
  bytes: Uint8Array;
}

export type PlannedDocument = HeldDocument | ReadyDocument;

/** A document that is to go out, and what is to become of it. */
export interface DueDocument<Plan extends PlannedDocument = PlannedDocument> {
  document: OutboundDocument;
  plan: Plan;
}

/** @param context.mappings those that read: what the one of the record marks as sensitive stays out of issues here too */
export function planDocument(
  record: ForwardedRecord,
  context: RoutingContext & { mappings: ReadonlyMap<string, Pick<Mapping, 'sensitive'>> },
  at: WallTime,
): PlannedDocument {
  const route = findRoute(record, context);
  if ('code' in route) {
    const { code, words, value, partner = null, agreement = null } = route;
    const issue = { code, action: 'hold' as const, words, ...defined({ value }) };
    return { state: 'held', reason: code, issues: [issue], partner, agreement };
  }
  const { partner, agreement, mapping } = route;
  const today = `${at.date.slice(0, 4)}-${at.date.slice(4, 6)}-${at.date.slice(6)}`;
  const composed = mapping.compose(record.body as Record<string, unknown>, {
    partner: partner.id,
    today,
    time: at.time,
  });
  const ones = { interchangeControlNumber: 1, groupControlNumber: 1 };
  const file = composeDocument(mapping, composed, sendingOf(route, { ...ones, at }));
  const { bytes } = file;
  const issues = masked(file.issues, sensitiveInSource(record, context));
  const fault = issues.find(({ action }) => action !== 'warn');
  if (fault === undefined && bytes !== undefined) return { state: 'ready', route, composed, issues, bytes };
  const reason = fault?.code ?? 'OUTBOUND_INVALID';
  return { state: 'held', reason, issues, partner: partner.id, agreement: agreement.id };
}

/** What the mapping that read the record marks as sensitive: paths without places in lists. */
export function sensitiveInSource(
  { from }: ForwardedRecord,
  { book, mappings }: Parameters<typeof planDocument>[1],
): readonly string[] {
  const source = book.partner(from.partner);
  const agreement = source?.agreements.find(({ id }) => id === from.agreement);
  return mappings.get(agreement?.mapping ?? '')?.sensitive ?? [];
}

function masked(issues: MappingIssue[], sensitive: readonly string[]): MappingIssue[] {
  if (sensitive.length === 0) return issues;
  return issues.map((issue) => {
    if (!isSensitive(issue.path, sensitive)) return issue;
    const { value: _value, missing, ...rest } = issue;
    return missing === undefined ? rest : { ...rest, missing: missing.map(({ key: _key, ...row }) => row) };
  });
}

/** The envelope of what goes to a partner; its sets are numbered from 1. */
export function sendingOf(
  { partner, agreement, test }: Route,
  stamp: { interchangeControlNumber: number; groupControlNumber: number; at: WallTime },
): Sending {
  const { identity, send } = agreement;
  const { ours, theirs } = identityOf(partner.identifiers.x12, identity);
  return {
    ours,
    theirs,
    usage: test || send.usage === 'T' ? 'T' : 'P',
    acknowledgmentRequested: agreement.expect['ta1'] !== undefined,
    ...stamp,
    transactionSetControlNumber: 1,
    syntax: send,
    validation: agreement.validation,
  };
}

/** The checker sees to it that X12 goes out under an identity; other files need none. */
function identityOf(identities: readonly X12Identity[], id: Agreement['identity']): X12Identity {
  const found = id === undefined ? identities[0] : identities.find(({ theirs }) => theirs.id === id);
  const nobody = { qualifier: '', id: '', group: '' };
  return found ?? { ours: nobody, theirs: nobody };
}

/** Of a document, as they are saved. */
export function documentIssues(documentId: string, issues: readonly MappingIssue[]): NewIssue[] {
  return issues.map(({ path, target, ...issue }) => {
    const field = path ?? target;
    return {
      ...issue,
      subjectKind: 'outbound-document',
      subjectId: documentId,
      severity: issue.action === 'warn' ? 'warning' : 'error',
      ...(field === undefined ? {} : { place: { field } }),
    };
  });
}
