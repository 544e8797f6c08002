/**
 * Issues of what is looked at again: what was found before counts no more, unless it is found again.
 */
import type { Sql } from '../store/database/index.js';
import {
  loadOpenIssues,
  saveIssues,
  supersedeIssues,
  type NewIssue,
  type OpenIssue,
} from '../store/received/index.js';

/** Subjects whose issues are as they were keep them. */
export async function replaceIssues(
  sql: Sql,
  subjectIds: readonly string[],
  found: readonly NewIssue[],
): Promise<void> {
  const open = await loadOpenIssues(sql, subjectIds);
  const changed = new Set(
    subjectIds.filter((id) => {
      const before = open.filter(({ subject_id }) => subject_id === id).map(openKey);
      const now = found.filter(({ subjectId }) => subjectId === id).map(newKey);
      return JSON.stringify(before) !== JSON.stringify(now);
    }),
  );
  await supersedeIssues(sql, [...changed]);
  await saveIssues(
    sql,
    found.filter(({ subjectId }) => changed.has(subjectId)),
  );
}

function openKey({ code, action, words, value, byte_offset, row, column }: OpenIssue): unknown[] {
  return [code, action, words, value, byte_offset === null ? null : Number(byte_offset), row, column];
}

function newKey({ code, action, words, value, offset, row, column }: NewIssue): unknown[] {
  return [code, action ?? null, words, value ?? null, offset ?? null, row ?? null, column ?? null];
}
