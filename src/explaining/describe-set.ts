/**
 * What people call a transaction set and the places in it: the document's number, and the line a segment stands in.
 *
 * Lines are counted as they come; the number that the sender gave a line is told beside it where it is another.
 */
import { defined } from '../defined.js';
import type { X12Document, X12Loop, X12Segment } from '../x12/index.js';
import { codeWords } from './explain-codes.js';

export interface SetDescription {
  /** Place and value of the document's number, e.g. BIG02 and "AM-INV-1"; absent when we know no place for it. */
  number?: { place: string; value: string };
  /** By position of the segment in its set (ST is 1): e.g. "line 3", "level 4 (item)". */
  lines: ReadonlyMap<number, string>;
}

/** Characters kept of what the sender calls a document or line. */
const nameCharactersMax = 50;

/** Where the number of a document stands, by set. */
const numberPlaces: Readonly<Record<string, readonly [segmentId: string, element: number]>> = {
  '810': ['BIG', 2],
  '820': ['TRN', 2],
  '824': ['BGN', 2],
  '832': ['BCT', 2],
  '846': ['BIA', 3],
  '850': ['BEG', 3],
  '855': ['BAK', 3],
  '856': ['BSN', 2],
  '860': ['BCH', 3],
  '861': ['BRA', 1],
  '865': ['BCA', 3],
  '867': ['BPT', 2],
};

/** Loops that are lines, by their first segment; whether its first element is the number of the line. */
const lineLoops: Readonly<Record<string, boolean>> = {
  IT1: true,
  PO1: true,
  POC: true,
  LIN: true,
  RCD: true,
  PTD: false,
  RMR: false,
};

/** Words for a kind of set, e.g. "invoice"; "set" when there are none. */
export function setKindWords(set: string): string {
  return codeWords('set', set);
}

/** @param segments positions of the segments whose lines are asked for */
export function describeSet(document: X12Document, segments: Iterable<number>): SetDescription {
  const asked = new Set(segments);
  const lines = new Map<number, string>();
  const pending: { loop: X12Loop; label: string }[] = [{ loop: document.root, label: '' }];
  let count = 0;
  // A list in place of a call for each level: HL trees may be as deep as they are long.
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { label } = next;
    const own = label === '' ? [] : next.loop.segments.filter(({ number }) => asked.has(number));
    own.forEach(({ number }) => lines.set(number, label));
    const inner = next.loop.loops.map((loop) => {
      // A line inside a line is a part of it.
      if (isLine(loop) && label !== '') return { loop, label };
      if (isLine(loop)) count++;
      return { loop, label: labelOf(loop, count) ?? label };
    });
    pending.push(...inner.reverse());
  }
  const number = numberOf(document);
  return { lines, ...defined({ number }) };
}

function isLine(loop: X12Loop): boolean {
  return Object.hasOwn(lineLoops, loop.id);
}

function labelOf(loop: X12Loop, count: number): string | undefined {
  const [first] = loop.segments;
  if (first === undefined) return undefined;
  if (loop.id === 'HL')
    return `level ${cut(first.element(1))} (${codeWords('level', cut(loop.level ?? ''))})`;
  if (!isLine(loop)) return undefined;
  const own = lineLoops[loop.id] ? cut(first.element(1)) : '';
  return own === '' || own === String(count) ? `line ${count}` : `line ${count} (${loop.id}01 ${own})`;
}

function numberOf({ set, segments }: X12Document): SetDescription['number'] {
  const place = Object.hasOwn(numberPlaces, set) ? numberPlaces[set] : undefined;
  if (place === undefined) return undefined;
  const [segmentId, element] = place;
  const segment: X12Segment | undefined = segments.find(({ id }) => id === segmentId);
  return {
    place: `${segmentId}${String(element).padStart(2, '0')}`,
    value: cut(segment?.element(element).trim() ?? ''),
  };
}

function cut(text: string): string {
  return text.slice(0, nameCharactersMax);
}
