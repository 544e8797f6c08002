/**
 * Sensitive values where nobody expects them: a patient's name in the description of an item. They are replaced there too.
 *
 * Too short to be told from anything else are single signs, numbers of less than five digits, and dates: those go from their own place only.
 */

export interface Secret {
  /** As it stands in the file. */
  text: string;
  /** What takes its place; of the same length. */
  made: string;
}

/** A piece of a secret, and what is put there. */
interface Piece {
  looks: RegExp;
  made: string;
}

const piecesOf = new WeakMap<Secret, readonly Piece[]>();

/** The text without the secrets, whole or word by word; all else stays, and so does the length. */
export function forget(text: string, secrets: readonly Secret[]): string {
  let result = text;
  for (const { looks, made } of secrets.flatMap(pieces))
    result = result.replace(looks, (found) => inCaseOf(found, made));
  return result;
}

export function holdsSecret(text: string, secrets: readonly Secret[]): boolean {
  return secrets.flatMap(pieces).some(({ looks }) => text.search(looks) >= 0);
}

function pieces(secret: Secret): readonly Piece[] {
  const known = piecesOf.get(secret);
  if (known && known[0]?.made !== '') return known;
  const { text, made } = secret;
  const trimmed = text.trim();
  const start = text.indexOf(trimmed);
  const whole = isTelling(trimmed) ? [pieceOf(trimmed, made.slice(start, start + trimmed.length))] : [];
  const words = [...trimmed.matchAll(/[^\s,;./()"'&<>*~^|:+-]{4,}/g)]
    .filter(([word]) => word !== trimmed && isTelling(word))
    .map(({ 0: word, index }) => pieceOf(word, made.slice(start + index, start + index + word.length)));
  const found = [...whole, ...words];
  piecesOf.set(secret, found);
  return found;
}

function isTelling(text: string): boolean {
  if (/^(19|20)\d\d([-/.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(T.*)?$/.test(text)) return false;
  if (/^\d{1,2}([/.-])\d{1,2}\1(\d{4}|\d\d)$/.test(text)) return false;
  return /^[\d\s.,-]+$/.test(text) ? text.replace(/\D/g, '').length >= 5 : text.length >= 3;
}

/** Long text is found inside of other text too, short text by itself, and a number wherever it is not part of a longer one. */
function pieceOf(text: string, made: string): Piece {
  const source = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s');
  const isNumber = /^[\d\s.,-]+$/.test(text);
  const around = isNumber ? '\\p{N}' : '\\p{L}\\p{N}';
  const isBounded = isNumber || text.length < 6;
  const looks = isBounded ? `(?<![${around}])${source}(?![${around}])` : source;
  return { looks: new RegExp(looks, 'giu'), made };
}

/** Only plain letters change their case: others might change their length with it. */
function inCaseOf(found: string, made: string): string {
  if (found === found.toUpperCase()) return made.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  return found === found.toLowerCase() ? made.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : made;
}
