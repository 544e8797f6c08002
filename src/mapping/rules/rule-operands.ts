/**
 * What the operands of rules name. This is the language of mappings that read: paths into the record, which the mapping must
 * have filled, and selectors of the document.
 */
import { type Field, fieldsOf, type Origin } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  compileSelect,
  type Compilation,
  suggestion,
  type TermSpec,
  readAt,
  isFault,
  isList,
} from '../file/index.js';
import { compileCount, isFilled, knownField, termPlace } from '../inbound/index.js';
import { isPlain } from '../selectors/index.js';
import { exact, type Place, compileTerm, termOf, type TermPlace } from '../values/index.js';

/** A value that a rule looks at, and where it stands. */
export interface RuleValue {
  text: string;
  origin?: Origin | undefined;
  path?: string | undefined;
  /** Of what goes out: the element. */
  target?: string;
}

/** One value. */
export interface RuleOperand<P> {
  /** Sentences keep silent about it. */
  sensitive: boolean;
  read(place: P): RuleValue | undefined;
}

/** All values that a term names. */
export interface RuleTerm<P> {
  name: string;
  negative: boolean;
  sensitive: boolean;
  /** Numbers and dates: one can be more than another. */
  isOrdered: boolean;
  isNumber: boolean;
  /** `isWhole` is false when an issue has left one of them empty. */
  all(place: P): { values: RuleValue[]; isWhole: boolean };
}

export interface RuleLanguage<P extends Place> {
  operand(written: string, path: YamlPath): RuleOperand<P>;
  term(written: TermSpec, path: YamlPath): RuleTerm<P>;
  /** undefined when it cannot be told because of an issue. */
  count(written: TermSpec, path: YamlPath): (place: P) => string | undefined;
  /** Fields of the record that a sentence may hold. */
  isTold(name: string): boolean;
  told: readonly string[];
}

/** @param filled paths of the fields that the mapping fills */
export function documentOperands(compilation: Compilation, filled: ReadonlySet<string>): RuleLanguage<Place> {
  const target = (path: YamlPath) => ({ path, above: '', filled });
  return {
    operand: (written, path) => compileOperand(compilation, written, target(path)),
    term: (written, path) => recordTerm(compilation, written, termPlace(compilation, target(path), [])),
    count: (written, path) => compileCount(compilation, written, target(path), []),
    isTold: (name) => fieldsOf(compilation.kind).has(name) && isFilled(name, filled),
    told: [...filled],
  };
}

/** A term over the record, of either direction. */
export function recordTerm(compilation: Compilation, written: TermSpec, at: TermPlace): RuleTerm<Place> {
  const term = compileTerm(compilation, written, at);
  const isSound =
    term.field !== undefined && checkPlain(compilation, term.field, termOf(written, at.path).at);
  const shape = isSound ? term.field?.shape : undefined;
  const isNumber = shape === undefined || shape === 'decimal' || shape === 'integer';
  return {
    name: term.path,
    negative: term.negative,
    sensitive: isMasked(compilation, term.field),
    isNumber,
    isOrdered: isNumber || shape === 'date',
    all: (place) => {
      const { run, prefix } = place;
      const reached = term.reach(place);
      const values = reached.flatMap(({ value, path }): RuleValue[] => {
        if (typeof value !== 'string' && typeof value !== 'number') return [];
        return [{ text: String(value), path: prefix + path, origin: run.origins[prefix + path] }];
      });
      const isWhole = run.failed.size === 0 || !reached.some(({ path }) => run.failed.has(prefix + path));
      return { values, isWhole };
    },
  };
}

/** A rule over what holds several values would never find one. @returns whether it is one value */
function checkPlain(compilation: Compilation, field: Field, path: YamlPath): boolean {
  if (isPlain(field)) return true;
  const message = `${field.path} holds several values`;
  const names = field.names.map((name) => `${field.path}.${name}`);
  addProblem(compilation, path, { code: 'MAP106', message, help: `name one of them: ${names.join(', ')}` });
  return false;
}

export function isMasked(compilation: Compilation, field: Field | undefined): boolean {
  return field !== undefined && (field.sensitive || compilation.sensitive.has(field.path));
}

/** A path into the record, a selector, or a constant. */
function compileOperand(
  compilation: Compilation,
  written: string,
  at: { path: YamlPath; above: string; filled: ReadonlySet<string> },
): RuleOperand<Place> {
  const constant = constantOperand(written);
  if (constant) return constant;
  const field = fieldsOf(compilation.kind).get(written);
  if (field) {
    if (knownField(compilation, written, at, [])) checkOne(compilation, field, at.path);
    const read = ({ entry, run }: Place): RuleValue | undefined => {
      const value = readAt(entry, written);
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      return { text: String(value), origin: run.origins[written] };
    };
    return { sensitive: isMasked(compilation, field), read };
  }
  if (isFault(compilation.selectors.value(written))) {
    const help = suggestion(written, at.filled, 'a field of this mapping, a selector, or a number');
    const message = `"${written}" is no field and no selector`;
    addProblem(compilation, at.path, { code: 'MAP110', message, help });
    return { sensitive: false, read: () => undefined };
  }
  const select = compileSelect(compilation, written, at.path);
  const read = ({ scope }: Place): RuleValue | undefined => {
    const found = select(scope);
    return found && found.text !== '' ? found : undefined;
  };
  return { sensitive: false, read };
}

/** An operand is one value, and not one of each entry. */
function checkOne(compilation: Compilation, field: Field, path: YamlPath): void {
  const fields = fieldsOf(compilation.kind);
  const steps = field.path.split('.');
  const list = steps
    .map((_, index) => steps.slice(0, index).join('.'))
    .find((above) => isList(fields.get(above)));
  if (list === undefined) {
    checkPlain(compilation, field, path);
    return;
  }
  const message = `"${field.path}" leads through a list`;
  addProblem(compilation, path, {
    code: 'MAP106',
    message,
    help: 'every: asks each of them, sum: adds them up',
  });
}

const isoDay = /^\d{4}-\d\d-\d\d$/;

/** A number, or a day such as 2026-04-01. */
export function constantOperand(text: string): RuleOperand<Place> | undefined {
  if (!exact(text) && !isoDay.test(text)) return undefined;
  return { sensitive: false, read: () => ({ text }) };
}

/** Below 0, 0 or above, as numbers or days; undefined where one cannot be held against the other. */
export function compareValues(one: string, other: string): number | undefined {
  const [left, right] = [exact(one), exact(other)];
  if (left && right) return left.comparedTo(right);
  if (!isoDay.test(one) || !isoDay.test(other)) return undefined;
  return one === other ? 0 : one < other ? -1 : 1;
}
