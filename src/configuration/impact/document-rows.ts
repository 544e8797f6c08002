/**
 * A document that goes out as rows of cells that can be compared: segments with elements, rows of CSV, elements of XML.
 *
 * What came from a sensitive field is hidden, and so is whatever holds the value of one. Of XML nothing says where a value came
 * from, so all of it is hidden.
 */
import { sensitivePaths } from '../../canonical/index.js';
import type { ReadyDocument } from '../../composition/index.js';
import type { XmlNode } from '../../formats/index.js';
import type { OutboundTarget } from '../../mapping/index.js';
import type { OutboundElement } from '../../x12/index.js';
import type { NamedRow } from './align-rows.js';

export interface DocumentCell {
  /** Such as PO103, a column, or a path of elements. */
  place: string;
  text: string;
  /** Asked of what is shown only: looking for sensitive values takes its time. */
  isHidden(): boolean;
}

export interface DocumentRow extends NamedRow {
  /** Of X12 the position in the set, where ST is 1; else that in the file. */
  number: number;
  cells: DocumentCell[];
}

/** @param body of the record @param sensitive paths into it, without places in lists, beside those of its kind */
export function documentRows(
  { composed, route }: ReadyDocument,
  body: unknown,
  sensitive: readonly string[],
): DocumentRow[] {
  const { document, origins } = composed;
  const { from, to } = route.mapping;
  const isHidden = hiding([...sensitivePaths(from), ...sensitive], origins, body);
  if (document.format === 'xml') return elementRows(document.root);
  if (document.format === 'csv') return csvRows(document.rows, to as CsvTarget, isHidden);
  return document.segments.map(([id, ...elements], index) => {
    const texts = elements.map(elementText);
    const number = index + 2;
    const place = (at: number) => `${id}${String(at).padStart(2, '0')}`;
    return rowOf({ name: id, number, texts, place }, isHidden);
  });
}

interface PlainRow {
  name: string;
  number: number;
  texts: readonly string[];
  /** @param at counts from 1 */
  place(at: number): string;
}

type IsHidden = (number: number, at: number, text: string) => boolean;

function rowOf({ name, number, texts, place }: PlainRow, isHidden: IsHidden): DocumentRow {
  const cells = texts.map((text, index) => ({
    place: place(index + 1),
    text,
    isHidden: () => isHidden(number, index + 1, text),
  }));
  return { name, number, key: texts[0] ?? '', text: JSON.stringify([name, ...texts]), cells };
}

function elementText(element: OutboundElement): string {
  if (typeof element === 'string') return element;
  return element
    .map((one) => (typeof one === 'string' ? one : one.join('>')))
    .join(typeof element[0] === 'string' ? '>' : '^');
}

/** Characters from which on a sensitive value is looked for inside of others. */
const soughtMin = 3;

function hiding(
  sensitive: readonly string[],
  origins: Readonly<Record<string, string>>,
  body: unknown,
): IsHidden {
  const inside = (path: string) => sensitive.some((one) => path === one || path.startsWith(`${one}.`));
  const places = new Set<string>();
  for (const [place, path] of Object.entries(origins)) {
    // "7.4-2" is a component of element 4.
    if (inside(path.replace(/\.\d+(?=\.|$)/g, ''))) places.add(place.replace(/-\d+$/, ''));
  }
  const values = [...new Set(valuesAt(body, '', inside))];
  const holdsOne = (text: string) =>
    values.some((value) => text === value || (value.length >= soughtMin && text.includes(value)));
  return (number, at, text) => places.has(`${number}.${at}`) || holdsOne(text);
}

/** Plain values of the record inside these paths, as text. */
function valuesAt(value: unknown, path: string, inside: (path: string) => boolean): string[] {
  if (typeof value !== 'object' || value === null) {
    const text = value === undefined || value === null ? '' : String(value);
    return text !== '' && inside(path) ? [text] : [];
  }
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, one]) => {
    const further = path === '' ? key : `${path}.${key}`;
    return valuesAt(one, isList ? path : further, inside);
  });
}

type CsvTarget = Extract<OutboundTarget, { format: 'csv' }>;

function csvRows(rows: readonly string[], to: CsvTarget, isHidden: IsHidden): DocumentRow[] {
  const columns = Array.isArray(to.columns) ? to.columns : Object.keys(to.columns ?? {});
  const hasHeader = to.header && to.columns !== undefined;
  return rows.map((row, index) => {
    const texts = csvCells(row, to.delimiter);
    const type = to.records === undefined ? '' : (texts[0] ?? '');
    const own = to.records?.[type] ?? columns;
    const name = hasHeader && index === 0 ? 'header' : type === '' ? 'row' : type;
    const place = (at: number) => `${name === 'row' ? '' : `${name} `}${own[at - 1] ?? `column ${at}`}`;
    return rowOf({ name, number: index + 1, texts, place }, isHidden);
  });
}

/** Of a row that we have written. */
function csvCells(row: string, delimiter: string): string[] {
  const cells = [''];
  let isQuoted = false;
  for (const character of row) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === delimiter && !isQuoted) cells.push('');
    else cells.push(cells.pop()! + character);
  }
  return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

function elementRows(root: XmlNode): DocumentRow[] {
  const rows: DocumentRow[] = [];
  const add = ({ name, attributes, text = '', children }: XmlNode, outer: string) => {
    const path = outer === '' ? name : `${outer}/${name}`;
    const given: [string, string][] = [[path, text]];
    for (const [attribute, value] of attributes) given.push([`${path}@${attribute}`, value]);
    const cells = given.map(([place, value]) => ({ place, text: value, isHidden: () => true }));
    rows.push({ name: path, number: rows.length + 1, key: '', text: JSON.stringify(given), cells });
    for (const child of children) add(child, path);
  };
  add(root, '');
  return rows;
}
