/**
 * CSV files to documents: flat files with a header row, and files whose rows name their record type.
 *
 * Bad data never throws. A fault in the structure refuses the whole file; a fault in one cell refuses the document it stands in.
 */
import type { RowIssue } from '../form-issue.js';
import { matchHeader } from './csv-header.js';
import type { CsvOptions } from './csv-options.js';
import { quotedRanges, type RowLayout } from './csv-row-view.js';
import { readRows, type RawRow } from './csv-rows.js';
import { type CsvText, decodeCsv, looksLikeUtf16 } from './csv-text.js';
import {
  checkGroups,
  type CsvReading,
  empty,
  groupByColumn,
  groupByStart,
  isError,
  lastLine,
  limitIssues,
  type Member,
  refused,
  utf16,
} from './row-groups.js';

/** @param bytes the whole file */
export function readCsv(bytes: Uint8Array, options: CsvOptions): CsvReading {
  const text = decodeCsv(bytes, options.encoding);
  if (looksLikeUtf16(text.bytes)) return refused([utf16()]);
  const { rows, issues } = readRows(text, options);
  if (issues.length > 0) return refused(issues);
  if (rows.length === 0) return refused([empty('The file has no rows.')]);
  const reading = options.records ? readRecordTypes(rows, text, options) : readFlat(rows, text, options);
  const ending = reading.documents.length === 0 ? [] : lastLine(text);
  const { issuesMax } = options.limits;
  return { documents: reading.documents, issues: limitIssues([...reading.issues, ...ending], issuesMax) };
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
  if (lengths.length > 0) return refused([...issues, ...lengths]);
  const members = body.map((raw) => ({ raw, layout }));
  const { groups, issues: ungrouped } = groupByColumn(members, options.groupBy);
  if (ungrouped.length > 0) return refused([...issues, ...ungrouped]);
  const checked = checkGroups(groups);
  return { documents: checked.documents, issues: [...issues, ...checked.issues] };
}

function readRecordTypes(rows: RawRow[], text: CsvText, options: CsvOptions): CsvReading {
  const records = Object.entries(options.records ?? {});
  const layouts = new Map<string, RowLayout>();
  for (const [type, { columns }] of records) {
    const positions = new Map(columns.map((column, position) => [column, position]));
    layouts.set(type, layoutOf(type, positions, text, options));
  }
  const members: Member[] = [];
  const issues: RowIssue[] = [];
  for (const raw of rows) {
    const layout = layouts.get((raw.cells[0] ?? '').trim());
    if (!layout) {
      issues.push(unknownType(raw, [...layouts.keys()], options));
      continue;
    }
    issues.push(...lengthFault(raw, layout.positions.size));
    members.push({ raw, layout });
  }
  const starts = new Set(records.flatMap(([type, record]) => (record.starts === 'document' ? [type] : [])));
  const { groups, issues: before } = groupByStart(members, starts);
  const found = [...issues, ...before].sort((one, other) => (one.place?.row ?? 0) - (other.place?.row ?? 0));
  return found.length > 0 ? refused(found) : checkGroups(groups);
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
  return { type, positions, columns, identifiers, text, ranges: quotedRanges(text, options) };
}

/** Cells beyond the last column are ignored when they are empty, as spreadsheets like to write them. */
function lengthFault(row: RawRow, width: number): RowIssue[] {
  const found = row.cells.length;
  if (found >= width && row.cells.slice(width).every((cell) => cell.trim() === '')) return [];
  const words = `The row has ${found} cells where ${width} were expected.`;
  return [{ code: 'ROW_LENGTH', severity: 'error', place: { row: row.row }, words }];
}

function unknownType(row: RawRow, types: string[], options: CsvOptions): RowIssue {
  const known = `known ones are ${types.join(', ')}`;
  if (row.cells.length === 1 && types.some((type) => (row.cells[0] ?? '').startsWith(type))) {
    const words = `The row has one cell, which "${options.delimiter}" does not divide; the delimiter is not the one agreed.`;
    return { code: 'DELIMITER', severity: 'error', place: { row: row.row }, words };
  }
  return {
    code: 'ROW_TYPE_UNKNOWN',
    severity: 'error',
    place: { row: row.row },
    words: `The row's type is not known; ${known}.`,
  };
}
