/**
 * CSV files to documents: flat files with a header row, and files whose rows name their record type.
 *
 * Bad data never throws. A fault in the structure refuses the whole file; a fault in one cell refuses the document it stands in.
 */
import { cellFault } from './csv-cell.js';
import type { CsvDocument, CsvIssue, CsvRow } from './csv-document.js';
import { matchHeader } from './csv-header.js';
import type { CsvOptions } from './csv-options.js';
import { readRows, type RawRow } from './csv-rows.js';
import { openRowView, type RowLayout } from './csv-row-view.js';
import { type CsvText, decodeCsv, looksLikeUtf16 } from './csv-text.js';

export interface CsvReading {
  /** The sound documents, in order of first appearance. */
  documents: CsvDocument[];
  issues: CsvIssue[];
}

/** @param bytes the whole file */
export function readCsv(bytes: Uint8Array, options: CsvOptions): CsvReading {
  const text = decodeCsv(bytes, options.encoding);
  if (looksLikeUtf16(text.bytes)) return refused([utf16()]);
  const { rows, issues } = readRows(text, options);
  if (issues.length > 0) return refused(issues);
  if (rows.length === 0) return refused([empty('The file has no rows.')]);
  const reading = options.records ? readRecordTypes(rows, text, options) : readFlat(rows, text, options);
  const ending = reading.documents.length === 0 ? [] : lastLine(text);
  return { documents: reading.documents, issues: limitIssues([...reading.issues, ...ending], options) };
}

/** A document while its rows are still being found. */
interface Group {
  key: string | undefined;
  rows: { raw: RawRow; layout: RowLayout }[];
}

function readFlat(rows: RawRow[], text: CsvText, options: CsvOptions): CsvReading {
  const headerAt = (options.headerRow ?? 1) - 1;
  const header = rows[headerAt];
  if (!header) return refused([empty('The file ends before its header row.')]);
  const { positions, width, issues } = matchHeader(header, options);
  if (issues.some(isError)) return refused(issues);
  const body = rows.slice(headerAt + 1);
  if (body.length === 0) return refused([...issues, empty('The file has a header and no rows.')]);
  const layout = layoutOf('row', positions, text, options);
  const lengths = body.flatMap((row) => lengthFault(row, width));
  if (lengths.length > 0) return refused(limitIssues([...issues, ...lengths], options));
  const { groups, issues: ungrouped } = groupRows(body, layout, options);
  if (ungrouped.length > 0) return refused(limitIssues([...issues, ...ungrouped], options));
  const checked = checkGroups(groups);
  return { documents: checked.documents, issues: [...issues, ...checked.issues] };
}

function groupRows(
  body: RawRow[],
  layout: RowLayout,
  options: CsvOptions,
): { groups: Group[]; issues: CsvIssue[] } {
  const column = options.groupBy;
  const members = body.map((raw) => ({ raw, layout }));
  if (column === undefined) return { groups: [{ key: undefined, rows: members }], issues: [] };
  const groups = new Map<string, Group>();
  const issues: CsvIssue[] = [];
  const position = layout.positions.get(column);
  for (const member of members) {
    const key = (position === undefined ? '' : (member.raw.cells[position] ?? '')).normalize('NFC').trim();
    const group = groups.get(key) ?? { key, rows: [] };
    group.rows.push(member);
    groups.set(key, group);
    if (key === '') issues.push(noKey(member.raw, column));
  }
  return { groups: [...groups.values()], issues };
}

function readRecordTypes(rows: RawRow[], text: CsvText, options: CsvOptions): CsvReading {
  const types = new Map(Object.entries(options.records ?? {}));
  const layouts = new Map<string, RowLayout>();
  for (const [type, { columns }] of types) {
    const positions = new Map(columns.map((column, position) => [column, position]));
    layouts.set(type, layoutOf(type, positions, text, options));
  }
  const groups: Group[] = [];
  const issues: CsvIssue[] = [];
  for (const raw of rows) {
    const type = (raw.cells[0] ?? '').trim();
    const layout = layouts.get(type);
    if (!layout) {
      issues.push(unknownType(raw, [...types.keys()], options));
      continue;
    }
    issues.push(...lengthFault(raw, layout.positions.size));
    if (types.get(type)?.starts === 'document') groups.push({ key: undefined, rows: [] });
    const group = groups.at(-1);
    if (group) group.rows.push({ raw, layout });
    else issues.push(beforeDocument(raw));
  }
  if (issues.length > 0) return refused(limitIssues(issues, options));
  return checkGroups(groups);
}

/** Looks at every cell; a document with a faulty one is left out. */
function checkGroups(groups: Group[]): CsvReading {
  const documents: CsvDocument[] = [];
  const issues: CsvIssue[] = [];
  groups.forEach((group, index) => {
    const document = index + 1;
    const found = group.rows.flatMap(({ raw, layout }) => cellFaults(raw, layout, document));
    issues.push(...found);
    if (found.some(isError)) return;
    const rows: CsvRow[] = group.rows.map(({ raw, layout }) => openRowView(raw, layout));
    documents.push({ format: 'csv', position: { document }, key: group.key, rows });
  });
  // Bytes that cannot be decoded put the whole file in doubt.
  return issues.some((issue) => issue.code === 'ENCODING')
    ? refused(issues.map(withoutDocument))
    : { documents, issues };
}

function cellFaults(raw: RawRow, layout: RowLayout, document: number): CsvIssue[] {
  const issues: CsvIssue[] = [];
  raw.cells.forEach((cell, position) => {
    const column = layout.columns[position];
    const fault = cellFault(cell, column !== undefined && layout.identifiers.has(column));
    if (!fault) return;
    issues.push({ ...fault, row: raw.row, column: column ?? `column ${position + 1}`, document });
  });
  return issues;
}

function layoutOf(
  type: string,
  positions: ReadonlyMap<string, number>,
  text: CsvText,
  options: CsvOptions,
): RowLayout {
  const columns: (string | undefined)[] = [];
  for (const [column, position] of positions) columns[position] = column;
  const identifiers = new Set(
    options.groupBy === undefined ? options.identifiers : [...options.identifiers, options.groupBy],
  );
  return { type, positions, columns, identifiers, text, delimiter: options.delimiter, quote: options.quote };
}

/** Cells beyond the last column are ignored when they are empty, as spreadsheets like to write them. */
function lengthFault(row: RawRow, width: number): CsvIssue[] {
  const found = row.cells.length;
  if (found >= width && row.cells.slice(width).every((cell) => cell.trim() === '')) return [];
  const words = `The row has ${found} cells where ${width} were expected.`;
  return [{ code: 'ROW_LENGTH', severity: 'error', row: row.row, words }];
}

/** A last row without a line ending may have been cut off. */
function lastLine(text: CsvText): CsvIssue[] {
  const last = text.bytes.at(-1);
  if (last === 0x0a || last === 0x0d) return [];
  const words = 'The last row has no line ending; if the file was cut off, part of it may be missing.';
  return [{ code: 'NO_FINAL_LINE_ENDING', severity: 'warning', words }];
}

/** Keeps the first issues, and beyond them the first error of each document: nobody is refused without a reason. */
function limitIssues(issues: CsvIssue[], options: CsvOptions): CsvIssue[] {
  const { issuesMax } = options.limits;
  if (issues.length <= issuesMax) return issues;
  const told = new Set<number | undefined>();
  const kept = issues.filter((issue, index) => {
    const first = isError(issue) && !told.has(issue.document);
    if (isError(issue)) told.add(issue.document);
    return index < issuesMax || first;
  });
  const words = `${issues.length} issues were found, more than limits.issuesMax (${issuesMax}); ${kept.length} are kept.`;
  return [...kept, { code: 'TOO_MANY_ISSUES', severity: 'warning', words }];
}

function refused(issues: CsvIssue[]): CsvReading {
  return { documents: [], issues };
}

function isError(issue: CsvIssue): boolean {
  return issue.severity === 'error';
}

function withoutDocument(issue: CsvIssue): CsvIssue {
  const { document: _, ...rest } = issue;
  return rest;
}

function empty(words: string): CsvIssue {
  return { code: 'EMPTY', severity: 'warning', words };
}

function utf16(): CsvIssue {
  const words = 'The file looks like UTF-16 without a byte order mark; declare its encoding in the mapping.';
  return { code: 'ENCODING', severity: 'error', words };
}

function noKey(row: RawRow, column: string): CsvIssue {
  const words = 'The cell that says which document the row belongs to is empty.';
  return { code: 'GROUP_MISSING', severity: 'error', row: row.row, column, words };
}

function unknownType(row: RawRow, types: string[], options: CsvOptions): CsvIssue {
  const known = `known ones are ${types.join(', ')}`;
  if (row.cells.length === 1 && types.some((type) => (row.cells[0] ?? '').startsWith(type))) {
    const words = `The row has one cell, which "${options.delimiter}" does not divide; the delimiter is not the one agreed.`;
    return { code: 'DELIMITER', severity: 'error', row: row.row, words };
  }
  return {
    code: 'ROW_TYPE_UNKNOWN',
    severity: 'error',
    row: row.row,
    words: `The row's type is not known; ${known}.`,
  };
}

function beforeDocument(row: RawRow): CsvIssue {
  const words = 'The row stands before the first row that starts a document.';
  return { code: 'ROW_BEFORE_DOCUMENT', severity: 'error', row: row.row, words };
}
