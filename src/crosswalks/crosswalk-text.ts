/**
 * Changes the text of a crosswalk row by row: what is not changed stays byte for byte, with its quotes and line endings.
 *
 * The text must be a sound table already.
 */
import { parse } from 'csv-parse/sync';
import { usualCsvWriting, writeCsvRow } from '../formats/index.js';
import type { CrosswalkProblem } from './crosswalk-table.js';
import { readCrosswalk, reservedColumns } from './crosswalk.js';

/** Value by column; columns that are not named are empty, or stay as they were in a row that is replaced. */
export type RowValues = Readonly<Record<string, string>>;

export interface CrosswalkChange {
  text: string;
  /** Lines in the new text, from 1. */
  added: number[];
  replaced: number[];
  /** How many rows were as asked already. */
  unchanged: number;
}

/** The rows of a table that is to go into another one, with what is wrong with them. */
export function readRows(
  text: string,
  keyColumns: readonly string[],
): { rows: RowValues[]; issues: CrosswalkProblem[] } {
  const found = (['in', 'out'] as const).flatMap(
    (direction) => readCrosswalk(text, keyColumns, direction).issues,
  );
  const issues = [
    ...new Map(found.map((issue) => [`${issue.row} ${issue.column} ${issue.code}`, issue])).values(),
  ];
  const columns = crosswalkColumns(text);
  const lines = splitLines(text).slice(1).map(cellsOf);
  const rows = lines.filter((cells) => cells.some((cell) => cell.trim() !== ''));
  return { rows: rows.map((cells) => valuesOf(columns, cells)), issues };
}

/** @returns the headings of the first row */
export function crosswalkColumns(text: string): string[] {
  return cellsOf(splitLines(text)[0] ?? '');
}

/** Adds rows at the end. */
export function appendRows(text: string, rows: readonly RowValues[]): CrosswalkChange {
  return mergeRows(text, rows, undefined);
}

/**
 * Puts each row in the place of the one with the same identity, or at the end when there is none.
 * @param keyColumns with partner and valid_from they say which row is meant; undefined adds all
 */
export function mergeRows(
  text: string,
  rows: readonly RowValues[],
  keyColumns: readonly string[] | undefined,
): CrosswalkChange {
  const lines = splitLines(text);
  const columns = crosswalkColumns(text);
  const ending = /\r?\n$|\r$/.exec(lines[0] ?? '')?.[0] ?? '\n';
  const identity = [...(keyColumns ?? []), reservedColumns.partner, reservedColumns.from];
  const wordOf = (values: RowValues) => JSON.stringify(identity.map((column) => values[column] ?? ''));
  const known = new Map<string, number>();
  if (keyColumns !== undefined) {
    lines.forEach((line, at) => at > 0 && known.set(wordOf(valuesOf(columns, cellsOf(line))), at));
  }
  const replacedAt = new Set<number>();
  const added: RowValues[] = [];
  let unchanged = 0;
  for (const row of rows) {
    const at = known.get(wordOf(row));
    if (at === undefined) added.push(row);
    else {
      const before = valuesOf(columns, cellsOf(lines[at]!));
      const after = { ...before, ...row };
      if (columns.every((column) => before[column] === after[column])) unchanged += 1;
      else {
        lines[at] = lineOf(columns, after) + ending;
        replacedAt.add(at);
      }
    }
  }
  const last = lines.length - 1;
  if (added.length > 0 && last >= 0 && !/[\r\n]$/.test(lines[last]!)) lines[last] += ending;
  const numbers = lineNumbers(lines);
  const firstAdded = numbers[lines.length]!;
  lines.push(...added.map((row) => lineOf(columns, row) + ending));
  return {
    text: lines.join(''),
    added: added.map((_, index) => firstAdded + index),
    replaced: [...replacedAt].sort((a, b) => a - b).map((at) => numbers[at]!),
    unchanged,
  };
}

/** Lines with their endings; one inside quotation marks goes on. */
function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    const ends = !quoted && (sign === '\n' || (sign === '\r' && text[at + 1] !== '\n'));
    if (!ends) continue;
    lines.push(text.slice(start, at + 1));
    start = at + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Where each begins, and where the next one would: a cell may hold line endings. */
function lineNumbers(lines: readonly string[]): number[] {
  const numbers = [1];
  for (const line of lines) numbers.push(numbers.at(-1)! + (line.match(/\r\n|\n|\r/g)?.length ?? 0));
  return numbers;
}

function cellsOf(line: string): string[] {
  const [cells = []] = parse(line, { bom: true, relax_column_count: true });
  return cells;
}

function valuesOf(columns: readonly string[], cells: readonly string[]): RowValues {
  return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
}

function lineOf(columns: readonly string[], values: RowValues): string {
  return writeCsvRow(
    columns.map((column) => values[column] ?? ''),
    { ...usualCsvWriting, formulas: 'keep' },
  );
}
