/**
 * The reference part of docs/partners.md, made from the schemas, so that the two cannot drift apart.
 *
 * To renew it: npx tsx test/kit/partners-reference.ts, and paste what it prints below the mark.
 */
import { format } from 'prettier';
import { z, type ZodType } from 'zod';
import { hubFileSchema } from '../../src/hub-file/hub-file.js';
import { builtInSettings, settingKeys } from '../../src/hub-file/settings.js';
import { erpAdapters } from '../../src/erp/index.js';
import { partnerFileSchema } from '../../src/partners/partner-file.js';
import { transports } from '../../src/transports/index.js';

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

export async function partnersReference(): Promise<string> {
  const parts = [
    ['## hub.yaml', lines(hubFileSchema)],
    ...Object.entries(erpAdapters).map(([name, { settings }]) => [
      `### ERP adapter \`${name}\``,
      lines(settings),
    ]),
    ['## Partner file', lines(partnerFileSchema)],
    ...Object.entries(transports).map(([name, { options }]) => [
      `### Connection, transport \`${name}\``,
      lines(options),
    ]),
    ['## Settings', lines(z.strictObject(settingKeys), '', builtInSettings.values)],
  ] as [string, string[]][];
  const text = parts.map(([heading, list]) => `${heading}\n\n${list.join('\n')}\n`).join('\n');
  return format(text, { parser: 'markdown', printWidth: 110 });
}

/** @param builtIn values that hold where no file says otherwise, shown as defaults */
function lines(schema: ZodType, indent = '', builtIn?: object): string[] {
  const shape = shapeOf(schema);
  return Object.entries(shape ?? {}).flatMap(([key, value]) => {
    const elsewhere = builtIn === undefined && (Object.values(settingKeys) as ZodType[]).includes(value);
    if (elsewhere) return [`${indent}- \`${key}\`: see [Settings](#settings).`];
    const own = (builtIn as Record<string, unknown> | undefined)?.[key];
    const isMap = typeof own === 'object';
    const given = own === undefined ? presence(value) : isMap ? 'optional' : `default ${shown(own)}`;
    const facts = [formOf(value), given].filter((fact) => fact !== '').join('; ');
    const description = descriptionOf(value);
    const line = `${indent}- \`${key}\`${facts === '' ? '' : ` (${facts})`}${description === '' ? '' : `: ${description.replaceAll('<', '\\<')}`}`;
    return [line, ...lines(inside(value), `${indent}  `, isMap ? (own as object) : undefined)];
  });
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
    .map((option) => shapeOf(option))
    .filter((shape) => shape !== undefined);
  return shapes.length === 0 ? undefined : (Object.assign({}, ...shapes) as Record<string, ZodType>);
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
  const found = definition(bare(schema));
  switch (found.type) {
    case 'enum':
      return Object.values(found.entries ?? {}).join(', ');
    case 'literal':
      return (found.values ?? []).map(String).join(', ').replace('\n', 'line break');
    case 'array':
      return `list${found.element && formOf(found.element) !== 'map' ? ` of ${formOf(found.element)}` : ''}`;
    case 'record':
      return 'by name';
    case 'union':
      return [...new Set((found.options ?? []).map(formOf))].join(' or ');
    case 'object':
      return 'map';
    case 'string':
      return 'text';
    case 'number':
      return 'whole number';
    case 'boolean':
      return 'true or false';
    default:
      return found.type;
  }
}

/** required, optional or the default; nothing for a map whose keys have their own defaults. */
function presence(schema: ZodType): string {
  const { type, innerType, defaultValue, in: before } = definition(schema);
  if (type === 'optional') return 'optional';
  if (type === 'pipe' && before) return presence(before);
  if (type !== 'default' && type !== 'prefault') return innerType ? presence(innerType) : 'required';
  const isEmpty = typeof defaultValue === 'object' && JSON.stringify(defaultValue).length <= 2;
  return isEmpty ? 'optional' : `default ${shown(defaultValue)}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
  return text.trim() === '' ? 'a blank' : text;
}

// No await here: a test runner may load this file with require.
if (process.argv[1] === import.meta.filename) void partnersReference().then((text) => console.log(text));
