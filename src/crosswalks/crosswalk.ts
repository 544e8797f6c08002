/**
 * Crosswalks: tables of codes, kept as CSV files that any spreadsheet opens.
 *
 * A look-up answers with a row or with nothing; it never guesses. Spreadsheet damage is found when the table is read.
 */
import { createHash } from 'node:crypto';
import {
  type CrosswalkProblem,
  type CrosswalkRow,
  type Direction,
  readTable,
  type Table,
} from './crosswalk-table.js';

export type { CrosswalkRow };

export interface Crosswalk {
  /** All columns in the order of the file. */
  columns: readonly string[];
  /** The file's rows, for checks of one column. */
  rows: readonly CrosswalkRow[];
  /**
   * @param key one value for each key column
   * @param where the partner whose rows come first, and the day (yyyy-MM-dd) on which the row must be valid; without a day the
   *   newest row counts
   */
  find(key: readonly string[], where: { partner: string; day: string | undefined }): CrosswalkRow | undefined;
}

/** Columns with a meaning of their own. */
export const reservedColumns = { partner: 'partner', from: 'valid_from', to: 'valid_to' } as const;

const anyValue = '*';
const separator = '\u0000';

/**
 * @param direction `out` for a mapping that writes: rows that say `in` in their column `direction` are left out, and the reverse
 * @returns no crosswalk when an issue is an error
 */
export function readCrosswalk(
  text: string,
  keyColumns: readonly string[],
  direction: Direction = 'in',
): { crosswalk?: Crosswalk; issues: CrosswalkProblem[] } {
  const { table, issues } = readTable(text, keyColumns, direction);
  if (!table || issues.some((issue) => issue.severity === 'error')) return { issues };
  const index = indexRows(table, keyColumns);
  const twice = overlaps(table, index, direction);
  if (twice.length > 0) return { issues: [...issues, ...twice] };
  return { crosswalk: openCrosswalk(table, index, keyColumns.length), issues };
}

export type ReadCrosswalk = typeof readCrosswalk;

/**
 * As `readCrosswalk`, but a table that is in use already, by another mapping or by the configuration before, is not read
 * again. It is known by its text; one with errors is always read.
 */
export function openCrosswalkReader(): ReadCrosswalk {
  const known = new Map<string, WeakRef<Crosswalk>>();
  const warnings = new WeakMap<Crosswalk, CrosswalkProblem[]>();
  return (text, keyColumns, direction = 'in') => {
    const reading = JSON.stringify([keyColumns, direction]);
    const word = createHash('sha256').update(reading).update(text).digest('hex');
    const before = known.get(word)?.deref();
    if (before) return { crosswalk: before, issues: warnings.get(before) ?? [] };
    const read = readCrosswalk(text, keyColumns, direction);
    for (const [other, table] of known) if (table.deref() === undefined) known.delete(other);
    if (read.crosswalk) {
      known.set(word, new WeakRef(read.crosswalk));
      warnings.set(read.crosswalk, read.issues);
    }
    return read;
  };
}

type Index = Map<string, CrosswalkRow[]>;

function indexRows(table: Table, keyColumns: readonly string[]): Index {
  const index: Index = new Map();
  for (const row of table.rows) {
    const key = keyColumns.map((column) => row.cell(column));
    const word = indexKey(row.cell(reservedColumns.partner), key);
    const same = index.get(word) ?? [];
    same.push(row);
    index.set(word, same);
  }
  // Newest first, so that without a day the first one counts.
  for (const rows of index.values())
    if (rows.length > 1) rows.sort((one, other) => (validFrom(one) < validFrom(other) ? 1 : -1));
  return index;
}

function openCrosswalk(table: Table, index: Index, keyLength: number): Crosswalk {
  const patterns = table.hasAnyValue ? starPatterns(keyLength) : [[]];
  const find: Crosswalk['find'] = (key, { partner, day }) => {
    for (const scope of partner === '' ? [''] : [partner, '']) {
      for (const stars of patterns) {
        const probe =
          stars.length === 0 ? key : key.map((value, at) => (stars.includes(at) ? anyValue : value));
        const row = index.get(indexKey(scope, probe))?.find((candidate) => isValidOn(candidate, day));
        if (row) return row;
      }
    }
    return undefined;
  };
  return { columns: table.columns, rows: table.rows, find: withLastAnswer(find) };
}

/** A line asks for several columns of one row, one after the other. */
function withLastAnswer(find: Crosswalk['find']): Crosswalk['find'] {
  let last: {
    key: readonly string[];
    partner: string;
    day: string | undefined;
    row: CrosswalkRow | undefined;
  };
  last = { key: [], partner: '', day: undefined, row: undefined };
  return (key, { partner, day }) => {
    const isSame =
      last.partner === partner &&
      last.day === day &&
      last.key.length === key.length &&
      key.every((value, at) => value === last.key[at]);
    if (!isSame) last = { key: [...key], partner, day, row: find(key, { partner, day }) };
    return last.row;
  };
}

/** Which key positions may be `*`, fewest first; of as many, the later positions first. */
function starPatterns(keyLength: number): number[][] {
  const patterns: number[][] = [];
  for (let bits = 0; bits < 2 ** keyLength; bits += 1) {
    patterns.push([...Array(keyLength).keys()].filter((at) => (bits >> (keyLength - 1 - at)) & 1));
  }
  return patterns.sort((one, other) => one.length - other.length);
}

function indexKey(partner: string, key: readonly string[]): string {
  let word = partner;
  for (const value of key) word += separator + value;
  return word;
}

function validFrom(row: CrosswalkRow): string {
  return row.cell(reservedColumns.from);
}

function validTo(row: CrosswalkRow): string {
  return row.cell(reservedColumns.to) || '9999-12-31';
}

function isValidOn(row: CrosswalkRow, day: string | undefined): boolean {
  return day === undefined || (validFrom(row) <= day && day <= validTo(row));
}

/** A table with more repeated keys than this has another key than the mapping says. */
const repeatedKeysToldMax = 100;

/** Two rows for the same key in the same time: which one counts would be a guess. */
function overlaps(table: Table, index: Index, direction: Direction): CrosswalkProblem[] {
  const issues: CrosswalkProblem[] = [];
  for (const rows of index.values()) {
    if (rows.length === 1) continue;
    const inOrder = [...rows].sort((one, other) => one.row - other.row);
    inOrder.forEach((row, position) => {
      if (issues.length >= repeatedKeysToldMax) return;
      const earlier = inOrder.find(
        (other, at) =>
          at >= position || (validFrom(row) <= validTo(other) && validFrom(other) <= validTo(row)),
      );
      if (earlier === undefined || earlier === row) return;
      const advice =
        direction === 'out'
          ? ' Going out, which one is meant would be a guess: write "in" in a column "direction" of the rows that are only read.'
          : '';
      const words = `This key stands in row ${earlier.row} too, for the same time.${advice}`;
      issues.push({
        code: 'CROSSWALK_KEY_TWICE',
        severity: 'error',
        row: row.row,
        column: table.keyColumn,
        words,
      });
    });
  }
  return issues.sort((one, other) => one.row - other.row);
}
