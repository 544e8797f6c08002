/**
 * Control numbers of what we send, without gaps: taken in the transaction that saves the interchange they stand in.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';

/** Numbers that are given out in turn, both ends included; after the last comes the first again. */
export interface NumberRange {
  first: number;
  last: number;
}

/** All that nine digits hold. */
const allNumbers: NumberRange = { first: 1, last: 999_999_999 };

/**
 * kind 'interchange' for ISA13 per ISA05-08, 'group' for GS06 per GS02 and GS03; 'answer' and 'file' for the names of answer
 * files, and of documents that are no X12, per partner
 */
export interface ControlNumberKey {
  kind: 'interchange' | 'group' | 'answer' | 'file';
  sender: string;
  receiver: string;
}

/**
 * Takes the next numbers. The row stays locked until the transaction ends, so numbers are given in order.
 * @param count how many, in order
 * @param range where the number that is due stands outside of it, it begins at its first
 */
export async function takeControlNumbers(
  sql: Sql,
  key: ControlNumberKey,
  count: number,
  range: NumberRange = allNumbers,
): Promise<number[]> {
  const { first, last } = range;
  const size = last - first + 1;
  const due = raw<number>`(CASE WHEN control_numbers.next BETWEEN ${first}::bigint AND ${last}::bigint
    THEN control_numbers.next ELSE ${first}::bigint END)`;
  const end = raw<number>`(${due} + ${count}::bigint - 1)`;
  const next = first + (count % size);
  const row = await sql
    .insertInto('control_numbers')
    .values({ ...key, next, lowest: first, highest: Math.min(first + count - 1, last) })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'sender', 'receiver']).doUpdateSet({
        next: raw<string>`${first}::bigint + (${end} + 1 - ${first}::bigint) % ${size}::bigint`,
        lowest: raw<string>`least(control_numbers.lowest,
          CASE WHEN ${end} > ${last}::bigint THEN ${first}::bigint ELSE ${due} END)`,
        highest: raw<string>`greatest(control_numbers.highest, least(${end}, ${last}::bigint))`,
      }),
    )
    .returning('next')
    .executeTakeFirstOrThrow();
  const after = Number(row.next) - first - count;
  return Array.from({ length: count }, (_, index) => first + modulo(after + index, size));
}

/**
 * Takes a number for each of the keys, which may stand there more than once. Rows are locked in one order, so that two
 * transactions never wait for each other.
 * @returns in the order of the keys
 */
export async function takeNumbers(
  sql: Sql,
  wanted: readonly { key: ControlNumberKey; range?: NumberRange }[],
): Promise<number[]> {
  const counts = new Map<string, { key: ControlNumberKey; range: NumberRange; count: number }>();
  for (const { key, range = allNumbers } of wanted) {
    const text = JSON.stringify(key);
    const one = counts.get(text) ?? { key, range, count: 0 };
    counts.set(text, { ...one, count: one.count + 1 });
  }
  const taken = new Map<string, number[]>();
  for (const [text, { key, count, range }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    taken.set(text, await takeControlNumbers(sql, key, count, range));
  }
  return wanted.map(({ key }) => taken.get(JSON.stringify(key))!.shift()!);
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size;
}

/** @returns by the JSON text of the key, the lowest and highest number ever taken; absent where none was */
export async function findTakenNumbers(
  sql: Sql,
  keys: readonly ControlNumberKey[],
): Promise<Map<string, { lowest: number; highest: number }>> {
  const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
  const column = (of: (key: ControlNumberKey) => string) => distinct.map(of);
  const { rows } = await raw<ControlNumberKey & { lowest: string; highest: string }>`
    SELECT numbers.kind, numbers.sender, numbers.receiver, numbers.lowest, numbers.highest
    FROM unnest(${column(({ kind }) => kind)}::text[], ${column(({ sender }) => sender)}::text[],
      ${column(({ receiver }) => receiver)}::text[]) AS wanted (kind, sender, receiver)
    JOIN control_numbers AS numbers ON numbers.kind = wanted.kind AND numbers.sender = wanted.sender
      AND numbers.receiver = wanted.receiver`.execute(sql);
  return new Map(
    rows.map(({ kind, sender, receiver, lowest, highest }) => [
      JSON.stringify({ kind, sender, receiver }),
      { lowest: Number(lowest), highest: Number(highest) },
    ]),
  );
}
