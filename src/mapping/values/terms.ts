/**
 * Terms of sums, counts and rules: a path into the record that may lead through lists, and which entries of the last of them
 * count: `{ of: charges.amount, when: { settlement: on-document } }`.
 *
 * Conditions of a term speak of the record, not of the document, whichever way a mapping goes.
 */
import { type Field, fieldsOf } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  type Compilation,
  type TermSpec,
  isEntry,
  joined,
  type Reached,
  readEach,
  readSteps,
  isFault,
  type RecordScope,
  type Selectors,
  isList,
  isNumber,
} from '../file/index.js';
import { recordSelectors, parseRecordValue, type Standpoint } from '../selectors/index.js';
import { compileCondition, type Condition } from './conditions.js';
import { numberText, sum } from './exact.js';
import type { Place } from './run.js';

/** An operand is missing because of an issue. */
export const failed = Symbol('failed');

export type Entered = Pick<Place, 'entry' | 'prefix' | 'run' | 'scope'>;

/** One operand, relative to the entry that we stand in. */
export interface Term {
  /** As written, without its sign. */
  path: string;
  negative: boolean;
  /** Of what is added up or compared; undefined, with a problem, when there is none. */
  field: Field | undefined;
  /** All values at the path, with their paths from the entry on; undefined ones are among them. */
  reach(place: Entered): Reached[];
}

/** Where terms are written. */
export interface TermPlace {
  path: YamlPath;
  /** Canonical path of the list that the entry belongs to; '' for the record. */
  above: string;
  /** The field of a path from here; adds a problem when there is none, or when nothing fills it. */
  known(name: string, path: YamlPath): Field | undefined;
  /** Whether something fills a field before this, by its canonical path; of a record that goes out, everything. */
  isFilled(path: string): boolean;
  /** Canonical paths of the lists around us, where conditions may look outward; absent where they see their own entries only. */
  around?: readonly string[];
}

/** A term as written: its path without the sign, and where its parts stand. */
export function termOf(written: TermSpec, path: YamlPath) {
  const isPlain = typeof written === 'string';
  const text = isPlain ? written : written.of;
  const negative = text.startsWith('-');
  return {
    path: negative ? text.slice(1) : text,
    negative,
    when: isPlain ? undefined : written.when,
    at: isPlain ? path : [...path, 'of'],
    whenAt: [...path, 'when'],
  };
}

/** `-allowances.amount` is subtracted. */
export function compileTerm(compilation: Compilation, written: TermSpec, place: TermPlace): Term {
  const term = termOf(written, place.path);
  const { path, negative } = term;
  const field = place.known(path, term.at);
  if (term.when === undefined || field === undefined)
    return { path, negative, field, reach: ({ entry }) => readEach(entry, path) };
  const { hops, rest, lists } = listsOnTheWay(compilation, path, place.above);
  const where = { path: term.whenAt, lists, place };
  const holds = compileFilter(compilation, term.when, where);
  return {
    path,
    negative,
    field,
    reach: (at) =>
      entriesAt(startOf(at), hops)
        .filter(holds)
        .map((scope) => reachedIn(scope, rest)),
  };
}

/** A term that is a number. */
export function compileNumber(compilation: Compilation, written: TermSpec, place: TermPlace): Term {
  const term = compileTerm(compilation, written, place);
  if (term.field && !isNumber(term.field)) {
    const { at } = termOf(written, place.path);
    addProblem(compilation, at, { code: 'MAP106', message: `${term.field.path} is not a number` });
  }
  return term;
}

/** How many entries a list has, or those of them for which the condition holds. */
export function compileLength(
  compilation: Compilation,
  written: TermSpec,
  place: TermPlace,
): (place: Entered) => string {
  const { path, at, when, whenAt } = termOf(written, place.path);
  const field = place.known(path, at);
  if (field && !isList(field)) {
    addProblem(compilation, at, { code: 'MAP106', message: `${field.path} is no list to be counted` });
  }
  const { hops, lists } = listsOnTheWay(compilation, path, place.above);
  const holds: Condition =
    when === undefined ? () => true : compileFilter(compilation, when, { path: whenAt, lists, place });
  return (entered) => String(entriesAt(startOf(entered), hops).filter(holds).length);
}

/** The exact sum, with as many decimal places as its most precise term. What is simply absent counts as nothing. */
export function addUp(terms: readonly Term[], place: Entered): string | typeof failed {
  const { prefix, run } = place;
  const numbers: string[] = [];
  for (const term of terms) {
    for (const { path, value } of term.reach(place)) {
      if (run.failed.size > 0 && run.failed.has(prefix + path)) return failed;
      const number = numberText(value);
      if (number !== undefined) numbers.push(term.negative ? negated(number) : number);
    }
  }
  return sum(numbers);
}

export function negated(number: string): string {
  return number.startsWith('-') ? number.slice(1) : `-${number}`;
}

/** Steps to each list on the way, the canonical paths of these lists, and the steps that are left. */
export function listsOnTheWay(compilation: Compilation, path: string, above: string) {
  const fields = fieldsOf(compilation.kind);
  const hops: string[][] = [];
  const lists: string[] = [];
  let rest: string[] = [];
  let at = above;
  for (const step of path.split('.')) {
    rest.push(step);
    at = joined(at, step);
    if (!isList(fields.get(at))) continue;
    hops.push(rest);
    lists.push(at);
    rest = [];
  }
  return { hops, rest, lists };
}

/** Paths are told from the entry on, so the first prefix is none. */
function startOf({ scope, entry }: Entered): RecordScope {
  const outer = scope.format === 'record' ? scope.outer : undefined;
  return { format: 'record', entry, prefix: '', outer };
}

/** Entries of the last of these lists, each with those around it. */
export function entriesAt(start: RecordScope, hops: readonly (readonly string[])[]): RecordScope[] {
  let scopes = [start];
  for (const hop of hops) scopes = scopes.flatMap((outer) => entriesOf(outer, hop));
  return scopes;
}

function entriesOf(outer: RecordScope, steps: readonly string[]): RecordScope[] {
  const list = readSteps(outer.entry, steps);
  if (!Array.isArray(list)) return [];
  const path = outer.prefix + steps.join('.');
  return list.flatMap((entry: unknown, index): RecordScope[] =>
    isEntry(entry) ? [{ format: 'record', entry, prefix: `${path}.${index}.`, outer }] : [],
  );
}

function reachedIn({ entry, prefix }: RecordScope, steps: readonly string[]): Reached {
  return { value: readSteps(entry, steps), path: prefix + steps.join('.') };
}

interface FilterPlace {
  path: YamlPath;
  /** Canonical paths of the lists that the term leads through. */
  lists: readonly string[];
  place: TermPlace;
}

function compileFilter(
  compilation: Compilation,
  when: unknown,
  { path, lists, place }: FilterPlace,
): Condition {
  const around = place.around ?? (place.above === '' ? [] : [place.above]);
  const at = { kind: compilation.kind, lists: [...around, ...lists] };
  const seen = place.around || place.above === '' ? at.lists.length : lists.length;
  const selectors = filterSelectors(at, seen, (field) => place.isFilled(field));
  return compileCondition({ ...compilation, selectors }, when, path);
}

/** Selectors over entries of a record. @param seen how many entries outward there is something to see */
export function filterSelectors(
  at: Standpoint,
  seen: number,
  isFilled: (field: string) => boolean,
): Selectors {
  const all = recordSelectors(at);
  return {
    ...all,
    value: (text) => {
      const parsed = parseRecordValue(text, at);
      if (isFault(parsed)) return parsed;
      if (parsed.up > seen) return { message: `"${text}" stands outside of the entries that are asked` };
      if (!isFilled(parsed.field.path))
        return { message: `"${text}" is not filled before this one`, help: 'map it, or move it up' };
      return all.value(text);
    },
  };
}
