/**
 * A row whose cells are found by name; byte ranges are measured only when somebody asks.
 */
import type { CsvRow } from './csv-document.js';
import type { RawRow } from './csv-rows.js';
import { type CsvText, lengthInFile } from './csv-text.js';

/** What all rows of one type have in common. */
export interface RowLayout {
  type: string;
  /** Column name to position, from 0. */
  positions: ReadonlyMap<string, number>;
  /** Position to column name. */
  columns: readonly (string | undefined)[];
  identifiers: ReadonlySet<string>;
  text: CsvText;
  /** Where the cells of a row stand, in the order of their positions. */
  ranges(raw: RawRow): Range[];
}

/** Bytes of the text in UTF-8. */
export interface Range {
  start: number;
  end: number;
}

export function openRowView(raw: RawRow, layout: RowLayout): CsvRow {
  let ranges: Range[] | undefined;
  return {
    type: layout.type,
    row: raw.row,
    cell: (column) => {
      const position = layout.positions.get(column);
      return position === undefined ? undefined : (raw.cells[position] ?? '');
    },
    range: (column) => {
      const position = layout.positions.get(column);
      ranges ??= layout.ranges(raw);
      const { start, end } = (position === undefined ? undefined : ranges[position]) ?? raw;
      return inFile(raw, { start, end }, layout.text);
    },
  };
}

/** Cells that a delimiter divides; one inside of quotation marks is part of its cell. */
export function quotedRanges(
  text: CsvText,
  options: { delimiter: string; quote: string },
): RowLayout['ranges'] {
  const delimiter = options.delimiter.charCodeAt(0);
  const quote = options.quote.charCodeAt(0);
  return (raw) => {
    const ranges: Range[] = [];
    let start = raw.start;
    let quoted = false;
    for (let at = raw.start; at < raw.end; at += 1) {
      const byte = text.bytes[at];
      if (byte === quote) quoted = !quoted;
      if (byte !== delimiter || quoted) continue;
      ranges.push({ start, end: at });
      start = at + 1;
    }
    ranges.push({ start, end: raw.end });
    return ranges;
  };
}

function inFile(raw: RawRow, range: Range, text: CsvText): { offset: number; length: number } {
  const before = lengthInFile(text.encoding, text.bytes.subarray(raw.start, range.start));
  const length = lengthInFile(text.encoding, text.bytes.subarray(range.start, range.end));
  return { offset: raw.offset + before, length };
}
