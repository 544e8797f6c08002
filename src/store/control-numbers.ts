/**
 * Control numbers of what we send, without gaps: taken in the transaction that saves the interchange they stand in.
 */
import { sql as raw } from 'kysely';
import type { Sql } from './schema.js';

/** The highest number that nine digits hold; after it comes 1 again. */
const controlNumberMax = 999_999_999;

/**
 * kind 'interchange' for ISA13 per ISA05-08, 'group' for GS06 per GS02 and GS03, 'answer' for the names of answer files
 * per partner
 */
export interface ControlNumberKey {
  kind: 'interchange' | 'group' | 'answer';
  sender: string;
  receiver: string;
}

/**
 * Takes the next numbers. The row stays locked until the transaction ends, so numbers are given in order.
 * @param count how many, in order
 */
export async function takeControlNumbers(sql: Sql, key: ControlNumberKey, count: number): Promise<number[]> {
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

/**
 * @returns by the JSON text of the key, the number that would be taken next; absent where none was ever taken. Below it
 *   stand those taken since the last wrap.
 */
export async function findNextNumbers(
  sql: Sql,
  keys: readonly ControlNumberKey[],
): Promise<Map<string, number>> {
  const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
  const column = (of: (key: ControlNumberKey) => string) => distinct.map(of);
  const { rows } = await raw<ControlNumberKey & { next: string }>`
    SELECT numbers.kind, numbers.sender, numbers.receiver, numbers.next
    FROM unnest(${column(({ kind }) => kind)}::text[], ${column(({ sender }) => sender)}::text[],
      ${column(({ receiver }) => receiver)}::text[]) AS wanted (kind, sender, receiver)
    JOIN control_numbers AS numbers ON numbers.kind = wanted.kind AND numbers.sender = wanted.sender
      AND numbers.receiver = wanted.receiver`.execute(sql);
  return new Map(
    rows.map(({ kind, sender, receiver, next }) => [
      JSON.stringify({ kind, sender, receiver }),
      Number(next),
    ]),
  );
}
