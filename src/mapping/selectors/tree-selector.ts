/**
 * The grammar of selectors for documents that are trees: `^Order(@type=rush)/Contact(@role=shipTo)/Name`, or with dots in JSON.
 */
import type { SelectorFault } from '../file/index.js';

/** Some node at the end of `names` is there; with `values`, one that has one of them as its text. */
export interface TreeCondition {
  names: readonly string[];
  values: readonly string[] | undefined;
  /** It must not be so. */
  negated: boolean;
}

export interface TreeStep {
  name: string;
  conditions: readonly TreeCondition[];
}

export interface TreeSelector {
  start: 'here' | 'above' | 'top';
  /** None: the node itself. */
  steps: readonly TreeStep[];
}

/** What differs between the formats. */
export interface TreeLanguage {
  separator: '/' | '.';
  /** A name as written to the name that nodes have; undefined when it is none. */
  name(written: string): string | SelectorFault;
  example: string;
}

/** The path of a document, for `document:`: names only. */
export function parseNames(text: string, language: TreeLanguage): readonly string[] | SelectorFault {
  const names: string[] = [];
  for (const part of splitOutside(text, language.separator)) {
    const name = language.name(part);
    if (typeof name !== 'string') return name;
    names.push(name);
  }
  return names;
}

export function parseTreeSelector(text: string, language: TreeLanguage): TreeSelector | SelectorFault {
  const start = text.startsWith('^') ? 'above' : text.startsWith('/') ? 'top' : 'here';
  const rest = start === 'here' ? text : text.slice(1);
  if (rest === '.') return { start, steps: [] };
  const steps: TreeStep[] = [];
  for (const part of splitOutside(withSteps(rest, language), language.separator)) {
    const step = parseStep(part, text, language);
    if ('message' in step) return step;
    steps.push(step);
  }
  return steps.length === 0 ? unreadable(text, language) : { start, steps };
}

/** `Money@currency` is the attribute `@currency` inside of Money. */
function withSteps(text: string, { separator }: TreeLanguage): string {
  if (separator !== '/') return text;
  const last = lastOutside(text, '@');
  return last > 0 && text[last - 1] !== '/' ? `${text.slice(0, last)}/${text.slice(last)}` : text;
}

function parseStep(part: string, whole: string, language: TreeLanguage): TreeStep | SelectorFault {
  const match = /^([^()"]+|"[^"]+")(?:\((.+)\))?$/.exec(part.trim());
  if (!match) return unreadable(whole, language);
  const name = language.name(match[1] ?? '');
  if (typeof name !== 'string') return name;
  const conditions: TreeCondition[] = [];
  for (const written of match[2] === undefined ? [] : splitOutside(match[2], '&')) {
    const condition = parseCondition(written, whole, language);
    if ('message' in condition) return condition;
    conditions.push(condition);
  }
  return { name, conditions };
}

/** `@role=shipTo|ST`, `Discount`, `!Discount`. */
function parseCondition(text: string, whole: string, language: TreeLanguage): TreeCondition | SelectorFault {
  const written = text.trim();
  const negated = written.startsWith('!');
  const [left = '', right, ...more] = splitOutside(negated ? written.slice(1) : written, '=');
  if (left.trim() === '' || more.length > 0) return unreadable(whole, language);
  const names = parseNames(withSteps(left.trim(), language), language);
  if ('message' in names) return names;
  const values = right === undefined ? undefined : splitOutside(right, '|').map(unquoted);
  return values?.includes('') === true ? unreadable(whole, language) : { names, values, negated };
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^".*"$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}

/** At signs that stand outside of brackets and quotation marks. */
function splitOutside(text: string, sign: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const at of placesOutside(text, sign)) {
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  parts.push(text.slice(start));
  return parts;
}

function lastOutside(text: string, sign: string): number {
  return placesOutside(text, sign).at(-1) ?? -1;
}

function placesOutside(text: string, wanted: string): number[] {
  const places: number[] = [];
  let depth = 0;
  let quoted = false;
  text.split('').forEach((sign, at) => {
    if (sign === '"') quoted = !quoted;
    if (quoted) return;
    if (sign === wanted && depth === 0) places.push(at);
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
  });
  return places;
}

function unreadable(text: string, { example }: TreeLanguage): SelectorFault {
  return { message: `"${text}" is not a selector`, help: `e.g. ${example}` };
}
