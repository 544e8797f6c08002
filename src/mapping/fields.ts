/**
 * The fields of a record or of a list entry, compiled to one function that fills it.
 *
 * Fields that are calculated from others come last. What the record requires is required whether the mapping says so or not.
 */
import { type Field, fieldsOf } from '../canonical/index.js';
import type { YamlPath } from '../yaml/index.js';
import { addProblem, checkPart, compileEach, type Compilation, suggestion } from './compilation.js';
import { compileComputed, isComputed, joined } from './computed.js';
import { compileCondition } from './conditions.js';
import { compileIdentifiers } from './identifiers.js';
import { compileLots } from './lots.js';
import { type FieldSpec, fieldSpec, type ListSpec, listSpec } from './mapping-file.js';
import { compileParty } from './party.js';
import { compileMeasure } from './quantity.js';
import { readAt, writeAt } from './record-path.js';
import { addIssue, type Make, type Place } from './run.js';
import { compileScalar, missing, type Target } from './scalar.js';

/** What stands under `fields:` and `fixed:`, and where. */
export interface Block {
  fields: Record<string, unknown>;
  fixed: Record<string, string | number>;
  path: YamlPath;
  /** Canonical path of the list that the entry belongs to; '' for the record. */
  above: string;
  /** Entries that lack a required field are left out. */
  sparse: boolean;
}

/** Fills `place.entry`. @returns false when the entry lacks what it must have and is to be left out */
export type Fill = (place: Place) => boolean;

/** Set by the hub, never by a mapping. */
const ownFields = ['record', 'id', 'revision', 'partner', 'origins'];

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
    const make = compilePart(compilation, part, block, filled);
    filled.add(part.name);
    if (!('each' in part.spec)) compilation.mapped.add(part.field.path);
    return { ...part, make };
  });
  const required = requiredHere(compilation, block, filled);
  return (place) => {
    for (const { make, name, steps: names } of steps) {
      const value = make(place, place.prefix + name);
      if (value !== undefined) writeAt(place.entry, names, value);
    }
    return required.every((check) => check(place));
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

/** A plain string is "take from here"; a map with `each` makes a list. */
function specOf(
  compilation: Compilation,
  written: unknown,
  path: YamlPath,
): FieldSpec | ListSpec | undefined {
  if (typeof written === 'string') return { from: written };
  if (Array.isArray(written) && written.every((one) => typeof one === 'string')) return { from: written };
  const isList = typeof written === 'object' && written !== null && 'each' in written;
  return isList ? checkPart(compilation, path, listSpec) : checkPart(compilation, path, fieldSpec);
}

function targetField(
  compilation: Compilation,
  name: string,
  path: YamlPath,
  block: Block,
): Field | undefined {
  const fields = fieldsOf(compilation.kind);
  const whole = joined(block.above, name);
  const list = listOnTheWay(fields, block.above, name);
  const field = fields.get(whole);
  if (block.above === '' && ownFields.includes(name)) {
    addProblem(compilation, path, { code: 'MAP102', message: `"${name}" is set by the hub`, target: 'key' });
    return undefined;
  }
  if (field && list === undefined) return field;
  if (list !== undefined) {
    const help = `write ${list}: { each: ..., fields: { ... } }`;
    addProblem(compilation, path, {
      code: 'MAP102',
      message: `"${list}" is a list; its fields stand inside it`,
      help,
      target: 'key',
    });
    return undefined;
  }
  const known = namesBelow(fields, block.above);
  const where = block.above === '' ? compilation.kind : block.above;
  const help = suggestion(name, known, `fields of ${where}: ${topNames(known).join(', ')}`);
  addProblem(compilation, path, {
    code: 'MAP102',
    message: `${where} has no field "${name}"`,
    help,
    target: 'key',
  });
  return undefined;
}

/** The list through which a dotted name would have to lead. */
function listOnTheWay(fields: ReadonlyMap<string, Field>, above: string, name: string): string | undefined {
  const steps = name.split('.');
  for (let length = 1; length < steps.length; length += 1) {
    const part = steps.slice(0, length).join('.');
    if (isList(fields.get(joined(above, part)))) return part;
  }
  return undefined;
}

function isList(field: Field | undefined): boolean {
  return field?.shape === 'list' || field?.shape === 'lots' || field?.shape === 'identifiers';
}

/** All field names relative to a list, not those inside further lists. */
function namesBelow(fields: ReadonlyMap<string, Field>, above: string): string[] {
  const prefix = above === '' ? '' : `${above}.`;
  const names = [...fields.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length));
  return names.filter(
    (name) => listOnTheWay(fields, above, name) === undefined && !(above === '' && ownFields.includes(name)),
  );
}

function topNames(names: readonly string[]): string[] {
  return names.filter((name) => !name.includes('.'));
}

function compilePart(compilation: Compilation, part: Part, block: Block, filled: ReadonlySet<string>): Make {
  const { spec, field, path } = part;
  const manner = { action: spec.otherwise ?? ('hold' as const), sensitive: part.sensitive };
  const required =
    (spec.required ?? false) || (!block.sparse && isRequired(compilation, part.name, block.above));
  const target: Target = { field, path, manner, required };
  if ('each' in spec) return compileList(compilation, spec, target);
  const make = compileField(compilation, spec, { ...target, above: block.above, filled });
  if (!spec.when) return make;
  const holds = compileCondition(compilation, spec.when, [...path, 'when']);
  // The mapping's own `required` counts only where the condition holds; the record's counts always.
  const otherwise = { ...target, required: !block.sparse && isRequired(compilation, part.name, block.above) };
  return (place, at) => {
    if (holds(place.scope)) return make(place, at);
    return missing(otherwise, place, at, { origin: compilation.selectors.placeOf(place.scope) });
  };
}

type FieldTarget = Target & { above: string; filled: ReadonlySet<string> };

function compileField(compilation: Compilation, spec: FieldSpec, target: FieldTarget): Make {
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
  const options = written.flatMap((_, index) => {
    const path = [...target.path, 'choose', index];
    const spec = checkPart(compilation, path, fieldSpec);
    if (!spec) return [];
    const holds = spec.when ? compileCondition(compilation, spec.when, [...path, 'when']) : () => true;
    return [{ holds, make: compileField(compilation, spec, { ...target, path }) }];
  });
  return (place, at) => {
    const option = options.find(({ holds }) => holds(place.scope));
    if (option) return option.make(place, at);
    return missing(target, place, at, { origin: compilation.selectors.placeOf(place.scope) });
  };
}

function compileList(compilation: Compilation, spec: ListSpec, target: Target): Make {
  const { field, path } = target;
  if (!isList(field)) {
    addProblem(compilation, path, {
      code: 'MAP106',
      message: `${field.path} is no list`,
      help: 'each: is for lists',
    });
    return () => undefined;
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
  return (place, at) => {
    const entries: Record<string, unknown>[] = [];
    for (const scope of each(place.scope)) {
      if (!holds(scope)) continue;
      const entry: Record<string, unknown> = {};
      const prefix = `${at}.${entries.length}.`;
      const complete = fill({ scope, run: place.run, entry, prefix });
      if (complete || !field.sparse) entries.push(entry);
      else forget(place, prefix);
    }
    if (entries.length > 0) return entries;
    if (spec.required === true)
      missing({ ...target, required: true }, place, at, {
        origin: compilation.selectors.placeOf(place.scope),
      });
    return field.required ? entries : undefined;
  };
}

/** Takes back the origins of an entry that was left out. */
function forget(place: Place, prefix: string): void {
  for (const path of Object.keys(place.run.origins)) {
    if (path.startsWith(prefix)) delete place.run.origins[path];
  }
}

/** Whether a field and everything around it, up to its list, is required. */
function isRequired(compilation: Compilation, name: string, above: string): boolean {
  const fields = fieldsOf(compilation.kind);
  const steps = name.split('.');
  return steps.every(
    (_, index) => fields.get(joined(above, steps.slice(0, index + 1).join('.')))?.required === true,
  );
}

type Check = (place: Place) => boolean;

/** Required fields of this entry: those that nothing fills are problems; those inside optional objects are looked at in the end. */
function requiredHere(compilation: Compilation, block: Block, filled: ReadonlySet<string>): Check[] {
  const fields = fieldsOf(compilation.kind);
  const checks: Check[] = [];
  for (const name of namesBelow(fields, block.above)) {
    const field = fields.get(joined(block.above, name));
    if (!field?.required || isInsideFilled(name, filled)) continue;
    const parent = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
    const always = isRequired(compilation, name, block.above);
    const parentFilled = [...filled].some((known) => known.startsWith(`${parent}.`));
    if (!always && !parentFilled) continue;
    if (!filled.has(name) && field.shape !== 'object') tellUnmapped(compilation, name, field, block);
    if (filled.has(name) && (!always || block.sparse)) checks.push(compileCheck(name, parent, field, block));
  }
  return checks;
}

/** Whether a ready-made part, such as a party or a quantity, fills this field as a part of itself. */
function isInsideFilled(name: string, filled: ReadonlySet<string>): boolean {
  return [...filled].some((known) => name.startsWith(`${known}.`));
}

function tellUnmapped(compilation: Compilation, name: string, field: Field, block: Block): void {
  // Something inside it is mapped: then its own required fields are told, not itself.
  const inner = Object.keys(block.fields).some((known) => known.startsWith(`${name}.`));
  if (inner) return;
  const message = `nothing fills ${field.path}, which ${block.above === '' ? compilation.kind : block.above} must have`;
  const help = `add ${name}:`;
  addProblem(compilation, [...block.path, 'fields'], { code: 'MAP105', message, help, target: 'key' });
}

function compileCheck(name: string, parent: string, field: Field, block: Block): Check {
  return (place) => {
    const around = parent === '' ? place.entry : readAt(place.entry, parent);
    if (around === undefined || readAt(place.entry, name) !== undefined) return true;
    if (block.sparse || place.run.failed.has(place.prefix + name)) return false;
    const words = `${field.path} is missing, though other fields of ${parent} are there.`;
    addIssue(
      place.run,
      place.prefix + name,
      { action: 'hold', sensitive: field.sensitive },
      { code: 'REQUIRED_MISSING', words },
    );
    return false;
  };
}
