/**
 * Faults found in files, with their place. Words never hold document content; the value does, and stays in here.
 */
import { insertRows } from './insert-rows.js';
import { toJson } from './json.js';
import type { HubSchema, Sql, SubjectKind } from './schema.js';
import type { Insertable } from 'kysely';

export interface NewIssue {
  subjectKind: SubjectKind;
  subjectId: string;
  code: string;
  severity: 'error' | 'warning';
  action?: 'hold' | 'reject' | 'warn';
  segment?: number;
  segmentId?: string;
  element?: number;
  component?: number;
  row?: number;
  column?: string;
  offset?: number;
  length?: number;
  words: string;
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
