/**
 * Bytes of an element as text: UTF-8 where they are, else Latin-1, so that nothing is ever replaced.
 *
 * CR and LF inside a segment wrap its line and are no part of the value, unless the caller keeps them.
 */

const chunk = 8192;
/** Characters of short text, one array for each length: applied as they are, they make text several times faster than bytes do. */
const shortCodes = Array.from({ length: 65 }, (_, length) => new Array<number>(length).fill(0));

/** Decodes bytes[start] to bytes[end - 1]; CR and LF are left out when wrapped is true. */
export function decodeText(
  bytes: Uint8Array,
  range: { start: number; end: number; wrapped: boolean },
): string {
  const source = range.wrapped ? withoutNewlines(bytes, range.start, range.end) : bytes;
  const start = range.wrapped ? 0 : range.start;
  const end = range.wrapped ? source.length : range.end;
  const characters = countUtf8(source, start, end);
  return characters === end - start || characters < 0 ? latin1(source, start, end) : utf8(source, start, end);
}

/**
 * Characters in bytes[start] to bytes[end - 1] read as UTF-8; -1 when they are not UTF-8 (each byte is then one
 * character).
 */
export function countUtf8(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; count++) {
    const size = utf8Size(bytes, i, end);
    if (size === 0) return -1;
    i += size;
  }
  return count;
}

/** Whether a control character of Unicode's second block (U+0080 to U+009F) is among the bytes. */
export function hasHighControl(bytes: Uint8Array): boolean {
  const isUtf8 = countUtf8(bytes, 0, bytes.length) >= 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (isUtf8 ? byte === 0xc2 && bytes[i + 1]! < 0xa0 : byte >= 0x80 && byte < 0xa0) return true;
  }
  return false;
}

/** Bytes of the UTF-8 character at i; 0 when there is none. Overlong forms and surrogates are none. */
function utf8Size(bytes: Uint8Array, i: number, end: number): number {
  const lead = bytes[i]!;
  if (lead < 0x80) return 1;
  const size =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (size === 0 || i + size > end) return 0;
  for (let k = i + 1; k < i + size; k++) if ((bytes[k]! & 0xc0) !== 0x80) return 0;
  const second = bytes[i + 1]!;
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second >= 0xa0)) return 0;
  if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second >= 0x90)) return 0;
  return size;
}

/** bytes[start] to bytes[end - 1] as Latin-1, of which ASCII is a part. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  const codes = shortCodes[end - start];
  if (codes) {
    for (let i = 0; i < codes.length; i++) codes[i] = bytes[start + i]!;
    return String.fromCharCode.apply(null, codes);
  }
  if (end - start <= chunk)
    return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
  let text = '';
  for (let i = start; i < end; i += chunk) text += latin1(bytes, i, Math.min(i + chunk, end));
  return text;
}

function utf8(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end;) {
    const size = utf8Size(bytes, i, end);
    let point = size === 1 ? bytes[i]! : bytes[i]! & (0xff >> (size + 1));
    for (let k = i + 1; k < i + size; k++) point = (point << 6) | (bytes[k]! & 0x3f);
    text += String.fromCodePoint(point);
    i += size;
  }
  return text;
}

function withoutNewlines(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return bytes.subarray(start, end).filter((byte) => byte !== 0x0a && byte !== 0x0d);
}
