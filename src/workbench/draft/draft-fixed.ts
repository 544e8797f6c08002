/**
 * A draft of a mapping from a fixed-width sample: types of rows by how they begin, columns where blanks end.
 *
 * Fields that stand without a blank between them look like one: only the partner's layout tells, and each column says so.
 */
import type { RecordKind } from '../../canonical/index.js';
import { type Draft, usualUnits } from './draft-mapping.js';
import { constants } from './draft-values.js';

export interface DraftFixed {
  map: string;
  title: string;
  to: RecordKind;
  /** Whether mappings/ has the usual crosswalk of units. */
  hasUnits: boolean;
}

type Columns = Record<string, [start: number, length: number]>;

interface RowType {
  prefix: string;
  rows: string[];
}

const prefixMax = 3;
const typesMax = 8;
/** Shorter rows tell nothing. */
const rowCharactersMin = 20;
/** Rows looked at. */
const rowsLooked = 2_000;

/** Rows of one length that no delimiter divides alike. */
export function looksFixed(bytes: Buffer): boolean {
  const rows = rowsOf(bytes);
  const [first = ''] = rows;
  if (rows.length < 2 || first.length < rowCharactersMin || /[\0-\u0008]/.test(first)) return false;
  if (rows.some((row) => row.length !== first.length)) return false;
  const isDivided = [',', ';', '\t', '|'].some((sign) => {
    const counts = new Set(rows.map((row) => row.split(sign).length));
    return counts.size === 1 && !counts.has(1);
  });
  return !isDivided;
}

export function draftFixed(bytes: Buffer, { map, title, to, hasUnits }: DraftFixed): Draft {
  const rows = rowsOf(bytes);
  const types = typesOf(rows);
  const [first] = types;
  const all = Object.fromEntries(
    types.map(({ prefix, rows: some }, index) => [
      typeName(prefix, index),
      {
        ...(typeName(prefix, index) === prefix ? {} : { prefix }),
        ...(index === 0 ? { starts: 'document' } : {}),
        columns: columnsOf(some, prefix.length),
      },
    ]),
  );
  const from = {
    format: 'fixed',
    ...(isAscii(bytes) ? {} : { encoding: isUtf8(bytes) ? 'utf-8' : 'windows-1252' }),
    rowLength: rows[0]?.length ?? 0,
    ...(types.length > 1 ? { records: all } : { columns: columnsOf(first?.rows ?? [], 0) }),
  };
  const each = types.length > 1 ? linesType(types) : 'row';
  return {
    map,
    title,
    from,
    to,
    ...(hasUnits ? { crosswalks: usualUnits } : {}),
    fields: [
      ...constants(to),
      { name: 'lines', list: { each, fields: [] }, remark: 'TODO are these the lines?' },
    ],
    remarks: remarks(types),
  };
}

function remarks(types: readonly RowType[]): string[] {
  const counted = types.map(
    ({ prefix, rows }) => `  ${prefix}: ${rows.length === 1 ? '1 row' : `${rows.length} rows`}`,
  );
  return [
    'TODO columns were guessed from blanks: [first character, number of characters]. Compare each with the layout of the partner, for fields',
    'without a blank between them look like one, and a column that this sample leaves empty is not seen. Then give them names.',
    ...(types.length > 1
      ? ['TODO rows are told apart by how they begin; the first type starts a document:', ...counted]
      : [
          'TODO all rows are of one kind and one document: groupBy names the column whose value begins another one.',
        ]),
    'Amounts without a point: { from: D.c40, type: implied-decimal, places: 2 }. Dates need a format: { from: H.c13, format: yyyyMMdd }.',
  ];
}

/** The longest beginning that is all letters or all digits and takes few values, one of them again and again. */
function typesOf(rows: readonly string[]): RowType[] {
  for (let length = prefixMax; length > 0; length -= 1) {
    const prefixes = [...new Set(rows.map((row) => row.slice(0, length)))];
    const isOneSort =
      prefixes.every((one) => /^[A-Z]+$/.test(one)) || prefixes.every((one) => /^\d+$/.test(one));
    const isFew = prefixes.length > 1 && prefixes.length <= typesMax && prefixes.length < rows.length;
    const returns =
      prefixes.length === new Set(prefixes.map((one) => one.slice(0, 1))).size || length < prefixMax;
    if (isOneSort && isFew && returns)
      return prefixes.map((prefix) => ({ prefix, rows: rows.filter((row) => row.startsWith(prefix)) }));
  }
  return [{ prefix: '', rows: [...rows] }];
}

/** A new column begins wherever a character stands behind a place that is blank in all rows; in a single row one blank divides words. */
function columnsOf(rows: readonly string[], prefixLength: number): Columns {
  const width = Math.max(0, ...rows.map(({ length }) => length));
  const isBlank = (at: number): boolean => rows.every((row) => (row[at] ?? ' ') === ' ');
  const isGap = (at: number): boolean => isBlank(at - 1) && (rows.length > 1 || isBlank(at - 2));
  const starts: number[] = [];
  for (let at = prefixLength; at < width; at += 1)
    if (!isBlank(at) && (at === prefixLength || isGap(at))) starts.push(at);
  return Object.fromEntries(
    starts.map((start, index) => [`c${start + 1}`, [start + 1, (starts[index + 1] ?? width) - start]]),
  );
}

/** The type that most rows have. */
function linesType(types: readonly RowType[]): string {
  const most = types.reduce(
    (best, one, index) => (index > 0 && one.rows.length > (types[best]?.rows.length ?? 0) ? index : best),
    types.length > 1 ? 1 : 0,
  );
  return typeName(types[most]?.prefix ?? '', most);
}

function typeName(prefix: string, index: number): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(prefix) ? prefix : `R${prefix === '' ? index + 1 : prefix}`;
}

function rowsOf(bytes: Buffer): string[] {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .filter((row) => row.trim() !== '')
    .slice(0, rowsLooked);
}

function isAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte < 0x80);
}

function isUtf8(bytes: Buffer): boolean {
  return !bytes.toString('utf8').includes('\ufffd');
}
