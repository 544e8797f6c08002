/**
 * A small reader of JSON Schema draft-07, for what our own schemas use: does a value fit, and if not, where.
 *
 * It refuses keywords that it does not know, so that it cannot pass a value by not looking.
 */
import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from './editor-schemas.js';

const silent = [
  '$schema',
  'title',
  'description',
  'definitions',
  'default',
  'format',
  'examples',
  'then',
  'else',
  'id',
];

/** @returns one line for each place that does not fit; none when all does */
export function misfits(schema: JsonSchema, value: unknown): string[] {
  return check(schema, value, { top: schema, at: '' });
}

interface Where {
  top: JsonSchema;
  at: string;
}

function check(schema: JsonSchema | boolean, value: unknown, where: Where): string[] {
  if (typeof schema === 'boolean') return schema ? [] : [`${where.at}: not allowed`];
  return Object.entries(schema).flatMap(([keyword, given]) => {
    if (silent.includes(keyword)) return [];
    const rule = rules[keyword];
    if (!rule) throw new Error(`the keyword ${keyword} is not known here`);
    return rule(given as never, value, { ...where, schema });
  });
}

type Rule = (given: never, value: unknown, where: Where & { schema: JsonSchema }) => string[];

const types: Record<string, (value: unknown) => boolean> = {
  object: isMap,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entries(value: unknown): [string, unknown][] {
  return isMap(value) ? Object.entries(value) : [];
}

const wrong = (fits: boolean, { at }: Where, words: string): string[] => (fits ? [] : [`${at}: ${words}`]);

const rules: Record<string, Rule> = {
  $ref: (given: string, value, where) => {
    const name = given.replace('#/definitions/', '');
    const found = (where.top['definitions'] as Record<string, JsonSchema>)[name];
    if (!found) throw new Error(`there is no definition ${name}`);
    return check(found, value, where);
  },
  type: (given: string | string[], value, where) =>
    wrong(
      [given].flat().some((type) => types[type]!(value)),
      where,
      `is no ${[given].flat().join(' or ')}`,
    ),
  properties: (given: Record<string, JsonSchema>, value, where) =>
    entries(value).flatMap(([key, inner]) =>
      Object.hasOwn(given, key) ? check(given[key]!, inner, { ...where, at: `${where.at}/${key}` }) : [],
    ),
  additionalProperties: (given: JsonSchema | boolean, value, where) =>
    entries(value).flatMap(([key, inner]) =>
      Object.hasOwn(where.schema.properties ?? {}, key)
        ? []
        : check(given, inner, { ...where, at: `${where.at}/${key}` }),
    ),
  propertyNames: (given: JsonSchema, value, where) =>
    entries(value).flatMap(([key]) => check(given, key, { ...where, at: `${where.at}/${key} (its name)` })),
  required: (given: string[], value, where) =>
    isMap(value) ? given.flatMap((key) => wrong(Object.hasOwn(value, key), where, `lacks ${key}`)) : [],
  items: (given: JsonSchema | JsonSchema[], value, where) =>
    (Array.isArray(value) ? value : []).flatMap((inner: unknown, index) =>
      check(Array.isArray(given) ? (given[index] ?? {}) : given, inner, {
        ...where,
        at: `${where.at}/${index}`,
      }),
    ),
  additionalItems: (given: JsonSchema | boolean, value, where) => {
    const first = where.schema['items'];
    const rest: unknown[] = Array.isArray(value) && Array.isArray(first) ? value.slice(first.length) : [];
    return rest.flatMap((inner) => check(given, inner, where));
  },
  anyOf: (given: JsonSchema[], value, where) => {
    const tried = given.map((one) => check(one, value, where));
    const best = tried.sort((one, other) => one.length - other.length)[0] ?? [];
    return best.length === 0 ? [] : [`${where.at}: fits no form; nearest: ${best.join('; ')}`];
  },
  oneOf: (given: JsonSchema[], value, where) =>
    wrong(
      given.filter((one) => check(one, value, where).length === 0).length === 1,
      where,
      'fits not just one form',
    ),
  allOf: (given: JsonSchema[], value, where) => given.flatMap((one) => check(one, value, where)),
  if: (given: JsonSchema, value, where) => {
    const branch = check(given, value, where).length === 0 ? where.schema['then'] : where.schema['else'];
    return check((branch as JsonSchema | undefined) ?? {}, value, where);
  },
  not: (given: JsonSchema, value, where) =>
    wrong(check(given, value, where).length > 0, where, 'is what it may not be'),
  const: (given: unknown, value, where) =>
    wrong(isDeepStrictEqual(given, value), where, `is not ${JSON.stringify(given)}`),
  enum: (given: unknown[], value, where) =>
    wrong(
      given.some((one) => isDeepStrictEqual(one, value)),
      where,
      `is none of ${JSON.stringify(given).slice(0, 80)}`,
    ),
  pattern: (given: string, value, where) =>
    wrong(
      typeof value !== 'string' || new RegExp(given, 'u').test(value),
      where,
      `has not the form ${given}`,
    ),
  minLength: (given: number, value, where) =>
    wrong(typeof value !== 'string' || value.length >= given, where, 'is too short'),
  maxLength: (given: number, value, where) =>
    wrong(typeof value !== 'string' || value.length <= given, where, 'is too long'),
  minItems: (given: number, value, where) =>
    wrong(!Array.isArray(value) || value.length >= given, where, 'has too few'),
  maxItems: (given: number, value, where) =>
    wrong(!Array.isArray(value) || value.length <= given, where, 'has too many'),
  minimum: (given: number, value, where) =>
    wrong(typeof value !== 'number' || value >= given, where, 'is too small'),
  maximum: (given: number, value, where) =>
    wrong(typeof value !== 'number' || value <= given, where, 'is too large'),
  exclusiveMinimum: (given: number, value, where) =>
    wrong(typeof value !== 'number' || value > given, where, 'is too small'),
  exclusiveMaximum: (given: number, value, where) =>
    wrong(typeof value !== 'number' || value < given, where, 'is too large'),
};
