/**
 * Conditions are data: `{ ITD01: { in: ["01", "08"] } }`, `{ REF(CT).REF02: present }`, with `all`, `any` and `not`.
 */
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, compileSelect, type Compilation, suggestion, type Scope } from '../file/index.js';

export type Condition = (scope: Scope) => boolean;

/** Several keys must all hold. */
export function compileCondition(compilation: Compilation, spec: unknown, path: YamlPath): Condition {
  if (!isMap(spec)) return refuse(compilation, path, 'a condition is a map: { ITD01: "01" }');
  const parts = Object.entries(spec).map(([key, value]) =>
    compilePart(compilation, key, value, [...path, key]),
  );
  return (scope) => parts.every((part) => part(scope));
}

function compilePart(compilation: Compilation, key: string, value: unknown, path: YamlPath): Condition {
  if (key === 'not') {
    const inner = compileCondition(compilation, value, path);
    return (scope) => !inner(scope);
  }
  if (key === 'all' || key === 'any') {
    if (!Array.isArray(value)) return refuse(compilation, path, `${key} takes a list of conditions`);
    const inner = value.map((each, index) => compileCondition(compilation, each, [...path, index]));
    return (scope) =>
      key === 'all' ? inner.every((each) => each(scope)) : inner.some((each) => each(scope));
  }
  const select = compileSelect(compilation, key, path);
  const test = compileTest(compilation, value, path);
  checkWords(compilation, key, value, path);
  return (scope) => test(select(scope)?.text ?? '');
}

function compileTest(compilation: Compilation, value: unknown, path: YamlPath): (text: string) => boolean {
  if (value === 'present') return (text) => text !== '';
  if (value === 'absent') return (text) => text === '';
  if (typeof value === 'string') return (text) => text === value;
  const words = isMap(value) && Object.keys(value).length === 1 ? value['in'] : undefined;
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) {
    const known = new Set<string>(words);
    return (text) => known.has(text);
  }
  refuse(compilation, path, 'expected text in quotation marks, present, absent or { in: ["01", "08"] }');
  return () => false;
}

/** A word that the value never is: the condition would never hold. */
function checkWords(compilation: Compilation, selector: string, value: unknown, path: YamlPath): void {
  const known = compilation.selectors.wordsOf?.(selector);
  const words = isMap(value) ? value['in'] : value === 'present' || value === 'absent' ? [] : [value];
  if (!known || !Array.isArray(words)) return;
  for (const word of words.map(String)) {
    if (known.includes(word)) continue;
    const help = suggestion(word, known, `it is one of ${known.join(', ')}`);
    addProblem(compilation, path, { code: 'MAP112', message: `${selector} is never "${word}"`, help });
  }
}

function refuse(compilation: Compilation, path: YamlPath, message: string): Condition {
  addProblem(compilation, path, { code: 'MAP100', message });
  return () => false;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
