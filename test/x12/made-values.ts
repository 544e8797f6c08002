/**
 * Element values that a guide's dictionary allows, drawn at random.
 *
 * Everything is drawn from one stream of numbers, so that a failing document shrinks with its numbers.
 */
import { ElementKind, type Dictionary } from '../../src/x12/guides/compile-dictionary.js';

/** A number from 0 to most. */
export type Draw = (most: number) => number;

/** Draws from a list again and again, each round a little differently. */
export function drawFrom(numbers: readonly number[]): Draw {
  let at = 0;
  return (most) => {
    const round = Math.floor(at / numbers.length);
    return (numbers[at++ % numbers.length]! + round) % (most + 1);
  };
}

/** No delimiter that the tests use is among these. */
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const wide = `${upper}abcxyz -.,()/=?%éñ€`;
/** Longer values say nothing new. */
const usualLengthMax = 24;

/** A sound value of the element at an index of the dictionary's tables. */
export function madeValue(dictionary: Dictionary, index: number, draw: Draw): string {
  const min = Math.max(1, dictionary.min[index]!);
  const max = dictionary.max[index]!;
  const length = drawLength(min, max, draw);
  switch (dictionary.kind[index]!) {
    case ElementKind.N:
      return sign(draw) + digits(length, draw);
    case ElementKind.R:
      return sign(draw) + withPoint(digits(length, draw), draw);
    case ElementKind.DT:
      return max >= 8 && (min > 6 || draw(3) > 0) ? `20${madeDate(draw)}` : madeDate(draw);
    case ElementKind.TM:
      return madeTime(min, max, draw);
    case ElementKind.ID:
      return madeCode(dictionary, index, draw) ?? text(upper, length, draw);
    default:
      return madeCode(dictionary, index, draw) ?? plainText(length, draw);
  }
}

/** A code of the element's list that has the right length; undefined without one. */
export function madeCode(dictionary: Dictionary, index: number, draw: Draw): string | undefined {
  const list = dictionary.codes[index];
  if (list === undefined) return undefined;
  const min = dictionary.min[index]!;
  const max = dictionary.max[index]!;
  const codes = [...list.codes].map(unpackCode).filter((code) => code.length >= min && code.length <= max);
  return codes[draw(codes.length - 1)];
}

export function text(alphabet: string, length: number, draw: Draw): string {
  const characters = [...alphabet];
  return Array.from({ length }, () => characters[draw(characters.length - 1)]!).join('');
}

export function digits(length: number, draw: Draw): string {
  return text('0123456789', length, draw);
}

/** The codes of a list are packed: five characters at most, in base 37. */
function unpackCode(packed: number): string {
  let rest = packed;
  let code = '';
  for (; rest > 0; rest = Math.floor(rest / 37))
    code = ` ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789`[rest % 37]! + code;
  return code;
}

/** Shortest and longest are drawn often: that is where faults are. */
function drawLength(min: number, max: number, draw: Draw): number {
  const most = Math.min(max, Math.max(min, usualLengthMax));
  const kind = draw(5);
  if (kind === 0) return min;
  return kind === 1 ? max : min + draw(most - min);
}

/** A value of blanks alone would be noted. */
function plainText(length: number, draw: Draw): string {
  return upper[draw(35)]! + text(wide, length - 1, draw);
}

function sign(draw: Draw): string {
  return draw(3) === 0 ? '-' : '';
}

function withPoint(number: string, draw: Draw): string {
  if (draw(1) === 0) return number;
  const at = draw(number.length);
  return `${number.slice(0, at)}.${number.slice(at)}`;
}

function madeDate(draw: Draw): string {
  return [2 + draw(90), 1 + draw(11), 1 + draw(27)].map((part) => String(part).padStart(2, '0')).join('');
}

function madeTime(min: number, max: number, draw: Draw): string {
  const whole = [draw(23), draw(59), draw(59), draw(99)]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
  const lengths = [4, 6, 7, 8].filter((length) => length >= min && length <= max);
  return whole.slice(0, lengths[draw(lengths.length - 1)]);
}
