/**
 * Control numbers of what we send, without gaps: taken in the transaction that saves the interchange they stand in.
 */
import { sql as raw } from 'kysely';
import type { Sql } from './schema.js';

/** The highest number that nine digits hold; after it comes 1 again. */
const controlNumberMax = 999_999_999;

/**
 * Takes the next numbers. The row stays locked until the transaction ends, so numbers are given in order.
 * @param kind 'interchange' for ISA13 per ISA05-08, 'group' for GS06 per GS02 and GS03
 * @param count how many, in order
 */
export async function takeControlNumbers(
  sql: Sql,
  key: { kind: 'interchange' | 'group'; sender: string; receiver: string },
  count: number,
): Promise<number[]> {
  const numbers: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const row = await sql
      .insertInto('control_numbers')
      .values({ ...key, next: 2 })
      .onConflict((conflict) =>
        conflict.columns(['kind', 'sender', 'receiver']).doUpdateSet({
          next: raw`CASE WHEN control_numbers.next >= ${controlNumberMax} THEN 1 ELSE control_numbers.next + 1 END`,
        }),
      )
      .returning('next')
      .executeTakeFirstOrThrow();
    const next = Number(row.next);
    numbers.push(next === 1 ? controlNumberMax : next - 1);
  }
  return numbers;
}
