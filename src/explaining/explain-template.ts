/**
 * Sentences for segments: `Line[ {1}]: {2} {3}[ at {4}]` filled with the elements of one segment.
 *
 * Braces name an element and how to say it; square brackets hold a part that is left out when one of its elements is
 * empty. Elements that a sentence does not use are told after it, so nothing received is hidden.
 */
import { codeWords } from './explain-codes.js';

/** One compiled sentence. */
export interface Sentence {
  parts: readonly Part[];
  /** Elements that need no word of their own, such as a qualifier that the sentence implies. */
  quiet: ReadonlySet<number>;
}

type Piece = string | { element: number; say: string };

interface Part {
  optional: boolean;
  pieces: readonly Piece[];
}

/** What was said, and the elements that were used for it. */
export interface Said {
  text: string;
  used: ReadonlySet<number>;
}

/** Element n of the segment as text, from 1; '' when absent. */
export type Elements = readonly string[];

/** Compiles one sentence; elements named in `quiet` are neither said nor told after it. */
export function compileSentence(template: string, quiet: readonly number[] = []): Sentence {
  const parts = template
    .split(/(\[[^\]]*\])/)
    .filter((text) => text !== '')
    .map((text) => {
      const optional = text.startsWith('[');
      return { optional, pieces: compilePieces(optional ? text.slice(1, -1) : text) };
    });
  return { parts, quiet: new Set(quiet) };
}

/** Says one segment; `elements[0]` is its identifier. */
export function say(sentence: Sentence, elements: Elements): Said {
  const used = new Set(sentence.quiet);
  let text = '';
  for (const part of sentence.parts) {
    const words = part.pieces.map((piece) =>
      typeof piece === 'string' ? piece : sayElement(piece, elements),
    );
    if (part.optional && words.includes('')) continue;
    for (const piece of part.pieces) markUsed(piece, elements, used);
    text += words.map((word) => (word === '' ? '(missing)' : word)).join('');
  }
  return { text: text.charAt(0).toUpperCase() + text.slice(1), used };
}

function compilePieces(text: string): Piece[] {
  const pieces = text.split(/(\{[^}]*\})/).filter((piece) => piece !== '');
  return pieces.map((piece) => {
    const found = /^\{(\d+):?(\w*)\}$/.exec(piece);
    return found === null ? piece : { element: Number(found[1]), say: found[2] ?? '' };
  });
}

function markUsed(piece: Piece, elements: Elements, used: Set<number>): void {
  if (typeof piece === 'string') return;
  const last = Math.min(elements.length - 1, lastOf(piece, elements));
  for (let element = piece.element; element <= last; element += 1) used.add(element);
}

/** Item numbers are told in pairs: ten of them in most segments, or as many as "ids15" says. */
function lastOf({ element, say: kind }: { element: number; say: string }, elements: Elements): number {
  const ids = /^ids(\d*)$/.exec(kind);
  if (ids !== null) return element + 2 * Number(ids[1] || 10) - 1;
  return kind === 'pairs' ? elements.length - 1 : element;
}

function sayElement(piece: { element: number; say: string }, elements: Elements): string {
  // ISA pads its identifiers with blanks
  const value = (elements[piece.element] ?? '').trimEnd();
  const several = elements.slice(piece.element, lastOf(piece, elements) + 1);
  if (piece.say.startsWith('ids')) return sayItemIds(several);
  if (piece.say === 'pairs') return sayPairs(several);
  return sayValue(piece.say, value);
}

/** One value in words: a date, a time, an amount, a count such as "count_set", or a code of the kind. */
export function sayValue(kind: string, value: string): string {
  if (value === '' || kind === '') return value;
  if (kind === 'date') return sayDate(value);
  if (kind === 'time') return sayTime(value);
  if (kind === 'cents') return sayCents(value);
  if (kind === 'position') return sayPosition(value);
  if (kind.startsWith('count_')) return `${value} ${kind.slice(6)}${/^0*1$/.test(value) ? '' : 's'}`;
  return codeWords(kind, value);
}

/** AK401: the place of an element, whatever the component separator is. */
function sayPosition(value: string): string {
  const [element = '', component = '', repetition = ''] = value.split(/\D/);
  const inner = component === '' ? '' : `, component ${component}`;
  return `element ${element}${inner}${repetition === '' ? '' : `, repetition ${repetition}`}`;
}

/** Pairs of place and quantity. */
function sayPairs(values: readonly string[]): string {
  const said: string[] = [];
  for (let index = 0; index < values.length; index += 2)
    said.push(`${values[index] ?? ''} ${values[index + 1] ?? ''}`.trim());
  return said.join('; ');
}

/** Pairs of qualifier and item number. */
function sayItemIds(values: readonly string[]): string {
  const said: string[] = [];
  for (let index = 0; index < values.length; index += 2) {
    const [qualifier = '', value = ''] = [values[index], values[index + 1]];
    if (qualifier !== '' || value !== '')
      said.push(`${codeWords('itemId', qualifier)} ${value || '(missing)'}`);
  }
  return said.join('; ');
}

/** yyyyMMdd or yyMMdd as yyyy-MM-dd, also two of them as a period; anything else as it is. Two-digit years are of this century. */
function sayDate(value: string): string {
  const period = /^(\d{8})-(\d{8})$/.exec(value);
  if (period !== null) return `${sayDate(period[1] ?? '')} to ${sayDate(period[2] ?? '')}`;
  const found = /^(\d{4}|\d{2})(\d{2})(\d{2})$/.exec(value);
  if (found === null) return value;
  const [, year = '', month, day] = found;
  return `${year.length === 2 ? `20${year}` : year}-${month}-${day}`;
}

/** HHmm, HHmmss or longer as HH:mm or HH:mm:ss. */
function sayTime(value: string): string {
  const found = /^(\d{2})(\d{2})(\d{2})?\d*$/.exec(value);
  if (found === null) return value;
  return found.slice(1, 4).filter(Boolean).join(':');
}

/** An N2 amount: the last two digits stand after the decimal point, which is not sent. */
function sayCents(value: string): string {
  const found = /^(-?)(\d+)$/.exec(value);
  if (found === null) return value;
  const digits = (found[2] ?? '').padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/^0+(?=\d)/, '');
  return `${found[1]}${whole}.${digits.slice(-2)}`;
}
