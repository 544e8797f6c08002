/**
 * Faults found in files, with their place. Words never hold document content; the value does, and stays in here.
 */
import type { IssueSubject } from '../../vocabulary/index.js';
import { insertRows, toJson, type HubSchema, type Sql } from '../database/index.js';
import { sql as raw, type Insertable, type Selectable } from 'kysely';
import type { Action, Issue, Severity } from '../../vocabulary/index.js';

/** An issue as its row: with what it is about, and its place flat. Trees have line and path where files with rows have row and column. */
export interface NewIssue extends Pick<Issue, 'code' | 'words'> {
  subjectKind: IssueSubject;
  subjectId: string;
  severity: Severity;
  action?: Action;
  segment?: number;
  segmentId?: string;
  element?: number;
  component?: number;
  row?: number;
  column?: string;
  offset?: number;
  length?: number;
  value?: string;
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
  const rows: Insertable<HubSchema['issues']>[] = issues.map((issue) => ({
    subject_kind: issue.subjectKind,
    subject_id: issue.subjectId,
    code: issue.code,
    severity: issue.severity,
    action: issue.action ?? null,
    segment: issue.segment ?? null,
    segment_id: issue.segmentId === undefined ? null : withoutNul(issue.segmentId),
    element: issue.element ?? null,
    component: issue.component ?? null,
    row: issue.row ?? null,
    column: issue.column === undefined ? null : withoutNul(issue.column),
    byte_offset: issue.offset ?? null,
    byte_length: issue.length ?? null,
    words: withoutNul(issue.words),
    value: issue.value === undefined ? null : withoutNul(issue.value),
    missing: issue.missing === undefined ? null : toJson(issue.missing),
  }));
  await insertRows(sql, 'issues', rows);
}
