/**
 * CSV text to rows of cells with their places.
 *
 * One faulty quote shifts everything after it, so a fault in the structure refuses the whole file.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { lineCharactersMax } from '../line-expression.js';
import type { RowIssue } from '../form-issue.js';
import type { CsvOptions } from './csv-options.js';
import { type CsvText, lengthInFile } from './csv-text.js';

export interface RawRow {
  cells: string[];
  /** As a spreadsheet numbers it, from 1. */
  row: number;
  /** Byte range in the UTF-8 text, line ending excluded. */
  start: number;
  end: number;
  /** Byte offset in the file itself, which may have another encoding. */
  offset: number;
}

export interface RawRows {
  rows: RawRow[];
  issues: RowIssue[];
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Blank rows are left out, and their numbers with them; a row is blank when all its cells are. */
export function readRows(text: CsvText, options: CsvOptions): RawRows {
  const banner = bannerEnd(text.bytes, options);
  if (!banner) return { rows: [], issues: [noBannerEnd(options)] };
  const table = text.bytes.subarray(banner.end);
  const records: Record[] = [];
  let lines = 0;
  try {
    parse(table, {
      delimiter: options.delimiter,
      quote: options.quote,
      escape: options.quote,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: options.limits.recordCharactersMax,
      to: options.limits.rowsMax + 1,
      on_record: (cells: string[], context) => {
        records.push({ cells, end: (context as unknown as { bytes: number }).bytes });
        lines = context.lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = banner.rows + records.length + 1;
    return {
      rows: [],
      issues: [structureIssue(error.code, { row, line: banner.rows + lines + 1 }, options)],
    };
  }
  if (records.length > options.limits.rowsMax) return { rows: [], issues: [tooManyRows(options)] };
  return { rows: placed(records, text, banner), issues: [] };
}

/** Where the table starts: bytes and rows before the first line that fits skipUntil. */
function bannerEnd(bytes: Buffer, options: CsvOptions): { end: number; rows: number } | undefined {
  if (options.skipUntil === undefined) return { end: separatorLine(bytes, options), rows: 0 };
  const fits = new RegExp(options.skipUntil);
  let start = 0;
  for (let rows = 0; start < bytes.length && rows < options.limits.bannerRowsMax; rows += 1) {
    let end = start;
    while (end < bytes.length && !isLineEnding(bytes[end])) end += 1;
    if (
      fits.test(
        bytes
          .toString('utf8', start, Math.min(end, start + 4 * lineCharactersMax))
          .slice(0, lineCharactersMax),
      )
    )
      return { end: start, rows };
    start = bytes[end] === carriageReturn && bytes[end + 1] === lineFeed ? end + 2 : end + 1;
  }
  return bytes.length === 0 ? { end: 0, rows: 0 } : undefined;
}

/** Excel's own `sep=;` line says the delimiter; where it is the declared one, the line counts for nothing. */
function separatorLine(bytes: Buffer, options: CsvOptions): number {
  const line = /^sep=(.)\r?\n/.exec(bytes.toString('latin1', 0, 8));
  return line?.[1] === options.delimiter ? line[0].length : 0;
}

interface Record {
  cells: string[];
  /** Byte after the record and its line ending, counted from the start of the table. */
  end: number;
}

function placed(records: Record[], text: CsvText, banner: { end: number; rows: number }): RawRow[] {
  const rows: RawRow[] = [];
  let start = banner.end;
  let offset = text.markLength + lengthInFile(text.encoding, text.bytes.subarray(0, start));
  records.forEach((record, index) => {
    const next = banner.end + record.end;
    let end = next;
    while (end > start && isLineEnding(text.bytes[end - 1])) end -= 1;
    const blank = record.cells.every((cell) => cell.trim() === '');
    if (!blank) rows.push({ cells: record.cells, row: banner.rows + index + 1, start, end, offset });
    offset += lengthInFile(text.encoding, text.bytes.subarray(start, next));
    start = next;
  });
  return rows;
}

function isLineEnding(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

function structureIssue(code: string, at: { row: number; line: number }, options: CsvOptions): RowIssue {
  const error = { severity: 'error' as const, place: { row: at.row } };
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return {
        ...error,
        code: 'QUOTE_NOT_CLOSED',
        words: `A quotation mark is never closed; its row starts in line ${at.line}.`,
      };
    case 'CSV_MAX_RECORD_SIZE':
      return {
        ...error,
        code: 'ROW_TOO_LONG',
        words: `The row that starts in line ${at.line} is longer than limits.recordCharactersMax (${options.limits.recordCharactersMax}); often a quotation mark that is never closed.`,
      };
    default:
      return {
        ...error,
        code: 'QUOTE_MISPLACED',
        words: `The row that starts in line ${at.line} has a quotation mark inside a cell; cells that hold one are quoted, and the mark is doubled.`,
      };
  }
}

function noBannerEnd({ limits }: CsvOptions): RowIssue {
  return {
    code: 'TABLE_NOT_FOUND',
    severity: 'error',
    words: `None of the first ${limits.bannerRowsMax} lines (limits.bannerRowsMax) fits skipUntil, so the table was not found.`,
  };
}

function tooManyRows(options: CsvOptions): RowIssue {
  const words = `The file has more rows than limits.rowsMax (${options.limits.rowsMax}).`;
  return { code: 'TOO_MANY_ROWS', severity: 'error', words };
}
