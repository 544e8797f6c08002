/**
 * The grammar of selectors over records: `shipTo.name`, `item.id(vendor|buyer)`, `references(CT).value`, `^packages.id`, `/number`.
 *
 * All of it is resolved against the fields of the record's kind when a mapping is compiled; nothing unknown is left for later.
 */
import { type Field, fieldsOf, type RecordKind } from '../../canonical/index.js';
import { suggestion, joined, type SelectorFault, isList } from '../file/index.js';

/** Where a selector is written. */
export interface Standpoint {
  kind: RecordKind;
  /** Canonical paths of the lists whose entries we stand in, the outermost first. */
  lists: readonly string[];
}

export interface RecordStep {
  name: string;
  /** Of a list: the first entry whose `field` is the first of the words, else the second ... */
  pick?: { field: string; words: readonly string[] };
}

export interface RecordSelector {
  /** How many entries to go up: 0 for the entry we stand in. */
  up: number;
  steps: readonly RecordStep[];
  field: Field;
}

const stepForm = /^([A-Za-z][A-Za-z0-9]*)(?:\(([^()]+)\))?$/;
const plainShapes: readonly Field['shape'][] = ['text', 'decimal', 'integer', 'date', 'choice'];

/** Whether a field is one value, and holds no others. */
export function isPlain({ shape }: Field): boolean {
  return plainShapes.includes(shape);
}

/** A selector of one plain value. */
export function parseRecordValue(text: string, at: Standpoint): RecordSelector | SelectorFault {
  const parsed = parse(text, at);
  if ('message' in parsed) return parsed;
  const { field, steps } = parsed;
  if (steps.at(-1)?.pick !== undefined)
    return { message: `"${text}" names an entry of a list, not a value`, help: `e.g. ${text}.value` };
  if (isPlain(field)) return parsed;
  if (isList(field)) return { message: `"${text}" is a list`, help: listHelp(at.kind, field, text) };
  const names = field.names.filter((name) => name !== 'raw' && name !== 'stock');
  const more = field.shape === 'quantity' ? `, ${text}.raw.value, ${text}.stock.value` : '';
  const help = `name one of them: ${names.map((name) => `${text}.${name}`).join(', ')}${more}`;
  return { message: `"${text}" holds several values`, help };
}

/** A selector of a list, or of those of its entries that a bracket picks. */
export function parseRecordList(text: string, at: Standpoint): RecordSelector | SelectorFault {
  const parsed = parse(text, at);
  if ('message' in parsed || isList(parsed.field)) return parsed;
  return { message: `"${text}" is no list`, help: `lists: ${listsOf(at).join(', ')}` };
}

function parse(text: string, at: Standpoint): RecordSelector | SelectorFault {
  const rest = /^[\^/]/.test(text) ? text.slice(1) : text;
  const written = rest.split(/\.(?![^()]*\))/).map((part) => stepForm.exec(part));
  if (!written.every((match) => match !== null)) {
    const help = 'e.g. number, shipTo.name, item.id(vendor), references(CT).value, ^number, /number';
    return { message: `"${text}" is not a selector`, help };
  }
  const parts = written.map(([, name = '', bracket]) => ({ name, bracket }));
  const start = startOf(text, parts, at);
  if ('message' in start) return start;
  const steps: RecordStep[] = [];
  let path = start.path;
  for (const part of start.parts) {
    const step = readStep(part, path, at.kind);
    if ('message' in step) return step;
    steps.push(...step.steps);
    path = step.path;
  }
  const through = throughList(steps.slice(0, -1), start.path, at.kind);
  if (through) return { message: `"${text}" leads through a list`, help: listHelp(at.kind, through, text) };
  return { up: start.up, steps, field: fieldsOf(at.kind).get(path)! };
}

interface Part {
  name: string;
  bracket: string | undefined;
}

/** `^lists.field` is that of the entry of the list around us; `^field` that of the nearest entry that may have such a field. */
function startOf(
  text: string,
  parts: Part[],
  { kind, lists }: Standpoint,
): { up: number; path: string; parts: Part[] } | SelectorFault {
  const around = ['', ...lists];
  if (text.startsWith('/')) return { up: lists.length, path: '', parts };
  if (!text.startsWith('^')) return { up: 0, path: around.at(-1) ?? '', parts };
  const [first, ...rest] = parts;
  for (let at = around.length - 2; at >= 0; at--) {
    const path = around[at]!;
    const up = around.length - 1 - at;
    if (path !== '' && path.split('.').at(-1) === first?.name && rest.length > 0)
      return { up, path, parts: rest };
    if (fieldsOf(kind).has(joined(path, first?.name === 'id' && first.bracket ? 'identifiers' : first!.name)))
      return { up, path, parts };
  }
  const help =
    lists.length === 0
      ? 'take away the ^: we stand in the record itself'
      : `around us are ${[kind, ...lists.slice(0, -1)].join(', ')}`;
  return { message: `nothing around has a field "${first?.name}"`, help };
}

function readStep(
  { name, bracket }: Part,
  above: string,
  kind: RecordKind,
): { steps: RecordStep[]; path: string } | SelectorFault {
  const fields = fieldsOf(kind);
  if (name === 'id' && bracket !== undefined && !fields.has(joined(above, 'id'))) {
    const list = readStep({ name: 'identifiers', bracket }, above, kind);
    if ('message' in list) return list;
    return { steps: [...list.steps, { name: 'value' }], path: joined(list.path, 'value') };
  }
  const path = joined(above, name);
  const field = fields.get(path);
  if (!field) return unknownField(name, above, kind);
  if (bracket === undefined) return { steps: [{ name }], path };
  if (!isList(field)) return { message: `${path} is no list, so there is nothing to pick by (${bracket})` };
  const pick = readPick(bracket, field, kind);
  return 'message' in pick ? pick : { steps: [{ name, pick }], path };
}

/** `CT|PO` speaks of the kind or qualifier; `lot=X` of another field. */
function readPick(
  bracket: string,
  list: Field,
  kind: RecordKind,
): { field: string; words: string[] } | SelectorFault {
  const named = /^(\w+)=(.+)$/.exec(bracket);
  const own = ['kind', 'qualifier', 'status'].find((name) => list.names.includes(name));
  const field = named?.[1] ?? own;
  if (field === undefined || !list.names.includes(field)) {
    const names = list.names.join(', ');
    const message =
      field === undefined ? `entries of ${list.path} have no kind` : `${list.path} has no "${field}"`;
    return { message, help: `say which field: ${list.path}(${list.names[0]}=...); fields: ${names}` };
  }
  const words = (named?.[2] ?? bracket).split('|').map((word) => word.trim());
  const choices = fieldsOf(kind).get(`${list.path}.${field}`)?.choices;
  const wrong = choices === undefined ? undefined : words.find((word) => !choices.includes(word));
  if (wrong === undefined) return { field, words };
  const help = suggestion(wrong, choices ?? [], `one of ${choices?.join(', ')}`);
  return { message: `"${wrong}" is no ${field} of ${list.path}`, help };
}

function unknownField(name: string, above: string, kind: RecordKind): SelectorFault {
  const known = above === '' ? topNames(kind) : (fieldsOf(kind).get(above)?.names ?? []);
  const where = above === '' ? kind : above;
  if (known.length === 0) return { message: `${where} is one value, without a field "${name}"` };
  const help = suggestion(name, known, `fields of ${where}: ${known.join(', ')}`);
  return { message: `${where} has no field "${name}"`, help };
}

function topNames(kind: RecordKind): string[] {
  return [...fieldsOf(kind).keys()].filter((path) => !path.includes('.'));
}

/** A list on the way, of which no entry was picked. */
function throughList(steps: readonly RecordStep[], start: string, kind: RecordKind): Field | undefined {
  let path = start;
  for (const { name, pick } of steps) {
    path = joined(path, name);
    const field = fieldsOf(kind).get(path);
    if (isList(field) && pick === undefined) return field;
  }
  return undefined;
}

function listHelp(kind: RecordKind, list: Field, text: string): string {
  const name = list.path.split('.').at(-1)!;
  const word = fieldsOf(kind).get(`${list.path}.kind`)?.choices?.[0];
  if (list.shape === 'identifiers') return `pick one by its kind: ${text.replace(name, `id(${word})`)}`;
  return list.names.includes('qualifier')
    ? `pick an entry, ${name}(QUALIFIER).${list.names.at(-1)}, or write each: ${name}`
    : `write each: ${name}`;
}

function listsOf({ kind, lists }: Standpoint): string[] {
  const above = lists.at(-1) ?? '';
  const prefix = above === '' ? '' : `${above}.`;
  return [...fieldsOf(kind).values()]
    .filter((field) => isList(field) && field.path.startsWith(prefix))
    .map(({ path }) => path.slice(prefix.length))
    .filter((path) => !path.includes('.'));
}
