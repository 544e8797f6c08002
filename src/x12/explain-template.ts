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
  const last = piece.say === 'ids' ? elements.length - 1 : piece.element;
  for (let element = piece.element; element <= last; element += 1) used.add(element);
}

function sayElement(piece: { element: number; say: string }, elements: Elements): string {
  // ISA pads its identifiers with blanks
  const value = (elements[piece.element] ?? '').trimEnd();
  if (piece.say === 'ids') return sayItemIds(elements.slice(piece.element));
  if (value === '' || piece.say === '') return value;
  if (piece.say === 'date') return sayDate(value);
  if (piece.say === 'time') return sayTime(value);
  if (piece.say === 'cents') return sayCents(value);
  return codeWords(piece.say, value);
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

/** yyyyMMdd or yyMMdd as yyyy-MM-dd; anything else as it is. Two-digit years are of this century. */
function sayDate(value: string): string {
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
