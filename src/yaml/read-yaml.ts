/**
 * Text of a configuration file to a plain value that knows where everything stands.
 *
 * Never throws. Reads YAML 1.2 only (`yes` and `on` are words, not booleans), one document per file.
 */
import { isCollection, isMap, isSeq, type Node, type Pair, parseDocument, type Document } from 'yaml';
import { defined } from '../defined.js';
import { type AliasTargets, keyWord, nodeValue } from './node-value.js';
import type { Problem, YamlPath } from './problem.js';
import { openSourceText, type SourceText } from './source-text.js';
import type { ProblemCode } from '../vocabulary/index.js';

/** Characters in one configuration file: some 3,000 lines. The worst text of this size is refused within a second. */
export const fileCharactersMax = 128 * 1024;
/** Problems shown for one file; a broken indent can cause hundreds. */
export const problemsPerFileMax = 50;

export interface Place {
  /** Counted from 1. */
  line: number;
  col: number;
  /** UTF-16 units on that line, at least 1. */
  length: number;
}

export interface YamlFile {
  /** As shown to people. */
  file: string;
  text: string;
  /** undefined when the text has problems that leave nothing to check. */
  value: unknown;
  problems: Problem[];
  /**
   * Where a value, or with 'key' its key, stands. What is missing is placed at the nearest thing above it that exists; a
   * block of several lines is placed at its key.
   */
  position(path: YamlPath, target?: 'key' | 'value'): Place;
  /** A value as written: `0042`, where `value` has the number 42. undefined when it is no plain or quoted text. */
  textOf(path: YamlPath): string | undefined;
  /** The whole line, counted from 1. */
  line(number: number): string;
  /** Of a value that was made from several files: where a path of it is written. */
  writtenAt?(path: YamlPath): { yaml: YamlFile; path: YamlPath };
}

/** @param file the name to show, relative to the configuration folder */
export function readYaml(file: string, text: string): YamlFile {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const tooLarge = clean.length > fileCharactersMax;
  const source = openSourceText(tooLarge ? '' : clean);
  const problems: Problem[] = [];
  const add = (code: ProblemCode, message: string, range: Range, help?: string) => {
    if (problems.length >= problemsPerFileMax) return;
    problems.push(problemIn(file, source, { code, message, range, ...defined({ help }) }));
  };

  if (tooLarge)
    add('YAML_TOO_LARGE', `the file has more than ${fileCharactersMax} characters`, { start: 0, end: 0 });
  const control = controlCharacter.exec(clean);
  if (control) {
    add('YAML_SYNTAX', 'control characters are not allowed', {
      start: control.index,
      end: control.index + 1,
    });
  }
  const document = tooLarge || control ? undefined : parse(clean, add);
  const contents = document?.contents ?? null;
  let value: unknown;
  let targets: AliasTargets = new Map();
  if (document && problems.length === 0) {
    const read = nodeValue(document.contents);
    targets = read.targets;
    for (const fault of read.faults) add(fault.code, fault.message, fault, fault.help);
    if (problems.length === 0) value = read.value;
  }
  return {
    file,
    text: tooLarge ? '' : clean,
    value,
    problems,
    position: (path, target = 'value') => placeOf(locate(contents, path, targets), target, source),
    textOf: (path) => writtenText(locate(contents, path, targets), clean),
    line: (number) => source.line(number),
  };
}

/** A line end, a tab or text is all that a configuration file holds. */
const controlCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

interface Range {
  start: number;
  end: number;
}

type AddProblem = (code: ProblemCode, message: string, range: Range, help?: string) => void;

function parse(text: string, add: AddProblem): Document.Parsed | undefined {
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      resolveKnownTags: false,
      uniqueKeys: false,
      prettyErrors: false,
      // At 'silent' a second document in the file would be dropped without a word.
      logLevel: 'error',
    });
    for (const error of document.errors) {
      const [start, end] = error.pos;
      add('YAML_SYNTAX', firstLine(error.message), { start, end }, syntaxHelp[error.code]);
    }
    if (document.directives.yaml.explicit === true) {
      add('YAML_SYNTAX', 'a %YAML line is not read', { start: 0, end: 5 }, 'remove it; files are YAML 1.2');
    }
    return document;
  } catch (error) {
    // The parser recurses; its own guard covers most but not all of a hostile nesting.
    const reason = error instanceof Error ? firstLine(error.message) : String(error);
    add('YAML_SYNTAX', `the file cannot be read as YAML: ${reason}`, { start: 0, end: 0 });
    return undefined;
  }
}

/** What to do about the parser's commonest complaints, by its own codes. */
const syntaxHelp: Partial<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with blanks, never with tabs',
  BAD_INDENT: 'keys of one map start in the same column',
  MULTIPLE_DOCS: 'one file holds one document; remove the second ---',
  MULTILINE_IMPLICIT_KEY: 'is a colon or a quotation mark missing?',
  BLOCK_AS_IMPLICIT_KEY: 'a value that holds ": " must be in quotation marks',
  MISSING_CHAR: 'check that every quotation mark and bracket is closed',
  BAD_ALIAS: 'a value that starts with * must be in quotation marks',
};

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!.replace(/:$/, '').slice(0, 200);
}

function problemIn(
  file: string,
  source: SourceText,
  fault: { code: ProblemCode; message: string; range: Range; help?: string },
): Problem {
  const { range, ...words } = fault;
  const place = placeOfRange(range, source);
  return { severity: 'error', ...words, file, ...place, path: '', sourceLine: source.line(place.line) };
}

/** Where a path leads: the last pair on the way and the node, if the whole path exists. */
interface Located {
  node: Node | null;
  key: Node | null;
  complete: boolean;
}

function locate(root: Node | null, path: YamlPath, targets: AliasTargets): Located {
  let at: Located = { node: root, key: null, complete: true };
  for (const step of path) {
    const next = child(at.node, step, targets);
    if (!next) return { ...at, complete: false };
    at = { ...next, complete: true };
  }
  return at;
}

function child(node: Node | null, step: string | number, targets: AliasTargets) {
  const resolved = (node && targets.get(node)) ?? node;
  if (isMap(resolved)) {
    const pair = (resolved.items as Pair<Node, Node | null>[]).find(
      (item) => keyWord(item.key) === String(step),
    );
    return pair ? { node: pair.value, key: pair.key } : undefined;
  }
  if (isSeq(resolved) && typeof step === 'number') {
    const item = resolved.items[step] as Node | undefined;
    return item ? { node: item, key: null } : undefined;
  }
  return undefined;
}

function placeOf(located: Located, target: 'key' | 'value', source: SourceText): Place {
  const { node, key } = located;
  const isBlock = isCollection(node) && node.flow !== true;
  const useKey = key !== null && (target === 'key' || isBlock || !located.complete || isEmpty(node));
  const chosen = useKey ? key : (firstKey(node, located.complete) ?? node ?? key);
  const range = chosen?.range;
  return placeOfRange(range ? { start: range[0], end: range[1] } : { start: 0, end: 0 }, source);
}

function isEmpty(node: Node | null): boolean {
  return !node?.range || node.range[0] === node.range[1];
}

/** Something missing from a map without a key of its own is shown at the map's first key. */
function firstKey(node: Node | null, complete: boolean): Node | undefined {
  if (complete || !isMap(node) || node.flow === true) return undefined;
  return (node.items[0]?.key as Node | undefined) ?? undefined;
}

function placeOfRange(range: Range, source: SourceText): Place {
  const { line, col } = source.lineAndColumn(range.start);
  const rest = source.line(line).length - (col - 1);
  return { line, col, length: Math.max(1, Math.min(range.end - range.start, rest)) };
}

function writtenText(located: Located, text: string): string | undefined {
  const { node, complete } = located;
  if (!complete || !node?.range || isCollection(node)) return undefined;
  return text.slice(node.range[0], node.range[1]);
}
