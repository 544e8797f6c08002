/**
 * Small repairs of text that a mapping may ask for, by name. None of them guesses: what does not look as named stays as it is.
 */
import type { cleanings } from '../file/index.js';

export type Cleaning = (typeof cleanings)[number];

/** Characters that have a spelling in plain ASCII. */
const spelled: ReadonlyMap<string, string> = new Map([
  ...Array.from('\u2018\u2019\u2032', (quote): [string, string] => [quote, "'"]),
  ...Array.from('\u201c\u201d', (quote): [string, string] => [quote, '"']),
  ...Array.from('\u2010\u2011\u2012\u2013\u2014', (dash): [string, string] => [dash, '-']),
  ['\u2044', '/'], // of one half and the like, once taken apart
  ['\u03bc', 'u'], // micro
  ['\u00d7', 'x'],
  ['\u00df', 'ss'],
  ['\u00f8', 'o'],
  ['\u00d8', 'O'],
]);

const byName: Record<Cleaning, (text: string) => string> = {
  trim: (text) => text.trim(),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  'strip-commas': (text) => (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text),
  'strip-currency': (text) => text.replace(/^([+-]?)\s*\p{Sc}\s*/u, '$1').replace(/\s*\p{Sc}$/u, ''),
  'strip-leading-zeros': (text) => text.replace(/^0+(?=.)/, ''),
  'strip-sign': (text) => text.replace(/^[+-]/, ''),
  'decimal-comma': (text) =>
    /^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text,
  'parentheses-negative': (text) => text.replace(/^\(([^()]+)\)$/, '-$1'),
  'digits-only': (text) => text.replace(/\D/g, ''),
  'single-spaces': (text) => text.replace(/\s+/g, ' '),
  // What older translators choke on: accents, typographic quotes, and characters that are somebody's delimiters.
  'x12-safe': (text) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\x20-\x7e]|[*~^:>|]/gu, (character) => spelled.get(character) ?? ' ')
      .replace(/ +/g, ' ')
      .trim(),
};

/** One function that applies the named repairs in order. */
export function compileCleaning(names: readonly Cleaning[]): (text: string) => string {
  const steps = names.map((name) => byName[name]);
  if (steps.length === 0) return (text) => text;
  return (text) => steps.reduce((cleaned, step) => step(cleaned), text);
}
