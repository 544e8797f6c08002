/**
 * Names, addresses, contacts and sensitive values of a document, replaced by made-up ones of the same length and form.
 *
 * The same value becomes the same one everywhere in the file. A new one is made from its place in the order of what is found,
 * never from the value: it tells nothing of it but its form.
 */
import { forget, holdsSecret, type Secret } from './secrets.js';

/** Bytes to be replaced. */
export interface ScrubPlace {
  offset: number;
  length: number;
  /** What stands there, for people: "N102 (party)". */
  name: string;
  /** It may stand nowhere else in the file either. */
  isSecret?: boolean;
}

export interface Scrubbed {
  bytes: Buffer;
  /** How often each kind of place was replaced. */
  told: Map<string, number>;
}

/**
 * Places may come in any order and more than once. Length in bytes is kept, so everything else stays where it was.
 *
 * @param encoding utf-8 keeps the number of characters too: what is no ASCII becomes a letter of as many bytes
 */
export function scrub(
  bytes: Buffer,
  places: readonly ScrubPlace[],
  encoding: 'bytes' | 'utf-8' = 'bytes',
): Scrubbed {
  const result = Buffer.from(bytes);
  const told = new Map<string, number>();
  const textOf = ({ offset, length }: ScrubPlace): string =>
    bytes.toString('latin1', offset, offset + length);
  const found = [...new Map(places.map((place) => [place.offset, place])).values()]
    .filter((place) => textOf(place).trim() !== '')
    .sort((one, other) => one.offset - other.offset);
  const invention = openInvention(
    found.flatMap((place) => (place.isSecret === true ? [textOf(place)] : [])),
    encoding === 'utf-8' ? sameBytes : byteLetter,
  );
  for (const place of found) {
    result.write(invention.made(textOf(place)), place.offset, 'latin1');
    told.set(place.name, (told.get(place.name) ?? 0) + 1);
  }
  const { secrets } = invention;
  if (secrets.length === 0) return { bytes: result, told };
  return { bytes: Buffer.from(forget(result.toString('latin1'), secrets), 'latin1'), told };
}

export interface Invention {
  /** The same for the same text; holds none of the secrets. */
  made(text: string): string;
  secrets: readonly Secret[];
}

/** How a character that is no ASCII is replaced. @param letter a small letter that is due there */
type OtherCharacters = (text: string, letter: () => string) => string;

/** @param secretTexts values that may stand nowhere in what is made */
export function openInvention(secretTexts: readonly string[], other: OtherCharacters = anyLetter): Invention {
  const known = new Map<string, string>();
  const secrets: Secret[] = [];
  const made = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    let invented = madeUp(text, known.size, other);
    // By chance it may hold one: then the next is tried.
    for (let next = 1; next < 50 && holdsSecret(invented, secrets); next += 1)
      invented = madeUp(text, known.size + next * 101, other);
    known.set(text, invented);
    return invented;
  };
  for (const text of new Set(secretTexts)) secrets.push({ text, made: '' });
  for (const secret of secrets) secret.made = made(secret.text);
  return { made, secrets };
}

const vowels = 'AEIOU';
const consonants = 'BDFGKLMNPRSTVZ';

/** Letters become letters, digits digits, dates dates; other signs stay. */
function madeUp(text: string, index: number, other: OtherCharacters): string {
  const date = madeUpDate(text, index);
  if (date !== undefined) return date;
  let at = index;
  let position = 0;
  const next = (from: string): string => {
    at = (at * 7 + 3 + index) % 9_973;
    return from[at % from.length] ?? 'A';
  };
  const letter = (): string => {
    position += 1;
    return next(position % 2 === 1 ? consonants : vowels);
  };
  return text.replace(/[0-9]|[A-Z]|[a-z]|[^\0-\x7f]+/g, (sign) => {
    if (/[0-9]/.test(sign)) return next('123456789');
    if (/[A-Z]/.test(sign)) return letter();
    const small = (): string => letter().toLowerCase();
    return /[a-z]/.test(sign) ? small() : other(sign, small);
  });
}

/** A day of January 1950 in the form of the text; undefined for what is no date. */
function madeUpDate(text: string, index: number): string | undefined {
  const day = String((index % 9) + 1);
  if (/^(19|20)\d{6}$/.test(text)) return `1950010${day}`;
  const iso = /^(?:19|20)\d\d-\d\d-\d\d(T.*)?$/.exec(text);
  if (iso) return `1950-01-0${day}${(iso[1] ?? '').replace(/\d/g, '0')}`;
  const written = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)$/.exec(text);
  if (!written) return undefined;
  const [, first = '', sign = '', second = '', year = ''] = written;
  return `${'1'.padStart(first.length, '0')}${sign}${day.padStart(second.length, '0')}${sign}${'1950'.slice(-year.length)}`;
}

const anyLetter: OtherCharacters = (text, letter) => [...text].map(letter).join('');

const byteLetter: OtherCharacters = (text, letter) => text.replace(/[^]/g, letter);

/** Characters of UTF-8, given as bytes, by letters of as many bytes. */
const sameBytes: OtherCharacters = (text, letter) => {
  const characters = Buffer.from(text, 'latin1').toString('utf8');
  if (characters.includes('\ufffd')) return byteLetter(text, letter);
  const made = [...characters].map(
    (one) => ['', 'a', '\u00e9', '\u1ea1', '\u{1d41a}'][Buffer.byteLength(one)],
  );
  return Buffer.from(made.join('')).toString('latin1');
};
