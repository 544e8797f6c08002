/**
 * XML text to a tree of elements. Strict: what is not well-formed is refused, and so is every document type that says something.
 *
 * Nothing is fetched, looked up or executed: a file can only be read or refused. A loop and no recursion, for depth is the sender's choice.
 */
import type { FileText } from '../file-text.js';
import { TreeFault } from '../tree-document.js';
import { type NameScope, outermostScope, resolveName, undeclaredPrefix } from './xml-names.js';
import type { XmlOptions } from './xml-options.js';
import { resolveReferences } from './xml-references.js';
import { readStartTag, type StartTag } from './xml-start-tag.js';
import { XmlAttribute, XmlElement } from './xml-tree.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** An element that is not closed yet. */
interface Open {
  element: XmlElement;
  writtenName: string;
  scope: NameScope;
}

/** How far reading has come. */
export interface XmlProgress {
  readonly file: FileText;
  readonly limits: XmlOptions['limits'];
  readonly open: Open[];
  root: XmlElement | undefined;
  /** Where the document type stands. */
  doctype: { start: number; end: number } | undefined;
  elements: number;
  references: number;
}

/** Characters after which others get their turn. */
const turnCharacters = 262_144;

/**
 * Yields now and then, so that who reads megabytes can let others have a turn.
 * @throws TreeFault where the text is no XML, or more than the limits allow
 */
export function* readXmlText(
  file: FileText,
  limits: XmlOptions['limits'],
): Generator<undefined, { root: XmlElement; doctype: { start: number; end: number } | undefined }> {
  const progress: XmlProgress = {
    file,
    limits,
    open: [],
    root: undefined,
    doctype: undefined,
    elements: 0,
    references: 0,
  };
  const { text } = file;
  let at = afterDeclaration(text);
  for (let turn = turnCharacters; at < text.length; turn += turnCharacters) {
    at = readUntil(progress, at, turn);
    yield;
  }
  const { root, doctype } = progress;
  const unclosed = progress.open.at(-1);
  if (unclosed) throw notClosed(unclosed.element.tag);
  if (!root) throw fault('XML_NO_ELEMENT', 'The file holds no element.', 0, 0);
  return { root, doctype };
}

function readUntil(progress: XmlProgress, start: number, turn: number): number {
  const { text } = progress.file;
  let at = start;
  while (at < text.length && at < turn) {
    const markup = text.indexOf('<', at);
    const end = markup < 0 ? text.length : markup;
    if (end > at) takeText(progress, at, end);
    at = markup < 0 ? end : readMarkup(progress, markup);
  }
  return at;
}

function afterDeclaration(text: string): number {
  if (!/^<\?xml[ \t\r\n]/.test(text)) return 0;
  const end = text.indexOf('?>');
  if (end < 0) throw notClosed({ start: 0, end: 5 });
  return end + 2;
}

/** @returns where reading goes on */
function readMarkup(progress: XmlProgress, at: number): number {
  const { text } = progress.file;
  const sign = text[at + 1];
  if (sign === '/') return closeElement(progress, at);
  if (sign === '?') return skipInstruction(text, at);
  if (sign !== '!') return openElement(progress, at);
  if (text.startsWith('<!--', at)) return skipComment(text, at);
  if (text.startsWith('<![CDATA[', at)) return takeSection(progress, at);
  if (text.startsWith('<!DOCTYPE', at)) return skipDoctype(progress, at);
  throw malformed('This is no markup of XML; a plain < is written &lt;', at, at + 2);
}

function openElement(progress: XmlProgress, at: number): number {
  const { file, limits, open } = progress;
  const above = open.at(-1);
  if (!above && progress.root) throw afterEnd(at, at + 1);
  const tag = readStartTag(file.text, at, limits.attributesMax);
  const span = { start: at, end: tag.end };
  progress.elements += 1;
  if (progress.elements > limits.elementsMax) {
    const words = `The file has more elements than limits.elementsMax (${limits.elementsMax}).`;
    throw fault('TOO_MANY_TAGS', words, at, tag.end);
  }
  if (open.length >= limits.depthMax) {
    const words = `Elements stand inside each other more deeply than limits.depthMax (${limits.depthMax}).`;
    throw fault('TOO_DEEP', words, at, tag.end);
  }
  const scope = scopeOf(progress, tag, above?.scope);
  const name = resolveName(tag.name, scope, 'element');
  if (name === undefined) throw undeclaredPrefix({ ...span, value: tag.name });
  const element = new XmlElement(file, name, above?.element, span);
  if (tag.attributes.length > 0) element.attributes = attributesOf(progress, tag, { element, scope });
  if (above) above.element.add(element);
  else progress.root = element;
  if (!tag.isEmpty) open.push({ element, writtenName: tag.name, scope });
  return tag.end;
}

function scopeOf(progress: XmlProgress, tag: StartTag, above: NameScope = outermostScope()): NameScope {
  if (!tag.attributes.some(({ name }) => isDeclaration(name))) return above;
  const declarations = tag.attributes.filter(({ name }) => isDeclaration(name));
  const declared = new Map<string, string>();
  for (const { name, start, end } of declarations) {
    const prefix = name === 'xmlns' ? '' : name.slice('xmlns:'.length);
    const uri = resolved(progress, start, end);
    if (prefix === 'xml' || prefix === 'xmlns' || (uri === '' && prefix !== ''))
      throw undeclaredPrefix({ start, end, value: name });
    declared.set(prefix, uri);
  }
  return { above, declared, resolved: new Map() };
}

function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function attributesOf(
  progress: XmlProgress,
  tag: StartTag,
  { element, scope }: { element: XmlElement; scope: NameScope },
): readonly XmlAttribute[] {
  const names = new Set<string>();
  const attributes: XmlAttribute[] = [];
  for (const { name: written, start, end } of tag.attributes) {
    if (isDeclaration(written)) {
      if (names.size === names.add(written).size) throw attributeTwice(start, end, written);
      continue;
    }
    const name = resolveName(written, scope, 'attribute');
    if (name === undefined) throw undeclaredPrefix({ start, end, value: written });
    if (names.size === names.add(name).size) throw attributeTwice(start, end, written);
    const value = resolved(progress, start, end).replace(/[\t\n]/g, ' ');
    attributes.push(new XmlAttribute(name, element, value, { start, end }));
  }
  return attributes;
}

function closeElement(progress: XmlProgress, at: number): number {
  const { text } = progress.file;
  const end = text.indexOf('>', at);
  const innermost = progress.open.pop();
  if (!innermost) throw afterEnd(at, at + 2);
  if (end < 0) throw notClosed(innermost.element.tag);
  const name = text.slice(at + 2, Math.min(end, at + 2 + innermost.writtenName.length + 100)).trimEnd();
  if (name === innermost.writtenName && text[at + 2 + name.length] !== undefined) return end + 1;
  const words = `An end tag does not fit: the element that is open here was opened in line ${progress.file.place(innermost.element.tag.start, innermost.element.tag.end).line}.`;
  throw fault('XML_TAG_MISMATCH', words, at, Math.min(end + 1, at + 100));
}

function skipInstruction(text: string, at: number): number {
  const end = text.indexOf('?>', at + 2);
  if (end < 0) throw notClosed({ start: at, end: at + 2 });
  if (/^<\?xml[ \t\r\n?]/i.test(text.slice(at, at + 6)))
    throw malformed('An XML declaration stands only at the very start of a file', at, at + 5);
  return end + 2;
}

function skipComment(text: string, at: number): number {
  const end = text.indexOf('--', at + 4);
  if (end < 0) throw notClosed({ start: at, end: at + 4 });
  if (text[end + 2] !== '>') throw malformed('Two hyphens cannot stand inside a comment', end, end + 2);
  return end + 3;
}

/** A document type that only names a file elsewhere says nothing that we need; one with a part of its own may define anything. */
function skipDoctype(progress: XmlProgress, at: number): number {
  const { text } = progress.file;
  if (progress.root || progress.doctype)
    throw malformed('A document type stands once, before the first element', at, at + 9);
  let quote = '';
  for (let place = at + 9; place < text.length; place += 1) {
    const sign = text[place] ?? '';
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '[' || sign === '<') break;
    else if (sign === '>') {
      progress.doctype = { start: at, end: place + 1 };
      return place + 1;
    }
  }
  const words =
    'The file has a document type with definitions of its own; these are never read, for they can do harm.';
  throw fault('XML_DOCTYPE', words, at, at + 9);
}

function takeSection(progress: XmlProgress, at: number): number {
  const { text } = progress.file;
  const end = text.indexOf(']]>', at);
  if (end < 0) throw notClosed({ start: at, end: at + 9 });
  const above = progress.open.at(-1);
  if (!above) throw afterEnd(at, at + 9);
  above.element.addText(withLineFeeds(text.slice(at + 9, end)), at, end + 3);
  return end + 3;
}

function takeText(progress: XmlProgress, start: number, end: number): void {
  const above = progress.open.at(-1);
  const from = firstInk(progress.file.text, start, end);
  if (from === end) {
    if (above && above.element.written !== '') above.element.written += ' ';
    return;
  }
  if (!above) throw progress.root ? afterEnd(from, end) : notXml(from);
  const { text } = progress.file;
  const closing = text.slice(from, end).indexOf(']]>');
  if (closing >= 0) throw malformed('"]]>" cannot stand in text', from + closing, from + closing + 3);
  let to = end;
  while (isBlank(text.charCodeAt(to - 1))) to -= 1;
  above.element.addText(resolved(progress, start, end), from, to);
}

/** A piece of the file with its references resolved and its line ends made one. */
function resolved(progress: XmlProgress, start: number, end: number): string {
  const piece = withLineFeeds(progress.file.text.slice(start, end));
  if (!piece.includes('&')) return piece;
  const { limits } = progress;
  return resolveReferences(piece, start, (at) => {
    progress.references += 1;
    if (progress.references <= limits.referencesMax) return;
    const words = `The file has more references such as &amp; than limits.referencesMax (${limits.referencesMax}).`;
    throw fault('TOO_MANY_REFERENCES', words, at, at + 1);
  });
}

function withLineFeeds(piece: string): string {
  return piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece;
}

function firstInk(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function fault(code: IssueCode, words: string, start: number, end: number): TreeFault {
  return new TreeFault(code, words, { start, end });
}

export function malformed(what: string, start: number, end: number): TreeFault {
  return fault('XML_MALFORMED', `${what}.`, start, end);
}

function notClosed(at: { start: number; end: number }): TreeFault {
  const words = 'What begins here is never closed; the file may have been cut off.';
  return fault('XML_NOT_CLOSED', words, at.start, at.end);
}

function afterEnd(start: number, end: number): TreeFault {
  const words = 'The file goes on after its outermost element has ended; two files may have been joined.';
  return fault('XML_AFTER_END', words, start, Math.min(end, start + 99));
}

function notXml(at: number): TreeFault {
  return fault('XML_MALFORMED', 'There is text before the first element.', at, at + 1);
}

function attributeTwice(start: number, end: number, value: string): TreeFault {
  return new TreeFault('XML_ATTRIBUTE_TWICE', 'An attribute occurs twice in one element.', {
    start,
    end,
    value,
  });
}
