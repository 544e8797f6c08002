/**
 * Rules: named checks of a finished record, each with what to do and a sentence.
 *
 * A rule whose operand is absent, or left empty by an issue, says nothing.
 */
import { fieldsOf, type Origin } from '../canonical/index.js';
import type { YamlPath } from '../yaml/index.js';
import { addProblem, compileSelect, type Compilation, suggestion } from './compilation.js';
import { addUp, compileCount, exact, failed, isFilled, isNumber, knownField, termOf } from './computed.js';
import type { RuleSpec } from './mapping-file.js';
import type { MappingIssue } from './mapping.js';
import { readAt, readEach } from './record-path.js';
import type { Place } from './run.js';
import { isFault } from './scope.js';

export type Rule = (place: Place) => MappingIssue | undefined;

/** What a failed check found; the names can be used in the sentence. */
interface Failure {
  found: Record<string, string>;
  origin?: Origin | undefined;
  path?: string;
}

type Check = (place: Place) => Failure | undefined;

interface Operand {
  text: string;
  origin?: Origin | undefined;
}

export function compileRule(
  compilation: Compilation,
  spec: RuleSpec,
  at: { path: YamlPath; filled: ReadonlySet<string> },
): Rule {
  const check = compileCheck(compilation, spec, { path: [...at.path, 'check'], filled: at.filled });
  const sentence = spec.say ?? defaultSentence(spec);
  checkSentence(compilation, spec, at);
  const hidden = isSensitive(compilation, spec, sentence);
  return (place) => {
    const failure = check(place);
    if (!failure) return undefined;
    const origin = failure.origin;
    return {
      code: 'RULE',
      rule: spec.id,
      action: spec.otherwise,
      words: sentence,
      ...(hidden ? {} : { value: filledIn(sentence, failure.found, place) }),
      ...(failure.path === undefined ? {} : { path: failure.path }),
      ...(origin === undefined ? {} : { origin }),
    };
  };
}

interface At {
  path: YamlPath;
  filled: ReadonlySet<string>;
}

function compileCheck(compilation: Compilation, spec: RuleSpec, at: At): Check {
  const { check } = spec;
  if ('sum' in check) {
    const terms = check.sum.map(termOf);
    terms.forEach((term, index) => {
      const field = knownField(compilation, term.path, { ...at, above: '' }, ['sum', index]);
      if (field && !isNumber(field))
        addProblem(compilation, [...at.path, 'sum', index], {
          code: 'MAP106',
          message: `${field.path} is not a number`,
        });
    });
    const expected = compileOperand(compilation, check.equals, { ...at, path: [...at.path, 'equals'] });
    return (place) => {
      const sum = addUp(terms, place);
      return sum === failed ? undefined : difference({ sum }, sum, expected(place), check.within);
    };
  }
  if ('count' in check) {
    const count = compileCount(compilation, check.count, { ...at, above: '' }, ['count']);
    const expected = compileOperand(compilation, check.equals, { ...at, path: [...at.path, 'equals'] });
    return (place) => {
      const counted = count(place);
      return difference({ count: counted }, counted, expected(place), undefined);
    };
  }
  if ('unique' in check) return compileUnique(compilation, check.unique, at);
  const [left, right] = check.equals.map((operand, index) =>
    compileOperand(compilation, operand, { ...at, path: [...at.path, 'equals', index] }),
  );
  return (place) => {
    const value = left?.(place);
    const expected = right?.(place);
    return value && expected
      ? difference({ value: value.text }, value.text, expected, check.within)
      : undefined;
  };
}

/** Numbers are compared as numbers, anything else as text. */
function difference(
  found: Record<string, string>,
  value: string,
  expected: Operand | undefined,
  within: string | undefined,
): Failure | undefined {
  if (!expected) return undefined;
  const [left, right] = [exact(value), exact(expected.text)];
  const equal =
    left && right
      ? left
          .minus(right)
          .abs()
          .lessThanOrEqualTo(within ?? '0')
      : value === expected.text;
  return equal ? undefined : { found: { ...found, expected: expected.text }, origin: expected.origin };
}

/** A path into the record, a selector, or a constant. */
function compileOperand(
  compilation: Compilation,
  written: string | number,
  at: At,
): (place: Place) => Operand | undefined {
  const text = String(written);
  if (exact(text)) return () => ({ text });
  if (fieldsOf(compilation.kind).has(text)) {
    knownField(compilation, text, { ...at, above: '' }, []);
    return ({ entry, run }) => {
      const value = readAt(entry, text);
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      return { text: String(value), origin: run.origins[text] };
    };
  }
  if (isFault(compilation.selectors.value(text))) {
    const help = suggestion(text, at.filled, 'a field of this mapping, a selector, or a number');
    addProblem(compilation, at.path, {
      code: 'MAP110',
      message: `"${text}" is no field and no selector`,
      help,
    });
    return () => undefined;
  }
  const select = compileSelect(compilation, text, at.path);
  return ({ scope }) => {
    const found = select(scope);
    return found && found.text !== '' ? found : undefined;
  };
}

function compileUnique(compilation: Compilation, name: string, at: At): Check {
  knownField(compilation, name, { ...at, above: '' }, ['unique']);
  return ({ entry, run }) => {
    const known = new Set<unknown>();
    for (const { value, path } of readEach(entry, name)) {
      if (value === undefined) continue;
      if (known.has(value)) return { found: { value: String(value) }, origin: run.origins[path], path };
      known.add(value);
    }
    return undefined;
  };
}

function defaultSentence(spec: RuleSpec): string {
  if ('sum' in spec.check) return 'The sum is {sum}, but {expected} was expected.';
  if ('count' in spec.check) return 'There are {count}, but {expected} were expected.';
  return 'unique' in spec.check
    ? `${spec.check.unique} {value} occurs twice.`
    : '{value} was found where {expected} was expected.';
}

const placeholder = /\{([A-Za-z][A-Za-z0-9.]*)\}/g;
const foundNames = ['sum', 'count', 'expected', 'value'];

function filledIn(sentence: string, found: Record<string, string>, { entry }: Place): string {
  return sentence.replace(placeholder, (_, name: string) => {
    const value = found[name] ?? readAt(entry, name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '(nothing)';
  });
}

function checkSentence(compilation: Compilation, spec: RuleSpec, at: At): void {
  for (const [, name = ''] of (spec.say ?? '').matchAll(placeholder)) {
    const known =
      foundNames.includes(name) || (fieldsOf(compilation.kind).has(name) && isFilled(name, at.filled));
    if (known) continue;
    const help = suggestion(
      name,
      [...foundNames, ...at.filled],
      'sum, count, expected, value, or a field of this mapping',
    );
    addProblem(compilation, [...at.path, 'say'], {
      code: 'MAP110',
      message: `"{${name}}" stands for nothing`,
      help,
    });
  }
}

/** Whether the sentence would tell a value that is masked elsewhere. */
function isSensitive(compilation: Compilation, spec: RuleSpec, sentence: string): boolean {
  const names = [...sentence.matchAll(placeholder)].map(([, name]) => name ?? '');
  const operands = Object.values(spec.check)
    .flat()
    .map((operand) => termOf(String(operand)).path);
  const fields = fieldsOf(compilation.kind);
  return [...names, ...operands].some(
    (name) => fields.get(name)?.sensitive === true || compilation.sensitive.has(name),
  );
}
