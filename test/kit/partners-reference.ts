/**
 * The tables of docs/reference/hub-file.md and docs/reference/partner-files.md, made from the schemas, so that the documents
 * cannot drift apart from them.
 *
 * To renew them: npx tsx test/kit/partners-reference.ts writes what it makes below the mark of each document.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { z, type ZodType } from 'zod';
import { hubFileSchema } from '../../src/hub-file/hub-file.js';
import { builtInSettings, settingKeys } from '../../src/hub-file/settings.js';
import { erpAdapters } from '../../src/erp/index.js';
import { partnerFileSchema } from '../../src/partners/partner-file.js';
import { transports } from '../../src/transports/index.js';

/** Everything below this line of a document is made here. */
export const referenceMark = '<!-- from the schemas: test/kit/partners-reference.ts writes this -->\n';

/** The parts of a Zod definition that are looked at. */
interface Definition {
  type: string;
  shape?: Record<string, ZodType>;
  innerType?: ZodType;
  element?: ZodType;
  valueType?: ZodType;
  in?: ZodType;
  out?: ZodType;
  options?: ZodType[];
  entries?: Record<string, string>;
  values?: unknown[];
  defaultValue?: unknown;
}

/** How the keys of one map are shown. */
interface Shown {
  /** Stands before each key. */
  prefix?: string;
  /** Values that hold where no file says otherwise, shown as defaults. */
  builtIn?: object | undefined;
}

/** The generated part of each document, by the document's path from the project's top. */
export async function partnersReference(): Promise<Map<string, string>> {
  const hub = [
    '## Keys of hub.yaml\n',
    keyTable(hubFileSchema),
    ...sections(hubFileSchema, ['defaults']),
    '### defaults\n',
    'The keys of [Settings](partner-files.md#settings) except `answer.connection`, and:\n',
    table(rowsOf(only(hubFileSchema, 'defaults', 'attempts'))),
    ...Object.entries(erpAdapters).flatMap(([name, { settings }]) => [
      `## ERP adapter ${name}\n`,
      'Keys of one entry of `erp`:\n',
      keyTable(settings),
    ]),
  ];
  const partner = [
    '## Partner file\n',
    keyTable(partnerFileSchema),
    ...sections(partnerFileSchema, ['syntax']),
    ...Object.entries(transports).flatMap(([name, { options }]) => [
      `## Transport ${name}\n`,
      `More keys of a connection with \`transport: ${name}\`:\n`,
      keyTable(options),
    ]),
    '## Settings\n',
    'The column Default shows the built-in value.\n',
    keyTable(settingsSchema, { builtIn: builtInSettings.values }),
  ];
  return new Map([
    ['docs/reference/hub-file.md', await formatted(hub)],
    ['docs/reference/partner-files.md', await formatted(partner)],
  ]);
}

const settingsSchema = z.strictObject(settingKeys);

function formatted(parts: readonly string[]): Promise<string> {
  return format(parts.join('\n'), { parser: 'markdown', printWidth: 110 });
}

/** A table for each key of a file that holds further keys. */
function sections(schema: ZodType, without: readonly string[]): string[] {
  return Object.entries(shapeOf(schema) ?? {}).flatMap(([key, value]) => {
    if (without.includes(key) || !shapeOf(inside(value))) return [];
    return [`### ${key}\n`, `${entryWords(key, value)}\n`, keyTable(inside(value))];
  });
}

function entryWords(key: string, value: ZodType): string {
  const { type } = definition(bare(value));
  if (type === 'array') return `Keys of one entry of the list \`${key}\`:`;
  return type === 'record' ? `Keys of one entry of \`${key}\`, under its name:` : `Keys of \`${key}\`:`;
}

/** A schema with one path of keys only. */
function only(schema: ZodType, key: string, inner: string): ZodType {
  const value = shapeOf(shapeOf(schema)![key]!)![inner]!;
  return z.strictObject({ [inner]: value });
}

function keyTable(schema: ZodType, shown: Shown = {}): string {
  const isFile = schema === hubFileSchema || schema === partnerFileSchema;
  return table(isFile ? topRows(schema) : rowsOf(schema, shown));
}

function table(rows: readonly string[][]): string {
  const head = ['| Key | Form | Default | Means |', '| --- | --- | --- | --- |'];
  return [...head, ...rows.map((cells) => `| ${cells.map(escaped).join(' | ')} |`), ''].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/<(?=[a-z])/g, '\\<');
}

/** The keys of a whole file; those with keys of their own name the table below. */
function topRows(schema: ZodType): string[][] {
  return Object.entries(shapeOf(schema) ?? {}).map(([key, value]) => {
    const [name = '', ...rest] = rowOf(key, value);
    if (key === 'syntax') return [`[${name}](#settings)`, ...rest];
    return shapeOf(inside(value)) ? [`[${name}](#${key})`, ...rest] : [name, ...rest];
  });
}

function rowsOf(schema: ZodType, { prefix = '', builtIn }: Shown = {}): string[][] {
  return Object.entries(shapeOf(schema) ?? {}).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    const isSetting = builtIn === undefined && (Object.values(settingKeys) as ZodType[]).includes(value);
    if (isSetting) return [[`\`${name}\``, '', '', 'See [Settings](#settings).']];
    const own = (builtIn as Record<string, unknown> | undefined)?.[key];
    const isMap = typeof own === 'object';
    const isOneOf = own === undefined && isAlternative(schema, key);
    const row = rowOf(
      name,
      value,
      own === undefined || isMap ? (isOneOf ? 'alternative' : undefined) : shownValue(own),
    );
    const next = { prefix: `${name}${wayInto(value)}.`, builtIn: isMap ? (own as object) : undefined };
    return [row, ...rowsOf(inside(value), next)];
  });
}

function rowOf(name: string, value: ZodType, given = presence(value)): string[] {
  return [`\`${name}\``, formOf(value), given, descriptionOf(value)];
}

/** Behind the name of a list or a map of names. */
function wayInto(value: ZodType): string {
  const { type } = definition(bare(value));
  return type === 'array' ? '[]' : type === 'record' ? '.NAME' : '';
}

function definition(schema: ZodType): Definition {
  return (schema as unknown as { _zod: { def: Definition } })._zod.def;
}

/** Without what only says how a value may be left out or is changed. */
function bare(schema: ZodType): ZodType {
  const { type, innerType, in: before } = definition(schema);
  if (type === 'pipe' && before) return bare(before);
  return innerType ? bare(innerType) : schema;
}

function shapeOf(schema: ZodType): Record<string, ZodType> | undefined {
  const found = definition(bare(schema));
  if (found.shape) return found.shape;
  if (found.type !== 'union') return undefined;
  // Of several forms the keys of all are shown: `finish` has `move` or `delete`.
  const shapes = (found.options ?? [])
    .map((option) => shapeOf(inside(option)))
    .filter((shape) => shape !== undefined);
  return shapes.length === 0 ? undefined : (Object.assign({}, ...shapes) as Record<string, ZodType>);
}

/** Whether only some forms of a map have the key: `finish` has `move` or `delete`. */
function isAlternative(schema: ZodType, key: string): boolean {
  const shapes = (definition(bare(schema)).options ?? [])
    .map((option) => shapeOf(inside(option)))
    .filter((shape) => shape !== undefined);
  return shapes.some((shape) => !Object.hasOwn(shape, key));
}

/** What a list or a map of names holds. */
function inside(schema: ZodType): ZodType {
  const found = definition(bare(schema));
  const next = found.element ?? found.valueType;
  return next ? inside(next) : schema;
}

function descriptionOf(schema: ZodType): string {
  const { innerType, in: before } = definition(schema);
  return schema.description ?? (innerType ? descriptionOf(innerType) : before ? descriptionOf(before) : '');
}

function formOf(schema: ZodType): string {
  const inner = bare(schema);
  const found = definition(inner);
  switch (found.type) {
    case 'enum':
      return Object.values(found.entries ?? {})
        .map((word) => `\`${word}\``)
        .join(', ');
    case 'literal':
      return (found.values ?? [])
        .map((value) => (value === '\n' ? 'line break' : `\`${String(value)}\``))
        .join(', ');
    case 'array':
      return `list${found.element && formOf(found.element) !== 'map' ? ` of ${formOf(found.element)}` : ''}`;
    case 'record':
      return 'map by name';
    case 'union':
      return [...new Set((found.options ?? []).map(formOf))].join(' or ');
    case 'object':
      return 'map';
    case 'string':
      return 'text';
    case 'number':
      return `number${range(inner)}`;
    case 'boolean':
      return '`true`, `false`';
    default:
      return found.type;
  }
}

/** The least and the greatest value that a file may give. */
function range(schema: ZodType): string {
  const { minValue, maxValue } = schema as unknown as { minValue: number | null; maxValue: number | null };
  if (minValue === null || maxValue === null || maxValue >= Number.MAX_SAFE_INTEGER) return '';
  return `, ${minValue} to ${maxValue}`;
}

/** required, optional or the default; nothing for a map whose keys have their own defaults. */
function presence(schema: ZodType): string {
  const { type, innerType, defaultValue, in: before } = definition(schema);
  if (type === 'optional') return 'optional';
  if (type === 'pipe' && before) return presence(before);
  if (type !== 'default' && type !== 'prefault') return innerType ? presence(innerType) : 'required';
  const isEmpty = typeof defaultValue === 'object' && JSON.stringify(defaultValue).length <= 2;
  return isEmpty ? 'optional' : shownValue(defaultValue);
}

function shownValue(value: unknown): string {
  const text =
    typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ');
  return text.trim() === '' ? 'a blank' : `\`${text}\``;
}

/** @returns the document with its generated part renewed; throws where the mark is missing */
function renewed(text: string, path: string, made: string): string {
  const at = text.indexOf(referenceMark);
  if (at < 0) throw new Error(`${path} has no line ${referenceMark.trim()}`);
  return `${text.slice(0, at + referenceMark.length)}\n${made}`;
}

async function write(): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  for (const [path, made] of await partnersReference()) {
    const file = join(root, path);
    writeFileSync(file, renewed(readFileSync(file, 'utf8'), path, made));
  }
}

// No await here: a test runner may load this file with require.
if (process.argv[1] === import.meta.filename) void write();
