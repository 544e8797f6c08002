/**
 * One value that is written: taken from the record, calculated with if asked, brought into the form of its target.
 *
 * Constants, right sides of `values:` and cells of crosswalks are in the partner's form already and are written as they are.
 */
import { Arithmetic, type Field } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  checkPart,
  formDecimal,
  formFactor,
  isFault,
  outboundField,
  type OutboundField,
} from '../file/index.js';
import { positiveDecimal, scaled } from '../inbound/index.js';
import {
  findInRecord,
  placeInRecord,
  textOf,
  parseRecordValue,
  type RecordSelector,
} from '../selectors/index.js';
import {
  compileCondition,
  addIssue,
  type IssueManner,
  compileSource,
  type SourceContext,
  type Value,
} from '../values/index.js';
import { compileCalculated, isCalculated } from './calculated.js';
import { checkChoice, checkField } from './check-field.js';
import type { ComposePlace, OutboundCompilation, Taken, ValueTarget, Written } from './draft.js';
import { lengthOf, typeOf, writeForm } from './write-forms.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** undefined when there is nothing to write, or an issue says why. */
export type MakeValue = (place: ComposePlace) => Written | undefined;

/** A plain selector, a list of them, or a map of options. */
export function readField(
  compilation: OutboundCompilation,
  written: unknown,
  path: YamlPath,
): OutboundField | undefined {
  if (typeof written === 'string') return { from: written };
  if (Array.isArray(written) && written.every((one) => typeof one === 'string')) return { from: written };
  return checkPart(compilation, path, outboundField);
}

/** Whether a field writes the same whatever the record holds. */
export function isConstant(spec: OutboundField): boolean {
  return (spec.value !== undefined && spec.from === undefined) || spec.clock !== undefined;
}

export function compileValue(
  compilation: OutboundCompilation,
  spec: OutboundField,
  target: ValueTarget,
): MakeValue {
  const make = spec.choose ? compileChoice(compilation, spec, target) : compileOne(compilation, spec, target);
  if (!spec.when) return make;
  const holds = compileCondition(compilation, spec.when, [...target.path, 'when']);
  return (place) => (holds(place.scope) ? make(place) : undefined);
}

/** The first field of the list whose `when` holds. */
function compileChoice(
  compilation: OutboundCompilation,
  spec: OutboundField,
  target: ValueTarget,
): MakeValue {
  checkChoice(compilation, spec, target.path);
  const { required, otherwise, sensitive } = spec;
  const options = (spec.choose ?? []).flatMap((one, index) => {
    const path = [...target.path, 'choose', index];
    const own = readField(compilation, one, path);
    if (!own) return [];
    const holds = own.when ? compileCondition(compilation, own.when, [...path, 'when']) : () => true;
    // What is asked of the field is asked of each way to make it.
    const inner: OutboundField = {
      ...own,
      required: own.required ?? required,
      otherwise: own.otherwise ?? otherwise,
      sensitive: own.sensitive ?? sensitive,
    };
    const make = own.choose
      ? compileChoice(compilation, inner, { ...target, path })
      : compileOne(compilation, inner, { ...target, path });
    return [{ holds, make }];
  });
  const missing = compileMissing(spec, target, { action: spec.otherwise ?? 'hold', sensitive: false });
  return (place) => {
    const option = options.find(({ holds }) => holds(place.scope));
    return option ? option.make(place) : missing(place, target.label);
  };
}

function compileOne(compilation: OutboundCompilation, spec: OutboundField, target: ValueTarget): MakeValue {
  const sources = selectorsOf(compilation, spec);
  const field = sources[0]?.field;
  checkField(compilation, spec, { ...target, field });
  const sensitive = spec.sensitive === true || sources.some((source) => source.field.sensitive);
  if (spec.sensitive === true) for (const source of sources) compilation.sensitive.add(source.field.path);
  if (sensitive) compilation.masked.add(target.label);
  const manner: IssueManner = { action: spec.otherwise ?? 'hold', sensitive, target: target.label };
  if (spec.clock !== undefined) return compileClock(spec.clock, target);
  const take = isCalculated(spec)
    ? compileCalculated(compilation, spec, target)
    : compileTaken(compilation, spec, { ...target, manner, sources });
  const finish = compileFinish(compilation, spec, { ...target, manner, field });
  const missing = compileMissing(spec, target, manner);
  return (place) => {
    const taken = take(place);
    if (taken === undefined) return undefined;
    if (taken.text === '') return missing(place, taken.path);
    return finish(taken, place);
  };
}

interface Source {
  find: RecordSelector;
  field: Field;
}

function selectorsOf(compilation: OutboundCompilation, spec: OutboundField): Source[] {
  const from = typeof spec.from === 'string' ? [spec.from] : (spec.from ?? []);
  return from.flatMap((text) => {
    const find = parseRecordValue(text, compilation.at);
    return isFault(find) ? [] : [{ find, field: find.field }];
  });
}

type Taking = ValueTarget & { manner: IssueManner; sources: readonly Source[] };

function compileTaken(compilation: OutboundCompilation, spec: OutboundField, taking: Taking) {
  const { label, path, manner, sources } = taking;
  const source = compileSource(spec, { compilation, path, label, manner });
  const calculate = compileArithmetic(compilation, spec, taking);
  const isKey = spec.crosswalk !== undefined;
  return (place: ComposePlace): Taken | undefined => {
    const at = pathOf(sources, place, isKey) ?? label;
    const value = source(place, at);
    if (value.faulty) return undefined;
    if (value.text === '' || !calculate) return { text: value.text, path: at, isTheirs: value.ours };
    const text = calculate(value, place, at);
    return text === undefined ? undefined : { text, path: at, isTheirs: false };
  };
}

/** Of a key, the place of its last part; else of the first selector that finds something. */
function pathOf(sources: readonly Source[], place: ComposePlace, isKey: boolean): string | undefined {
  const found = isKey
    ? undefined
    : sources.find(({ find }) => textOf(findInRecord(find, place.scope)?.value) !== '');
  const source = found ?? (isKey ? sources.at(-1) : sources[0]);
  return source && placeInRecord(source.find, place.scope);
}

type Calculate = (value: Value, place: ComposePlace, path: string) => string | undefined;

/** multiplyBy and divideBy; a factor that is missing leaves nothing, with the issue that its source gave. */
function compileArithmetic(
  compilation: OutboundCompilation,
  spec: OutboundField,
  target: Taking,
): Calculate | undefined {
  if (spec.multiplyBy === undefined && spec.divideBy === undefined) return undefined;
  const multiplyBy = compileFactor(compilation, spec, 'multiplyBy', target);
  const divideBy = compileFactor(compilation, spec, 'divideBy', target);
  return (value, place, path) => {
    const formed = formDecimal(value.text);
    if (!('text' in formed)) {
      const words = `${target.label} ${formed.words}.`;
      addIssue(place.run, path, target.manner, { code: formed.code, words, value: value.text });
      return undefined;
    }
    const product = scaled(formed.text, multiplyBy?.(place), 'times');
    return product === undefined ? undefined : scaled(product, divideBy?.(place), 'divided');
  };
}

function compileFactor(
  compilation: OutboundCompilation,
  spec: OutboundField,
  option: 'multiplyBy' | 'divideBy',
  target: Taking,
): ((place: ComposePlace) => string) | undefined {
  const written = spec[option];
  if (written === undefined) return undefined;
  const path = [...target.path, option];
  if (typeof written !== 'object') {
    const formed = formFactor(String(written));
    if ('text' in formed) return () => formed.text;
    const message = 'the factor must be a decimal above zero in quotation marks';
    addProblem(compilation, path, { code: 'MAP106', message });
    return undefined;
  }
  const checked = checkPart(compilation, path, outboundField);
  if (!checked) return undefined;
  const label = `the factor of ${target.label}`;
  const context: SourceContext = { compilation, path, label, manner: target.manner, form: formFactor };
  const source = compileSource(checked, context);
  const sources = selectorsOf(compilation, checked);
  return (place) => {
    const at = pathOf(sources, place, checked.crosswalk !== undefined) ?? target.label;
    return positiveDecimal(source(place, at), { place, path: at, context });
  };
}

function compileClock(clock: 'date' | 'time', { form }: ValueTarget): MakeValue {
  const write = writeForm({}, 'date', form);
  return ({ draft }) => {
    const { today = '', time = '0000' } = draft.context;
    if (clock === 'time') return { text: time, path: undefined };
    const formed = write?.(today);
    return formed && 'text' in formed ? { text: formed.text, path: undefined } : undefined;
  };
}

type Finish = (taken: Taken, place: ComposePlace) => Written | undefined;

/** Rounds, forms and measures a value. */
function compileFinish(
  compilation: OutboundCompilation,
  spec: OutboundField,
  target: ValueTarget & { manner: IssueManner; field: Field | undefined },
): Finish {
  const { label, form, manner } = target;
  const shape = target.field?.shape ?? (isCalculated(spec) ? 'decimal' : 'text');
  const type = typeOf(spec, shape, form);
  const write = writeForm(spec, type, form);
  if (!write) {
    const help = 'year, month and day once each: yyyyMMdd, MM/dd/yyyy, M/d/yy';
    const message = `"${spec.format}" is not a date format`;
    addProblem(compilation, [...target.path, 'format'], { code: 'MAP106', message, help });
  }
  const max = spec.max ?? form.max;
  return ({ text, path, isTheirs }, place) => {
    const tell = (code: IssueCode, words: string, action = manner.action) =>
      addIssue(place.run, path, { ...manner, action }, { code, words: `${label} ${words}.`, value: text });
    const rounded = spec.round === undefined || isTheirs ? text : roundedTo(text, spec.round);
    const formed = isTheirs || !write ? { text: rounded } : write(rounded);
    if (!('text' in formed)) {
      tell(formed.code, formed.words);
      return undefined;
    }
    if (max === 0 || lengthOf(formed.text, form.kind) <= max) return { text: formed.text, path };
    if (spec.max === undefined || type !== 'text') {
      tell('VALUE_TOO_LONG', `takes ${max} characters; give the field max: ${max} where text may be cut`);
      return undefined;
    }
    tell('VALUE_CUT', `is longer than ${max} characters and was cut`, 'warn');
    return { text: [...formed.text].slice(0, max).join('').trimEnd(), path };
  };
}

function roundedTo(text: string, places: number): string {
  const formed = formDecimal(text);
  return 'text' in formed ? new Arithmetic(formed.text).toFixed(places) : text;
}

function compileMissing(spec: OutboundField, { label }: ValueTarget, manner: IssueManner) {
  return (place: ComposePlace, path: string): undefined => {
    if (spec.required !== true) return undefined;
    const words = `${label} must have a value, and the record has none for it.`;
    addIssue(place.run, path, { ...manner, target: label }, { code: 'REQUIRED_MISSING', words });
    return undefined;
  };
}
