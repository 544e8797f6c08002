/**
 * Fixed-width files to documents. Nothing in a row tells when it has shifted, so its length is held where it is agreed, and
 * a row of a type that nobody described refuses the file.
 */
import {
  type RawRow,
  type Range,
  type RowLayout,
  type CsvText,
  decodeCsv,
  lengthInFile,
  looksLikeUtf16,
  checkGroups,
  type CsvReading,
  empty,
  groupByColumn,
  groupByStart,
  lastLine,
  limitIssues,
  type Member,
  refused,
  utf16,
} from '../csv/index.js';
import type { RowIssue } from '../form-issue.js';
import type { FixedOptions } from './fixed-options.js';

/** @param bytes the whole file */
export function readFixed(bytes: Uint8Array, options: FixedOptions): CsvReading {
  const text = decodeCsv(bytes, options.encoding);
  if (looksLikeUtf16(text.bytes)) return refused([utf16()]);
  const types = layoutsOf(text, options);
  const members: Member[] = [];
  const issues: RowIssue[] = [];
  for (const line of linesOf(text)) {
    if (line.written.trim() === '') continue;
    if (members.length >= options.limits.rowsMax) return refused([tooManyRows(options)]);
    const type = types.find(({ prefix }) => line.written.startsWith(prefix));
    const found = type ? lengthFault(line, options) : unknownType(line, types);
    if (found) issues.push(found);
    else if (type) members.push({ raw: cut(line, type.spans), layout: type.layout });
  }
  if (issues.length > 0) return refused(limitIssues(issues, options.limits.issuesMax));
  if (members.length === 0) return refused([empty('The file has no rows.')]);
  const starts = new Set(types.flatMap(({ layout, starts: first }) => (first ? [layout.type] : [])));
  const { groups, issues: ungrouped } = options.records
    ? groupByStart(members, starts)
    : groupByColumn(members, options.groupBy);
  const reading = ungrouped.length > 0 ? refused(ungrouped) : checkGroups(groups);
  const ending = reading.documents.length === 0 ? [] : lastLine(text);
  return {
    documents: reading.documents,
    issues: limitIssues([...reading.issues, ...ending], options.limits.issuesMax),
  };
}

interface FixedType {
  prefix: string;
  starts: boolean;
  spans: readonly (readonly [number, number])[];
  layout: RowLayout;
}

/** The longest prefix first: `HDR` is not an `H`. */
function layoutsOf(text: CsvText, options: FixedOptions): FixedType[] {
  const single = { row: { prefix: '', starts: undefined, columns: options.columns ?? {} } };
  const identifiers = new Set([...options.identifiers, ...(options.groupBy ? [options.groupBy] : [])]);
  return Object.entries(options.records ?? single)
    .map(([type, { prefix = type, starts, columns }]) => {
      const names = Object.keys(columns);
      const spans = Object.values(columns);
      const positions = new Map(names.map((name, position) => [name, position]));
      const ranges = (raw: RawRow) => spans.map((span) => rangeOf(raw, span, text));
      const layout = { type, positions, columns: names, identifiers, text, ranges };
      return { prefix, starts: starts === 'document', spans, layout };
    })
    .sort((one, other) => other.prefix.length - one.prefix.length);
}

interface Line extends Omit<RawRow, 'cells'> {
  written: string;
}

function* linesOf(text: CsvText): Generator<Line> {
  let start = 0;
  let offset = text.markLength;
  const { bytes, encoding } = text;
  for (let row = 1; start < bytes.length; row += 1) {
    const end = lineEnd(bytes, start);
    const next = bytes[end] === 0x0d && bytes[end + 1] === 0x0a ? end + 2 : end + 1;
    yield { written: bytes.toString('utf8', start, end), row, start, end, offset };
    offset += lengthInFile(encoding, bytes.subarray(start, next));
    start = next;
  }
}

function lineEnd(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1;
  return at;
}

function cut({ written, ...place }: Line, spans: FixedType['spans']): RawRow {
  return { ...place, cells: spans.map(([start, length]) => written.slice(start - 1, start - 1 + length)) };
}

function rangeOf(raw: RawRow, [start, length]: readonly [number, number], text: CsvText): Range {
  const written = text.bytes.toString('utf8', raw.start, raw.end);
  const before = Buffer.byteLength(written.slice(0, start - 1));
  const cell = Buffer.byteLength(written.slice(start - 1, start - 1 + length));
  return { start: raw.start + before, end: raw.start + before + cell };
}

function lengthFault({ written, row }: Line, { rowLength, limits }: FixedOptions): RowIssue | undefined {
  const found = written.length;
  if (found > limits.recordCharactersMax) {
    const words = `The row is longer than limits.recordCharactersMax (${limits.recordCharactersMax}).`;
    return { code: 'ROW_TOO_LONG', severity: 'error', place: { row }, words };
  }
  if (rowLength === undefined || found === rowLength) return undefined;
  const words = `The row has ${found} characters where ${rowLength} were expected.`;
  return { code: 'ROW_LENGTH', severity: 'error', place: { row }, words };
}

function unknownType({ row }: Line, types: readonly FixedType[]): RowIssue {
  const known = types.map(({ prefix }) => prefix).sort();
  const words = `The row begins like no type that is known; known beginnings are ${known.join(', ')}.`;
  return { code: 'ROW_TYPE_UNKNOWN', severity: 'error', place: { row }, words };
}

function tooManyRows({ limits }: FixedOptions): RowIssue {
  const words = `The file has more rows than limits.rowsMax (${limits.rowsMax}).`;
  return { code: 'TOO_MANY_ROWS', severity: 'error', words };
}
