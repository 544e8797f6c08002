/**
 * Values calculated from other fields: products, sums, counts. They are made after all others, in the order of the file.
 *
 * What cannot be calculated because of an issue is left empty without a second issue.
 */
import { Arithmetic, type Field, fieldsOf } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  compileEach,
  type Compilation,
  suggestion,
  type FieldSpec,
  type TermSpec,
  isEntry,
  joined,
  readSteps,
  isNumber,
} from '../file/index.js';
import {
  compileCondition,
  numberText,
  product,
  rounded,
  type Make,
  type Place,
  addUp,
  compileLength,
  compileNumber,
  failed,
  type TermPlace,
  termOf,
} from '../values/index.js';
import { missing, quotientPlaces, type Target } from './scalar.js';

/** undefined when an operand is simply not there. */
export type Computed = string | undefined | typeof failed;

/** A target with what stands around it. */
export interface ComputedTarget extends Target {
  /** Canonical path of the list that the entry belongs to; '' for the record. */
  above: string;
  /** Paths, relative to the entry, of the fields that are filled before this one. */
  filled: ReadonlySet<string>;
}

export function isComputed(spec: FieldSpec): boolean {
  return [spec, ...(spec.choose ?? [])].some(
    (one) => isEntry(one) && ('multiply' in one || 'sum' in one || 'count' in one),
  );
}

export function compileComputed(compilation: Compilation, spec: FieldSpec, target: ComputedTarget): Make {
  const { field, path } = target;
  if (!isNumber(field)) {
    addProblem(compilation, path, {
      code: 'MAP106',
      message: `${field.path} is not a number; it cannot be calculated`,
    });
  }
  const compute = compileCompute(compilation, spec, target);
  return (place, at) => {
    const number = compute(place);
    if (number === failed) {
      place.run.failed.add(at);
      return undefined;
    }
    if (number === undefined)
      return missing(target, place, at, { origin: compilation.selectors.placeOf(place.scope) });
    const text = spec.round === undefined ? number : rounded(number, spec.round);
    return field.shape === 'integer' ? Number(text) : text;
  };
}

function compileCompute(
  compilation: Compilation,
  spec: FieldSpec,
  target: ComputedTarget,
): (place: Place) => Computed {
  if (spec.multiply) {
    const factors = spec.multiply.map((name, at) =>
      compileFactor(compilation, name, target, ['multiply', at]),
    );
    return (place) => multiply(factors, place);
  }
  if (spec.sum) {
    const terms = spec.sum.map((term, at) =>
      compileNumber(compilation, term, termPlace(compilation, target, ['sum', at])),
    );
    return (place) => addUp(terms, place);
  }
  return compileCount(compilation, spec.count ?? '', target, ['count']);
}

/** `quantity` and `price` stand for the numbers as sent, price per piece: their product is the amount as billed. */
interface Factor {
  name: string;
  /** Paths from the entry: of the number itself, where it has one of the number as sent, and of the units it is for. */
  value: readonly string[];
  raw: readonly string[] | undefined;
  per: readonly string[] | undefined;
}

function compileFactor(compilation: Compilation, name: string, target: ComputedTarget, at: YamlPath): Factor {
  const field = knownField(compilation, name, target, at);
  const isMeasure = field?.shape === 'quantity' || field?.shape === 'price';
  if (field && !isMeasure) refuseNonNumber(compilation, field, [...target.path, ...at]);
  const steps = name.split('.');
  return {
    name,
    value: isMeasure ? [...steps, 'value'] : steps,
    raw: isMeasure ? [...steps, 'raw', 'value'] : undefined,
    per: isMeasure ? [...steps, 'per'] : undefined,
  };
}

function multiply(factors: readonly Factor[], { entry, prefix, run }: Place): Computed {
  let result = '1';
  let divisor: string | undefined;
  for (const { name, value, raw, per } of factors) {
    const number = numberText((raw && readSteps(entry, raw)) ?? readSteps(entry, value));
    if (number === undefined) return run.failed.has(prefix + name) ? failed : undefined;
    result = product(result, number);
    const units = per && numberText(readSteps(entry, per));
    if (units !== undefined) divisor = product(divisor ?? '1', units);
  }
  if (divisor === undefined) return result;
  return new Arithmetic(result).dividedBy(divisor).toDecimalPlaces(quotientPlaces).toFixed();
}

/** `count: lines`, or of loops, segments or rows: `count: HL(I)`; with a condition, of those for which it holds. */
export function compileCount(
  compilation: Compilation,
  written: TermSpec,
  target: Counted,
  at: YamlPath,
): (place: Place) => string {
  const place = termPlace(compilation, target, at);
  const term = termOf(written, place.path);
  if (fieldsOf(compilation.kind).has(joined(target.above, term.path)))
    return compileLength(compilation, written, place);
  const each = compileEach(compilation, term.path, term.at);
  const holds = term.when === undefined ? undefined : compileCondition(compilation, term.when, term.whenAt);
  return ({ scope }) => String((holds ? each(scope).filter(holds) : each(scope)).length);
}

type Counted = Omit<ComputedTarget, keyof Target> & { path: YamlPath };

/** Where a term of this target stands: it can name what is filled before. */
export function termPlace(compilation: Compilation, target: Counted, at: YamlPath): TermPlace {
  return {
    path: [...target.path, ...at],
    above: target.above,
    known: (name, path) => knownField(compilation, name, { ...target, path }, []),
    isFilled: (path) => isFilled(path, compilation.mapped),
  };
}

/** The record's field that an operand names, which the mapping must have filled before. */
export function knownField(
  compilation: Compilation,
  name: string,
  target: Counted,
  at: YamlPath,
): Field | undefined {
  const path = joined(target.above, name);
  const field = fieldsOf(compilation.kind).get(path);
  if (field && isFilled(name, target.filled) && isFilled(path, compilation.mapped)) return field;
  const message = field ? `"${name}" is not filled before this one` : `there is no field "${name}" here`;
  const help = suggestion(
    name,
    target.filled,
    field ? 'map it, or move it up' : 'name a field of this mapping',
  );
  addProblem(compilation, [...target.path, ...at], { code: 'MAP110', message, help });
  return undefined;
}

/** Whether a field, something inside it or something around it is filled. */
export function isFilled(name: string, filled: Iterable<string>): boolean {
  for (const known of filled) {
    if (name === known || name.startsWith(`${known}.`) || known.startsWith(`${name}.`)) return true;
  }
  return false;
}

function refuseNonNumber(compilation: Compilation, field: Field, path: YamlPath): void {
  if (isNumber(field)) return;
  addProblem(compilation, path, { code: 'MAP106', message: `${field.path} is not a number` });
}
