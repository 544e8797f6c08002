/**
 * The rows of one document of a CSV or fixed-width file, by themselves, with what is personal made up.
 *
 * What the mapping does not look at is made up whatever it is: nobody has said that it is not personal. All rows keep their length.
 */
import type { CsvDocument, CsvRow, FileForm } from '../../formats/index.js';
import type { Mapping, MappingResult } from '../../mapping/index.js';
import { type NotedDocument, noteReading, columnsOf } from '../try/index.js';
import { isPersonalHeading, type Personal, personalPath } from './personal.js';
import { type Scrubbed, scrub, type ScrubPlace } from './scrub.js';

type RowForm = FileForm & { format: 'csv' | 'fixed' };

/** @param documents all of the file, of which `document` is one */
export function recordRows(
  mapping: Mapping & { from: RowForm },
  { document, documents }: { document: CsvDocument; documents: readonly CsvDocument[] },
  bytes: Buffer,
  partner: string,
): Scrubbed {
  const noted = noteReading(document, { columns: (type) => columnsOf(mapping.from, type) });
  const result = mapping.apply(noted.document, { partner });
  const head = headOf(mapping.from, documents, bytes);
  const places = [
    ...head
      .filter(({ isKept }) => !isKept)
      .map(({ offset, length }) => ({ offset, length, name: 'above the table' })),
    ...placesOf(mapping, { document, result, noted }, bytes),
  ];
  const { encoding } = mapping.from.options;
  const { bytes: clean, told } = scrub(bytes, places, encoding === 'utf-8' ? 'utf-8' : 'bytes');
  const kept = [...head, ...document.rows.map((row) => lineAt(bytes, row.range('')))];
  return {
    bytes: Buffer.concat(kept.map(({ offset, length }) => clean.subarray(offset, offset + length))),
    told,
  };
}

interface Line {
  offset: number;
  length: number;
  /** Stays as it is. */
  isKept: boolean;
}

/** A mark of the encoding, the line that names the delimiter, and the headings with what must stand above them. */
function headOf({ format, options }: RowForm, documents: readonly CsvDocument[], bytes: Buffer): Line[] {
  const first = Math.min(...documents.flatMap(({ rows }) => rows.map((row) => row.range('').offset)));
  const lines: Line[] = [];
  for (let at = 0; at < first;) {
    const line = lineAt(bytes, { offset: at, length: lengthUntilEnd(bytes, at, first) });
    lines.push(line);
    at += line.length;
  }
  const mark = markLength(bytes);
  const top: Line[] = mark === 0 ? [] : [{ offset: 0, length: mark, isKept: true }];
  if (format === 'fixed' || options.records) return top;
  const text = (line: Line): string => bytes.toString('latin1', line.offset, line.offset + line.length);
  const isBlank = (line: Line): boolean => text(line).replace(/[\0\s,;|"]/g, '') === '';
  const heading = lines.findLastIndex((line) => !isBlank(line));
  // A heading with a line break inside of quotation marks: nothing above it can be told from it.
  const isWhole =
    text(lines[heading] ?? lines[0] ?? { offset: 0, length: 0, isKept: true }).split('"').length % 2 === 1;
  if (!isWhole) return [{ offset: 0, length: first, isKept: true }];
  const above =
    (options.headerRow ?? 1) > 1
      ? lines.slice(0, heading)
      : lines.slice(0, heading).filter((line) => /^(\u00ef\u00bb\u00bf)?sep=/.test(text(line)));
  const rest = lines.slice(heading, heading + 1).map((line) => ({ ...line, isKept: true }));
  const all = [...above.map((line) => ({ ...line, isKept: /sep=/.test(text(line)) })), ...rest];
  return all[0]?.offset === 0 ? all : [...top, ...all];
}

function lengthUntilEnd(bytes: Buffer, start: number, most: number): number {
  let at = start;
  while (at < most && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1;
  return at - start;
}

function markLength(bytes: Buffer): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) ? 2 : 0;
}

/** With its line ending, in whatever encoding: of UTF-16, a zero stands beside each sign. */
function lineAt(bytes: Buffer, { offset, length }: { offset: number; length: number }): Line {
  let end = offset + length;
  const isEnd = (byte: number | undefined): boolean => byte === 0x0d || byte === 0x0a;
  const isWide = bytes[end + 1] === 0 || (bytes[end] === 0 && isEnd(bytes[end + 1]));
  const step = isWide ? 2 : 1;
  const signAt = (at: number): number | undefined => (isWide && bytes[at] === 0 ? bytes[at + 1] : bytes[at]);
  if (signAt(end) === 0x0d) end += step;
  if (signAt(end) === 0x0a) end += step;
  return { offset, length: end - offset, isKept: false };
}

interface Applied {
  document: CsvDocument;
  result: MappingResult;
  noted: NotedDocument;
}

function placesOf(mapping: Mapping & { from: RowForm }, applied: Applied, bytes: Buffer): ScrubPlace[] {
  const { document, noted } = applied;
  const personal = personalColumns(mapping, applied);
  return document.rows.flatMap((row) => {
    const whole = row.range('');
    // By byte of the row: 1 stays, 2 is told already.
    const seen = new Uint8Array(whole.length);
    seen.fill(1, 0, prefixLength(mapping.from, row));
    const columns = columnsOf(mapping.from, row.type);
    const looked = columns.filter(
      (column) => isNeeded(mapping.from, column) || noted.isLooked(row.type, column),
    );
    for (const column of looked) mark(seen, row.range(column), { whole, as: 1 });
    const named = columns.flatMap((column): ScrubPlace[] => {
      const told = personal.get(`${row.type}.${column}`);
      if (told === undefined) return [];
      mark(seen, row.range(column), { whole, as: 2 });
      return [{ ...inked(bytes, row.range(column)), ...told }];
    });
    return [
      ...named,
      ...unseen(seen, whole.offset).map((range) => ({
        ...inked(bytes, range),
        name: 'what the mapping does not read',
      })),
    ];
  });
}

/** What a row begins with says what it is. */
function prefixLength({ format, options }: RowForm, row: CsvRow): number {
  if (!options.records) return 0;
  if (format === 'csv') return row.range(options.records[row.type]?.columns[0] ?? '').length;
  const prefix = options.records[row.type]?.prefix ?? row.type;
  return options.encoding.startsWith('utf-16') ? 2 * prefix.length : Buffer.byteLength(prefix);
}

/** The column that rows belong together by. */
function isNeeded({ options }: RowForm, column: string): boolean {
  return options.groupBy === column;
}

/** A column that names somebody in one row does in all. */
function personalColumns(
  mapping: Mapping & { from: RowForm },
  { document, result }: Applied,
): Map<string, Personal> {
  const { from } = mapping;
  const paths = new Map<string, Personal>();
  const typeOf = new Map(document.rows.map((row) => [row.row, row.type]));
  for (const [path, { row, column }] of Object.entries(result.origins)) {
    const found = personalPath(mapping, path.replace(/\.\d+(?=\.|$)/g, ''));
    if (found === undefined || row === undefined || column === undefined) continue;
    const key = `${typeOf.get(row) ?? ''}.${column}`;
    if (found.isSecret || !paths.has(key))
      paths.set(key, found.isSecret ? found : { ...found, name: column });
  }
  const headings = from.format === 'csv' ? (from.options.columns ?? {}) : {};
  for (const type of new Set(typeOf.values())) {
    for (const column of columnsOf(from, type)) {
      const isTold = isPersonalHeading(`${column} ${JSON.stringify(headings[column]?.headings ?? '')}`);
      if (isTold && !paths.has(`${type}.${column}`))
        paths.set(`${type}.${column}`, { name: column, isSecret: false });
    }
  }
  return paths;
}

interface Range {
  offset: number;
  length: number;
}

function mark(
  seen: Uint8Array,
  { offset, length }: Range,
  { whole, as }: { whole: Range; as: number },
): void {
  const start = Math.max(0, offset - whole.offset);
  for (let at = start; at < Math.min(seen.length, start + length); at += 1)
    seen[at] = Math.max(seen[at] ?? 0, as);
}

/** Pieces of a row that stand in no column that is looked at. */
function unseen(seen: Uint8Array, offset: number): Range[] {
  const pieces: Range[] = [];
  let start = -1;
  for (let at = 0; at <= seen.length; at += 1) {
    const isFree = at < seen.length && seen[at] === 0;
    if (isFree && start < 0) start = at;
    if (isFree || start < 0) continue;
    pieces.push({ offset: offset + start, length: at - start });
    start = -1;
  }
  return pieces;
}

/** Without the blanks and quotation marks around it: the same value is found again in a wider column. */
function inked(bytes: Buffer, { offset, length }: Range): Range {
  const text = bytes.toString('latin1', offset, offset + length);
  const inner = text.replace(/^[\s"]+/, '');
  const start = offset + text.length - inner.length;
  return { offset: start, length: inner.replace(/[\s"]+$/, '').length };
}
