/**
 * X12 selectors at work: closures that find values and loops in a transaction set.
 *
 * A selector sees the loop's own segments and the first segment of each loop directly inside; HL loops are found at any depth.
 */
import type { Origin } from '../../canonical/index.js';
import type { X12Loop, X12Segment } from '../../x12/index.js';
import { type Found, isFault, type Scope, type Selectors } from '../file/index.js';
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
    if (isFault(selector)) return selector;
    const find = compileFind(selector);
    return (scope) => (scope.format === 'x12' ? find(scope.loop) : undefined);
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
      const isLast = index === steps.length - 1;
      loops = loops.flatMap((loop) => (isLast ? loopsOrSegments(loop, step) : loopsOf(loop, step)));
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
  if (isCrowded(loop)) return indexOf(loop).segments.get(id) ?? none;
  let found: X12Segment[] | undefined;
  for (const segment of loop.segments) if (segment.id === id) (found ??= []).push(segment);
  for (const { segments } of loop.loops) {
    const [first] = segments;
    if (first?.id === id) (found ??= []).push(first);
  }
  return found ?? none;
}

const none: readonly X12Segment[] = Object.freeze([]);

/** What a selector sees from a loop, by identifier. */
interface LoopIndex {
  segments: Map<string, X12Segment[]>;
  loops: Map<string, X12Loop[]>;
}

/** Made once for each crowded loop: a header selector used on each of 10,000 lines must not walk the header each time. */
const indexes = new WeakMap<X12Loop, LoopIndex>();

/** Up to here looking through a loop is quicker than an index of it. */
const lookedThroughMax = 24;

function isCrowded(loop: X12Loop): boolean {
  return loop.segments.length + loop.loops.length > lookedThroughMax;
}

function indexOf(loop: X12Loop): LoopIndex {
  let index = indexes.get(loop);
  if (!index) {
    index = { segments: new Map(), loops: new Map() };
    for (const segment of loop.segments) addTo(index.segments, segment.id, segment);
    for (const inner of loop.loops) {
      const [first] = inner.segments;
      if (first) addTo(index.segments, first.id, first);
      addTo(index.loops, inner.id, inner);
    }
    indexes.set(loop, index);
  }
  return index;
}

function addTo<T>(lists: Map<string, T[]>, id: string, one: T): void {
  const list = lists.get(id);
  if (list) list.push(one);
  else lists.set(id, [one]);
}

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

type Find = (from: X12Loop) => Found | undefined;

function compileFind(selector: ValueSelector): Find {
  const { start, loops } = selector;
  const steps = stepsAfterStart(start, loops);
  const below: Find =
    steps.length === 0 ? (loop) => valueIn(loop, selector) : (loop) => valueBelow(loop, steps, selector);
  if (start === 'here') return below;
  const inside = remembered(compileLook(start, loops[0], below));
  if (start === 'set') return (from) => (from.parent ? inside(from.parent) : below(from));
  return (from) => from.parent && inside(from.parent);
}

interface Look {
  found: Found | undefined;
  /** What stands further out does not count. */
  isLast: boolean;
}

const lookFurther: Look = { found: undefined, isLast: false };

/** What a loop around gives, seen from inside. */
function compileLook(start: Start, first: Step | undefined, below: Find): (around: X12Loop) => Look {
  if (start === 'set')
    return (around) => (around.parent ? lookFurther : { found: below(around), isLast: true });
  if (first?.id === 'HL')
    return (around) => (isOf(around, first) ? { found: below(around), isLast: true } : lookFurther);
  return (around) => {
    const found = below(around);
    return { found, isLast: hasText(found) };
  };
}

/**
 * What is found outward from inside a loop, kept for each loop: 1,000 items of a carton ask for their order once, and the
 * depth of loops, which is the partner's choice, costs each loop one look.
 */
function remembered(look: (around: X12Loop) => Look): Find {
  const known = new WeakMap<X12Loop, { found: Found | undefined }>();
  return (from) => {
    const passed: { loop: X12Loop; found: Found | undefined }[] = [];
    let result: Found | undefined;
    for (let at: X12Loop | undefined = from; at; at = at.parent) {
      const before = known.get(at);
      if (before) {
        result = before.found;
        break;
      }
      const { found, isLast } = look(at);
      passed.push({ loop: at, found });
      if (isLast) break;
    }
    for (const { loop, found } of passed.reverse()) {
      if (hasText(found) || !hasText(result)) result = found ?? result;
      known.set(loop, { found: result });
    }
    return result;
  };
}

function hasText(found: Found | undefined): boolean {
  return found !== undefined && found.text !== '';
}

/** The first value in the loops that the steps lead to, in file order; else the first place for one. */
function valueBelow(
  loop: X12Loop,
  steps: readonly Step[],
  selector: ValueSelector,
  at = 0,
): Found | undefined {
  const step = steps[at];
  if (!step) return valueIn(loop, selector);
  let empty: Found | undefined;
  for (const inner of candidates(loop, step)) {
    if (!isOf(inner, step)) continue;
    const found = valueBelow(inner, steps, selector, at + 1);
    if (hasText(found)) return found;
    empty ??= found;
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
  const nearest = around.find((loop) => isOf(loop, first));
  return nearest ? [nearest] : [];
}

function loopsAround(from: X12Loop): X12Loop[] {
  const loops: X12Loop[] = [];
  for (let at = from.parent; at; at = at.parent) loops.push(at);
  return loops;
}

function loopsOf(loop: X12Loop, step: Step): X12Loop[] {
  return candidates(loop, step).filter((candidate) => isOf(candidate, step));
}

/** Segments of the loop that a step names, each as a loop of its own, and then the loops. */
function loopsOrSegments(loop: X12Loop, step: Step): X12Loop[] {
  if (step.id === 'HL') return loopsOf(loop, step);
  const trigger = loop.segments[0];
  const own = loop.segments.filter((segment) => segment !== trigger || loop.id !== step.id);
  const alone = own.filter((segment) => segment.id === step.id && fits(segment, step));
  return [
    ...alone.map((segment) => ({ id: segment.id, segments: [segment], loops: [], parent: loop })),
    ...loopsOf(loop, step),
  ];
}

/** Loops among which are all that a step leads to. */
function candidates(loop: X12Loop, step: Step): readonly X12Loop[] {
  if (step.id === 'HL') return loop.parent ? levelsBelow(loop) : levelsOf(loop);
  return isCrowded(loop) ? (indexOf(loop).loops.get(step.id) ?? []) : loop.loops;
}

/** Of a whole set, which every selector of its header asks again. */
function levelsOf(root: X12Loop): readonly X12Loop[] {
  let all = levels.get(root);
  if (!all) levels.set(root, (all = levelsBelow(root)));
  return all;
}

const levels = new WeakMap<X12Loop, X12Loop[]>();

/** HL loops anywhere below, in file order. A stack and not a recursion: the depth is the partner's choice. */
function levelsBelow(loop: X12Loop): X12Loop[] {
  const found: X12Loop[] = [];
  const open = [...loop.loops].reverse();
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.id !== 'HL') continue;
    found.push(at);
    for (let inner = at.loops.length - 1; inner >= 0; inner -= 1) open.push(at.loops[inner]!);
  }
  return found;
}

function isOf(loop: X12Loop, step: Step): boolean {
  return loop.id === step.id && fits(loop.segments[0], step);
}

function fits(segment: X12Segment | undefined, { conditions }: Step): boolean {
  if (!segment) return false;
  for (const { element, values } of conditions)
    if (!values.includes(segment.element(element).trim())) return false;
  return true;
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
  const first = firstPair[segment.id] ?? segment.elementCount + 1;
  let rank = qualifiers.length;
  let best = { text: '', element: (firstPair[segment.id] ?? 1) + 1 };
  for (let at = first; at < segment.elementCount && rank > 0; at += 2) {
    const found = qualifiers.indexOf(segment.element(at).trim());
    if (found < 0 || found >= rank) continue;
    const text = segment.element(at + 1).trim();
    if (text === '') continue;
    rank = found;
    best = { text, element: at + 1 };
  }
  return { text: best.text, origin: elementOrigin(segment, best.element) };
}
