/**
 * Documents that shall not go out any more: those that wait, are held or were given up. What is written is on its way, and
 * stays so.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';
import { cancelExpectations } from './expectations.js';
import { hastenFollowing } from './order-sequence.js';

/**
 * Ends the work of these documents as well, and what is expected for them; what nobody has leased only, or it would be written all the same.
 * What waited for one of them may be composed at once.
 * @returns the ids of those that go out no more
 */
export async function cancelDocuments(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const named = [...ids];
  // A document is composed by whoever has its work: this row decides between the two.
  await raw`
    UPDATE work SET state = 'done', epoch = epoch + 1, error_code = NULL
    WHERE step = 'compose' AND state IN ('waiting', 'dead-lettered') AND subject_id IN (
      SELECT id FROM outbound_documents
      WHERE id = ANY(${named}::uuid[]) AND state IN ('waiting', 'held', 'dead-lettered'))`.execute(sql);
  const { rows } = await raw<{ id: string; file_id: string | null }>`
    UPDATE outbound_documents AS documents SET state = 'cancelled'
    WHERE id = ANY(${named}::uuid[]) AND state IN ('waiting', 'held', 'dead-lettered') AND NOT EXISTS (
      SELECT FROM work WHERE step = 'compose' AND subject_id = documents.id AND work.state <> 'done')
    RETURNING id, file_id`.execute(sql);
  const files = rows.flatMap(({ file_id }) => file_id ?? []);
  await raw`
    UPDATE work SET state = 'done', epoch = epoch + 1, error_code = NULL
    WHERE step = 'send' AND state = 'dead-lettered' AND subject_id = ANY(${files}::uuid[]) AND NOT EXISTS (
      SELECT FROM outbound_documents WHERE file_id = work.subject_id AND state <> 'cancelled')`.execute(sql);
  const cancelled = rows.map(({ id }) => id);
  await cancelExpectations(sql, cancelled);
  await hastenFollowing(sql, 'id', cancelled);
  return cancelled;
}
