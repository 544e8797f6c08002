/**
 * The headings of a flat CSV file against the columns that the mapping names.
 *
 * Reordered headings are fine. Missing, empty or doubled ones refuse the file: the parser alone would keep the last column and say nothing.
 */
import type { CsvIssue } from './csv-document.js';
import type { CsvOptions } from './csv-options.js';
import type { RawRow } from './csv-rows.js';

export interface Header {
  /** Position of each column in a row, from 0; optional columns may be absent. */
  positions: ReadonlyMap<string, number>;
  /** Cells that every row must have. */
  width: number;
  issues: CsvIssue[];
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
    return { positions: new Map(), width, issues: [{ ...at(row), code: 'TOO_MANY_COLUMNS', words }] };
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

function at(row: RawRow): { row: number; severity: 'error' } {
  return { row: row.row, severity: 'error' };
}

/** One cell where several were expected, and another delimiter inside it. */
function wrongDelimiter(row: RawRow, expected: number, options: CsvOptions): CsvIssue | undefined {
  const only = row.cells[0] ?? '';
  if (row.cells.length !== 1 || expected < 2) return undefined;
  const other = delimiterNames.find(([sign]) => sign !== options.delimiter && only.includes(sign));
  const seen = other ? ` It looks as if ${other[1]} divides the cells.` : '';
  const words = `The header has one column where ${expected} were expected; the delimiter is not the one agreed.${seen}`;
  return { ...at(row), code: 'DELIMITER', words };
}

function faultyHeadings(row: RawRow, headings: string[]): CsvIssue[] {
  return headings.flatMap((heading, position): CsvIssue[] => {
    const column = `column ${position + 1}`;
    if (heading === '')
      return [{ ...at(row), code: 'HEADER_EMPTY', column, words: 'A column has no heading.' }];
    if (headings.indexOf(heading) === position) return [];
    const words = 'The same heading stands over two columns.';
    return [{ ...at(row), code: 'HEADER_DUPLICATE', column, words, value: shown(row, position) }];
  });
}

function missing(row: RawRow, name: string, headings: string[]): CsvIssue {
  const accepted = headings.map((heading) => `"${heading}"`).join(' or ');
  return { ...at(row), code: 'HEADER_MISSING', column: name, words: `No column is headed ${accepted}.` };
}

function ambiguous(row: RawRow, name: string): CsvIssue {
  const words = 'Two columns have headings that both stand for this one.';
  return { ...at(row), code: 'HEADER_AMBIGUOUS', column: name, words };
}

function extras(row: RawRow, used: ReadonlySet<number>): CsvIssue[] {
  return row.cells.flatMap((heading, position): CsvIssue[] => {
    if (used.has(position) || heading.trim() === '') return [];
    const words = 'The mapping does not know this column; it is ignored.';
    const column = `column ${position + 1}`;
    const value = shown(row, position);
    return [{ code: 'HEADER_EXTRA', severity: 'warning', row: row.row, column, words, value }];
  });
}

function shown(row: RawRow, position: number): string {
  return (row.cells[position] ?? '').slice(0, 99);
}
