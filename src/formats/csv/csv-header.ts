/**
 * The headings of a flat CSV file against the columns that the mapping names.
 *
 * Reordered headings are fine. Missing, empty or doubled ones refuse the file: the parser alone would keep the last column and say nothing.
 */
import type { RowIssue } from '../form-issue.js';
import type { CsvOptions } from './csv-options.js';
import type { RawRow } from './csv-rows.js';

export interface Header {
  /** Position of each column in a row, from 0; optional columns may be absent. */
  positions: ReadonlyMap<string, number>;
  /** Cells that every row must have. */
  width: number;
  issues: RowIssue[];
}

const delimiterNames: readonly [string, string][] = [
  [',', 'a comma'],
  [';', 'a semicolon'],
  ['\t', 'a tab'],
  ['|', 'a vertical bar'],
];

export function matchHeader(row: RawRow, options: CsvOptions): Header {
  const columns = Object.entries(options.columns ?? {});
  const width = row.cells.length;
  const wrong = wrongDelimiter(row, columns.length, options);
  if (wrong) return { positions: new Map(), width, issues: [wrong] };
  if (width > options.limits.columnsMax) {
    const words = `The header has ${width} columns; limits.columnsMax is ${options.limits.columnsMax}.`;
    return { positions: new Map(), width, issues: [{ ...errorAt(row), code: 'TOO_MANY_COLUMNS', words }] };
  }
  const headings = row.cells.map(plainHeading);
  const positions = new Map<string, number>();
  const issues = [...faultyHeadings(row, headings)];
  for (const [name, column] of columns) {
    const accepted = column.headings.map(plainHeading);
    const found = headings.flatMap((heading, position) => (accepted.includes(heading) ? [position] : []));
    if (found[0] !== undefined) positions.set(name, found[0]);
    if (found.length === 0 && !column.optional) issues.push(missing(row, name, column.headings));
    const distinct = new Set(found.map((position) => headings[position]));
    if (distinct.size > 1) issues.push(ambiguous(row, name));
  }
  return { positions, width, issues: [...issues, ...extras(row, new Set(positions.values()))] };
}

/** Headings are compared without regard to case, blanks around them and runs of blanks. */
function plainHeading(heading: string): string {
  return heading.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function errorAt({ row }: RawRow, column?: string): Pick<RowIssue, 'severity' | 'place'> {
  return { severity: 'error', place: column === undefined ? { row } : { row, column } };
}

/** One cell where several were expected, and another delimiter inside it. */
function wrongDelimiter(row: RawRow, expected: number, options: CsvOptions): RowIssue | undefined {
  const only = row.cells[0] ?? '';
  if (row.cells.length !== 1 || expected < 2) return undefined;
  const other = delimiterNames.find(([sign]) => sign !== options.delimiter && only.includes(sign));
  const seen = other ? ` It looks as if ${other[1]} divides the cells.` : '';
  const words = `The header has one column where ${expected} were expected; the delimiter is not the one agreed.${seen}`;
  return { ...errorAt(row), code: 'DELIMITER', words };
}

function faultyHeadings(row: RawRow, headings: string[]): RowIssue[] {
  return headings.flatMap((heading, position): RowIssue[] => {
    const column = `column ${position + 1}`;
    if (heading === '')
      return [{ ...errorAt(row, column), code: 'HEADER_EMPTY', words: 'A column has no heading.' }];
    if (headings.indexOf(heading) === position) return [];
    const words = 'The same heading stands over two columns.';
    return [{ ...errorAt(row, column), code: 'HEADER_DUPLICATE', words, value: shown(row, position) }];
  });
}

function missing(row: RawRow, name: string, headings: string[]): RowIssue {
  const accepted = headings.map((heading) => `"${heading}"`).join(' or ');
  return { ...errorAt(row, name), code: 'HEADER_MISSING', words: `No column is headed ${accepted}.` };
}

function ambiguous(row: RawRow, name: string): RowIssue {
  const words = 'Two columns have headings that both stand for this one.';
  return { ...errorAt(row, name), code: 'HEADER_AMBIGUOUS', words };
}

function extras(row: RawRow, used: ReadonlySet<number>): RowIssue[] {
  return row.cells.flatMap((heading, position): RowIssue[] => {
    if (used.has(position) || heading.trim() === '') return [];
    const words = 'The mapping does not know this column; it is ignored.';
    const place = { row: row.row, column: `column ${position + 1}` };
    return [{ code: 'HEADER_EXTRA', severity: 'warning', place, words, value: shown(row, position) }];
  });
}

function shown(row: RawRow, position: number): string {
  return (row.cells[position] ?? '').slice(0, 99);
}
