/**
 * One plain value: taken from the document, brought into the record's form, calculated with if asked, and required if it must be.
 */
import { Arithmetic, type Field } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  checkPart,
  type Compilation,
  suggestion,
  firstForm,
  type Form,
  formDate,
  formDecimal,
  formFactor,
  formImpliedDecimal,
  formInteger,
  recordForm,
  fieldSpec,
  type FieldSpec,
} from '../file/index.js';
import {
  product,
  rounded,
  addIssue,
  type IssueManner,
  type Make,
  type Place,
  compileSource,
  type SourceContext,
  type Value,
} from '../values/index.js';
import type { ProblemCode } from '../../vocabulary/index.js';

/** A field of the record that a mapping fills. */
export interface Target {
  field: Field;
  /** In the mapping file. */
  path: YamlPath;
  manner: IssueManner;
  required: boolean;
}

/** Places behind the point of a quotient that does not end. */
export const quotientPlaces = 10;

export function compileScalar(compilation: Compilation, spec: FieldSpec, target: Target): Make {
  checkOptions(compilation, spec, target);
  checkConstants(compilation, spec, target);
  const label = target.field.path;
  const ours = recordForm(target.field);
  const theirs = compileForm(compilation, spec, target);
  const context = { compilation, path: target.path, label, manner: target.manner, form: ours };
  const source = compileSource(spec, context);
  const calculate = compileArithmetic(compilation, spec, target);
  const finish = compileFinish(spec, target);
  return (place, path) => {
    const value = source(place, path);
    if (value.faulty) return undefined;
    if (value.text === '') return missing(target, place, path, value);
    const formed = (value.ours ? ours : theirs)(value.text);
    if (!('text' in formed)) {
      const words = `${label} ${formed.words}.`;
      addIssue(place.run, path, target.manner, {
        code: formed.code,
        words,
        value: value.text,
        place: value.origin,
      });
      return undefined;
    }
    const calculated = calculate(formed.text, place, path);
    if (calculated === undefined) return undefined;
    if (value.origin && !(value.ours && spec.value !== undefined)) place.run.origins[path] = value.origin;
    return finish(calculated, place, path, value);
  };
}

/** Adds the issue of a required value that is not there. */
export function missing(target: Target, place: Place, path: string, value: Pick<Value, 'origin'>): undefined {
  if (!target.required) return undefined;
  const words = `${target.field.path} is missing.`;
  addIssue(place.run, path, target.manner, { code: 'REQUIRED_MISSING', words, place: value.origin });
  return undefined;
}

/** The form in which the partner writes this field. */
export function compileForm(
  compilation: Compilation,
  spec: Pick<FieldSpec, 'from' | 'type' | 'places' | 'format'>,
  target: Target,
): Form {
  const { shape } = target.field;
  const type = spec.type ?? (shape === 'quantity' || shape === 'price' ? 'decimal' : shape);
  if (type === 'date') return compileDateForm(compilation, spec, target);
  if (type === 'implied-decimal') return formImpliedDecimal(spec.places ?? 2);
  if (type === 'decimal') return formDecimal;
  return type === 'integer' ? formInteger : recordForm(target.field);
}

function compileDateForm(
  compilation: Compilation,
  { from, format }: Pick<FieldSpec, 'from' | 'format'>,
  target: Target,
): Form {
  if (
    format === undefined &&
    from !== undefined &&
    (compilation.format === 'csv' || compilation.format === 'fixed')
  ) {
    const help = 'format: MM/dd/yyyy, or as the partner writes it';
    addProblem(compilation, target.path, {
      code: 'MAP106',
      message: `a date in a ${compilation.format === 'csv' ? 'CSV' : 'fixed-width'} file needs a format`,
      help,
    });
  }
  const usual = compilation.format === 'x12' ? 'yyyyMMdd' : 'iso';
  const formats = typeof format === 'string' ? [format] : (format ?? [usual]);
  const forms = formats.flatMap((each) => {
    const form = formDate(each);
    if (form) return [form];
    const message = `"${each}" is not a date format`;
    const help = 'year, month and day once each: yyyyMMdd, MM/dd/yyyy, M/d/yy; or iso';
    addProblem(compilation, [...target.path, 'format'], { code: 'MAP106', message, help });
    return [];
  });
  return firstForm(forms);
}

type Calculate = (text: string, place: Place, path: string) => string | undefined;

/** multiplyBy, divideBy and round; a factor that is missing leaves the field empty, with the issue that its source gave. */
function compileArithmetic(compilation: Compilation, spec: FieldSpec, target: Target): Calculate {
  if (target.field.shape !== 'decimal') return (text) => text;
  const multiplyBy = compileFactor(compilation, spec.multiplyBy, 'multiplyBy', target);
  const divideBy = compileFactor(compilation, spec.divideBy, 'divideBy', target);
  return (text, place, path) => {
    const product = scaled(text, multiplyBy?.(place, path), 'times');
    if (product === undefined) return undefined;
    const quotient = scaled(product, divideBy?.(place, path), 'divided');
    if (quotient === undefined) return undefined;
    return spec.round === undefined ? quotient : rounded(quotient, spec.round);
  };
}

/** No factor and a factor of 1 leave the text as it is, places and all; an empty one leaves nothing. */
export function scaled(
  text: string,
  factor: string | undefined,
  how: 'times' | 'divided',
): string | undefined {
  if (factor === undefined || factor === '1') return text;
  if (factor === '') return undefined;
  if (how === 'times') return product(text, factor);
  return new Arithmetic(factor).isZero()
    ? undefined
    : new Arithmetic(text).dividedBy(factor).toDecimalPlaces(quotientPlaces).toFixed();
}

type Factor = (place: Place, path: string) => string;

function compileFactor(
  compilation: Compilation,
  spec: unknown,
  name: string,
  target: Target,
): Factor | undefined {
  if (spec === undefined) return undefined;
  const path = [...target.path, name];
  if (typeof spec !== 'object') {
    const formed = formDecimal(String(spec));
    if ('text' in formed) return () => formed.text;
    addProblem(compilation, path, {
      code: 'MAP106',
      message: 'the factor must be a decimal in quotation marks',
    });
    return undefined;
  }
  const checked = checkPart(compilation, path, fieldSpec);
  if (!checked) return undefined;
  const label = `the factor of ${target.field.path}`;
  const context = { compilation, path, label, manner: target.manner, form: formFactor };
  const source = compileSource(checked, context);
  return (place, at) => positiveDecimal(source(place, at), { place, path: at, context });
}

/** A factor as text; '' when it is no decimal above zero, with an issue. */
export function positiveDecimal(
  value: Value,
  at: { place: Place; path: string; context: SourceContext },
): string {
  if (value.faulty) return '';
  const formed = formFactor(value.text);
  if ('text' in formed) return formed.text;
  const { place, path, context } = at;
  const words = `${context.label} is missing or no decimal above zero.`;
  addIssue(place.run, path, context.manner, {
    code: 'FACTOR_INVALID',
    words,
    value: value.text,
    place: value.origin,
  });
  return '';
}

/** Whole numbers become numbers; text that is too long is cut, and says so. */
function compileFinish(spec: FieldSpec, target: Target) {
  const { field, manner } = target;
  if (field.shape === 'integer') return (text: string) => Number(text);
  const { max } = spec;
  if (max === undefined) return (text: string) => text;
  return (text: string, place: Place, path: string, value: Value) => {
    if (text.length <= max) return text;
    const words = `${field.path} is longer than ${max} characters and was cut.`;
    addIssue(place.run, path, manner, {
      code: 'VALUE_CUT',
      words,
      value: text,
      place: value.origin,
      action: 'warn',
    });
    return text.slice(0, max).trimEnd();
  };
}

const typesOfShape: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'decimal', 'integer', 'date'],
  decimal: ['decimal', 'integer', 'implied-decimal'],
  quantity: ['decimal', 'integer', 'implied-decimal'],
  price: ['decimal', 'integer', 'implied-decimal'],
  integer: ['integer'],
  date: ['date'],
  choice: ['text'],
};

/** Options that contradict the field or each other. */
export function checkOptions(compilation: Compilation, spec: FieldSpec, target: Target): void {
  const { field, path } = target;
  const refuse = (option: string, message: string, code: ProblemCode = 'MAP107', help?: string) =>
    addProblem(compilation, [...path, option], { code, message, help });
  const sources = (['from', 'value', 'default'] as const).filter((option) => spec[option] !== undefined);
  if (sources.length === 0)
    refuse('from', `nothing says where ${field.path} comes from`, 'MAP107', 'give it from: or value:');
  if (spec.from !== undefined && spec.value !== undefined)
    refuse('value', 'a field has either from: or value:');
  const types = typesOfShape[field.shape] ?? [];
  if (spec.type !== undefined && !types.includes(spec.type)) {
    refuse(
      'type',
      `${field.path} is ${nameOfShape(field)}; it cannot be filled with type ${spec.type}`,
      'MAP106',
      `use ${types.join(', ')}`,
    );
  }
  if (spec.places !== undefined && spec.type !== 'implied-decimal')
    refuse('places', 'places: goes with type: implied-decimal');
  const isDate = field.shape === 'date' || spec.type === 'date';
  if (spec.format !== undefined && !isDate)
    refuse('format', `format: is for dates, and ${field.path} is ${nameOfShape(field)}`);
  for (const option of ['multiplyBy', 'divideBy', 'round'] as const) {
    if (spec[option] !== undefined && field.shape !== 'decimal')
      refuse(option, `${option}: is for decimals, and ${field.path} is ${nameOfShape(field)}`);
  }
  const composed = field.shape === 'quantity' || field.shape === 'price';
  for (const option of ['unit', 'stock', 'per'] as const) {
    if (spec[option] !== undefined && !composed)
      refuse(option, `${option}: is for quantities and prices, and ${field.path} is ${nameOfShape(field)}`);
  }
  for (const option of ['party', 'pairs', 'kinds', 'lots'] as const) {
    if (spec[option] !== undefined)
      refuse(option, `${option}: does not fill ${field.path}, which is ${nameOfShape(field)}`);
  }
  if (spec.max !== undefined && field.shape !== 'text')
    refuse('max', `max: is for text, and ${field.path} is ${nameOfShape(field)}`);
}

/** Constants of ours must have the record's form: a wrong word here would be wrong in every record. */
function checkConstants(compilation: Compilation, spec: FieldSpec, target: Target): void {
  const form = recordForm(target.field);
  const check = (text: string, path: YamlPath) => {
    const formed = form(text);
    if ('text' in formed) return;
    const help = suggestion(text, target.field.choices ?? [], `${target.field.path} ${formed.words}`);
    addProblem(compilation, path, {
      code: 'MAP112',
      message: `"${text}" does not fit ${target.field.path}`,
      help,
    });
  };
  if (spec.value !== undefined) check(String(spec.value), [...target.path, 'value']);
  if (spec.default !== undefined) check(String(spec.default), [...target.path, 'default']);
  for (const [from, text] of Object.entries(spec.values ?? {})) check(text, [...target.path, 'values', from]);
}

function nameOfShape(field: Field): string {
  const names: Partial<Record<Field['shape'], string>> = {
    text: 'text',
    decimal: 'a decimal',
    integer: 'a whole number',
    date: 'a date',
    choice: 'one of our own words',
    list: 'a list',
    lots: 'a list of lots',
    identifiers: 'a list of identifiers',
  };
  return names[field.shape] ?? `a ${field.shape}`;
}
