/**
 * What the record requires, whether the mapping says so or not.
 */
import { type Field, fieldsOf } from '../../canonical/index.js';
import { addProblem, type Compilation, joined, readAt, type Block, namesBelow } from '../file/index.js';
import { addIssue, type Place } from '../values/index.js';

/** Whether a field and everything around it, up to its list, is required. */
export function isRequired(compilation: Compilation, name: string, above: string): boolean {
  const fields = fieldsOf(compilation.kind);
  const steps = name.split('.');
  return steps.every(
    (_, index) => fields.get(joined(above, steps.slice(0, index + 1).join('.')))?.required === true,
  );
}

/** @returns false when something is missing that the entry must have */
export type Check = (place: Place) => boolean;

/** Required fields of this entry: those that nothing fills are problems; those inside optional objects are looked at in the end. */
export function requiredHere(compilation: Compilation, block: Block, filled: ReadonlySet<string>): Check[] {
  const fields = fieldsOf(compilation.kind);
  const checks: Check[] = [];
  for (const name of namesBelow(fields, block.above)) {
    const field = fields.get(joined(block.above, name));
    if (!field?.required || isInsideFilled(name, filled)) continue;
    const parent = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
    const always = isRequired(compilation, name, block.above);
    const parentFilled = [...filled].some((known) => known.startsWith(`${parent}.`));
    if (!always && !parentFilled) continue;
    const isWhole = field.shape !== 'object' || isWithoutRequired(fields, field);
    if (!filled.has(name) && isWhole) tellUnmapped(compilation, name, field, block);
    const partly = isWhole && field.shape === 'object';
    if (partly || (filled.has(name) && (!always || block.sparse))) {
      checks.push(compileCheck(compilation, { name, parent, field }, block));
    }
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

/** An object of which no part is required in itself: an item is known by its number, or an identifier, or a description. */
function isWithoutRequired(fields: ReadonlyMap<string, Field>, field: Field): boolean {
  return field.names.every((name) => fields.get(joined(field.path, name))?.required !== true);
}

function compileCheck(
  compilation: Compilation,
  at: { name: string; parent: string; field: Field },
  block: Block,
): Check {
  const { name, parent, field } = at;
  return (place) => {
    const around = parent === '' ? place.entry : readAt(place.entry, parent);
    if (around === undefined || readAt(place.entry, name) !== undefined) return true;
    if (block.sparse || place.run.failed.has(place.prefix + name)) return false;
    const origin = compilation.selectors.placeOf(place.scope);
    const words =
      parent === ''
        ? `${field.path} is missing.`
        : `${field.path} is missing, though other fields of ${parent} are there.`;
    addIssue(
      place.run,
      place.prefix + name,
      { action: 'hold', sensitive: field.sensitive },
      { code: 'REQUIRED_MISSING', words, place: origin },
    );
    return false;
  };
}
