/**
 * Where one value comes from: a selector, a constant, a small table or a crosswalk. The form of the value is not asked here.
 */
import type { Origin } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  checkColumn,
  compileLookup,
  compileSelect,
  type Compilation,
  type Lookup,
  type Form,
  missingRow,
  missingWords,
  type Found,
  type Select,
} from '../file/index.js';
import { compileCleaning, type Cleaning } from './cleaning.js';
import { addIssue, type Fault, type IssueManner, type Place } from './run.js';

export interface Value {
  /** '' when there is none. */
  text: string;
  origin: Origin | undefined;
  /** In the form of our records already: a constant, or from a table of ours. */
  ours: boolean;
  /** An issue has been added; nothing more is to be said. */
  faulty: boolean;
}

export interface SourceSpec {
  from?: string | string[] | undefined;
  value?: string | number | undefined;
  default?: string | number | undefined;
  clean?: Cleaning[] | undefined;
  values?: Record<string, string> | undefined;
  crosswalk?: string | undefined;
}

export interface SourceContext {
  compilation: Compilation;
  /** Of the field in the mapping file. */
  path: YamlPath;
  /** How the field is called in issues. */
  label: string;
  manner: IssueManner;
  /** What the cells of a crosswalk column must look like to be taken. */
  form?: Form;
}

export type Source = (place: Place, path: string) => Value;

export function compileSource(spec: SourceSpec, context: SourceContext): Source {
  const source = spec.crosswalk === undefined ? compileTaken(spec, context) : compileCrosswalk(spec, context);
  if (spec.default === undefined) return source;
  const fallback = constantOf(spec.default);
  return (place, path) => {
    const value = source(place, path);
    return value.text === '' && !value.faulty ? { ...fallback, origin: value.origin } : value;
  };
}

function constantOf(constant: string | number): Value {
  return { text: String(constant), origin: undefined, ours: true, faulty: false };
}

function compileTaken(spec: SourceSpec, context: SourceContext): Source {
  if (spec.value !== undefined) {
    const value = constantOf(spec.value);
    return () => value;
  }
  const select = compileFirst(spec.from ?? [], context);
  const clean = compileCleaning(spec.clean ?? []);
  const table = spec.values === undefined ? undefined : new Map(Object.entries(spec.values));
  return (place, path) => {
    const found = takeFound(select(place), clean, { place, path, context });
    if (!table || found.text === '' || found.faulty) return found;
    const translated = table.get(found.text);
    if (translated !== undefined) return { ...found, text: translated, ours: true };
    if (spec.default !== undefined) return { ...found, text: '' };
    const words = `${context.label} has a value that the mapping does not know; it knows ${[...table.keys()].join(', ')}.`;
    addIssue(place.run, path, context.manner, {
      code: 'VALUE_UNKNOWN',
      words,
      value: found.text,
      place: found.origin,
    });
    return { ...found, text: '', faulty: true };
  };
}

interface Taking {
  place: Place;
  path: string;
  context: SourceContext;
}

function takeFound(found: Found | undefined, clean: (text: string) => string, taking: Taking): Value {
  const { place, path, context } = taking;
  if (!found) {
    const origin = context.compilation.selectors.placeOf(place.scope);
    return { text: '', origin, ours: false, faulty: false };
  }
  if (!found.differs) return { text: clean(found.text), origin: found.origin, ours: false, faulty: false };
  const words = `The rows of this document disagree about ${context.label}.`;
  addIssue(place.run, path, context.manner, {
    code: 'GROUP_DIFFERS',
    words,
    value: found.text,
    place: found.origin,
  });
  return { text: '', origin: found.origin, ours: false, faulty: true };
}

/** The first selector that finds something. */
function compileFirst(from: string | string[], context: SourceContext): (place: Place) => Found | undefined {
  const selects = compileSelects(from, context);
  return ({ scope }) => {
    let empty: Found | undefined;
    for (const select of selects) {
      const found = select(scope);
      if (found && found.text !== '') return found;
      empty ??= found;
    }
    return empty;
  };
}

export function compileSelects(from: string | string[], context: SourceContext): Select[] {
  const { compilation, path } = context;
  if (typeof from === 'string') return [compileSelect(compilation, from, [...path, 'from'])];
  return from.map((selector, index) => compileSelect(compilation, selector, [...path, 'from', index]));
}

function compileCrosswalk(spec: SourceSpec, context: SourceContext): Source {
  const lookup = compileLookup(context.compilation, spec.crosswalk ?? '', [...context.path, 'crosswalk']);
  if (context.form) checkColumn(context.compilation, lookup, context.form, [...context.path, 'crosswalk']);
  for (const option of ['values', 'value'] as const) {
    if (spec[option] === undefined) continue;
    const message = `a field has either crosswalk: or ${option}:`;
    addProblem(context.compilation, [...context.path, option], { code: 'MAP107', message });
  }
  const key = compileKey(spec, context, lookup?.key.length ?? 1);
  return (place, path) => {
    const { parts, origin, faulty } = key(place, path);
    if (!lookup || faulty || parts === undefined) return { text: '', origin, ours: true, faulty };
    return lookUp(lookup, { place, path, context }, { parts, origin });
  };
}

/** The key of a look-up; `parts` is undefined when one of them is missing. The place is that of the last part. */
export interface Key {
  parts: string[] | undefined;
  origin: Origin | undefined;
  /** An issue has been added; nothing more is to be said. */
  faulty: boolean;
}

/** A key of which nothing is missing. */
export interface WholeKey extends Pick<Key, 'origin'> {
  parts: string[];
}

/** A list of selectors is the key itself where the table has several key columns, and else the first one that finds something. */
export function compileKey(
  spec: SourceSpec,
  context: SourceContext,
  length: number,
): (place: Place, path: string) => Key {
  const from = typeof spec.from === 'string' ? [spec.from] : (spec.from ?? []);
  if (length > 1 && from.length !== length) {
    const message = `the crosswalk's key has ${length} columns, but "from" names ${from.length}`;
    addProblem(context.compilation, [...context.path, 'from'], { code: 'MAP104', message });
  }
  const clean = compileCleaning(spec.clean ?? []);
  const selects =
    length > 1
      ? compileSelects(from, context).map((select) => (place: Place) => select(place.scope))
      : [compileFirst(from, context)];
  return (place, path) => {
    const parts: string[] = [];
    const key: Key = { parts, origin: undefined, faulty: false };
    for (const select of selects) {
      const value = takeFound(select(place), clean, { place, path, context });
      if (value.text === '') key.parts = undefined;
      parts.push(value.text);
      key.origin = value.origin;
      key.faulty ||= value.faulty;
    }
    return key;
  };
}

/** A missing row is an issue, never a guess. */
export function lookUp(lookup: Lookup, taking: Taking, key: WholeKey): Value {
  const { place, path, context } = taking;
  const { partner, day } = place.run;
  const row = lookup.crosswalk.find(key.parts, { partner, day });
  const text = row?.cell(lookup.column) ?? '';
  if (row && text !== '') return { text, origin: key.origin, ours: true, faulty: false };
  const missing = missingRow(lookup, key.parts, row !== undefined);
  const fault: Fault = {
    code: 'CROSSWALK_MISSING',
    words: missingWords([missing]),
    value: key.parts.join(' / '),
    place: key.origin,
    missing,
  };
  addIssue(place.run, path, { ...context.manner, action: lookup.onMissing }, fault);
  return { text: '', origin: key.origin, ours: true, faulty: true };
}
