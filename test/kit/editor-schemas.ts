/**
 * JSON Schemas for editors, made from the schemas that the hub checks with: docs/reference/{hub,partner,mapping}.schema.json.
 *
 * They know less than the checker, never more: what they refuse, `waybill check` refuses too.
 * To renew them: npx tsx test/kit/editor-schemas.ts
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z, type ZodType } from 'zod';
import { type Field, fieldsOf } from '../../src/canonical/fields.js';
import { type RecordKind, recordKinds } from '../../src/canonical/records.js';
import { erpAdapters } from '../../src/erp/index.js';
import { csvOptions } from '../../src/formats/csv/csv-options.js';
import { fixedOptions } from '../../src/formats/fixed/fixed-options.js';
import { jsonOptions } from '../../src/formats/json/json-options.js';
import { xmlOptions } from '../../src/formats/xml/xml-options.js';
import { hubFileSchema } from '../../src/hub-file/hub-file.js';
import { fieldSpec, listSpec, mappingFile, x12From } from '../../src/mapping/file/mapping-file.js';
import { csvTo, outboundFile, x12To, xmlTo } from '../../src/mapping/file/outbound-file.js';
import { namesBelow } from '../../src/mapping/file/target-field.js';
import { partnerFileSchema } from '../../src/partners/partner-file.js';
import { transports } from '../../src/transports/index.js';

const root = resolve(import.meta.dirname, '../..');

export interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** The files that are made, by their path from the project's top. */
export function editorSchemas(): Map<string, string> {
  const schemas: Record<string, JsonSchema> = {
    hub: hubSchema(),
    partner: partnerSchema(),
    mapping: mappingSchema(),
  };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `docs/reference/${name}.schema.json`,
      `${linesOf({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema })}\n`,
    ]),
  );
}

/** One line for each property and definition: small, and still a text in which a change can be seen. */
function linesOf(schema: JsonSchema): string {
  const nested = (value: unknown, depth: number): string => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 3)
      return JSON.stringify(value);
    const parts = Object.entries(value).map(
      ([key, inner]) => `${JSON.stringify(key)}:${nested(inner, depth + 1)}`,
    );
    return depth === 2 ? `{${parts.join(',\n')}}` : `{\n${parts.join(',\n')}\n}`;
  };
  return nested(schema, 0);
}

/** As people write it: what has a default may be left out. */
function made(schema: ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.format === 'date') delete jsonSchema.pattern;
    },
  }) as JsonSchema;
  return rest;
}

function hubSchema(): JsonSchema {
  const schema = made(hubFileSchema);
  const adapters = Object.values(erpAdapters).map(({ settings }) => made(settings));
  const erp = schema.properties?.['erp'];
  if (erp) erp['additionalProperties'] = { anyOf: adapters };
  return { title: 'hub.yaml of Waybill', ...schema };
}

function partnerSchema(): JsonSchema {
  const schema = made(partnerFileSchema);
  const connections = schema.properties?.['connections'];
  const common = connections?.['additionalProperties'] as JsonSchema;
  const forms = Object.entries(transports).map(([name, { options }]) => {
    const own = made(options);
    return {
      type: 'object',
      properties: { ...common.properties, ...own.properties, transport: { const: name } },
      required: [...new Set([...(common.required ?? []), ...(own.required ?? [])])],
      additionalProperties: false,
    };
  });
  if (connections) connections['additionalProperties'] = { anyOf: forms };
  return { title: 'Partner file of Waybill', ...schema };
}

const isOutbound: JsonSchema = {
  anyOf: [
    { required: ['to'], properties: { to: { type: 'object' } } },
    { required: ['from'], properties: { from: { type: 'string' } } },
    { required: ['segments'] },
    { required: ['rows'] },
    { required: ['elements'] },
    { required: ['overrides'] },
  ],
};

function mappingSchema(): JsonSchema {
  const inbound = made(mappingFile);
  const outbound = made(outboundFile);
  const properties = inbound.properties ?? {};
  properties['from'] = { anyOf: [x12From, csvOptions, xmlOptions, jsonOptions, fixedOptions].map(made) };
  properties['to'] = { enum: [...recordKinds] };
  const written = outbound.properties ?? {};
  written['from'] = { enum: [...recordKinds] };
  written['to'] = { anyOf: [x12To, csvTo, xmlTo].map(made) };
  return {
    title: 'Mapping file of Waybill',
    if: isOutbound,
    then: outbound,
    else: { allOf: [inbound, ...recordKinds.map(fieldsForKind)] },
    definitions: { ...fieldDefinitions(), ...Object.fromEntries(recordKinds.flatMap(kindDefinitions)) },
  };
}

/** What stands on the right side of a field: a selector, options, or nothing, which takes a field of the base away. */
function fieldDefinitions(): Record<string, JsonSchema> {
  const spec = made(fieldSpec);
  return {
    list: made(listSpec),
    field: {
      anyOf: [
        { type: 'string', minLength: 1, description: 'A selector: take the value from here.' },
        {
          type: 'array',
          items: { type: 'string', minLength: 1 },
          minItems: 1,
          description: 'Selectors: the first one with a value.',
        },
        spec,
        { type: 'null', description: 'Takes the field of the base away.' },
      ],
    },
  };
}

/** The names of fields are known once the kind of record is. */
function fieldsForKind(kind: RecordKind): JsonSchema {
  return {
    if: { required: ['to'], properties: { to: { const: kind } } },
    then: { properties: { fields: { $ref: `#/definitions/${kind}` } } },
  };
}

/** One definition for the record itself, and one for each list in it. */
function kindDefinitions(kind: RecordKind): [string, JsonSchema][] {
  const fields = fieldsOf(kind);
  const lists = [...fields.values()].filter(isList).map(({ path }) => path);
  return ['', ...lists].map((above) => [definitionName(kind, above), levelSchema(kind, above)]);
}

function levelSchema(kind: RecordKind, above: string): JsonSchema {
  const fields = fieldsOf(kind);
  const properties = namesBelow(fields, above).map((name): [string, JsonSchema] => {
    const field = fields.get(above === '' ? name : `${above}.${name}`);
    const { description = '' } = field ?? {};
    if (!field || !isList(field)) return [name, { allOf: [{ $ref: '#/definitions/field' }], description }];
    const fieldsInside = { $ref: `#/definitions/${definitionName(kind, field.path)}` };
    const inner = { allOf: [{ $ref: '#/definitions/list' }, { properties: { fields: fieldsInside } }] };
    return [name, { anyOf: [inner, { $ref: '#/definitions/field' }], description }];
  });
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

function definitionName(kind: RecordKind, above: string): string {
  return above === '' ? kind : `${kind}:${above}`;
}

function isList({ shape }: Field): boolean {
  return shape === 'list' || shape === 'lots' || shape === 'identifiers';
}

function write(): void {
  for (const [path, text] of editorSchemas()) writeFileSync(join(root, path), text);
}

if (process.argv[1] === import.meta.filename) write();
