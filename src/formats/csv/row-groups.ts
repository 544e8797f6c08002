/**
 * Rows of a flat file to documents: by a column, by rows that start one, or all together; and a look at every cell.
 */
import { cellFault } from './csv-cell.js';
import type { RowIssue } from '../form-issue.js';
import type { CsvDocument, CsvRow } from './csv-document.js';
import { openRowView, type RowLayout } from './csv-row-view.js';
import type { RawRow } from './csv-rows.js';
import type { CsvText } from './csv-text.js';

export interface CsvReading {
  /** The sound documents, in order of first appearance. */
  documents: CsvDocument[];
  issues: RowIssue[];
}

/** A row with the columns of its type. */
export interface Member {
  raw: RawRow;
  layout: RowLayout;
}

/** A document while its rows are still being found. */
export interface Group {
  key: string | undefined;
  rows: Member[];
}

interface Grouping {
  groups: Group[];
  issues: RowIssue[];
}

/** One document for each value of a column, in order of first appearance; without a column all rows are one. */
export function groupByColumn(members: readonly Member[], column: string | undefined): Grouping {
  if (column === undefined) return { groups: [{ key: undefined, rows: [...members] }], issues: [] };
  const groups = new Map<string, Group>();
  const issues: RowIssue[] = [];
  for (const member of members) {
    const position = member.layout.positions.get(column);
    const cell = position === undefined ? '' : (member.raw.cells[position] ?? '');
    const key = cell.normalize('NFC').trim();
    const group = groups.get(key) ?? { key, rows: [] };
    group.rows.push(member);
    groups.set(key, group);
    if (key === '') issues.push(noKey(member.raw, column));
  }
  return { groups: [...groups.values()], issues };
}

/** One document from each row of a type that starts one. */
export function groupByStart(members: readonly Member[], starts: ReadonlySet<string>): Grouping {
  const groups: Group[] = [];
  const issues: RowIssue[] = [];
  for (const member of members) {
    if (starts.has(member.layout.type)) groups.push({ key: undefined, rows: [] });
    const group = groups.at(-1);
    if (group) group.rows.push(member);
    else issues.push(beforeDocument(member.raw));
  }
  return { groups, issues };
}

/** Looks at every cell; a document with a faulty one is left out. */
export function checkGroups(groups: readonly Group[]): CsvReading {
  const documents: CsvDocument[] = [];
  const issues: RowIssue[] = [];
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

function cellFaults(raw: RawRow, layout: RowLayout, document: number): RowIssue[] {
  const issues: RowIssue[] = [];
  raw.cells.forEach((cell, position) => {
    const column = layout.columns[position];
    const fault = cellFault(cell, column !== undefined && layout.identifiers.has(column));
    if (!fault) return;
    const place = { row: raw.row, column: column ?? `column ${position + 1}` };
    issues.push({ ...fault, place, document });
  });
  return issues;
}

/** A last row without a line ending may have been cut off. */
export function lastLine(text: CsvText): RowIssue[] {
  const last = text.bytes.at(-1);
  if (last === 0x0a || last === 0x0d) return [];
  const words = 'The last row has no line ending; if the file was cut off, part of it may be missing.';
  return [{ code: 'NO_FINAL_LINE_ENDING', severity: 'warning', words }];
}

/** Keeps the first issues, and beyond them the first error of each document: nobody is refused without a reason. */
export function limitIssues(issues: RowIssue[], issuesMax: number): RowIssue[] {
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

export function refused(issues: RowIssue[]): CsvReading {
  return { documents: [], issues };
}

export function isError(issue: RowIssue): boolean {
  return issue.severity === 'error';
}

export function empty(words: string): RowIssue {
  return { code: 'EMPTY', severity: 'warning', words };
}

export function utf16(): RowIssue {
  const words = 'The file looks like UTF-16 without a byte order mark; declare its encoding in the mapping.';
  return { code: 'ENCODING', severity: 'error', words };
}

function withoutDocument(issue: RowIssue): RowIssue {
  const { document: _, ...rest } = issue;
  return rest;
}

function noKey(row: RawRow, column: string): RowIssue {
  const words = 'The cell that says which document the row belongs to is empty.';
  return { code: 'GROUP_MISSING', severity: 'error', place: { row: row.row, column }, words };
}

function beforeDocument(row: RawRow): RowIssue {
  const words = 'The row stands before the first row that starts a document.';
  return { code: 'ROW_BEFORE_DOCUMENT', severity: 'error', place: { row: row.row }, words };
}
