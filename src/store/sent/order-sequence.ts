/**
 * Documents about one order go out one after the other: a change is nothing to a supplier that has not got the order yet.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** Why a document waits for an earlier one about the same order. */
export const earlierReason = 'EARLIER_DOCUMENT_OPEN' satisfies IssueCode;

/**
 * @param ids of outbound documents
 * @returns those before which another one about the same order, of the same source, is not sent yet
 */
export async function findOvertaking(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await raw<{ id: string }>`
    SELECT later.id FROM outbound_documents AS later
    JOIN records ON records.id = later.record_id AND records.revision = later.revision
    WHERE later.id = ANY(${[...ids]}::uuid[]) AND EXISTS (
      SELECT FROM outbound_documents AS earlier
      JOIN records AS own ON own.id = earlier.record_id AND own.revision = earlier.revision
      WHERE earlier.order_key = later.order_key AND earlier.id < later.id AND own.partner = records.partner
        AND earlier.state NOT IN ('sent', 'cancelled'))`.execute(sql);
  return new Set(rows.map(({ id }) => id));
}

/** Lets what waited for these documents, or for those in these files, be composed at once. */
export async function hastenFollowing(
  sql: Sql,
  where: 'id' | 'file_id',
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await raw`
    UPDATE work SET next_at = now()
    FROM outbound_documents AS later
    WHERE work.step = 'compose' AND work.subject_id = later.id AND work.state = 'waiting' AND work.next_at > now()
      AND later.reason = ${earlierReason} AND later.order_key IN (
        SELECT order_key FROM outbound_documents WHERE ${raw.ref(where)} = ANY(${[...ids]}::uuid[]))`.execute(
    sql,
  );
}
