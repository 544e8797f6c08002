/**
 * Faults found in files, with their place. Words never hold document content; the value does, and stays in here.
 */
import { insertRows, toJson, type HubSchema, type Sql } from '../database/index.js';
import { sql as raw, type Selectable } from 'kysely';
import type { Action, Issue, IssueSubject, PlaceParts, Severity } from '../../vocabulary/index.js';

/** An issue with the part of a file, or the document, that it is about, and what it means for that. */
export interface NewIssue extends Issue {
  subjectKind: IssueSubject;
  subjectId: string;
  severity: Severity;
  action?: Action;
  /** Rows that crosswalks lack. */
  missing?: readonly MissingRow[];
}

/** A row that a crosswalk lacks; the key is document content, and absent where it is sensitive. */
export interface MissingRow {
  crosswalk: string;
  file: string;
  key?: Readonly<Record<string, string>>;
  column?: string;
}

/** What tells issues of one subject apart, for comparing. */
export type OpenIssue = Pick<
  HubSchemaRow<'issues'>,
  'subject_id' | 'code' | 'action' | 'words' | 'value' | 'missing' | 'byte_offset' | 'row' | 'column'
>;
type HubSchemaRow<Table extends keyof HubSchema> = Selectable<HubSchema[Table]>;

/** Issues of these subjects that count, in the order they were found. */
export async function loadOpenIssues(sql: Sql, subjectIds: readonly string[]): Promise<OpenIssue[]> {
  if (subjectIds.length === 0) return [];
  return sql
    .selectFrom('issues')
    .select(['subject_id', 'code', 'action', 'words', 'value', 'missing', 'byte_offset', 'row', 'column'])
    .where('subject_id', 'in', [...subjectIds])
    .where('superseded_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** Says that the issues of these subjects count no more: what they are about was translated again. */
export async function supersedeIssues(sql: Sql, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await sql
    .updateTable('issues')
    .set({ superseded_at: raw<Date>`now()` })
    .where('subject_id', 'in', [...subjectIds])
    .where('superseded_at', 'is', null)
    .execute();
}

/** PostgreSQL text cannot hold NUL. */
const withoutNul = (text: string) => text.replaceAll('\0', '\u2400');

export async function saveIssues(sql: Sql, issues: readonly NewIssue[]): Promise<void> {
  await insertRows(sql, 'issues', issues.map(issueRow));
}

/** An issue as its row. Trees have their line and path where files with rows have row and column; a record has its field. */
export function issueRow(issue: NewIssue) {
  const place: PlaceParts = issue.place ?? {};
  const column = place.column ?? place.path ?? place.field;
  return {
    subject_kind: issue.subjectKind,
    subject_id: issue.subjectId,
    code: issue.code,
    severity: issue.severity,
    action: issue.action ?? null,
    segment: place.segment ?? null,
    segment_id: place.segmentId === undefined ? null : withoutNul(place.segmentId),
    element: place.element ?? null,
    component: place.component ?? null,
    row: place.row ?? place.line ?? null,
    column: column === undefined ? null : withoutNul(column),
    byte_offset: place.offset ?? null,
    byte_length: place.length ?? null,
    words: withoutNul(issue.words),
    value: issue.value === undefined ? null : withoutNul(issue.value),
    missing: issue.missing === undefined ? null : toJson(issue.missing),
  };
}
