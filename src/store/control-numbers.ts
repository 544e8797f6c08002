/**
 * Control numbers of what we send, without gaps: taken in the transaction that saves the interchange they stand in.
 */
import { sql as raw } from 'kysely';
import type { Sql } from './schema.js';

/** The highest number that nine digits hold; after it comes 1 again. */
const controlNumberMax = 999_999_999;

/**
 * Takes the next numbers. The row stays locked until the transaction ends, so numbers are given in order.
 * @param kind 'interchange' for ISA13 per ISA05-08, 'group' for GS06 per GS02 and GS03, 'answer' for the names of answer
 *   files per partner
 * @param count how many, in order
 */
export async function takeControlNumbers(
  sql: Sql,
  key: { kind: 'interchange' | 'group' | 'answer'; sender: string; receiver: string },
  count: number,
): Promise<number[]> {
  // The number after those taken; counted from 0 so that the remainder wraps.
  const after = raw<string>`(control_numbers.next - 1 + ${count}) % ${controlNumberMax} + 1`;
  const row = await sql
    .insertInto('control_numbers')
    .values({ ...key, next: (count % controlNumberMax) + 1 })
    .onConflict((conflict) => conflict.columns(['kind', 'sender', 'receiver']).doUpdateSet({ next: after }))
    .returning('next')
    .executeTakeFirstOrThrow();
  const first = Number(row.next) - 1 - count;
  return Array.from(
    { length: count },
    (_, index) => ((first + index + controlNumberMax) % controlNumberMax) + 1,
  );
}
