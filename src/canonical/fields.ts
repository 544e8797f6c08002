/**
 * The fields of a record kind, found by path: the checker of mappings and the masking of records ask here.
 *
 * Paths leave out list positions: `lines.quantity.value` is the value of every line.
 */
import { z, type ZodType } from 'zod';
import { type FieldShape, marks } from './fields/index.js';
import { type RecordKind, schemaOf } from './records.js';

export interface Field {
  path: string;
  shape: FieldShape;
  /** The words of a choice. */
  choices?: readonly string[];
  /** Must be present where the thing it belongs to is. */
  required: boolean;
  /** Masked wherever it is shown, because it or something around it is marked so. */
  sensitive: boolean;
  /** A list whose entries are left out when they lack a required field. */
  sparse: boolean;
  /** Names of what stands inside an object or in each entry of a list; none for plain values. */
  names: readonly string[];
  /** What it is, in our words, with the X12 elements that it usually comes from in round brackets. */
  description: string;
}

/** @returns undefined for a path that the kind does not have */
export function fieldOf(kind: RecordKind, path: string): Field | undefined {
  return fieldsOf(kind).get(path);
}

/** All fields of a kind by path, in the order of the schema. */
export function fieldsOf(kind: RecordKind): ReadonlyMap<string, Field> {
  let fields = known.get(kind);
  if (!fields) {
    fields = new Map();
    collect(schemaOf(kind), { path: '', sensitive: false, required: true }, fields);
    fields.delete('');
    known.set(kind, fields);
  }
  return fields;
}

/** The outermost paths that are masked: all that stands inside one is masked with it. Without list positions. */
export function sensitivePaths(kind: RecordKind): readonly string[] {
  const marked = [...fieldsOf(kind).values()].filter(({ sensitive }) => sensitive).map(({ path }) => path);
  return marked.filter((path) => !marked.some((outer) => path.startsWith(`${outer}.`)));
}

const known = new Map<RecordKind, Map<string, Field>>();

interface Around {
  path: string;
  sensitive: boolean;
  required: boolean;
}

function collect(schema: ZodType, around: Around, fields: Map<string, Field>): void {
  const required = around.required && !(schema instanceof z.ZodOptional);
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as ZodType) : schema;
  const mark = marks.get(inner) ?? {};
  const sensitive = around.sensitive || mark.sensitive === true;
  const entry = inner instanceof z.ZodArray ? (inner.element as ZodType) : inner;
  const shapes = entry instanceof z.ZodObject ? (entry.shape as Record<string, ZodType>) : {};
  fields.set(around.path, {
    path: around.path,
    shape: mark.shape ?? structureOf(inner),
    ...(inner instanceof z.ZodEnum ? { choices: inner.options.map(String) } : {}),
    required,
    sensitive,
    sparse: mark.sparse === true,
    names: Object.keys(shapes),
    description: schema.description ?? '',
  });
  for (const [name, next] of Object.entries(shapes)) {
    const path = around.path === '' ? name : `${around.path}.${name}`;
    collect(next, { path, sensitive, required: true }, fields);
  }
}

function structureOf(schema: ZodType): FieldShape {
  if (schema instanceof z.ZodArray || schema instanceof z.ZodRecord) return 'list';
  return schema instanceof z.ZodObject ? 'object' : 'text';
}
