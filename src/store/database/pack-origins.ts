/**
 * The origins of a record as the database keeps them: by column, and deflated. An invoice of 1,000 lines has 25,000 origins of
 * some 25 kinds; within a kind they differ in numbers, and most of these grow evenly from line to line.
 *
 * Numbers in a path count too: "lines.7.quantity" and "lines.8.quantity" are of one kind.
 */
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Origin } from '../../canonical/index.js';

/** By path into the record. */
export type Origins = Readonly<Record<string, Origin>>;

const numberFields = ['offset', 'length', 'segment', 'element', 'component', 'row', 'line'] as const;
type Kept = (typeof numberFields)[number] | 'segmentId' | 'column' | 'path';
/** An origin with a field that would be lost does not compile. */
type WhollyKept = Origin & Record<Exclude<keyof Origin, Kept>, never>;

/** What origins of one kind share. */
interface Kind {
  /** Path of the value in the record, with 0 for each number in it. */
  target: string;
  /** The number fields that they have: one bit each, in the order above. */
  has: number;
  segmentId: string | null;
  column: string | null;
  /** Path in the file, with 0 for each number in it. */
  path: string | null;
}

/** For each number of an origin, what it is more than that of the origin before: a column each. */
type Columns = number[][];

/** The fields of a kind in their order, then its columns. */
type Packed = [
  target: string,
  has: number,
  segmentId: string | null,
  column: string | null,
  path: string | null,
  ...columns: Columns,
];

/** Origins after which others get their turn. */
const turnOrigins = 1_024;
/** Up to here deflating takes less time than handing it to another thread. */
const atOnceCharactersMax = 65_536;
const compress = promisify(deflateRaw);

/** @returns bytes for unpackOrigins */
export async function packOrigins(origins: Origins): Promise<Buffer> {
  const kinds = new Map<string, Gathered>();
  let count = 0;
  for (const target in origins) {
    gather(kinds, target, origins[target]!);
    count += 1;
    if (count % turnOrigins === 0) await setImmediate();
  }
  const packed: string[] = [];
  for (const gathered of kinds.values()) {
    packed.push(written(gathered));
    if (gathered.columns[0]!.length > turnOrigins) await setImmediate();
  }
  const text = `[${packed.join()}]`;
  return text.length > atOnceCharactersMax
    ? compress(text, { level: 3 })
    : deflateRawSync(text, { level: 3 });
}

function written({ kind, columns }: Gathered): string {
  const { target, has, segmentId, column, path } = kind;
  const packed: Packed = [target, has, segmentId, column, path, ...columns];
  return JSON.stringify(packed);
}

interface Gathered {
  kind: Kind;
  columns: Columns;
  last: number[];
}

/** Runs for every value of every record. */
function gather(kinds: Map<string, Gathered>, target: string, origin: WhollyKept): void {
  const numbers: number[] = [];
  const { segmentId = null, column = null } = origin;
  const kind: Kind = { target: cutNumbers(target, numbers), has: 0, segmentId, column, path: null };
  for (let bit = 0; bit < numberFields.length; bit += 1) {
    const number = origin[numberFields[bit]!];
    if (number === undefined) continue;
    kind.has |= 1 << bit;
    numbers.push(number);
  }
  if (origin.path !== undefined) kind.path = cutNumbers(origin.path, numbers);
  const key = keyOf(kind);
  const gathered = kinds.get(key);
  if (!gathered) {
    kinds.set(key, { kind, columns: numbers.map((number) => [number]), last: numbers });
    return;
  }
  const { columns, last } = gathered;
  for (let at = 0; at < numbers.length; at += 1) columns[at]!.push(numbers[at]! - last[at]!);
  gathered.last = numbers;
}

/** With the lengths, so that no two kinds have one key, whatever a file has as names. */
function keyOf({ target, has, segmentId, column, path }: Kind): string {
  return `${has} ${target.length} ${segmentId?.length} ${column?.length} ${target}${segmentId}${column}${path}`;
}

/** @returns equal origins, kind by kind */
export function unpackOrigins(bytes: Uint8Array): Origins {
  const packed = JSON.parse(inflateRawSync(bytes).toString()) as Packed[];
  const entries: [string, Origin][] = [];
  for (const [target, has, segmentId, column, path, ...columns] of packed) {
    const kind = { target, has, segmentId, column, path };
    const numbers = columns.map(() => 0);
    for (let row = 0; row < columns[0]!.length; row += 1) {
      columns.forEach((steps, at) => (numbers[at]! += steps[row]!));
      entries.push(restore(kind, numbers));
    }
  }
  return Object.fromEntries(entries);
}

function restore(
  { target, has, segmentId, column, path }: Kind,
  numbers: readonly number[],
): [string, Origin] {
  let next = 0;
  const take = () => numbers[next++]!;
  const name = target.replace(/0/g, () => String(take()));
  const origin: Partial<Origin> = {};
  numberFields.forEach((field, bit) => {
    if (has & (1 << bit)) origin[field] = take();
  });
  if (segmentId !== null) origin.segmentId = segmentId;
  if (column !== null) origin.column = column;
  if (path !== null) origin.path = path.replace(/0/g, () => String(take()));
  return [name, origin as Origin];
}

const digitsMax = 15;

/** Puts 0 for each number in a text. A zero in front is a number of its own, and so is what follows many digits. */
function cutNumbers(text: string, numbers: number[]): string {
  let cut = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    let number = digitAt(text, at);
    if (number < 0) continue;
    cut += `${text.slice(from, at)}0`;
    const end = number === 0 ? at : at + digitsMax - 1;
    for (let digit: number; at < end && (digit = digitAt(text, at + 1)) >= 0; at += 1)
      number = number * 10 + digit;
    numbers.push(number);
    from = at + 1;
  }
  return from === 0 ? text : cut + text.slice(from);
}

/** -1 for what is no digit. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}
