/**
 * Rules: named checks of a finished record, and of what is written from one, each with what to do and a sentence.
 *
 * A rule whose operand is absent, or left empty by an issue, says nothing.
 */
import { fieldsOf, type Origin } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  type Compilation,
  suggestion,
  type Bound,
  boundWords,
  type CheckSpec,
  type RuleSpec,
  type MappingIssue,
  joined,
  readAt,
} from '../file/index.js';
import { compileCondition, exact, numberText, sum, type Place, negated } from '../values/index.js';
import { compileEntries } from './rule-entries.js';
import {
  compareValues,
  isMasked,
  type RuleLanguage,
  type RuleTerm,
  type RuleValue,
} from './rule-operands.js';

type WholeRule = RuleSpec & { check: CheckSpec };

export type Rule<P extends Place = Place> = (place: P) => MappingIssue | undefined;

/** What a failed check found; the names can be used in the sentence. */
interface Failure {
  found: Record<string, string>;
  /** The entry that was asked, of a rule with `each:`. */
  entry?: Record<string, unknown>;
  /** Where people should look. */
  at?: Omit<RuleValue, 'text'> | undefined;
}

interface Check<P> {
  fails(place: P): Failure | undefined;
  sensitive: boolean;
}

/** All rules of a file. */
export function compileRules<P extends Place>(
  compilation: Compilation,
  specs: readonly RuleSpec[] = [],
  language: RuleLanguage<P>,
): Rule<P>[] {
  const ids = new Set<string>();
  return specs.flatMap(({ check, ...spec }, index) => {
    const path = ['rules', index];
    if (ids.has(spec.id))
      addProblem(compilation, path, { code: 'MAP113', message: `there are two rules "${spec.id}"` });
    ids.add(spec.id);
    if (check !== null) return [compileRule(compilation, { ...spec, check }, { path, language })];
    const message = `the base has no rule "${spec.id}" that could be taken away`;
    addProblem(compilation, [...path, 'check'], { code: 'MAP111', message });
    return [];
  });
}

function compileRule<P extends Place>(
  compilation: Compilation,
  spec: WholeRule,
  { path, language }: { path: YamlPath; language: RuleLanguage<P> },
): Rule<P> {
  const sentence = spec.say ?? defaultSentence(spec.check);
  const check =
    spec.each === undefined
      ? compileOnce(compilation, spec, { path, language })
      : compileEach(compilation, spec, path);
  const hidden = check.sensitive || tellsSensitive(compilation, sentence, spec.each);
  return (place) => {
    const failure = check.fails(place);
    if (!failure) return undefined;
    const { path: field, target, origin } = failure.at ?? {};
    return {
      code: 'RULE',
      rule: spec.id,
      action: spec.otherwise,
      words: sentence,
      ...(hidden ? {} : { value: filledIn(sentence, failure, place.entry) }),
      ...(field === undefined ? {} : { path: field }),
      ...(target === undefined ? {} : { target }),
      ...(origin === undefined ? {} : { origin }),
    };
  };
}

/** A check where its condition holds. */
function compileOnce<P extends Place>(
  compilation: Compilation,
  spec: WholeRule,
  { path, language }: At<P>,
): Check<P> {
  const applies = spec.when && compileCondition(compilation, spec.when, [...path, 'when']);
  const check = compileCheck(compilation, spec.check, { path: [...path, 'check'], language });
  checkSentence(compilation, spec, { path, language });
  const { sensitive } = check;
  if (!applies) return check;
  return { sensitive, fails: (place) => (applies(place.scope) ? check.fails(place) : undefined) };
}

/** Tells the first entry of which the check fails. */
function compileEach(compilation: Compilation, spec: WholeRule, path: YamlPath): Check<Place> {
  const each = compileEntries(compilation, spec.each ?? '', [...path, 'each']);
  if (!each) return { sensitive: false, fails: () => undefined };
  const { language, selectors, entries } = each;
  const check = compileOnce({ ...compilation, selectors }, spec, { path, language });
  const fails = (place: Place): Failure | undefined => {
    for (const entered of entries(place)) {
      const failure = check.fails(entered);
      if (!failure) continue;
      const entry = entered.prefix.slice(0, -1);
      // What is added up stands nowhere, but its entry does.
      return { ...failure, entry: entered.entry, at: { ...failure.at, path: failure.at?.path ?? entry } };
    }
    return undefined;
  };
  return { sensitive: check.sensitive, fails };
}

interface At<P extends Place> {
  path: YamlPath;
  language: RuleLanguage<P>;
}

const makers = ['sum', 'count', 'every', 'unique'] as const;
const bounds = Object.keys(boundWords) as Bound[];

function compileCheck<P extends Place>(compilation: Compilation, check: CheckSpec, at: At<P>): Check<P> {
  if (!isSound(compilation, check, at.path)) return { fails: () => undefined, sensitive: false };
  if (check.sum !== undefined) return compileSum(compilation, check, at);
  if (check.count !== undefined) {
    const count = at.language.count(check.count, [...at.path, 'count']);
    const against = compileAgainst(check, at);
    const fails = (place: P): Failure | undefined => {
      const counted = count(place);
      const unmet = counted === undefined ? undefined : against.unmet(place)(counted);
      return unmet && { found: { count: counted!, expected: unmet.expected }, at: unmet.at };
    };
    return { fails, sensitive: against.sensitive };
  }
  if (check.every !== undefined) return compileEvery(compilation, check, at);
  return check.unique === undefined ? compilePair(check, at) : compileUnique(check, at);
}

/** What goes together: a maker with what its value is held against, or two values that are equal. */
function isSound(compilation: Compilation, check: CheckSpec, path: YamlPath): boolean {
  const refuse = (key: string, message: string, help?: string): false => {
    addProblem(compilation, [...path, key], { code: 'MAP107', message, help, target: 'key' });
    return false;
  };
  const [maker, second] = makers.filter((key) => check[key] !== undefined);
  const limits = bounds.filter((key) => check[key] !== undefined);
  const isPair = Array.isArray(check.equals);
  if (maker === undefined && !isPair)
    return refuse('check', 'nothing says what is checked', 'sum:, count:, every:, unique: or equals: [a, b]');
  if (second !== undefined) return refuse(second, `${second}: does not go with ${maker}:`);
  if (maker === undefined || maker === 'unique') {
    const [limit] = [...limits, ...(maker === 'unique' && check.equals !== undefined ? ['equals'] : [])];
    if (limit !== undefined)
      return refuse(limit, `${limit}: does not go with ${maker ? `${maker}:` : 'equals: [a, b]'}`);
  } else if (isPair) return refuse('equals', `equals: takes one value beside ${maker}:`);
  else if (check.equals === undefined && limits.length === 0)
    return refuse(maker, `nothing says what it should be`, 'equals:, min:, above:, max: or below:');
  if (check.within !== undefined && check.equals === undefined)
    return refuse('within', 'within: goes with equals:');
  return true;
}

function compileSum<P extends Place>(compilation: Compilation, check: CheckSpec, at: At<P>): Check<P> {
  const terms = (check.sum ?? []).map((written, index) => {
    const path = [...at.path, 'sum', index];
    const term = at.language.term(written, path);
    if (!term.isNumber)
      addProblem(compilation, path, { code: 'MAP106', message: `${term.name} is not a number` });
    return term;
  });
  const against = compileAgainst(check, at);
  const fails = (place: P): Failure | undefined => {
    const sum = addedUp(terms, place);
    const unmet = sum === undefined ? undefined : against.unmet(place)(sum);
    return unmet && { found: { sum: sum!, expected: unmet.expected }, at: unmet.at };
  };
  return { fails, sensitive: against.sensitive || terms.some((term) => term.sensitive) };
}

/** undefined when an issue has left a term empty. */
function addedUp<P>(terms: readonly RuleTerm<P>[], place: P): string | undefined {
  const numbers: string[] = [];
  for (const term of terms) {
    const { values, isWhole } = term.all(place);
    if (!isWhole) return undefined;
    for (const { text } of values) {
      const number = numberText(text);
      if (number !== undefined) numbers.push(term.negative ? negated(number) : number);
    }
  }
  return sum(numbers);
}

/** Tells the first value that is not as it should be, and how many are not. */
function compileEvery<P extends Place>(compilation: Compilation, check: CheckSpec, at: At<P>): Check<P> {
  const path = [...at.path, 'every'];
  const term = at.language.term(check.every!, path);
  if (!term.isOrdered && check.equals === undefined)
    addProblem(compilation, path, { code: 'MAP106', message: `${term.name} is neither a number nor a date` });
  const against = compileAgainst(check, at);
  const fails = (place: P): Failure | undefined => {
    const unmet = against.unmet(place);
    const wrong = term.all(place).values.flatMap((value) => {
      const fault = unmet(value.text);
      return fault ? [{ value, fault }] : [];
    });
    const [first] = wrong;
    if (!first) return undefined;
    const { text, ...where } = first.value;
    const found = { value: text, expected: first.fault.expected, count: String(wrong.length) };
    return { found, at: where };
  };
  return { fails, sensitive: against.sensitive || term.sensitive };
}

function compilePair<P extends Place>(check: CheckSpec, at: At<P>): Check<P> {
  const written = Array.isArray(check.equals) ? check.equals : [];
  const [left, right] = written.map((one, index) =>
    at.language.operand(String(one), [...at.path, 'equals', index]),
  );
  const fails = (place: P): Failure | undefined => {
    const value = left?.read(place);
    const expected = right?.read(place);
    if (!value || !expected || isEqual(value.text, expected.text, check.within)) return undefined;
    const { text, ...where } = expected;
    return { found: { value: value.text, expected: text }, at: where };
  };
  return { fails, sensitive: left?.sensitive === true || right?.sensitive === true };
}

function compileUnique<P extends Place>(check: CheckSpec, at: At<P>): Check<P> {
  const term = at.language.term(check.unique!, [...at.path, 'unique']);
  const fails = (place: P): Failure | undefined => {
    const known = new Set<string>();
    for (const { text, ...where } of term.all(place).values) {
      if (known.has(text)) return { found: { value: text }, at: where };
      known.add(text);
    }
    return undefined;
  };
  return { fails, sensitive: term.sensitive };
}

/** What was expected instead, in words. */
interface Unmet {
  expected: string;
  at: { origin?: Origin | undefined; path?: string | undefined };
}

interface Against<P> {
  sensitive: boolean;
  unmet(place: P): (value: string) => Unmet | undefined;
}

/** `equals:` and bounds; one whose own value is absent asks for nothing. */
function compileAgainst<P extends Place>(check: CheckSpec, at: At<P>): Against<P> {
  const keys = (['equals', ...bounds] as const).filter((key) => check[key] !== undefined);
  const tests = keys.map((key) => ({
    key,
    operand: at.language.operand(String(check[key]), [...at.path, key]),
  }));
  return {
    sensitive: tests.some(({ operand }) => operand.sensitive),
    unmet: (place) => {
      const given = tests.map(({ key, operand }) => ({ key, limit: operand.read(place) }));
      return (value) => {
        for (const { key, limit } of given) {
          if (!limit || isMet(key, value, { limit: limit.text, within: check.within })) continue;
          const { text, ...where } = limit;
          return { expected: key === 'equals' ? text : `${boundWords[key]} ${text}`, at: where };
        }
        return undefined;
      };
    },
  };
}

function isMet(
  key: 'equals' | Bound,
  value: string,
  { limit, within }: { limit: string; within: string | undefined },
): boolean {
  if (key === 'equals') return isEqual(value, limit, within);
  const order = compareValues(value, limit);
  // What is no number and no date is not what a bound wants.
  if (order === undefined) return false;
  return { min: order >= 0, above: order > 0, max: order <= 0, below: order < 0 }[key];
}

/** Numbers are compared as numbers, anything else as text. */
function isEqual(value: string, expected: string, within: string | undefined): boolean {
  const [left, right] = [exact(value), exact(expected)];
  if (!left || !right) return value === expected;
  return left
    .minus(right)
    .abs()
    .lessThanOrEqualTo(within ?? '0');
}

function defaultSentence(check: CheckSpec): string {
  if (check.sum !== undefined) return 'The sum is {sum}, but {expected} was expected.';
  if (check.count !== undefined) return 'There are {count}, but {expected} were expected.';
  if (check.every !== undefined) return `${nameOf(check.every)} is {value}, but {expected} was expected.`;
  return check.unique === undefined
    ? '{value} was found where {expected} was expected.'
    : `${nameOf(check.unique)} {value} occurs twice.`;
}

function nameOf(term: NonNullable<CheckSpec['every']>): string {
  return typeof term === 'string' ? term : term.of;
}

const placeholder = /\{([A-Za-z][A-Za-z0-9.]*)\}/g;
const foundNames = ['sum', 'count', 'expected', 'value'];

/** Names of an entry are its own before they are those of the record. */
function filledIn(sentence: string, { found, entry }: Failure, record: Record<string, unknown>): string {
  return sentence.replace(placeholder, (_, name: string) => {
    const value = found[name] ?? readAt(entry, name) ?? readAt(record, name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '(nothing)';
  });
}

function checkSentence<P extends Place>(
  compilation: Compilation,
  spec: WholeRule,
  { path, language }: At<P>,
): void {
  for (const [, name = ''] of (spec.say ?? '').matchAll(placeholder)) {
    if (foundNames.includes(name) || language.isTold(name)) continue;
    const otherwise = 'sum, count, expected, value, or a field of this mapping';
    const help = suggestion(name, [...foundNames, ...language.told], otherwise);
    const message = `"{${name}}" stands for nothing`;
    addProblem(compilation, [...path, 'say'], { code: 'MAP110', message, help });
  }
}

/** Whether the sentence would tell a value that is masked elsewhere. */
function tellsSensitive(compilation: Compilation, sentence: string, each = ''): boolean {
  const fields = fieldsOf(compilation.kind);
  return [...sentence.matchAll(placeholder)]
    .flatMap(([, name = '']) => [name, joined(each, name)])
    .some((name) => isMasked(compilation, fields.get(name)));
}
