/**
 * Changes values in the text of a YAML file and leaves every other character as it is: comments, blank lines, quotation marks.
 *
 * New values are written on one line; a list that stood on lines of its own keeps them.
 */
import { isCollection, isMap, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import { keyWord } from './node-value.js';
import type { YamlPath } from './problem.js';

export interface YamlEdit {
  /** Of a value that is there. */
  path: YamlPath;
  value: unknown;
}

/** @returns the new text. @throws RangeError for a path that the file does not have */
export function replaceValues(text: string, edits: readonly YamlEdit[]): string {
  const { contents } = parseDocument(text, { version: '1.2', schema: 'core' });
  const places = edits.map(({ path, value }) => ({ ...rangeOf(contents, path, text), value }));
  return places
    .sort((one, other) => other.start - one.start)
    .reduce((changed, { start, end, lead, column, value }) => {
      const written = column === undefined ? flowText(value) : (blockText(value, column) ?? flowText(value));
      return `${changed.slice(0, start)}${lead}${written}${changed.slice(end)}`;
    }, text);
}

/** A list with an entry on each line, the first where the list begins; nothing for what is no list, or an empty one. */
function blockText(value: unknown, column: number): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((entry) => `- ${flowText(entry)}`).join(`\n${' '.repeat(column)}`);
}

/**
 * Adds an entry to the list of blocks under a key of the file's top; the list is begun at the end where there is none.
 * @param lines the entry, its first line without "- "
 */
export function addEntry(text: string, key: string, lines: readonly string[]): string {
  const ended = text.endsWith('\n') ? text : `${text}\n`;
  const list = childOf(parseDocument(ended, { version: '1.2', schema: 'core' }).contents, key);
  const last = isSeq(list) && list.flow !== true ? (list.items.at(-1) as Node | undefined) : undefined;
  if (!last?.range || !isSeq(list) || !list.range) return `${ended}\n${key}:\n${entryText(lines, 2)}`;
  const start = list.range[0];
  const column = start - (ended.lastIndexOf('\n', start - 1) + 1);
  const end = endOf(ended, last.range[1]);
  return `${ended.slice(0, end)}\n${entryText(lines, column)}${ended.slice(end).replace(/^\n/, '')}`;
}

function entryText(lines: readonly string[], column: number): string {
  return lines.map((line, index) => `${' '.repeat(column)}${index === 0 ? '- ' : '  '}${line}\n`).join('');
}

/** A value on one line: `[{ code: RULE }]`. Text that YAML would read as something else is quoted. */
export function flowText(value: unknown): string {
  if (value === null || value === undefined) return '~';
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value === 'object') {
    const pairs = Object.entries(value).map(([key, inner]) => `${scalarText(key)}: ${flowText(inner)}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  return typeof value === 'string' ? scalarText(value) : JSON.stringify(value);
}

const plain = /^[A-Za-z][A-Za-z0-9._/()@^-]*(?: [A-Za-z0-9._/()@^-]+)*$/;
const words = /^(true|false|null|y|n|yes|no|on|off)$/i;

/** Text as it stands in YAML, quoted where it must be. */
export function scalarText(text: string): string {
  if (plain.test(text) && !words.test(text)) return text;
  return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

interface ValueRange {
  start: number;
  end: number;
  lead: string;
  /** Of a list on lines of its own: where its dashes stand. */
  column?: number;
}

function rangeOf(root: Node | null, path: YamlPath, text: string): ValueRange {
  let node: Node | null | undefined = root;
  for (const step of path) node = childOf(node, step);
  if (!node?.range) throw new RangeError(`the file has nothing at ${path.join('.')}`);
  const [start, valueEnd] = node.range;
  const end = isCollection(node) ? endOf(text, valueEnd) : valueEnd;
  // `key:` without a value has its place right behind the colon.
  const lead = start === end && text[start - 1] === ':' ? ' ' : '';
  if (!isSeq(node) || node.flow === true) return { start, end, lead };
  return { start, end, lead, column: start - (text.lastIndexOf('\n', start - 1) + 1) };
}

function childOf(node: Node | null | undefined, step: string | number): Node | null | undefined {
  if (isMap(node)) {
    const pairs = node.items as Pair<Node, Node | null>[];
    return pairs.find(({ key }) => keyWord(key) === String(step))?.value;
  }
  return isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined;
}

/** A block ends before the line end behind it. */
function endOf(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}
