/**
 * One fault put into a sound document, and what must be told of it: the segment, the element and the code.
 *
 * A fault that could be understood in two ways is not made: segments are moved only where their identifier stands once
 * in the guide.
 */
import { ElementKind, type Dictionary } from '../../src/x12/guides/compile-dictionary.js';
import type { Guide } from '../../src/x12/guides/compile-guide.js';
import type { OutboundElement, OutboundSegment } from '../../src/x12/write/outbound.js';
import { segmentText, segmentTexts, type MadeDocument, type MadeSegment } from './made-documents.js';
import { holds } from './made-segments.js';
import { digits, madeValue, text, type Draw } from './made-values.js';

export interface MadeFault {
  /** The segments between ST and SE. */
  body: string[];
  /** Position in the set, ST is 1 (AK302); left out where what follows decides when it is noticed. */
  segment?: number;
  /** The segment that is told, where it is not the one that is there. */
  segmentId?: string;
  ak3: string;
  ak4?: string;
  /** Elements of which one must be named; any when left out. */
  elements?: number[];
  component?: number;
}

type FaultMaker = (made: MadeDocument, draw: Draw) => MadeFault | undefined;

/** An element of a document that has a value. */
interface Place {
  at: number;
  position: number;
  index: number;
  value: OutboundElement;
}

/** Elements with a value that a test may change: HL and CTT say something about other segments. */
function places(
  { guide, segments }: MadeDocument,
  suits: (place: Place, dictionary: Dictionary) => boolean,
): Place[] {
  const { dictionary, itemRow, levelRow, totalsRow } = guide;
  return segments.flatMap(({ segment: [, ...elements], item }, at) => {
    const row = itemRow[item]!;
    if (row === levelRow || row === totalsRow) return [];
    return elements
      .map((value, index) => ({ at, position: index + 1, index: dictionary.first[row]! + index, value }))
      .filter((place) => place.value.length > 0 && place.value !== '' && suits(place, dictionary));
  });
}

function pick<Value>(values: readonly Value[], draw: Draw): Value | undefined {
  return values.length === 0 ? undefined : values[draw(values.length - 1)];
}

function replaced(
  [id, ...elements]: OutboundSegment,
  position: number,
  value: OutboundElement,
): OutboundSegment {
  const changed = [...elements];
  while (changed.length < position) changed.push('');
  changed[position - 1] = value;
  return [id, ...changed];
}

/** The document with another segment at a place. */
function withSegment(made: MadeDocument, at: number, segment: OutboundSegment): string[] {
  return segmentTexts(made).map((one, index) => (index === at ? segmentText(segment) : one));
}

/** Changes the value of one simple element that suits. */
function valueFault(
  ak4: string,
  suits: (dictionary: Dictionary, index: number) => boolean,
  value: (dictionary: Dictionary, index: number, draw: Draw) => string | undefined,
): FaultMaker {
  return (made, draw) => {
    const { dictionary } = made.guide;
    const place = pick(
      places(made, ({ index, value: old }) => typeof old === 'string' && suits(dictionary, index)),
      draw,
    );
    const bad = place && value(dictionary, place.index, draw);
    if (place === undefined || bad === undefined) return undefined;
    const segment = replaced(made.segments[place.at]!.segment, place.position, bad);
    return {
      body: withSegment(made, place.at, segment),
      segment: place.at + 2,
      ak3: '8',
      ak4,
      elements: [place.position],
    };
  };
}

const isText = (kind: number) => kind === ElementKind.AN || kind === ElementKind.ID;
const isNumber = (kind: number) => kind === ElementKind.N || kind === ElementKind.R;

function ofLength(dictionary: Dictionary, index: number, length: number, draw: Draw): string {
  return isText(dictionary.kind[index]!) ? text('ABCXYZ019', length, draw) : digits(length, draw);
}

const mandatoryElement: FaultMaker = (made, draw) => {
  const place = pick(
    places(made, ({ index }, { mandatory }) => mandatory[index] === 1),
    draw,
  );
  if (place === undefined) return undefined;
  const segment = replaced(made.segments[place.at]!.segment, place.position, '');
  const body = withSegment(made, place.at, segment);
  return { body, segment: place.at + 2, ak3: '8', ak4: '1', elements: [place.position] };
};

const tooManyElements: FaultMaker = (made, draw) => {
  const { dictionary, itemRow } = made.guide;
  const at = draw(made.segments.length - 1);
  const { segment, item } = made.segments[at]!;
  const row = itemRow[item]!;
  const count = dictionary.first[row + 1]! - dictionary.first[row]!;
  const body = withSegment(made, at, replaced(segment, count + 1, 'X'));
  return { body, segment: at + 2, ak3: '8', ak4: '3', elements: [count + 1] };
};

const tooManyComponents: FaultMaker = (made, draw) => {
  const { dictionary } = made.guide;
  const place = pick(
    places(made, ({ index, value }, { composite }) => composite[index]! >= 0 && typeof value[0] === 'string'),
    draw,
  );
  if (place === undefined) return undefined;
  const row = dictionary.composite[place.index]!;
  const count = dictionary.first[row + 1]! - dictionary.first[row]!;
  const components = [...(place.value as readonly string[])];
  while (components.length < count) components.push('');
  const segment = replaced(made.segments[place.at]!.segment, place.position, [...components, 'X']);
  const body = withSegment(made, place.at, segment);
  const elements = [place.position];
  return { body, segment: place.at + 2, ak3: '8', ak4: '13', elements, component: count + 1 };
};

const tooManyRepetitions: FaultMaker = (made, draw) => {
  if (made.guide.version < '004020') return undefined;
  const place = pick(
    places(made, ({ value }) => typeof value === 'string'),
    draw,
  );
  if (place === undefined) return undefined;
  const times = made.guide.dictionary.repeat[place.index]! + 1;
  const repeated = Array.from({ length: times }, () => [place.value as string]);
  const body = withSegment(
    made,
    place.at,
    replaced(made.segments[place.at]!.segment, place.position, repeated),
  );
  return { body, segment: place.at + 2, ak3: '8', ak4: '12', elements: [place.position] };
};

/** Breaks one condition by taking a value out, or for E by putting one in. */
const brokenCondition: FaultMaker = (made, draw) => {
  const { dictionary, itemRow } = made.guide;
  const broken = made.segments.flatMap(({ segment, item }, at) => {
    const row = itemRow[item]!;
    const first = dictionary.first[row]!;
    const [, ...elements] = segment;
    return dictionary.conditions[row]!.flatMap((condition) =>
      condition.elements
        .filter((position) => dictionary.mandatory[first + position - 1] === 0)
        .map((position) => {
          const filled = (elements[position - 1] ?? '') !== '';
          const value = madeFor(dictionary, first + position - 1, draw);
          const changed = replaced(segment, position, filled ? '' : value);
          return { at, condition, changed, filled };
        })
        .filter(({ condition: { kind }, filled }) => filled !== (kind === 'E'))
        .filter(
          ({ changed: [, ...now] }) =>
            !holds(
              condition,
              now.map((one) => one !== ''),
            ),
        ),
    );
  });
  const chosen = pick(broken, draw);
  if (chosen === undefined) return undefined;
  const { at, condition, changed } = chosen;
  return {
    body: withSegment(made, at, changed),
    segment: at + 2,
    ak3: '8',
    ak4: condition.kind === 'E' ? '10' : '2',
    elements: [...condition.elements],
  };
};

function madeFor(dictionary: Dictionary, index: number, draw: Draw): OutboundElement {
  return dictionary.composite[index]! < 0 ? madeValue(dictionary, index, draw) : 'X';
}

/** Faults of elements, each with the code that tells it. */
export const elementFaults: Readonly<Record<string, FaultMaker>> = {
  'a mandatory element is missing': mandatoryElement,
  'a condition is broken': brokenCondition,
  'there are too many elements': tooManyElements,
  'there are too many components': tooManyComponents,
  'an element repeats too often': tooManyRepetitions,
  'a value is too long': valueFault(
    '5',
    ({ kind }, index) => kind[index]! <= ElementKind.TM,
    (dictionary, index, draw) => ofLength(dictionary, index, dictionary.max[index]! + 1, draw),
  ),
  'a value is too short': valueFault(
    '4',
    ({ kind, min }, index) => kind[index]! <= ElementKind.TM && min[index]! > 1,
    (dictionary, index, draw) => ofLength(dictionary, index, dictionary.min[index]! - 1, draw),
  ),
  'a text holds a control character': valueFault(
    '6',
    ({ kind }, index) => isText(kind[index]!),
    (dictionary, index) => `${'A'.repeat(Math.max(0, dictionary.min[index]! - 1))}\u0001`,
  ),
  'a number is none': valueFault(
    '6',
    ({ kind }, index) => isNumber(kind[index]!),
    (_, __, draw) => ['1O', '1e5', '+5', '1,5', '٣', 'NaN', '1.2.3', '-'][draw(7)],
  ),
  'a code is not in its whole list': valueFault(
    '7',
    ({ codes, min }, index) => codes[index]?.whole === true && min[index]! <= 5,
    (dictionary, index, draw) => {
      const length = Math.max(1, dictionary.min[index]!);
      const known = dictionary.codes[index]!.codes;
      const candidates = Array.from({ length: 20 }, () => text('QXJ790', length, draw));
      return candidates.find((code) => !known.has(packed(code)));
    },
  ),
  'a date is none': valueFault(
    '8',
    ({ kind, max }, index) => kind[index] === ElementKind.DT && max[index]! >= 8,
    (_, __, draw) => ['20260230', '20260001', '20261301', '2026 101', '20250229', '2026O101'][draw(5)],
  ),
  'a time is none': valueFault(
    '9',
    ({ kind }, index) => kind[index] === ElementKind.TM,
    (_, __, draw) => ['2400', '2561', '1A00', '1260', '12:5'][draw(3)],
  ),
};

function packed(code: string): number {
  return [...code].reduce((sum, one) => sum * 37 + ' ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.indexOf(one), 0);
}

/** Items whose segment stands in one place of the guide only. */
function uniqueItems(guide: Guide): Set<number> {
  const rows = new Map<number, number>();
  guide.itemRow.forEach((row) => rows.set(row, (rows.get(row) ?? 0) + 1));
  const loopsOnce = (item: number) => rows.get(guide.itemRow[item]!) === (isTrigger(guide, item) ? 2 : 1);
  return new Set([...guide.itemRow.keys()].filter(loopsOnce));
}

/** The trigger of a loop is an item of the loop around it and item 0 of the loop itself. */
function isTrigger(guide: Guide, item: number): boolean {
  return guide.itemLoop[item]! >= 0 || guide.firstItem.subarray(1).includes(item);
}

const unknownSegment: FaultMaker = (made, draw) => {
  const at = draw(made.segments.length);
  return { body: segmentTexts(made).toSpliced(at, 0, 'ZZ9*1'), segment: at + 2, ak3: '1' };
};

const foreignSegment: FaultMaker = (made, draw) => {
  const { dictionary, inSet } = made.guide;
  const frame = ['ISA', 'IEA', 'GS', 'GE', 'ST', 'SE', 'TA1', 'ISB', 'ISE'];
  const foreign = dictionary.names.filter(
    (id, row) =>
      inSet[row] === 0 && /^\w{2,3}$/.test(id) && !frame.includes(id) && dictionary.rowOf.includes(row),
  );
  const id = pick(foreign, draw);
  if (id === undefined || id === 'BIN' || id === 'BDS') return undefined;
  const at = draw(made.segments.length);
  return { body: segmentTexts(made).toSpliced(at, 0, `${id}*1`), segment: at + 2, ak3: '6' };
};

const mandatorySegment: FaultMaker = (made, draw) => {
  const { guide, segments } = made;
  const unique = uniqueItems(guide);
  const alone = segments.flatMap(({ item, opening }, at) => {
    const mandatory = guide.nextMandatory[item] === item && !isTrigger(guide, item) && unique.has(item);
    const same = segments.filter((one) => one.item === item && one.opening === opening);
    return mandatory && same.length === 1 ? [at] : [];
  });
  const at = pick(alone, draw);
  if (at === undefined) return undefined;
  const [segmentId] = segments[at]!.segment;
  return { body: segmentTexts(made).toSpliced(at, 1), segmentId, ak3: '3' };
};

const segmentTooOften: FaultMaker = (made, draw) => {
  const { guide, segments } = made;
  const unique = uniqueItems(guide);
  const at = pick(
    segments.flatMap(({ item }, index) => {
      const max = guide.itemMax[item]!;
      return unique.has(item) && !isTrigger(guide, item) && max > 0 && max <= 30 ? [index] : [];
    }),
    draw,
  );
  if (at === undefined) return undefined;
  const { item, opening, segment } = segments[at]!;
  const used = segments.filter((one) => one.item === item && one.opening === opening).length;
  const last = segments.findLastIndex((one) => one.item === item && one.opening === opening);
  const more = Array.from({ length: guide.itemMax[item]! + 1 - used }, () => segmentText(segment));
  const body = segmentTexts(made).toSpliced(last + 1, 0, ...more);
  return { body, segment: last + more.length + 2, ak3: '5' };
};

const loopTooOften: FaultMaker = (made, draw) => {
  const { guide, segments } = made;
  const unique = uniqueItems(guide);
  const opened = guide.itemLoop.findIndex.bind(guide.itemLoop);
  const at = pick(
    segments.flatMap(({ item, loop }, index) => {
      const opener = opened((one) => one === loop);
      const max = opener < 0 ? 0 : guide.itemMax[opener]!;
      const opens = loop > 0 && item === guide.firstItem[loop];
      return opens && unique.has(item) && max > 0 && max <= 30 ? [index] : [];
    }),
    draw,
  );
  if (at === undefined) return undefined;
  const { loop } = segments[at]!;
  const end = endOfLoop(segments, at);
  const copy = segmentTexts(made).slice(at, end);
  const siblings = siblingsOf(segments, at).length;
  const max = guide.itemMax[opened((one) => one === loop)]!;
  const copies = Array.from({ length: max + 1 - siblings }, () => copy);
  const last = siblingsOf(segments, at).at(-1)!;
  const body = segmentTexts(made).toSpliced(endOfLoop(segments, last), 0, ...copies.flat());
  const fault = endOfLoop(segments, last) + copy.length * (copies.length - 1);
  return { body, segment: fault + 2, ak3: '4' };
};

/** The first segment behind a loop that its trigger opens. */
function endOfLoop(segments: readonly MadeSegment[], at: number): number {
  const { depth, opening } = segments[at]!;
  const end = segments.findIndex(
    (one, index) => index > at && (one.depth < depth || (one.depth === depth && one.opening !== opening)),
  );
  return end < 0 ? segments.length : end;
}

/** Triggers of the same loop one after the other in the same opening of the loop around. */
function siblingsOf(segments: readonly MadeSegment[], at: number): number[] {
  const { item, depth } = segments[at]!;
  const isSibling = (index: number) => segments[index]!.item === item && segments[index]!.depth === depth;
  const found = [at];
  for (let index = at - 1; index >= 0 && segments[index]!.depth >= depth; index--)
    if (isSibling(index)) found.unshift(index);
  for (let index = at + 1; index < segments.length && segments[index]!.depth >= depth; index++)
    if (isSibling(index)) found.push(index);
  return found;
}

/** An optional segment moved behind the next one of the same opening. */
const wrongOrder: FaultMaker = (made, draw) => {
  const { guide, segments } = made;
  const unique = uniqueItems(guide);
  const movable = segments.flatMap(({ item, opening }, at) => {
    const next = segments[at + 1];
    const plain = unique.has(item) && !isTrigger(guide, item) && guide.nextMandatory[item] !== item;
    return plain && next?.opening === opening && next.item > item ? [at] : [];
  });
  const at = pick(movable, draw);
  if (at === undefined) return undefined;
  const texts = segmentTexts(made);
  return { body: texts.toSpliced(at, 2, texts[at + 1]!, texts[at]!), segment: at + 3, ak3: '7' };
};

/** A segment of a loop that is not open. */
const withoutLoop: FaultMaker = (made, draw) => {
  const { guide, segments } = made;
  const unique = uniqueItems(guide);
  const inner = segments.filter(({ item, loop }) => loop > 0 && unique.has(item) && !isTrigger(guide, item));
  const chosen = pick(inner, draw);
  if (chosen === undefined) return undefined;
  return { body: [segmentText(chosen.segment), ...segmentTexts(made)], segment: 2, ak3: '2' };
};

/** Faults of segments and loops, each with the code that tells it. */
export const segmentFaults: Readonly<Record<string, FaultMaker>> = {
  'a segment is in no dictionary': unknownSegment,
  'a segment is of another set': foreignSegment,
  'a mandatory segment is missing': mandatorySegment,
  'a segment stands too often': segmentTooOften,
  'a loop stands too often': loopTooOften,
  'two segments changed places': wrongOrder,
  'a segment stands where its loop is not open': withoutLoop,
};
