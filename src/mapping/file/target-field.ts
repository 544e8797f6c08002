/**
 * The left side of `fields:`: names of the record's fields, relative to the list they stand in.
 */
import { type Field, fieldsOf } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, type Compilation, suggestion } from './compilation.js';
import { joined } from './record-path.js';

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

/** Set by the hub, never by a mapping. */
const ownFields = ['record', 'id', 'revision', 'partner', 'origins'];

/** The record's field that a name stands for; a problem when there is none, or a mapping may not fill it. */
export function targetField(
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

export function isNumber(field: Field): boolean {
  return field.shape === 'decimal' || field.shape === 'integer';
}

export function isList(field: Field | undefined): boolean {
  return field?.shape === 'list' || field?.shape === 'lots' || field?.shape === 'identifiers';
}

/** All field names relative to a list, not those inside further lists. */
export function namesBelow(fields: ReadonlyMap<string, Field>, above: string): string[] {
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
