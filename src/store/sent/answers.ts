/**
 * Answer files: outbound files that tell people at the partner what was wrong with a received one. Each has a cause, and
 * a cause has one file, so that nothing is answered twice.
 */
import type { Sql } from '../database/index.js';

export interface NewAnswer {
  /** What is answered and in which form, such as `answer:<interchange>:text`. */
  cause: string;
  receivedFileId: string;
  /** The outbound file, added later in the same transaction. */
  fileId: string;
}

/** @returns the file ids of those added; a cause that has its file already gets no second */
export async function insertAnswers(sql: Sql, answers: readonly NewAnswer[]): Promise<Set<string>> {
  if (answers.length === 0) return new Set();
  const rows = await sql
    .insertInto('answers')
    .values(
      answers.map(({ cause, receivedFileId, fileId }) => ({
        cause,
        received_file_id: receivedFileId,
        file_id: fileId,
      })),
    )
    .onConflict((conflict) => conflict.column('cause').doNothing())
    .returning('file_id')
    .execute();
  return new Set(rows.map((row) => row.file_id));
}

/** Outbound files that are answers to a received file. */
export async function findAnswerFiles(sql: Sql, receivedFileId: string): Promise<string[]> {
  const rows = await sql
    .selectFrom('answers')
    .select('file_id')
    .where('received_file_id', '=', receivedFileId)
    .orderBy('file_id')
    .execute();
  return rows.map((row) => row.file_id);
}

/** Which of these outbound files are answers for people; the others are acknowledgments. */
export async function findAnswers(sql: Sql, fileIds: readonly string[]): Promise<Set<string>> {
  if (fileIds.length === 0) return new Set();
  const rows = await sql
    .selectFrom('answers')
    .select('file_id')
    .where('file_id', 'in', [...fileIds])
    .execute();
  return new Set(rows.map((row) => row.file_id));
}
