/**
 * What each byte is, for one interchange: a delimiter of it, or a class of character.
 *
 * The tokenizer gathers the classes of an element with OR while it looks for delimiters, so that most checks of an element
 * are one AND later.
 */
import type { Delimiters } from '../delimiters.js';

export const Class = {
  digit: 1,
  /** A to Z. */
  upper: 2,
  space: 4,
  minus: 8,
  point: 16,
  /** The other characters of the basic character set. */
  basic: 32,
  /** What the extended character set adds. */
  extended: 64,
  /** Printable ASCII in neither set. */
  printable: 128,
  /** Bytes of 0x80 and more. */
  high: 256,
  control: 512,
  /** CR and LF that are no delimiter: they wrap lines and are no part of the data. */
  newline: 1024,
  component: 2048,
  repetition: 4096,
  /** Both of these end an element; every class below them does not. */
  element: 8192,
  segment: 16384,
} as const;

const basicPunctuation = '!"&\'()*+,/:;?=';
const extendedPunctuation = '%~@[]_{}\\|<>#$';

const plain = Uint16Array.from({ length: 256 }, (_, byte) => plainClass(byte));

/** The classes of all 256 bytes under these delimiters. */
export function byteClasses(delimiters: Delimiters): Uint16Array {
  const classes = plain.slice();
  classes[delimiters.component] = Class.component;
  if (delimiters.repetition !== undefined) classes[delimiters.repetition] = Class.repetition;
  classes[delimiters.element] = Class.element;
  classes[delimiters.segment] = Class.segment;
  return classes;
}

/** Whether a byte may not be a delimiter: a letter, a digit or a space. */
export function isWordByte(byte: number): boolean {
  return (plain[byte]! & (Class.digit | Class.upper | Class.space)) !== 0 || (byte >= 0x61 && byte <= 0x7a);
}

/** Whether a byte ends a line. */
export function isNewline(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** Whether a byte may stand around interchanges without meaning: blanks, line ends, NUL and ^Z. */
export function isFiller(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x00 || byte === 0x1a || isNewline(byte);
}

function plainClass(byte: number): number {
  if (byte >= 0x80) return Class.high;
  if (isNewline(byte)) return Class.newline;
  if (byte < 0x20 || byte === 0x7f) return Class.control;
  if (byte >= 0x30 && byte <= 0x39) return Class.digit;
  if (byte >= 0x41 && byte <= 0x5a) return Class.upper;
  if (byte >= 0x61 && byte <= 0x7a) return Class.extended;
  if (byte === 0x20) return Class.space;
  const character = String.fromCharCode(byte);
  if (character === '-') return Class.minus;
  if (character === '.') return Class.point;
  if (basicPunctuation.includes(character)) return Class.basic;
  return extendedPunctuation.includes(character) ? Class.extended : Class.printable;
}
