/**
 * X12 selectors at work: closures that find values and loops in a transaction set.
 *
 * A selector sees the loop's own segments and the first segment of each loop directly inside; HL loops are found at any depth.
 */
import type { Origin } from '../canonical/index.js';
import type { X12Loop, X12Segment } from '../x12/document.js';
import { type Found, isFault, type Scope, type Selectors } from './scope.js';
import {
  type EachSelector,
  firstPair,
  parseEachSelector,
  parseValueSelector,
  type Start,
  type Step,
  type ValueSelector,
} from './x12-selector.js';

export const x12Selectors: Selectors = {
  value: (text) => {
    const selector = parseValueSelector(text);
    return isFault(selector)
      ? selector
      : (scope) => (scope.format === 'x12' ? findValue(selector, scope.loop) : undefined);
  },
  each: (text) => {
    if (text === 'here') return (scope) => [scope];
    const selector = parseEachSelector(text);
    if (isFault(selector)) return selector;
    return (scope) => (scope.format === 'x12' ? findLoops(selector, scope.loop).map(scopeOf) : []);
  },
  root: (document) => {
    if (document.format !== 'x12')
      throw new TypeError('an X12 mapping was given a document of another format');
    return scopeOf(document.root);
  },
  placeOf: (scope) => {
    const segment = scope.format === 'x12' ? firstSegment(scope.loop) : undefined;
    return segment && segmentOrigin(segment);
  },
};

/** All loops, or segments as loops of their own, that a selector names; in file order. Upward, those of the nearest loop that has any. */
export function findLoops(selector: EachSelector, from: X12Loop): X12Loop[] {
  const steps = stepsAfterStart(selector.start, selector.steps);
  for (const start of starts(selector.start, from, selector.steps[0])) {
    let loops = [start];
    steps.forEach((step, index) => {
      loops = loops.flatMap((loop) => loopsOf(loop, step, index === steps.length - 1));
    });
    if (loops.length > 0) return loops;
  }
  return [];
}

/** The qualifier pairs of a segment, in order: [qualifier, value, element of the value]. */
export function pairsOf(segment: X12Segment): [string, string, number][] {
  const pairs: [string, string, number][] = [];
  for (let at = firstPair[segment.id] ?? segment.elementCount + 1; at < segment.elementCount; at += 2) {
    const value = segment.element(at + 1).trim();
    if (value !== '') pairs.push([segment.element(at).trim(), value, at + 1]);
  }
  return pairs;
}

/** Segments of one identifier that a selector sees from a loop. */
export function segmentsOf(loop: X12Loop, id: string): readonly X12Segment[] {
  let byId = seen.get(loop);
  if (!byId) {
    byId = new Map();
    const visible = [...loop.segments, ...loop.loops.flatMap((inner) => inner.segments.slice(0, 1))];
    for (const segment of visible) {
      const same = byId.get(segment.id);
      if (same) same.push(segment);
      else byId.set(segment.id, [segment]);
    }
    seen.set(loop, byId);
  }
  return byId.get(id) ?? [];
}

/** Found once per loop: a header selector used on each of 10,000 lines must not walk the header each time. */
const seen = new WeakMap<X12Loop, Map<string, X12Segment[]>>();

/** An element's place; a missing one stands at the end of its segment with length 0. */
export function elementOrigin(segment: X12Segment, element: number, component?: number): Origin {
  // Written out and not spread: this runs for every value of every record.
  const { offset, length } = segment.elementRange(element);
  const place: Origin = { offset, length, segment: segment.number, segmentId: segment.id, element };
  if (component !== undefined) place.component = component;
  return place;
}

export function segmentOrigin(segment: X12Segment): Origin {
  return { offset: segment.offset, length: segment.length, segment: segment.number, segmentId: segment.id };
}

function scopeOf(loop: X12Loop): Scope {
  return { format: 'x12', loop };
}

function firstSegment(loop: X12Loop): X12Segment | undefined {
  let at: X12Loop | undefined = loop;
  while (at && at.segments.length === 0) at = at.parent;
  return at?.segments[0];
}

function findValue(selector: ValueSelector, from: X12Loop): Found | undefined {
  const steps = stepsAfterStart(selector.start, selector.loops);
  let empty: Found | undefined;
  for (const start of starts(selector.start, from, selector.loops[0])) {
    let loops = [start];
    for (const step of steps) loops = loops.flatMap((loop) => loopsOf(loop, step, false));
    for (const loop of loops) {
      const found = valueIn(loop, selector);
      if (found && found.text !== '') return found;
      empty ??= found;
    }
  }
  return empty;
}

/** Upward through HL loops of a level the first step is the start itself. */
function stepsAfterStart(start: Start, steps: readonly Step[]): readonly Step[] {
  return start === 'above' && steps[0]?.id === 'HL' ? steps.slice(1) : steps;
}

function starts(start: Start, from: X12Loop, first: Step | undefined): X12Loop[] {
  if (start === 'here') return [from];
  const around = loopsAround(from);
  if (start === 'set') return [around.at(-1) ?? from];
  if (first?.id !== 'HL') return around;
  const nearest = around.find((loop) => loop.id === 'HL' && fits(loop.segments[0], first));
  return nearest ? [nearest] : [];
}

function loopsAround(from: X12Loop): X12Loop[] {
  const loops: X12Loop[] = [];
  for (let at = from.parent; at; at = at.parent) loops.push(at);
  return loops;
}

function loopsOf(loop: X12Loop, step: Step, segmentsToo: boolean): X12Loop[] {
  if (step.id === 'HL') return hierarchyBelow(loop, step);
  const inner = loop.loops.filter(
    (candidate) => candidate.id === step.id && fits(candidate.segments[0], step),
  );
  if (!segmentsToo) return inner;
  const trigger = loop.segments[0];
  const own = loop.segments.filter((segment) => segment !== trigger || loop.id !== step.id);
  const alone = own.filter((segment) => segment.id === step.id && fits(segment, step));
  return [
    ...alone.map((segment) => ({ id: segment.id, segments: [segment], loops: [], parent: loop })),
    ...inner,
  ];
}

/** HL loops anywhere below, in file order. A stack and not a recursion: the depth is the partner's choice. */
function hierarchyBelow(loop: X12Loop, step: Step): X12Loop[] {
  const found: X12Loop[] = [];
  const open = [...loop.loops].reverse();
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.id !== 'HL') continue;
    if (fits(at.segments[0], step)) found.push(at);
    open.push(...[...at.loops].reverse());
  }
  return found;
}

function fits(segment: X12Segment | undefined, step: Step): boolean {
  if (!segment) return false;
  return step.conditions.every(({ element, values }) => values.includes(segment.element(element).trim()));
}

function valueIn(loop: X12Loop, selector: ValueSelector): Found | undefined {
  let empty: Found | undefined;
  for (const segment of segmentsOf(loop, selector.segment.id)) {
    if (!fits(segment, selector.segment)) continue;
    const found = valueOf(segment, selector.take);
    if (found.text !== '') return found;
    empty ??= found;
  }
  return empty;
}

function valueOf(segment: X12Segment, take: ValueSelector['take']): Found {
  if ('qualifiers' in take) return pairValue(segment, take.qualifiers);
  const { element, component } = take;
  const text = component === undefined ? segment.element(element) : segment.component(element, component);
  return { text: text.trim(), origin: elementOrigin(segment, element, component) };
}

/** The first of the qualifiers that is there, in the order of the selector. */
function pairValue(segment: X12Segment, qualifiers: readonly string[]): Found {
  const pairs = pairsOf(segment);
  for (const qualifier of qualifiers) {
    const pair = pairs.find(([candidate]) => candidate === qualifier);
    if (pair) return { text: pair[1], origin: elementOrigin(segment, pair[2]) };
  }
  return { text: '', origin: elementOrigin(segment, (firstPair[segment.id] ?? 1) + 1) };
}
