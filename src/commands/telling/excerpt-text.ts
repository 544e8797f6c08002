/**
 * The bytes around a fault as three lines: a blank one, the segment or row, carets under what is at fault.
 */
import { visible } from '../../explaining/index.js';
import { decodeText } from '../../x12/index.js';

/** Bytes shown at most on each side of where a fault begins; a segment can be long. */
export const excerptBytes = { before: 80, after: 160 };

export interface ExcerptPlace {
  /** Where the fault begins in the bytes. */
  offset: number;
  /** Bytes at fault; 0 shows one caret. */
  length: number;
  /** Number of the segment or row, shown in the margin. */
  number: number | undefined;
  /** Ends segments; "~" and line ends where it is not known. */
  terminator?: number | undefined;
}

/** The lines, from the segment's beginning to its terminator. */
export function renderExcerpt(bytes: Uint8Array, place: ExcerptPlace): string[] {
  const { length, number, terminator } = place;
  const isEnd = (byte: number | undefined) =>
    terminator === undefined ? byte === 0x0a || byte === 0x0d || byte === 0x7e : byte === terminator;
  const offset = Math.min(place.offset, bytes.length);
  let start = offset;
  while (start > 0 && offset - start < excerptBytes.before && !isEnd(bytes[start - 1])) start -= 1;
  while (start < offset && isBlank(bytes[start])) start += 1;
  let end = offset;
  while (end < bytes.length && end - offset < excerptBytes.after && !isEnd(bytes[end])) end += 1;
  const text = (from: number, to: number) =>
    visible(decodeText(bytes, { start: from, end: to, wrapped: true }));
  const margin = String(number ?? '').padStart(3);
  const blank = ' '.repeat(margin.length);
  const width = Math.max(1, text(offset, Math.min(end, offset + length)).length);
  return [
    `${blank} |`,
    `${margin} | ${text(start, end)}`,
    `${blank} | ${' '.repeat(text(start, offset).length)}${'^'.repeat(width)}`,
  ];
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d;
}
