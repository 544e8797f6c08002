/**
 * The reference of records, made from their schemas: docs/reference/records.md and docs/reference/records/*.schema.json.
 *
 * To renew them: npx tsx test/kit/records-reference.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z, type ZodType } from 'zod';
import { sensitivePaths } from '../../src/canonical/fields.js';
import { header } from '../../src/canonical/fields/header.js';
import { itemIdentifierKinds, partyIdentifierKinds } from '../../src/canonical/fields/identifiers.js';
import { keyPaths, schemaOf, type RecordKind, recordKinds } from '../../src/canonical/records.js';

const root = resolve(import.meta.dirname, '../..');

/** Folder of the schemas, from the project's top. */
export const schemaFolder = 'docs/reference/records';

/** JSON Schema of a kind, draft-07. */
export function jsonSchemaOf(kind: RecordKind): Record<string, unknown> {
  const made = z.toJSONSchema(schemaOf(kind), {
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      // The bounds of what a JavaScript number can hold are nobody's business.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      // `format: date` says it; the pattern beside it knows leap years and is long.
      if (jsonSchema.format === 'date') delete jsonSchema.pattern;
    },
  });
  const { $schema, ...rest } = made as Record<string, unknown>;
  return { $schema, title: kind, ...rest };
}

/** The files that are made, by their path from the project's top. */
export function recordFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const kind of recordKinds) {
    files.set(`${schemaFolder}/${kind}.schema.json`, `${JSON.stringify(jsonSchemaOf(kind), undefined, 2)}\n`);
  }
  files.set('docs/reference/records.md', recordsReference());
  return files;
}

function recordsReference(): string {
  const parts = new Map<string, ZodType>();
  const kinds = recordKinds.map((kind) => kindSection(kind, parts)).join('\n');
  const common = table(header(''), parts, ['id', 'revision', 'record']);
  const sections = new Map<string, string>();
  // A part may name further parts; those come behind, and are asked in turn.
  for (const [id, schema] of parts) {
    sections.set(id, `### ${id}\n\n${schema.description ?? ''}.\n\n${table(shapeOf(schema) ?? {}, parts)}\n`);
  }
  return [
    '# Records, field by field\n',
    'The schemas make this page. [records.md](../records.md) has the rules behind it. Fields marked \\* are required where the part',
    'that holds them is present. Round brackets name the X12 elements that a value usually comes from.\n',
    `## Kinds\n\n${kindTable()}\n`,
    `## In every record\n\n${common}\n`,
    kinds,
    `## Parts\n\nSeveral records have these parts.\n`,
    ...[...sections].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, section]) => section),
    '## Kinds of identifiers\n',
    identifierTable('Of a party', partyIdentifierKinds),
    identifierTable('Of an item', itemIdentifierKinds),
  ].join('\n');
}

function kindTable(): string {
  const rows = recordKinds.map((kind) => {
    const files = `[schema](records/${kind}.schema.json)`;
    const key = keyPaths[kind].map((path) => `\`${path}\``).join(', ');
    return `| [\`${kind}\`](#${kind.replace('@', '')}) | ${schemaOf(kind).description ?? ''} | ${key} | ${files} |`;
  });
  return ['| Record | Is | Business key | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function kindSection(kind: RecordKind, parts: Map<string, ZodType>): string {
  const inEvery = Object.keys(header(''));
  const masked = sensitivePaths(kind).map((path) => `\`${path}\``);
  const words = [
    schemaOf(kind).description ?? '',
    ...(masked.length === 0 ? [] : [`Sensitive: ${masked.join(', ')}.`]),
  ];
  return `## ${kind}\n\n${words.join(' ')}\n\n${table(shapeOf(schemaOf(kind)) ?? {}, parts, inEvery)}\n`;
}

type Shape = Record<string, ZodType>;

/** One row for each field; those of objects and lists that are no part stand below, with their path. */
function table(shape: Shape, parts: Map<string, ZodType>, without: readonly string[] = []): string {
  const rows = Object.entries(shape)
    .filter(([name]) => !without.includes(name))
    .flatMap(([name, schema]) => fieldRows(name, schema, parts));
  return ['| Field | Form | Means |', '| --- | --- | --- |', ...rows].join('\n');
}

function fieldRows(path: string, schema: ZodType, parts: Map<string, ZodType>): string[] {
  const required = schema instanceof z.ZodOptional ? '' : '\\*';
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as ZodType) : schema;
  const isList = inner instanceof z.ZodArray;
  const entry = isList ? (inner.element as ZodType) : inner;
  const part = partOf(entry instanceof z.ZodRecord ? (entry.valueType as ZodType) : entry);
  if (part) parts.set(...part);
  const description = (schema.description ?? '').replaceAll('|', '\\|');
  const form = `${wayInto(inner)}${part ? `[${part[0]}](#${part[0].toLowerCase()})` : formOf(entry)}`;
  const row = `| \`${path}${isList ? '[]' : ''}\`${required} | ${form} | ${description} |`;
  const below = part ? [] : Object.entries(shapeOf(entry) ?? {});
  return [
    row,
    ...below.flatMap(([name, next]) => fieldRows(`${path}${isList ? '[]' : ''}.${name}`, next, parts)),
  ];
}

function wayInto(schema: ZodType): string {
  if (schema instanceof z.ZodArray) return 'list of ';
  return schema instanceof z.ZodRecord ? 'by path: ' : '';
}

/** The part that a schema is or was made from by giving it another description. */
function partOf(schema: ZodType): [string, ZodType] | undefined {
  for (let at: ZodType | undefined = schema; at; at = at._zod.parent as ZodType | undefined) {
    const id = z.globalRegistry.get(at)?.id;
    if (id !== undefined) return [id, at];
  }
  return undefined;
}

function shapeOf(schema: ZodType): Shape | undefined {
  return schema instanceof z.ZodObject ? schema.shape : undefined;
}

function formOf(schema: ZodType): string {
  if (schema instanceof z.ZodEnum) return schema.options.map((word) => `\`${word}\``).join(' ');
  if (schema instanceof z.ZodObject) return 'object';
  if (schema instanceof z.ZodNumber) return 'whole number';
  if (schema instanceof z.ZodISODate) return 'day';
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String).join(' ');
  const json = z.toJSONSchema(schema) as { pattern?: string };
  return json.pattern === undefined ? 'text' : 'decimal';
}

function identifierTable(heading: string, kinds: Record<string, string>): string {
  const rows = Object.entries(kinds).map(([kind, words]) => `| \`${kind}\` | ${words} |`);
  return [`| ${heading} | Means |`, '| --- | --- |', ...rows, ''].join('\n');
}

function write(): void {
  for (const [path, text] of recordFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

if (process.argv[1] === import.meta.filename) write();
