/**
 * The fields of a record or of a list entry, compiled to one function that fills it.
 *
 * Fields that are calculated from others come last. What the record requires is required whether the mapping says so or not.
 */
import type { Field } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  checkPart,
  compileEach,
  type Compilation,
  type FieldSpec,
  fieldSpec,
  type ListSpec,
  listSpec,
  isEntry,
  writeAt,
  type Block,
  isList,
  targetField,
} from '../file/index.js';
import { compileCondition, type Make, type Place, turnEntries, type Turns } from '../values/index.js';
import { compileComputed, isComputed } from './computed.js';
import { compileIdentifiers } from './identifiers.js';
import { compileLots } from './lots.js';
import { compileParty } from './party.js';
import { compileMeasure } from './quantity.js';
import { isRequired, requiredHere } from './required.js';
import { compileScalar, missing, type Target } from './scalar.js';

/**
 * Fills `place.entry`. Yields now and then in the middle of a long list.
 * @returns false when the entry lacks what it must have and is to be left out
 */
export type Fill = (place: Place) => Turns<boolean>;

/** Makes a list. */
type MakeList = (place: Place, path: string) => Turns<unknown>;

interface Part {
  /** As in the mapping file, relative to the entry. */
  name: string;
  steps: string[];
  field: Field;
  path: YamlPath;
  spec: FieldSpec | ListSpec;
  sensitive: boolean;
}

export function compileFields(compilation: Compilation, block: Block): Fill {
  const parts = [...fixedParts(compilation, block), ...fieldParts(compilation, block)];
  const filled = new Set<string>();
  const direct = parts.filter((part) => !isLater(part));
  const later = parts.filter(isLater);
  const steps = [...direct, ...later].map((part) => {
    const made = compilePart(compilation, part, block, filled);
    filled.add(part.name);
    if (!('each' in part.spec)) compilation.mapped.add(part.field.path);
    return { ...part, ...made };
  });
  const required = requiredHere(compilation, block, filled);
  return function* (place) {
    for (const { make, makeList, name, steps: names } of steps) {
      const path = place.prefix + name;
      const value = makeList ? yield* makeList(place, path) : make(place, path);
      if (value !== undefined) writeAt(place.entry, names, value);
    }
    let complete = true;
    // All of them are asked, so that each adds its issue.
    for (const check of required) if (!check(place)) complete = false;
    return complete;
  };
}

function isLater(part: Part): boolean {
  return !('each' in part.spec) && isComputed(part.spec);
}

function fixedParts(compilation: Compilation, block: Block): Part[] {
  return Object.entries(block.fixed).flatMap(([name, value]) => {
    const path = [...block.path, 'fixed', name];
    const field = targetField(compilation, name, path, block);
    return field
      ? [{ name, steps: name.split('.'), field, path, spec: { value }, sensitive: field.sensitive }]
      : [];
  });
}

function fieldParts(compilation: Compilation, block: Block): Part[] {
  return Object.entries(block.fields).flatMap(([name, written]) => {
    const path = [...block.path, 'fields', name];
    const field = targetField(compilation, name, path, block);
    const spec = specOf(compilation, written, path);
    if (!field || !spec) return [];
    const sensitive = field.sensitive || ('sensitive' in spec && spec.sensitive === true);
    if (sensitive) compilation.sensitive.add(field.path);
    return [{ name, steps: name.split('.'), field, path, spec, sensitive }];
  });
}

/** A map with `each` makes a list. */
function specOf(
  compilation: Compilation,
  written: unknown,
  path: YamlPath,
): FieldSpec | ListSpec | undefined {
  const isList = isEntry(written) && 'each' in written;
  return isList ? checkPart(compilation, path, listSpec) : oneOf(compilation, written, path);
}

/** A plain string is "take from here". */
function oneOf(compilation: Compilation, written: unknown, path: YamlPath): FieldSpec | undefined {
  if (typeof written === 'string') return { from: written };
  if (Array.isArray(written) && written.every((one) => typeof one === 'string')) return { from: written };
  return checkPart(compilation, path, fieldSpec);
}

type Made = { make: Make; makeList?: never } | { make?: never; makeList: MakeList };

function compilePart(compilation: Compilation, part: Part, block: Block, filled: ReadonlySet<string>): Made {
  const { spec, field, path } = part;
  const manner = { action: spec.otherwise ?? ('hold' as const), sensitive: part.sensitive };
  const required =
    (spec.required ?? false) || (!block.sparse && isRequired(compilation, part.name, block.above));
  const target: Target = { field, path, manner, required };
  if ('each' in spec) return { makeList: compileList(compilation, spec, target) };
  const make = compileField(compilation, spec, { ...target, above: block.above, filled });
  if (!spec.when) return { make };
  const holds = compileCondition(compilation, spec.when, [...path, 'when']);
  // The mapping's own `required` counts only where the condition holds; the record's counts always.
  const otherwise = { ...target, required: !block.sparse && isRequired(compilation, part.name, block.above) };
  const makeIfHeld: Make = (place, at) => {
    if (holds(place.scope)) return make(place, at);
    return missing(otherwise, place, at, { origin: compilation.selectors.placeOf(place.scope) });
  };
  return { make: makeIfHeld };
}

/** Ways to make a field; each stands alone. */
const makers = ['choose', 'multiply', 'sum', 'count', 'party', 'pairs', 'lots'] as const;
/** What goes with any of them. */
const common: readonly string[] = ['when', 'required', 'otherwise', 'note', 'sensitive'];
/** What goes with some of them. */
const beside: Partial<Record<(typeof makers)[number], string>> = {
  multiply: 'round',
  sum: 'round',
  count: 'round',
  pairs: 'kinds',
};

function checkAlone(compilation: Compilation, spec: FieldSpec, path: YamlPath): void {
  const [maker] = makers.filter((option) => spec[option] !== undefined);
  const given = Object.entries(spec).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  for (const option of given) {
    const fits = maker === undefined ? option !== 'kinds' : option === maker || option === beside[maker];
    if (fits || common.includes(option)) continue;
    const message =
      maker === undefined ? `${option}: goes with pairs:` : `${option}: does not go with ${maker}:`;
    addProblem(compilation, [...path, option], { code: 'MAP107', message });
  }
}

type FieldTarget = Target & { above: string; filled: ReadonlySet<string> };

function compileField(compilation: Compilation, spec: FieldSpec, target: FieldTarget): Make {
  checkAlone(compilation, spec, target.path);
  if (spec.choose) return compileChoice(compilation, spec.choose, target);
  if (isComputed(spec)) return compileComputed(compilation, spec, target);
  switch (target.field.shape) {
    case 'quantity':
    case 'price':
      return compileMeasure(compilation, spec, target);
    case 'party':
      if (spec.party !== undefined) return compileParty(compilation, spec.party, target);
      return refuseWhole(
        compilation,
        target,
        `party: N1(ST), or map its fields: ${target.field.path}.name ...`,
      );
    case 'identifiers':
      if (spec.pairs !== undefined) return compileIdentifiers(compilation, spec, target);
      return refuseWhole(compilation, target, 'pairs: IT1, or each: with fields:');
    case 'lots':
      if (spec.lots !== undefined) return compileLots(compilation, spec.lots, target);
      return refuseWhole(compilation, target, 'lots: LIN, or each: with fields:');
    case 'list':
      return refuseWhole(compilation, target, 'each: with fields:');
    case 'object':
      return refuseWhole(
        compilation,
        target,
        `map its fields: ${target.field.path}.${target.field.names[0] ?? ''} ...`,
      );
    default:
      return compileScalar(compilation, spec, target);
  }
}

function refuseWhole(compilation: Compilation, target: Target, help: string): Make {
  const message = `${target.field.path} holds several values; one selector cannot fill it`;
  addProblem(compilation, target.path, { code: 'MAP106', message, help });
  return () => undefined;
}

/** The first field of the list whose `when` holds. */
function compileChoice(compilation: Compilation, written: readonly unknown[], target: FieldTarget): Make {
  const options = written.flatMap((one, index) => {
    const path = [...target.path, 'choose', index];
    const spec = oneOf(compilation, one, path);
    if (!spec) return [];
    const holds = spec.when ? compileCondition(compilation, spec.when, [...path, 'when']) : () => true;
    if (spec.sensitive === true) compilation.sensitive.add(target.field.path);
    const manner = {
      action: spec.otherwise ?? target.manner.action,
      sensitive: target.manner.sensitive || spec.sensitive === true,
    };
    const required = target.required || spec.required === true;
    return [{ holds, make: compileField(compilation, spec, { ...target, path, manner, required }) }];
  });
  return (place, at) => {
    const option = options.find(({ holds }) => holds(place.scope));
    if (option) return option.make(place, at);
    return missing(target, place, at, { origin: compilation.selectors.placeOf(place.scope) });
  };
}

function compileList(compilation: Compilation, spec: ListSpec, target: Target): MakeList {
  const { field, path } = target;
  if (!isList(field)) {
    addProblem(compilation, path, {
      code: 'MAP106',
      message: `${field.path} is no list`,
      help: 'each: is for lists',
    });
    return nothing;
  }
  const each = compileEach(compilation, spec.each, [...path, 'each']);
  const holds = spec.when ? compileCondition(compilation, spec.when, [...path, 'when']) : () => true;
  const block = {
    fields: spec.fields,
    fixed: spec.fixed ?? {},
    path,
    above: field.path,
    sparse: field.sparse,
  };
  const fill = compileFields(compilation, block);
  return function* (place, at) {
    const entries: Record<string, unknown>[] = [];
    for (const scope of each(place.scope)) {
      place.run.entries += 1;
      if (place.run.entries % turnEntries === 0) yield;
      if (!holds(scope)) continue;
      const entry: Record<string, unknown> = {};
      const prefix = `${at}.${entries.length}.`;
      const complete = yield* fill({ scope, run: place.run, entry, prefix });
      if (complete || !field.sparse) entries.push(entry);
      else for (const name of Object.keys(entry)) delete place.run.origins[prefix + name];
    }
    if (entries.length > 0) return entries;
    if (spec.required === true)
      missing({ ...target, required: true }, place, at, {
        origin: compilation.selectors.placeOf(place.scope),
      });
    return field.required ? entries : undefined;
  };
}

function* nothing(): Turns<undefined> {}
