/**
 * A CSV sample as a table: its delimiter, the row that holds its headings, its columns with what stands in them.
 *
 * Looked at line by line before it is read: what stands above the headings has any number of cells.
 */
import { type CsvOptions, csvOptions, readCsv } from '../../formats/index.js';

export interface CsvColumn {
  /** For the mapping: letters, digits and _. */
  name: string;
  heading: string;
  /** Those that are not empty. */
  values: string[];
}

export interface CsvTable {
  /** What `from:` says beside columns. */
  from: Record<string, unknown>;
  columns: CsvColumn[];
}

export interface CsvLines {
  delimiter: string;
  encoding: CsvOptions['encoding'];
  /** Cells of the first lines, blank ones left out. */
  lines: { text: string; cells: string[] }[];
}

/** Rows looked at to tell the form of a column. */
const rowsLooked = 200;
/** Lines that the headings are looked for in. */
const linesLooked = 60;

/** @returns undefined when no delimiter divides the lines */
export function csvLines(bytes: Buffer): CsvLines | undefined {
  const { text, encoding } = decoded(bytes);
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, linesLooked);
  const counted = [',', ';', '\t', '|'].map((delimiter) => {
    const counts = lines.map((line) => cellsOf(line, delimiter).length).filter((count) => count > 1);
    // The delimiter that divides most lines, and into most cells.
    return { delimiter, score: counts.length * 100 + Math.min(99, Math.max(0, ...counts)) };
  });
  const best = counted.sort((one, other) => other.score - one.score)[0];
  if (!best || best.score < 100) return undefined;
  const { delimiter } = best;
  const divided = lines.map((line) => ({ text: line, cells: cellsOf(line, delimiter) }));
  return { delimiter, encoding, lines: divided.filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

/** @returns undefined when no line looks like headings */
export function csvTable(bytes: Buffer): CsvTable | undefined {
  const found = csvLines(bytes);
  if (!found) return undefined;
  const at = headingAt(found);
  const heading = found.lines[at];
  if (!heading) return undefined;
  const names = uniqueNames(heading.cells);
  const columns = names
    .map((name, index) => ({ name, heading: heading.cells[index] ?? '' }))
    .filter((column) => column.heading !== '');
  const { delimiter, encoding } = found;
  const from = {
    ...(delimiter === ',' ? {} : { delimiter }),
    ...(encoding === 'utf-8' ? {} : { encoding }),
    ...(at === 0 ? {} : { skipUntil: `^${escaped(beginning(heading.text, delimiter))}` }),
    headerRow: 1,
  };
  return { from, columns: withValues(bytes, from, columns) };
}

/** The first line with a heading in every cell, as many as the line below has; -1 where there is none. */
function headingAt({ lines }: CsvLines): number {
  return lines.findIndex(({ cells }, at) => {
    const named = cells.filter((cell) => cell !== '');
    const below = lines[at + 1]?.cells.length;
    const isWord = (cell: string): boolean => /\p{L}/u.test(cell) && cell.length <= 60;
    const isDistinct = new Set(named.map((cell) => cell.toLowerCase())).size === named.length;
    const isFull = named.length > 1 && named.length >= cells.length - 1;
    return isFull && isDistinct && named.every(isWord) && (below === undefined || below === cells.length);
  });
}

/** The first cell with its delimiter, which tells this line from those above. */
function beginning(line: string, delimiter: string): string {
  const end = line.startsWith('"') ? line.indexOf('"', 1) + 1 : line.indexOf(delimiter);
  return line.slice(0, end < 1 ? 20 : end + 1);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function withValues(
  bytes: Buffer,
  from: Record<string, unknown>,
  columns: readonly { name: string; heading: string }[],
): CsvColumn[] {
  const named = Object.fromEntries(columns.map(({ name, heading }) => [name, heading]));
  const options = csvOptions.safeParse({ format: 'csv', ...from, columns: named });
  const rows = options.success
    ? (readCsv(bytes, options.data).documents[0]?.rows.slice(0, rowsLooked) ?? [])
    : [];
  return columns.map(({ name, heading }) => ({
    name,
    heading,
    values: rows.map((row) => row.cell(name)?.trim() ?? '').filter((value) => value !== ''),
  }));
}

function decoded(bytes: Buffer): { text: string; encoding: CsvOptions['encoding'] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: bytes.toString('utf16le', 2), encoding: 'utf-8' };
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  // A mark wins over what is declared; without one, what is no UTF-8 comes from Windows.
  return text.includes('\ufffd')
    ? { text: bytes.toString('latin1'), encoding: 'windows-1252' }
    : { text, encoding: 'utf-8' };
}

/** Cells of one line, quotation marks taken off. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const sign of line) {
    if (sign === '"') isQuoted = !isQuoted;
    if (sign === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  cells.push(cell);
  return cells.map((one) =>
    one
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
}

function uniqueNames(headings: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return headings.map((heading) => {
    const words = heading
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replaceAll('#', ' no')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    const plain = /^[a-z]/.test(words) ? words : `column_${words}`.replace(/_$/, '');
    const count = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, count);
    return count === 1 ? plain : `${plain}_${count}`;
  });
}
