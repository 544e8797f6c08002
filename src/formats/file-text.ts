/**
 * The text of a file, and where its characters stand in the bytes: for formats that are read as text and not line by line.
 *
 * A byte order mark wins over what is declared. What cannot be decoded is refused: U+FFFD in a record would be a lie.
 */
import type { TreePlace } from '../vocabulary/index.js';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface FileText {
  /** Without its byte order mark. */
  text: string;
  /** Where the characters from `start` up to `end` stand. */
  place(start: number, end: number): TreePlace;
}

const marks: readonly [TextEncoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding that a byte order mark names, and the bytes it takes. */
export function byteOrderMark(bytes: Uint8Array): { encoding: TextEncoding; length: number } | undefined {
  const mark = marks.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  return mark && { encoding: mark[0], length: mark[1].length };
}

/** What Windows-1252 has where Latin-1 has control characters; five bytes stand for nothing and stay what they are. */
const windowsSigns =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Without a byte order mark. What cannot be decoded becomes U+FFFD. */
export function decodeBytes(content: Uint8Array, encoding: TextEncoding): string {
  if (encoding !== 'windows-1252') return new TextDecoder(encoding, { ignoreBOM: true }).decode(content);
  // The decoder of Node 20 takes Windows-1252 for Latin-1.
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  return text.replace(/[\u0080-\u009f]/g, (sign) => windowsSigns[sign.charCodeAt(0) - 0x80] ?? sign);
}

/** @returns the place of the first bytes that are no text, where there are any */
export function decodeText(bytes: Uint8Array, declared: TextEncoding): FileText | { undecodable: TreePlace } {
  const mark = byteOrderMark(bytes);
  const encoding = mark?.encoding ?? declared;
  const markLength = mark?.length ?? 0;
  const content = bytes.subarray(markLength);
  const text = decodeBytes(content, encoding);
  const measure = openMeasure(text, content, encoding);
  const place = (start: number, end: number): TreePlace => {
    const offset = measure.bytesBefore(start);
    return {
      offset: markLength + offset,
      length: measure.bytesBefore(end) - offset,
      line: measure.lineOf(start),
    };
  };
  // One that the sender wrote itself is damage done before, and no better.
  const damaged = text.indexOf('\ufffd');
  if (damaged < 0) return { text, place };
  // How many bytes the decoder could not read is not told: the first of them is named.
  return { undecodable: { ...place(damaged, damaged), length: 1 } };
}

/** Characters between two points whose bytes are known. */
const stride = 256;

/** Bytes and lines before a character; counted once, when somebody asks first. */
function openMeasure(text: string, content: Uint8Array, encoding: TextEncoding) {
  let bytesAt: number[] | undefined;
  let lineEnds: number[] | undefined;
  const unit = encoding === 'windows-1252' ? 1 : encoding === 'utf-8' ? 0 : 2;
  // As many characters as bytes: all of them are ASCII.
  const isPlain = unit === 0 && content.length === text.length;
  return {
    bytesBefore(at: number): number {
      if (unit > 0) return at * unit;
      if (isPlain) return at;
      bytesAt ??= countBytes(text);
      const point = Math.floor(at / stride);
      return (bytesAt[point] ?? 0) + Buffer.byteLength(text.slice(point * stride, at));
    },
    lineOf(at: number): number {
      lineEnds ??= findLineEnds(text);
      return firstAtLeast(lineEnds, at) + 1;
    },
  };
}

/** Halves of a character that a stride divides are counted as 3 bytes each where both take 4: 1 for the first then, 3 for the second. */
function countBytes(text: string): number[] {
  const points = [0];
  let bytes = 0;
  for (let start = 0; start < text.length; start += stride) {
    bytes += Buffer.byteLength(text.slice(start, start + stride));
    const last = text.charCodeAt(start + stride - 1);
    if (last >= 0xd800 && last < 0xdc00) bytes -= 2;
    points.push(bytes);
  }
  return points;
}

function findLineEnds(text: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  return ends;
}

/** How many of the sorted numbers are below `number`. */
function firstAtLeast(sorted: readonly number[], number: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
