/**
 * One start tag of XML: its name and its attributes, as written.
 *
 * Read sign by sign: an expression over a value of megabytes would run out of memory while it backtracks.
 */
import { TreeFault } from '../tree-document.js';

export interface StartTag {
  name: string;
  /** Values stand from `start` up to `end`, quotes excluded, references not resolved. */
  attributes: readonly { name: string; start: number; end: number }[];
  /** Closed at once: `<Name/>`. */
  isEmpty: boolean;
  end: number;
}

const nameCharactersMax = 256;
const nameForm = /[\p{L}_:][\p{L}\p{M}\p{N}_:.·-]{0,255}/uy;
const none: readonly never[] = [];

/** @throws TreeFault */
export function readStartTag(text: string, at: number, attributesMax: number): StartTag {
  const name = readName(text, at + 1);
  const attributes: StartTag['attributes'][number][] = [];
  let place = at + 1 + name.length;
  for (;;) {
    const next = afterBlanks(text, place);
    const sign = text[next];
    if (sign === '>')
      return { name, attributes: attributes.length === 0 ? none : attributes, isEmpty: false, end: next + 1 };
    if (sign === '/' && text[next + 1] === '>') return { name, attributes, isEmpty: true, end: next + 2 };
    if (sign === undefined || sign === '/') throw unclosed(at, next, text.length);
    if (next === place) throw malformed('Blanks must stand between the parts of a tag', next);
    const attribute = readAttribute(text, next);
    attributes.push(attribute);
    if (attributes.length > attributesMax) {
      const words = `An element has more attributes than limits.attributesMax (${attributesMax}).`;
      throw new TreeFault('TOO_MANY_ATTRIBUTES', words, { start: at, end: at + 1 + name.length });
    }
    place = attribute.end + 1;
  }
}

function readAttribute(text: string, at: number): StartTag['attributes'][number] {
  const name = readName(text, at);
  const equals = afterBlanks(text, at + name.length);
  const opening = afterBlanks(text, equals + 1);
  const quote = text[opening];
  if (opening >= text.length) throw unclosed(at, opening, text.length);
  if (text[equals] !== '=' || (quote !== '"' && quote !== "'"))
    throw malformed('An attribute has a value in quotation marks', at);
  const start = opening + 1;
  const end = text.indexOf(quote, start);
  if (end < 0) throw unclosed(at, text.length, text.length);
  const sign = text.slice(start, end).indexOf('<');
  if (sign >= 0) throw malformed('A plain < cannot stand in an attribute; it is written &lt;', start + sign);
  return { name, start, end };
}

function readName(text: string, at: number): string {
  const name = plainName(text, at) ?? anyName(text, at);
  if (name === undefined && at < text.length)
    throw malformed('This is no name; a plain < is written &lt;', at);
  if (name === undefined) throw unclosed(at - 1, at, text.length);
  return name;
}

/** Nearly all names are ASCII: those are read without an expression. */
function plainName(text: string, start: number): string | undefined {
  let at = start;
  while (isPlain(text.charCodeAt(at), at > start)) at += 1;
  const isWhole = at > start && !(text.charCodeAt(at) >= 0x80) && at - start <= nameCharactersMax;
  return isWhole ? text.slice(start, at) : undefined;
}

function isPlain(code: number, isInside: boolean): boolean {
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x3a)
    return true;
  return isInside && ((code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e);
}

function anyName(text: string, at: number): string | undefined {
  nameForm.lastIndex = at;
  return nameForm.exec(text)?.[0];
}

function afterBlanks(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

function unclosed(start: number, at: number, length: number): TreeFault {
  if (at < length) return malformed('A slash cannot stand here', at);
  const words = 'What begins here is never closed; the file may have been cut off.';
  return new TreeFault('XML_NOT_CLOSED', words, { start, end: start + 1 });
}

function malformed(what: string, at: number): TreeFault {
  return new TreeFault('XML_MALFORMED', `${what}.`, { start: at, end: at + 1 });
}
