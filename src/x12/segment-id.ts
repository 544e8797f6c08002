/**
 * Segment identifiers as small whole numbers, so that the walk compares numbers and makes no strings.
 *
 * An identifier has two or three characters, capital letters and digits, a letter first; anything else packs to 0.
 */

/** Value of each byte in an identifier or code: 1-26 for A-Z, 27-36 for 0-9, 0 for any other. */
export const codeValue: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x41 && byte <= 0x5a) return byte - 0x40;
  return byte >= 0x30 && byte <= 0x39 ? byte - 0x30 + 27 : 0;
});

/** Packs the identifier at bytes[start] to bytes[end - 1]; 0 when it is malformed. */
export function packSegmentId(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length !== 2 && length !== 3) return 0;
  const first = codeValue[bytes[start]!]!;
  const second = codeValue[bytes[start + 1]!]!;
  if (first === 0 || first > 26 || second === 0) return 0;
  if (length === 2) return first * 37 + second;
  const third = codeValue[bytes[start + 2]!]!;
  return third === 0 ? 0 : (first * 37 + second) * 37 + third;
}

/** Packs an identifier written as text. */
export function segmentIdOf(text: string): number {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return packSegmentId(bytes, 0, bytes.length);
}

/**
 * Packs a code of at most five characters; -1 when it is longer or holds anything but capital letters and digits.
 */
export function packCode(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 5) return -1;
  let packed = 0;
  for (let i = start; i < end; i++) {
    const value = codeValue[bytes[i]!]!;
    if (value === 0) return -1;
    packed = packed * 37 + value;
  }
  return packed;
}

/** The text of a packed code; the reverse of packCode. */
export function unpackCode(packed: number): string {
  let text = '';
  for (let rest = packed; rest > 0; rest = Math.floor(rest / 37)) {
    const value = rest % 37;
    text = String.fromCharCode(value > 26 ? value - 27 + 0x30 : value + 0x40) + text;
  }
  return text;
}
