/**
 * A crosswalk's CSV text to rows, and the damage that spreadsheets do to it: rounded codes, lost leading zeros, stray blanks.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { defined } from '../defined.js';
import { cellFault, hasStrayBlank, isDay } from './crosswalk-damage.js';
import type { CrosswalkCode } from '../vocabulary/index.js';

export interface CrosswalkRow {
  /** The line in the file on which it begins, from 1. */
  row: number;
  /** The cell of a column; '' when empty. */
  cell(column: string): string;
}

export interface Table {
  columns: readonly string[];
  rows: CrosswalkRow[];
  /** The first key column, for issues about a whole key. */
  keyColumn: string;
  /** Whether any key cell is `*`. */
  hasAnyValue: boolean;
}

/** A fault of a table, with its place. */
export interface CrosswalkProblem {
  code: CrosswalkCode;
  severity: 'error' | 'warning';
  /** The line in the file on which the row begins, from 1. */
  row: number;
  /** Absent where the whole row is meant. */
  column?: string;
  /** What is wrong and what to do, without the value. */
  words: string;
}

const rowsMax = 1_000_000;

/** Rows with the other word in this column are not for us: a unit that we only read, never write. */
export const directionColumn = 'direction';
export type Direction = 'in' | 'out';

/** @param direction whether the table serves documents that come in or go out */
export function readTable(
  text: string,
  keyColumns: readonly string[],
  direction: Direction,
): { table?: Table; issues: CrosswalkProblem[] } {
  let lines: Line[];
  try {
    const options = {
      bom: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: 1_048_576,
    };
    lines = numbered(parse(text, { ...options, to: rowsMax + 1 }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { issues: [unreadable(error)] };
  }
  const columns = lines[0]?.cells ?? [];
  const issues = headerIssues(columns, keyColumns);
  if (issues.length > 0) return { issues };
  const rows: CrosswalkRow[] = [];
  lines.forEach(({ cells, line }, index) => {
    if (index === 0 || cells.every((cell) => cell.trim() === '')) return;
    const row = new Row(line, cells, columns);
    const other = row.cell(directionColumn) === (direction === 'in' ? 'out' : 'in');
    issues.push(...rowIssues(cells, row, columns, other ? [] : keyColumns));
    if (!other) rows.push(row);
  });
  issues.push(...columns.flatMap((column) => lostZeros(rows, column)));
  const hasAnyValue = rows.some((row) => keyColumns.some((column) => row.cell(column) === '*'));
  return { table: { columns, rows, keyColumn: keyColumns[0] ?? '', hasAnyValue }, issues };
}

interface Line {
  cells: string[];
  /** Where it begins, from 1: a cell may hold line endings. */
  line: number;
}

/** Counted here: what the parser could tell about each record takes it longer than the records. */
function numbered(parsed: readonly string[][]): Line[] {
  let next = 1;
  return parsed.map((cells) => {
    const line = next;
    next += 1;
    for (const cell of cells) next += /[\r\n]/.test(cell) ? cell.match(/\r\n|\n|\r/g)!.length : 0;
    return { cells, line };
  });
}

class Row implements CrosswalkRow {
  constructor(
    readonly row: number,
    private readonly cells: readonly string[],
    private readonly columns: readonly string[],
  ) {}

  cell(column: string): string {
    return this.cells[this.columns.indexOf(column)] ?? '';
  }
}

function unreadable(error: CsvError): CrosswalkProblem {
  const line = typeof error.lines === 'number' ? error.lines : 1;
  const words = 'The table cannot be read as CSV; look for a quotation mark that is never closed.';
  return { code: 'CROSSWALK_UNREADABLE', severity: 'error', row: line, words };
}

function headerIssues(columns: readonly string[], keyColumns: readonly string[]): CrosswalkProblem[] {
  const issues: CrosswalkProblem[] = [];
  const error = (words: string, column?: string) =>
    issues.push({
      code: 'CROSSWALK_HEADER',
      severity: 'error',
      row: 1,
      ...defined({ column }),
      words,
    });
  columns.forEach((column, position) => {
    if (column.trim() === '') error(`Column ${position + 1} has no heading.`);
    else if (hasStrayBlank(column)) error('A heading has blanks around it.', column);
    else if (columns.indexOf(column) !== position) error('The same heading stands over two columns.', column);
  });
  const [only = ''] = columns;
  if (columns.length === 1 && /[;\t|]/.test(only)) {
    error('The columns are not parted by commas; save the table as CSV with commas.', only);
    return issues;
  }
  for (const key of keyColumns) {
    if (!columns.includes(key)) error(`There is no column "${key}", which the mapping names as a key.`);
  }
  return issues;
}

function rowIssues(
  cells: string[],
  row: CrosswalkRow,
  columns: readonly string[],
  keyColumns: readonly string[],
): CrosswalkProblem[] {
  const issues: CrosswalkProblem[] = [];
  const error = (code: CrosswalkCode, column: string | undefined, words: string) =>
    issues.push({
      code,
      severity: 'error',
      row: row.row,
      ...defined({ column }),
      words,
    });
  if (cells.length !== columns.length) {
    error(
      'CROSSWALK_ROW_LENGTH',
      undefined,
      `The row has ${cells.length} cells where ${columns.length} were expected.`,
    );
    return issues;
  }
  cells.forEach((cell, position) => {
    const column = columns[position] ?? '';
    const fault = cellFault(cell);
    const isDated = column === 'valid_from' || column === 'valid_to';
    if (isDated && cell !== '' && !isDay(cell))
      error('CROSSWALK_DATE', column, 'This is no date of the form yyyy-MM-dd.');
    else if (fault) issues.push({ ...fault, row: row.row, column });
    else if (cell === '' && keyColumns.includes(column))
      error('CROSSWALK_KEY_EMPTY', column, 'A key is empty; write * for any value.');
    if (column === directionColumn && !['', 'in', 'out'].includes(cell))
      error('CROSSWALK_DIRECTION', column, 'A direction is in, out, or nothing for both.');
  });
  const [from, to] = [row.cell('valid_from'), row.cell('valid_to')];
  if (to < from && isDay(to) && isDay(from))
    error('CROSSWALK_DATE', 'valid_to', 'The row ends before it begins.');
  return issues;
}

/** Codes that are digits of one length with leading zeros, and a few that are shorter: a spreadsheet took the zeros away. */
function lostZeros(rows: readonly CrosswalkRow[], column: string): CrosswalkProblem[] {
  const codes = rows.filter((row) => /^\d+$/.test(row.cell(column)));
  const lengths = new Set(
    codes.filter((row) => /^0\d/.test(row.cell(column))).map((row) => row.cell(column).length),
  );
  const [length] = lengths;
  if (length === undefined || lengths.size > 1) return [];
  const shorter = codes.filter((row) => row.cell(column).length < length);
  return shorter.map((row) => ({
    code: 'CROSSWALK_ZEROS',
    severity: 'warning',
    row: row.row,
    column,
    words: `This code is shorter than the others, which have ${length} digits with leading zeros; did a spreadsheet remove them?`,
  }));
}
