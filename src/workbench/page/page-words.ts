/**
 * Places, forms and codes of a document in the words of those who write it.
 */
import { readRows } from '../../crosswalks/index.js';
import type { Mapping } from '../../mapping/index.js';
import { outlineOf } from '../../x12/index.js';
import { readTextFile } from '../../yaml/index.js';

export type CodesOf = (options: Record<string, unknown>) => string;

/** Keys of a table that a page lists; of longer ones it only says that there is one. */
const keysMax = 40;
const tableBytesMax = 16 * 1_048_576;

/** BIG02; IT1/IT102; the heading of a column; the characters of a row. */
export function placeWords(from: Mapping['from'], inside: string, selector: string): string {
  if (from.format === 'csv' || from.format === 'fixed') return columnWords(from, selector);
  if (/^[\^/]/.test(selector)) return selector;
  if (from.format === 'json') return selector === '.' ? inside.slice(0, -1) : inside + selector;
  if (from.format === 'xml') {
    if (selector === '.') return inside.slice(0, -1);
    return selector.startsWith('@') ? inside.slice(0, -1) + selector : inside + selector;
  }
  return inside + selector;
}

function columnWords(from: Mapping['from'] & { format: 'csv' | 'fixed' }, selector: string): string {
  const [type = '', column = ''] = selector.split('.');
  const record = from.options.records?.[type];
  if (from.format === 'fixed') {
    const { columns, prefix = type } = from.options.records?.[type] ?? {
      columns: from.options.columns ?? {},
      prefix: '',
    };
    const [start, length] = columns[column] ?? [0, 0];
    const row = prefix === '' ? '' : `row ${prefix}, `;
    return `${row}characters ${start} to ${start + length - 1} (${column})`;
  }
  if (record !== undefined) {
    const position = Array.isArray(record.columns) ? record.columns.indexOf(column) + 1 : 0;
    return `row ${type}, cell ${position} (${column})`;
  }
  return from.options.columns?.[column]?.headings.join(' or ') ?? column;
}

/** What a value has to look like. @param options of its field, with the shape that it has in the record */
export function formOf(from: Mapping['from'], selector: string, options: Record<string, unknown>): string {
  if (from.format === 'x12') return elementForm(from, selector);
  const { format, shape } = options;
  const clean = Array.isArray(options['clean']) ? options['clean'].map(String) : [];
  const type = options['type'] ?? shape;
  if (type === 'date') return `date ${dateForm(format, from)}`;
  if (type === 'implied-decimal')
    return `digits, the last ${String(options['places'] ?? 0)} behind a point that is not written`;
  if (type === 'integer') return 'whole number';
  if (type !== 'decimal' && type !== 'quantity' && type !== 'price') return '';
  const commas = clean.includes('strip-commas') ? '; commas between thousands may be there' : '';
  const point = clean.includes('decimal-comma') ? 'a comma before decimals' : 'a point before decimals';
  const signs = clean.includes('strip-currency') ? '; a currency sign may be there' : '';
  return `number, ${point}${commas}${signs}`;
}

function dateForm(format: unknown, from: Mapping['from']): string {
  if (Array.isArray(format)) return format.map(String).join(' or ');
  if (typeof format === 'string' && format !== 'iso') return format;
  return from.format === 'xml' || from.format === 'json' ? 'yyyy-MM-dd, with or without a time' : '';
}

function elementForm(from: Mapping['from'] & { format: 'x12' }, selector: string): string {
  const name = elementOf(selector);
  const element = name && outlineOf(from.version, from.set)?.elements(name.id)?.[name.element - 1];
  if (!element || element.kind === 'composite') return '';
  const { kind, min, max, places } = element;
  const size = min === max ? String(max) : `${min} to ${max}`;
  if (kind === 'date') return max === 6 ? 'date yyMMdd' : 'date yyyyMMdd';
  if (kind === 'number' && places > 0) return `digits, the last ${places} behind a point that is not written`;
  if (kind === 'number') return `whole number, ${size} digits`;
  if (kind === 'decimal') return `number with its point, ${size} digits`;
  return `${kind === 'code' ? 'code' : 'text'}, ${size} ${max === 1 ? 'character' : 'characters'}`;
}

/** The element that a selector ends with, such as REF02 of REF(CT).REF02. */
function elementOf(selector: string): { id: string; element: number } | undefined {
  const match = /(?:^|[/.^])([A-Z][A-Z0-9]{1,2})(\d\d)(?:-\d+)?$/.exec(selector);
  return match ? { id: match[1] ?? '', element: Number(match[2]) } : undefined;
}

/** @param crosswalks of the mapping, merged with its base */
export function openCodes(root: string, crosswalks: Record<string, unknown>): CodesOf {
  const known = new Map<string, string>();
  const tableOf = (name: string): string => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const words = tableWords(root, name, crosswalks[name]);
    known.set(name, words);
    return words;
  };
  return (options) => {
    const { values, crosswalk, choose, codes: told } = options;
    const chosen = Array.isArray(choose)
      ? choose.flatMap((one) => keysOf((one as { values?: unknown } | null)?.values))
      : [];
    const codes = [...new Set([...keysOf(values), ...chosen])];
    const table = typeof crosswalk === 'string' ? [tableOf(crosswalk.split('.')[0] ?? '')] : [];
    return [
      ...(typeof told === 'string' ? [told] : []),
      ...(codes.length === 0 ? [] : [codes.join(', ')]),
      ...table,
    ].join('; ');
  };
}

function keysOf(values: unknown): string[] {
  return typeof values === 'object' && values !== null ? Object.keys(values) : [];
}

/** The codes that hold for every partner, where they are few; rows of single partners are nobody else's business. */
function tableWords(root: string, name: string, crosswalk: unknown): string {
  const { file, key } = (crosswalk ?? {}) as { file?: unknown; key?: unknown };
  const columns = Array.isArray(key) ? key.map(String) : [String(key)];
  const words =
    columns.length > 1
      ? `known to us, by ${columns.map((one) => one.replaceAll('_', ' ')).join(' and ')}`
      : 'known to us';
  const [first] = columns;
  if (columns.length > 1 || first === undefined) return words;
  const { text = '' } = readTextFile(root, `mappings/${String(file)}`, { bytesMax: tableBytesMax });
  const rows = readRows(text, columns).rows.filter(
    (row) => (row['partner'] ?? '') === '' && row['direction'] !== 'out',
  );
  const keys = [...new Set(rows.map((row) => row[first] ?? ''))].filter((one) => one !== '*' && one !== '');
  return keys.length === 0 || keys.length > keysMax
    ? words
    : `${keys.join(', ')}, and what we have agreed on (our table ${name})`;
}
