/**
 * Names, addresses, contacts and sensitive values of a document, replaced by made-up ones of the same length and form.
 *
 * The same value becomes the same one everywhere in the file. A new one is made from its place in the order of what is found,
 * never from the value: it tells nothing of it but its form.
 */

/** Bytes to be replaced. */
export interface ScrubPlace {
  offset: number;
  length: number;
  /** What stands there, for people: "N102 (party)". */
  name: string;
}

export interface Scrubbed {
  bytes: Buffer;
  /** How often each kind of place was replaced. */
  told: Map<string, number>;
}

/** Places may come in any order and more than once. Length in bytes is kept, so everything else stays where it was. */
export function scrub(bytes: Buffer, places: readonly ScrubPlace[]): Scrubbed {
  const result = Buffer.from(bytes);
  const known = new Map<string, Buffer>();
  const told = new Map<string, number>();
  const once = new Map(places.map((place) => [place.offset, place]));
  for (const { offset, length, name } of [...once.values()].sort((one, other) => one.offset - other.offset)) {
    const value = bytes.subarray(offset, offset + length);
    const text = value.toString('latin1');
    if (text.trim() === '') continue;
    const made = known.get(text) ?? madeUp(value, known.size);
    known.set(text, made);
    made.copy(result, offset);
    told.set(name, (told.get(name) ?? 0) + 1);
  }
  return { bytes: result, told };
}

const vowels = 'AEIOU';
const consonants = 'BDFGKLMNPRSTVZ';

/** Letters become letters, digits digits, dates dates; anything else stays, bytes that are no ASCII become letters. */
function madeUp(value: Buffer, index: number): Buffer {
  const text = value.toString('latin1');
  if (/^(19|20)\d{6}$/.test(text)) return Buffer.from(`195001${String((index % 28) + 1).padStart(2, '0')}`);
  let at = index;
  const next = (from: string): string => {
    at = (at * 7 + 3 + index) % 9_973;
    return from[at % from.length] ?? 'A';
  };
  const made = [...text].map((character, position) => {
    if (/[0-9]/.test(character)) return next('123456789');
    const letter = next(position % 2 === 0 ? consonants : vowels);
    if (/[a-z\u0080-\u00ff]/.test(character)) return letter.toLowerCase();
    return /[A-Z]/.test(character) ? letter : character;
  });
  return Buffer.from(made.join(''), 'latin1');
}
