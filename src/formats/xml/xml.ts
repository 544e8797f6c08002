/**
 * XML files to trees. Bad data never throws: a file is read whole, or refused with the place of its first fault.
 */
import type { TreeIssue } from '../form-issue.js';
import { byteOrderMark, decodeText, type FileText, type TextEncoding } from '../file-text.js';
import { invisibleCharacter, TreeFault, type TreeReading, undecodable } from '../tree-document.js';
import type { XmlOptions } from './xml-options.js';
import { readXmlText } from './xml-reader.js';
import { forbidden } from './xml-references.js';

/** What matters for reading; where the documents stand is asked afterwards. */
export type XmlReadOptions = Pick<XmlOptions, 'doctype' | 'encoding' | 'limits'>;

/** @param bytes the whole file. Yields now and then, so that others may have a turn. */
export function* readXml(bytes: Uint8Array, options: XmlReadOptions): Generator<undefined, TreeReading> {
  const encoding = encodingOf(bytes, options.encoding);
  if (typeof encoding !== 'string') return { issues: [encoding] };
  const file = decodeText(bytes, encoding);
  if ('undecodable' in file) return { issues: [undecodable(file.undecodable, encoding)] };
  const control = forbidden.exec(file.text);
  if (control) return { issues: [controlCharacter(file, control.index)] };
  try {
    const { root, doctype } = yield* readXmlText(file, options.limits);
    if (doctype && options.doctype === 'refuse') return { issues: [refusedDoctype(doctype).issueIn(file)] };
    return { root, issues: invisibleCharacter(file) };
  } catch (error) {
    if (!(error instanceof TreeFault)) throw error;
    return { issues: [error.issueIn(file)] };
  }
}

/** The rule of XML: a byte order mark, else what the declaration says, else UTF-8. What the mapping says goes over the declaration. */
function encodingOf(bytes: Uint8Array, agreed: TextEncoding | undefined): TextEncoding | TreeIssue {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 400));
  const mark = byteOrderMark(start)?.encoding;
  if (agreed !== undefined) return mark ?? agreed;
  const wide = mark?.startsWith('utf-16') === true ? mark : wideEncoding(start);
  const head = wide === undefined ? start.toString('latin1') : new TextDecoder(wide).decode(start);
  const declared = declaration.exec(head)?.[1];
  if (declared === undefined) return wide ?? mark ?? 'utf-8';
  const named = encodingNames.get(declared.toLowerCase());
  if (named === undefined) return unknownEncoding(declared);
  if (named === 'utf-16') return wide ?? contradiction(declared);
  if (wide !== undefined || (mark !== undefined && mark !== named)) return contradiction(declared);
  return named;
}

/** A byte order mark may stand before it, as three signs of Latin-1. */
const declaration = /^[^<]{0,3}<\?xml\s[^>]*?encoding\s*=\s*["']([\w.-]+)["']/;

/** UTF-16 without a byte order mark: every XML file begins with <. */
function wideEncoding(start: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (start[0] === 0x3c && start[1] === 0) return 'utf-16le';
  return start[0] === 0 && start[1] === 0x3c ? 'utf-16be' : undefined;
}

const encodingNames: ReadonlyMap<string, TextEncoding | 'utf-16'> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16'],
  ['utf-16be', 'utf-16'],
  // Browsers and senders alike mean Windows-1252 when they say Latin-1.
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
  ['cp1252', 'windows-1252'],
]);

function controlCharacter(file: FileText, at: number): TreeIssue {
  const words = 'A control character stands here; it cannot stand in such a file.';
  return { code: 'CHARACTER', severity: 'error', words, place: file.place(at, at + 1) };
}

function refusedDoctype(at: { start: number; end: number }): TreeFault {
  const words =
    'The file has a document type. It would not be read; where the partner writes one as the standard wants it, say doctype: ignore in the mapping.';
  return new TreeFault('XML_DOCTYPE', words, at);
}

/** Where an XML declaration stands that names an encoding. */
const start = { offset: 0, length: 5, line: 1 };

function unknownEncoding(value: string): TreeIssue {
  const words =
    'The file says that it is in an encoding that the hub does not read. It reads UTF-8, UTF-16, Latin-1 and Windows-1252.';
  return { code: 'ENCODING', severity: 'error', words, value, place: start };
}

function contradiction(value: string): TreeIssue {
  const words =
    'The file says that it is in one encoding and begins in another. The partner corrects it, or encoding: in the mapping says which one holds.';
  return { code: 'ENCODING', severity: 'error', words, value, place: start };
}
