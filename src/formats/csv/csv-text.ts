/**
 * Bytes to text in the declared encoding; a byte order mark wins over the declaration.
 *
 * What cannot be decoded becomes U+FFFD here and is refused by the cell check, which knows row and column.
 */
import { byteOrderMark, decodeBytes } from '../file-text.js';
import type { CsvOptions } from './csv-options.js';

export type Encoding = CsvOptions['encoding'];

export interface CsvText {
  encoding: Encoding;
  /** The text as UTF-8, byte order mark removed. */
  bytes: Buffer;
  /** Bytes of the byte order mark. */
  markLength: number;
}

export function decodeCsv(bytes: Uint8Array, declared: Encoding): CsvText {
  const mark = byteOrderMark(bytes);
  const encoding = mark?.encoding ?? declared;
  const markLength = mark?.length ?? 0;
  const content = Buffer.from(bytes.buffer, bytes.byteOffset + markLength, bytes.byteLength - markLength);
  if (encoding === 'utf-8') return { encoding, bytes: content, markLength };
  return { encoding, bytes: Buffer.from(decodeBytes(content, encoding)), markLength };
}

/** Bytes that a piece of the UTF-8 text takes in the file itself. */
export function lengthInFile(encoding: Encoding, piece: Buffer): number {
  if (encoding === 'utf-8') return piece.length;
  const units = piece.toString('utf8').length;
  return encoding === 'windows-1252' ? units : units * 2;
}

/** Whether text that should be UTF-8 is really UTF-16 without a byte order mark: every other byte is 0. */
export function looksLikeUtf16(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 1000);
  let zeros = 0;
  for (const byte of start) if (byte === 0) zeros += 1;
  return zeros * 3 > start.length;
}
