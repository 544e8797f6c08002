/**
 * One document through its mapping: the record, its state, and what an operator or supplier has to know.
 */
import type { Origin } from '../canonical/index.js';
import { defined } from '../defined.js';
import type { Document } from '../formats/index.js';
import type { Mapping } from '../mapping/index.js';
import type { Agreement, Partner } from '../partners/index.js';
import type { RecordState } from '../vocabulary/index.js';
import type { NewIssue } from '../store/received/index.js';
import type { TranslatedRecord } from './translation.js';
import type { IssueCode } from '../vocabulary/index.js';

/** A record before it has an id: that may hang on bytes that are not read yet. */
export type UnnamedRecord = Omit<TranslatedRecord, 'id'>;

/** In turns: a document may have 100,000 lines. */
export async function translateRecord(
  document: Document,
  agreed: { partner: Partner; agreement: Agreement; mapping: Mapping },
  place: { ordinal: number; transactionSetId: string | null; test: boolean; today: string },
): Promise<UnnamedRecord> {
  const { partner, agreement, mapping } = agreed;
  const result = await mapping.applyInTurns(document, { partner: partner.id, today: place.today });
  const issues = [...result.issues, ...reasonsToHold(partner, agreement, place.test)];
  return {
    ...result,
    issues,
    ordinal: place.ordinal,
    transactionSetId: place.transactionSetId,
    kind: mapping.to,
    partner,
    agreement,
    mapping,
    state: stateOf(issues),
    duplicateKey: duplicateKeyOf(agreement, result.record),
  };
}

function stateOf(issues: readonly { action: 'hold' | 'reject' | 'warn' }[]): RecordState {
  if (issues.some((issue) => issue.action === 'reject')) return 'rejected';
  return issues.some((issue) => issue.action === 'hold') ? 'held' : 'accepted';
}

/** What is validated, mapped and answered, but not delivered. */
function reasonsToHold(partner: Partner, agreement: Agreement, test: boolean) {
  const hold = (code: IssueCode, words: string) => [{ code, action: 'hold' as const, words }];
  if (test) return hold('TEST_DOCUMENT', 'ISA15 says that this is a test, so it is not delivered.');
  if (partner.status !== 'live')
    return hold('PARTNER_NOT_LIVE', `The partner is ${partner.status}, so it is not delivered.`);
  if (agreement.status !== 'live') {
    return hold('AGREEMENT_NOT_LIVE', `The agreement is ${agreement.status}, so it is not delivered.`);
  }
  return [];
}

function duplicateKeyOf(agreement: Agreement, record: Record<string, unknown>): string | null {
  if (agreement.duplicate === undefined) return null;
  const values = agreement.duplicate.key.map((path) => valueAt(record, path));
  return values.every((value) => value === undefined)
    ? null
    : JSON.stringify(values.map((value) => value ?? null));
}

function valueAt(record: unknown, path: string): unknown {
  let value = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The record's issues as rows. */
export function recordIssues(record: TranslatedRecord): NewIssue[] {
  return record.issues.map((issue) => ({
    subjectKind: 'record',
    subjectId: record.id,
    code: issue.code,
    severity: issue.action === 'warn' ? 'warning' : 'error',
    action: issue.action,
    words: issue.words,
    ...defined({ value: issue.value, missing: issue.missing }),
    ...(issue.origin === undefined ? {} : issuePlace(issue.origin)),
  }));
}

/** In XML and JSON the line stands where CSV has the row, and the path where it has the column. */
export function issuePlace(origin: Origin): Partial<NewIssue> {
  const { offset, length, segment, segmentId, element, component } = origin;
  const row = origin.row ?? origin.line;
  const column = origin.column ?? origin.path;
  return {
    offset,
    length,
    ...defined({ segment, segmentId, element, component, row, column }),
  };
}
