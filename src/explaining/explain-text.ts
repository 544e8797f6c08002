/**
 * The segments of an interchange as text for people: split at its delimiters, made safe for a terminal.
 *
 * Display only. What counts as a segment is decided by the reader; here even broken ones get a row.
 */
import { isNewline, type Delimiters, type InterchangeReport, decodeText } from '../x12/index.js';

export interface SegmentText {
  /** Byte offsets in the file; `end` is the first byte after the segment, its terminator not included. */
  start: number;
  end: number;
  text: string;
  /** The identifier, then the elements. */
  elements: string[];
  /** The column of a byte in `text`; offsets outside are moved to its ends. */
  columnOf(offset: number): number;
}

/**
 * Each segment of an interchange, from its first byte to its IEA. One without an IEA goes on to the limit, so that what
 * was cut off is shown in its place.
 */
export function* segmentTextsOf(
  interchange: Pick<InterchangeReport, 'delimiters' | 'start' | 'end'>,
  bytes: Uint8Array,
  limit: number,
): Generator<SegmentText> {
  const { delimiters } = interchange;
  let at = interchange.start;
  while (at < limit) {
    const start = skipBlanks(bytes, at, { end: limit, delimiters });
    const found = bytes.indexOf(delimiters.segment, start);
    const stop = found < 0 || found > limit ? limit : found;
    const segment = segmentText(bytes, { start, end: stop }, delimiters);
    if (stop > start || stop === found) yield segment;
    at = stop + 1;
    if (segment.elements[0] === 'IEA' && at >= interchange.end) return;
  }
}

/**
 * Text in which every character takes one place and none acts on a terminal: control and format characters become
 * signs for them.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\u00b7'.repeat(character.length);
  });
}

function segmentText(
  bytes: Uint8Array,
  range: { start: number; end: number },
  delimiters: Delimiters,
): SegmentText {
  if (isPrintable(bytes, range)) return plainText(bytes, range, delimiters);
  const ranges = elementRanges(bytes, range, delimiters.element);
  const elements = ranges.map((element) => visible(decodeText(bytes, { ...element, wrapped: true })));
  const columnOf = (offset: number): number => {
    const inside = Math.min(Math.max(offset, range.start), range.end);
    const index = ranges.findIndex((element) => inside <= element.end);
    const before = elements.slice(0, index).reduce((columns, element) => columns + element.length + 1, 0);
    const { start } = ranges[index]!;
    return before + visible(decodeText(bytes, { start, end: inside, wrapped: true })).length;
  };
  const separator = visible(String.fromCharCode(delimiters.element));
  return { ...range, text: elements.join(separator), elements, columnOf };
}

/** Most segments: each byte is one character that shows itself. */
function plainText(
  bytes: Uint8Array,
  range: { start: number; end: number },
  delimiters: Delimiters,
): SegmentText {
  const text = decodeText(bytes, { ...range, wrapped: false });
  const columnOf = (offset: number): number =>
    Math.min(Math.max(offset, range.start), range.end) - range.start;
  return { ...range, text, elements: text.split(String.fromCharCode(delimiters.element)), columnOf };
}

function isPrintable(bytes: Uint8Array, { start, end }: { start: number; end: number }): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at]! < 0x20 || bytes[at]! > 0x7e) return false;
  return true;
}

function elementRanges(
  bytes: Uint8Array,
  range: { start: number; end: number },
  separator: number,
): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let { start } = range;
  for (let at = start; at < range.end; at += 1) {
    if (bytes[at] !== separator) continue;
    ranges.push({ start, end: at });
    start = at + 1;
  }
  ranges.push({ start, end: range.end });
  return ranges;
}

/** Blanks, tabs and line breaks between segments; a delimiter is none. */
function skipBlanks(bytes: Uint8Array, from: number, until: { end: number; delimiters: Delimiters }): number {
  const { element, segment } = until.delimiters;
  let at = from;
  while (at < until.end && isBlank(bytes[at]!) && bytes[at] !== segment && bytes[at] !== element) at += 1;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || isNewline(byte);
}
