/**
 * JSON text to a tree of values. Strict, as RFC 8259 has it; and a key stands once, for which of two would count is a guess.
 *
 * A loop and no recursion: the depth is the sender's choice, and a long file is read in turns.
 */
import type { FileText } from '../file-text.js';
import { TreeFault } from '../tree-document.js';
import { forbidden } from '../xml/index.js';
import type { JsonOptions } from './json-options.js';
import { type JsonStem, JsonValue } from './json-tree.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** What may come next. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'comma or end';

interface Progress {
  readonly file: FileText;
  readonly limits: JsonOptions['limits'];
  /** Objects and lists that are not closed yet. */
  readonly open: JsonValue[];
  root: JsonValue | undefined;
  expected: Expected;
  /** Read before its value. */
  key: string;
  values: number;
}

/** Values after which others get their turn. */
const turnValues = 20_000;

/** Yields now and then. @throws TreeFault where the text is no JSON, or more than the limits allow */
export function* readJsonText(
  file: FileText,
  limits: JsonOptions['limits'],
): Generator<undefined, JsonValue> {
  const progress: Progress = {
    file,
    limits,
    open: [],
    root: undefined,
    expected: 'value' as const,
    key: '',
    values: 0,
  };
  const { text } = file;
  let turn = turnValues;
  for (let at = afterBlanks(text, 0); at < text.length; at = afterBlanks(text, at)) {
    at = readToken(progress, at);
    if (progress.values < turn) continue;
    turn += turnValues;
    yield;
  }
  const unclosed = progress.open.at(-1);
  if (unclosed) throw notClosed(unclosed.start, 1);
  if (!progress.root) throw fault('JSON_MALFORMED', 'The file holds no value.', 0, 0);
  return progress.root;
}

/** @returns where reading goes on */
function readToken(progress: Progress, at: number): number {
  const { expected, file, open } = progress;
  const sign = file.text[at];
  if (expected === 'comma or end') return readSeparator(progress, at);
  if ((sign === ']' && expected === 'value or ]') || (sign === '}' && expected === 'key or }')) {
    return close(progress, at);
  }
  if (expected === 'key' || expected === 'key or }') return readKey(progress, at);
  const value = addValue(progress, at);
  if (sign === '{' || sign === '[') {
    if (open.length >= progress.limits.depthMax) {
      const words = `Values stand inside each other more deeply than limits.depthMax (${progress.limits.depthMax}).`;
      throw fault('TOO_DEEP', words, at, 1);
    }
    open.push(value);
    if (sign === '{') value.members = new Map();
    else value.entries = [];
    progress.expected = sign === '{' ? 'key or }' : 'value or ]';
    return at + 1;
  }
  const scalar = sign === '"' ? readString(file.text, at) : readLiteral(file.text, at);
  value.text = scalar.text.trim();
  value.end = scalar.end;
  progress.expected = 'comma or end';
  return scalar.end;
}

function readSeparator(progress: Progress, at: number): number {
  const { file, open } = progress;
  const sign = file.text[at];
  const around = open.at(-1);
  if (!around) {
    const words = 'The file goes on after its value has ended; two files may have been joined.';
    throw fault('JSON_AFTER_END', words, at, 1);
  }
  if (sign === (around.members ? '}' : ']')) return close(progress, at);
  if (sign !== ',') throw malformed('A comma or the end of what is open must stand here', at);
  progress.expected = around.members ? 'key' : 'value';
  return at + 1;
}

function close(progress: Progress, at: number): number {
  progress.open.pop();
  progress.expected = 'comma or end';
  return at + 1;
}

function readKey(progress: Progress, at: number): number {
  const { text } = progress.file;
  if (text[at] !== '"') throw malformed('A key in quotation marks must stand here', at);
  const key = readString(text, at);
  if (progress.open.at(-1)?.members?.has(key.text) === true) {
    const words = 'A key stands twice in one object; which of the two counts would be a guess.';
    throw new TreeFault('JSON_KEY_TWICE', words, { start: at, end: key.end, value: key.text });
  }
  const colon = afterBlanks(text, key.end);
  if (colon >= text.length) throw notClosed(at, key.end - at);
  if (text[colon] !== ':') throw malformed('A colon must stand between key and value', colon);
  progress.key = key.text;
  progress.expected = 'value';
  return colon + 1;
}

/** A value that begins here, hung into what is open. */
function addValue(progress: Progress, at: number): JsonValue {
  const { file, open, limits } = progress;
  progress.values += 1;
  if (progress.values > limits.valuesMax) {
    const words = `The file has more values than limits.valuesMax (${limits.valuesMax}).`;
    throw fault('TOO_MANY_VALUES', words, at, 1);
  }
  const around = open.at(-1);
  const value = new JsonValue(file, stemOf(around, progress.key), at);
  if (around?.members) around.members.set(progress.key, value);
  else if (around?.entries) around.entries.push(value);
  else progress.root = value;
  return value;
}

function stemOf(around: JsonValue | undefined, key: string): JsonStem {
  if (!around?.entries) return { name: around ? key : '', position: '', parent: around };
  const { name, position, parent } = around.stem;
  return { name, position: `${position}[${around.entries.length + 1}]`, parent };
}

function readString(text: string, start: number): { text: string; end: number } {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end < 0) throw notClosed(start, 1);
  const written = text.slice(start + 1, end);
  const control = /[\u0000-\u001f]/.exec(written);
  if (control)
    throw malformed('A line end or control character cannot stand in a string', start + 1 + control.index);
  if (!written.includes('\\')) return { text: written, end: end + 1 };
  const escape = /\\(?!["\\/bfnrt]|u[0-9A-Fa-f]{4})/.exec(written.replaceAll('\\\\', '  '));
  if (escape)
    throw malformed('A backslash begins something that JSON does not know', start + 1 + escape.index);
  const plain = JSON.parse(`"${written}"`) as string;
  if (!forbidden.test(plain) && !/\p{Surrogate}/u.test(plain)) return { text: plain, end: end + 1 };
  throw fault(
    'CHARACTER',
    'An escaped control character, or half a character, stands in a string.',
    start,
    end + 1 - start,
  );
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
}

const literal = /(?:true|false|null|-?(?:0|[1-9]\d{0,99})(?:\.\d{1,99})?(?:[eE][+-]?\d{1,9})?)(?![\w.+-])/y;

function readLiteral(text: string, at: number): { text: string; end: number } {
  literal.lastIndex = at;
  const written = literal.exec(text)?.[0];
  if (written === undefined) throw malformed('This is no value of JSON; text stands in quotation marks', at);
  return { text: written === 'null' ? '' : written, end: at + written.length };
}

function afterBlanks(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

function fault(code: IssueCode, words: string, start: number, length: number): TreeFault {
  return new TreeFault(code, words, { start, end: start + length });
}

function malformed(what: string, at: number): TreeFault {
  return fault('JSON_MALFORMED', `${what}.`, at, 1);
}

function notClosed(start: number, length: number): TreeFault {
  const words = 'What begins here is never closed; the file may have been cut off.';
  return fault('JSON_NOT_CLOSED', words, start, length);
}
