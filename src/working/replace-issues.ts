/**
 * Issues of subjects that are looked at again: earlier ones no longer count, unless they are found again.
 */
import type { Sql } from '../store/database/index.js';
import {
  issueRow,
  loadOpenIssues,
  saveIssues,
  supersedeIssues,
  type NewIssue,
  type OpenIssue,
} from '../store/received/index.js';

/** Subjects whose issues did not change keep them. */
export async function replaceIssues(
  sql: Sql,
  subjectIds: readonly string[],
  found: readonly NewIssue[],
): Promise<void> {
  const earlier = await loadOpenIssues(sql, subjectIds);
  await saveReplaced(sql, compareIssues(subjectIds, earlier, found));
}

/** The changes. */
export interface ReplacedIssues {
  /** Ids of the subjects whose issues no longer count. */
  readonly subjectIds: readonly string[];
  /** The issues that count instead. */
  readonly issues: readonly NewIssue[];
}

/** @param earlier issues that counted until now, and `found` those that count from now on, both in order */
export function compareIssues(
  subjectIds: readonly string[],
  earlier: readonly OpenIssue[],
  found: readonly NewIssue[],
): ReplacedIssues {
  const before = new Map<string, unknown[]>();
  const now = new Map<string, unknown[]>();
  for (const issue of earlier) add(before, issue.subject_id, keyOf(issue));
  for (const issue of found) add(now, issue.subjectId, keyOf(issueRow(issue)));
  const changed = new Set(
    subjectIds.filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(now.get(id))),
  );
  return { subjectIds: [...changed], issues: found.filter(({ subjectId }) => changed.has(subjectId)) };
}

export async function saveReplaced(sql: Sql, { subjectIds, issues }: ReplacedIssues): Promise<void> {
  await supersedeIssues(sql, subjectIds);
  await saveIssues(sql, issues);
}

function add(keys: Map<string, unknown[]>, subjectId: string, key: unknown[]): void {
  const own = keys.get(subjectId);
  if (own === undefined) keys.set(subjectId, [key]);
  else own.push(key);
}

function keyOf(row: OpenIssue | ReturnType<typeof issueRow>): unknown[] {
  const { code, action, words, value, byte_offset: offset, row: line, column } = row;
  return [code, action, words, value, offset === null ? null : Number(offset), line, column];
}
