/**
 * References in XML text: the five that XML knows and numbers of characters. There are no others without a document type, and
 * document types are not read.
 */
import { TreeFault } from '../tree-document.js';

const known: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

const reference = /&(?:([A-Za-z]{1,8})|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/y;

/** Characters that no XML file may hold, written as they are or by number. */
export const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * @param text that has an ampersand in it
 * @param start of the text in the file, for faults
 * @param count told of each reference; it may refuse more of them
 */
export function resolveReferences(text: string, start: number, count: (at: number) => void): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', done)) {
    count(start + at);
    parts.push(text.slice(done, at));
    reference.lastIndex = at;
    const match = reference.exec(text);
    const character = match === null ? undefined : characterOf(match);
    if (match === null || character === undefined) throw unknownReference(text, at, start);
    parts.push(character);
    done = at + match[0].length;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

function characterOf([, name, decimal, hexadecimal]: RegExpExecArray): string | undefined {
  if (name !== undefined) return known.get(name);
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
  const character = String.fromCodePoint(code);
  return forbidden.test(character) ? undefined : character;
}

function unknownReference(text: string, at: number, start: number): TreeFault {
  const value = /^&[^;\s<&]{0,40};?/.exec(text.slice(at, at + 50))?.[0] ?? '&';
  const words =
    'An ampersand begins a reference that XML does not know; a plain ampersand is written &amp;, other characters by their number.';
  return new TreeFault('XML_REFERENCE', words, { start: start + at, end: start + at + value.length, value });
}
