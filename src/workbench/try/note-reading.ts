/**
 * A document that notes what a mapping takes from it, so that the rest can be shown: what the partner sends and nobody reads.
 *
 * A selector asks where a value stands only when it takes it; a qualifier that it merely compares is not taken by that.
 */
import { defined } from '../../defined.js';
import type { CsvDocument, CsvRow, Document } from '../../formats/index.js';
import type { X12Document, X12Loop, X12Segment, SetOutline } from '../../x12/index.js';
import { leavesBelow, noteTree } from './note-tree.js';

/** Something that stands in the document and was not taken. */
export interface NotTaken {
  /** REF(DP), IT105, or a column. */
  name: string;
  /** The first one: its segment, or its value. */
  text: string;
  /** How often. */
  count: number;
}

export interface NotedDocument {
  document: Document;
  /** Asked after the mapping was applied. */
  notTaken(): NotTaken[];
  /** Of rows: whether a column was looked at, or its value taken. Of the others nothing is told. */
  isLooked(type: string, column: string): boolean;
}

export interface NotedForm {
  /** Of the set, where there is a guide: it tells qualifiers from values. */
  outline?: SetOutline | undefined;
  /** The columns that the mapping names, of a kind of row. */
  columns?: (type: string) => readonly string[];
}

export function noteReading(document: Document, form: NotedForm): NotedDocument {
  if (document.format === 'x12') return noteX12(document, form.outline);
  if (document.format === 'csv') return noteCsv(document, form.columns ?? (() => []));
  const { document: noted, looked } = noteTree(document);
  const above = document.node.place().path;
  const notTaken = (): NotTaken[] => {
    const rest = new Map<string, NotTaken>();
    for (const node of leavesBelow(document.node).filter((leaf) => !looked.has(leaf)))
      add(rest, nameBelow(node.place().path, above), node.text);
    return [...rest.values()];
  };
  return { document: noted, notTaken, isLooked: () => false };
}

/** As a selector from the document has it: without the way to it, and without places in lists. */
function nameBelow(path: string, above: string): string {
  const below = path.startsWith(above) ? path.slice(above.length) : path;
  return (
    below
      .replace(/\[\d+\]/g, '')
      .replace(/^[/.]/, '')
      .replaceAll('/@', '@') || '.'
  );
}

function noteCsv(document: CsvDocument, columns: (type: string) => readonly string[]): NotedDocument {
  const taken = new Set<string>();
  const looked = new Set<string>();
  const rows = document.rows.map((row): CsvRow => ({
    type: row.type,
    row: row.row,
    cell(column) {
      looked.add(`${row.type}.${column}`);
      return row.cell(column);
    },
    range(column) {
      taken.add(`${row.type}.${column}`);
      return row.range(column);
    },
  }));
  const notTaken = (): NotTaken[] => {
    const rest = new Map<string, NotTaken>();
    for (const row of document.rows) {
      for (const column of columns(row.type)) {
        const name = `${row.type}.${column}`;
        const text = row.cell(column)?.trim() ?? '';
        if (text !== '' && !taken.has(name)) add(rest, name, text);
      }
    }
    return [...rest.values()];
  };
  const isLooked = (type: string, column: string): boolean => looked.has(`${type}.${column}`);
  return { document: { ...document, rows }, notTaken, isLooked };
}

/** Elements by position: `read` when looked at, `taken` when its place was asked for. */
interface Reading {
  read: Set<number>;
  taken: Set<number>;
}

function noteX12(document: X12Document, outline: SetOutline | undefined): NotedDocument {
  const readings = new Map<X12Segment, Reading>();
  const noted = new Map(document.segments.map((segment) => [segment, noteSegment(segment, readings)]));
  const segments = document.segments.map((segment) => noted.get(segment) ?? segment);
  const root = noteLoops(document.root, (segment) => noted.get(segment) ?? segment);
  const notTaken = (): NotTaken[] => {
    const rest = new Map<string, NotTaken>();
    for (const segment of document.segments) {
      if (framing.has(segment.id)) continue;
      const { read, taken } = readings.get(segment) ?? { read: new Set(), taken: new Set() };
      if (taken.size === 0) add(rest, nameOf(segment, outline), textOf(segment));
      else
        for (const element of unread(segment, read))
          add(rest, `${segment.id}${String(element).padStart(2, '0')}`, textOf(segment));
    }
    return [...rest.values()];
  };
  return { document: { ...document, segments, root }, notTaken, isLooked: () => false };
}

/** Said by the reader, or by the loops themselves. */
const framing: ReadonlySet<string> = new Set(['ST', 'SE', 'HL']);

function noteSegment(segment: X12Segment, readings: Map<X12Segment, Reading>): X12Segment {
  const reading: Reading = { read: new Set(), taken: new Set() };
  readings.set(segment, reading);
  const read = (element: number): number => {
    reading.read.add(element);
    return element;
  };
  return {
    id: segment.id,
    number: segment.number,
    offset: segment.offset,
    length: segment.length,
    elementCount: segment.elementCount,
    element: (element) => segment.element(read(element)),
    component: (element, component, repetition) => segment.component(read(element), component, repetition),
    repetitions: (element) => segment.repetitions(read(element)),
    elementRange(element) {
      reading.taken.add(read(element));
      return segment.elementRange(element);
    },
  };
}

interface OpenLoop {
  id: string;
  level?: string;
  segments: X12Segment[];
  loops: X12Loop[];
  parent?: X12Loop;
}

/** The same loops around other segments. Not by recursion: HL loops may be as deep as the partner likes. */
function noteLoops(root: X12Loop, noted: (segment: X12Segment) => X12Segment): X12Loop {
  const copy = (loop: X12Loop, parent?: OpenLoop): OpenLoop => ({
    id: loop.id,
    ...defined({ level: loop.level }),
    segments: loop.segments.map(noted),
    loops: [],
    ...defined({ parent }),
  });
  const top = copy(root);
  const pending: [X12Loop, OpenLoop][] = [[root, top]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [loop, made] = next;
    for (const inner of loop.loops) {
      const one = copy(inner, made);
      made.loops.push(one);
      pending.push([inner, one]);
    }
  }
  return top;
}

function unread(segment: X12Segment, read: ReadonlySet<number>): number[] {
  return Array.from({ length: segment.elementCount }, (_, index) => index + 1).filter(
    (element) => segment.element(element).trim() !== '' && !read.has(element),
  );
}

/** With its first element, where that is a code that says what the segment is about: REF(DP). */
function nameOf(segment: X12Segment, outline: SetOutline | undefined): string {
  const first = segment.element(1).trim();
  const kind = outline?.elements(segment.id)?.[0]?.kind;
  return kind === 'code' && first !== '' ? `${segment.id}(${first})` : segment.id;
}

function textOf(segment: X12Segment): string {
  const elements = Array.from({ length: segment.elementCount }, (_, index) => segment.element(index + 1));
  return [segment.id, ...elements].join('*');
}

function add(rest: Map<string, NotTaken>, name: string, text: string): void {
  const known = rest.get(name);
  if (known) known.count += 1;
  else rest.set(name, { name, text, count: 1 });
}
