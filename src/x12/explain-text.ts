/**
 * The segments of an interchange as text for people: split at its delimiters, made safe for a terminal.
 *
 * Display only. What counts as a segment is decided by the reader; here even broken ones get a row.
 */
import type { Delimiters } from './delimiters.js';
import type { InterchangeReport } from './report.js';

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

/** Each segment from the first byte of the interchange to its last. */
export function* segmentTextsOf(interchange: InterchangeReport, bytes: Uint8Array): Generator<SegmentText> {
  const { delimiters, end } = interchange;
  let at = interchange.start;
  while (at < end) {
    const start = skipBlanks(bytes, at, { end, terminator: delimiters.segment });
    const found = bytes.indexOf(delimiters.segment, start);
    const stop = found < 0 || found > end ? end : found;
    const terminated = stop === found;
    if (stop > start || terminated) yield segmentText(bytes, { start, end: stop }, delimiters);
    at = stop + 1;
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
  const { start, end } = range;
  const slice = bytes.subarray(start, end);
  const decode = decoderFor(slice);
  // line breaks of files wrapped at a fixed width are no part of the values
  const clean = (part: Uint8Array): string => decode(part).replace(/[\r\n]/g, '');
  const received = clean(slice);
  const elements = received.split(String.fromCharCode(delimiters.element)).map(visible);
  const columnOf = (offset: number): number => {
    const inside = Math.min(Math.max(offset, start), end);
    return clean(bytes.subarray(start, inside)).length;
  };
  return { start, end, text: visible(received), elements, columnOf };
}

function decoderFor(bytes: Uint8Array): (part: Uint8Array) => string {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return (part) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(part);
  } catch {
    return (part) => Array.from(part, (byte) => String.fromCharCode(byte)).join('');
  }
}

/** Blanks and line breaks between segments; a line break that terminates segments is none. */
function skipBlanks(bytes: Uint8Array, from: number, until: { end: number; terminator: number }): number {
  let at = from;
  while (at < until.end && isBlank(bytes[at]!) && bytes[at] !== until.terminator) at += 1;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d;
}
