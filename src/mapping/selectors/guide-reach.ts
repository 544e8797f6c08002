/**
 * Selectors that can never find anything in a set, because its guide has no such segment there: told before a partner sends it.
 *
 * Where we stand is followed as documents are read: `each:` leads into loops, HL loops stand inside each other.
 */
import type { LoopOutline, SetOutline } from '../../x12/index.js';
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, type Compilation, isEntry, isFault } from '../file/index.js';
import { parseEachSelector, parseValueSelector, type Start, type Step } from './x12-selector.js';

/** A loop with those around it, nearest first. */
interface Standing {
  loop: LoopOutline;
  around: readonly LoopOutline[];
}

interface Reach {
  compilation: Compilation;
  outline: SetOutline;
}

/** Adds a problem for each selector under `fields:` and `rules:` that cannot find anything. */
export function checkReach(compilation: Compilation, outline: SetOutline): void {
  const reach = { compilation, outline };
  const top = [{ loop: outline.root, around: [] }];
  const { fields, rules } = compilation.source.value;
  checkFields(reach, top, { fields, path: ['fields'] });
  (Array.isArray(rules) ? rules : []).forEach((rule: unknown, index) => {
    if (!isEntry(rule)) return;
    const path = ['rules', index];
    checkCondition(reach, top, { spec: rule['when'], path: [...path, 'when'] });
    if (isEntry(rule['check'])) checkRule(reach, top, { spec: rule['check'], path: [...path, 'check'] });
  });
}

function checkRule(
  reach: Reach,
  top: readonly Standing[],
  { spec, path }: { spec: Record<string, unknown>; path: YamlPath },
): void {
  for (const key of ['equals', 'min', 'above', 'max', 'below']) {
    const written = spec[key];
    // What is a field of the record is no selector.
    const operands = (Array.isArray(written) ? written : [written]).map((one: unknown) =>
      isSelector(one) ? one : undefined,
    );
    operands.forEach((operand, index) =>
      checkValues(reach, top, {
        spec: operand,
        path: Array.isArray(written) ? [...path, key, index] : [...path, key],
      }),
    );
  }
  checkCount(reach, top, { spec: spec['count'], path: [...path, 'count'] });
}

/** `count: HL(I)`, or `{ of: SAC(C), when: ... }`; lists of the record are no selectors. */
function checkCount(reach: Reach, places: readonly Standing[], { spec, path }: Written): void {
  const of = isEntry(spec) ? spec['of'] : spec;
  if (!isSelector(of)) return;
  const at = isEntry(spec) ? [...path, 'of'] : path;
  const inside = stepInto(reach, places, { selector: of, path: at });
  if (isEntry(spec)) checkCondition(reach, inside, { spec: spec['when'], path: [...path, 'when'] });
}

/** Names of fields begin small, those of segments do not. */
function isSelector(text: unknown): text is string {
  return typeof text === 'string' && /^[\^/]?[A-Z]/.test(text);
}

function checkFields(
  reach: Reach,
  places: readonly Standing[],
  { fields, path }: { fields: unknown; path: YamlPath },
): void {
  for (const [name, spec] of Object.entries(isEntry(fields) ? fields : {}))
    checkSpec(reach, places, { spec, path: [...path, name] });
}

interface Written {
  spec: unknown;
  path: YamlPath;
}

function checkSpec(reach: Reach, places: readonly Standing[], { spec, path }: Written): void {
  checkValues(reach, places, { spec, path });
  if (!isEntry(spec)) return;
  checkValues(reach, places, { spec: spec['from'], path: [...path, 'from'] });
  for (const part of ['unit', 'per', 'stock', 'multiplyBy', 'divideBy']) {
    const inner = spec[part];
    if (typeof inner === 'string')
      checkValues(reach, places, {
        spec: part === 'unit' || part === 'per' ? inner : undefined,
        path: [...path, part],
      });
    else if (isEntry(inner))
      checkValues(reach, places, { spec: inner['from'], path: [...path, part, 'from'] });
  }
  if (Array.isArray(spec['choose']))
    spec['choose'].forEach((one: unknown, index) =>
      checkSpec(reach, places, { spec: one, path: [...path, 'choose', index] }),
    );
  const { party, each, when } = spec;
  for (const part of ['pairs', 'lots'])
    checkSegment(reach, places, { spec: spec[part], path: [...path, part] });
  checkCount(reach, places, { spec: spec['count'], path: [...path, 'count'] });
  const condition = { spec: when, path: [...path, 'when'] };
  if (typeof party === 'string') stepInto(reach, places, { selector: party, path: [...path, 'party'] });
  if (typeof each !== 'string') {
    checkCondition(reach, places, condition);
    return;
  }
  const inside = stepInto(reach, places, { selector: each, path: [...path, 'each'] });
  // Asked of each entry.
  checkCondition(reach, inside, condition);
  if (inside.length > 0) checkFields(reach, inside, { fields: spec['fields'], path: [...path, 'fields'] });
}

/** `pairs: IT1` and `lots: LIN` take a segment of this loop. */
function checkSegment(reach: Reach, places: readonly Standing[], { spec, path }: Written): void {
  if (typeof spec !== 'string' || !/^[A-Z][A-Z0-9]{1,2}$/.test(spec)) return;
  if (places.some(({ loop }) => sees(loop, spec, reach.outline))) return;
  tellUnreachable(reach, { selector: spec, step: { id: spec, conditions: [] }, path });
}

function checkCondition(reach: Reach, places: readonly Standing[], { spec, path }: Written): void {
  if (places.length === 0) return;
  for (const [key, value] of Object.entries(isEntry(spec) ? spec : {})) {
    const at = [...path, key];
    if (key === 'not') checkCondition(reach, places, { spec: value, path: at });
    else if (Array.isArray(value) && (key === 'all' || key === 'any'))
      value.forEach((one: unknown, index) =>
        checkCondition(reach, places, { spec: one, path: [...at, index] }),
      );
    else checkValues(reach, places, { spec: key, path: at });
  }
}

/** A selector, or a list of them. */
function checkValues(reach: Reach, places: readonly Standing[], { spec, path }: Written): void {
  if (Array.isArray(spec))
    spec.forEach((one: unknown, index) => checkValues(reach, places, { spec: one, path: [...path, index] }));
  if (typeof spec !== 'string') return;
  const selector = parseValueSelector(spec);
  if (isFault(selector)) return;
  const { start, loops, segment, take } = selector;
  const reached = walk(startsOf(places, start, reach.outline), loops, reach.outline);
  if (!reached.some(({ loop }) => sees(loop, segment.id, reach.outline))) {
    tellUnreachable(reach, { selector: spec, step: segment, path });
    return;
  }
  checkElement(reach, segment, { element: 'element' in take ? take.element : undefined, path });
  for (const step of [...loops, segment]) checkCodes(reach, step, path);
}

/** Where `each:` or `party:` leads; a problem, and nowhere, when there is no such loop or segment. */
function stepInto(
  reach: Reach,
  places: readonly Standing[],
  { selector: text, path }: { selector: string; path: YamlPath },
): Standing[] {
  if (text === 'here') return [...places];
  const selector = parseEachSelector(text);
  const last = isFault(selector) ? undefined : selector.steps.at(-1);
  if (isFault(selector) || !last) return [];
  const { outline } = reach;
  const before = walk(startsOf(places, selector.start, outline), selector.steps.slice(0, -1), outline);
  const loops = walk(before, [last], outline);
  const alone = before
    .filter(({ loop }) => loop.segments.has(last.id))
    .map(({ loop, around }) => ({ loop: lone(last.id), around: [loop, ...around] }));
  const found = [...loops, ...alone];
  if (found.length === 0) tellUnreachable(reach, { selector: text, step: last, path });
  else for (const step of selector.steps) checkCodes(reach, step, path);
  return found;
}

/** A segment that is taken as a loop of its own. */
function lone(id: string): LoopOutline {
  return { id, segments: new Set([id]), loops: [] };
}

function startsOf(places: readonly Standing[], start: Start, outline: SetOutline): readonly Standing[] {
  if (start === 'here') return places;
  const top = { loop: outline.root, around: [] };
  if (start === 'set') return [top];
  const above = places.flatMap(({ around }) =>
    around.map((loop, index) => ({ loop, around: around.slice(index + 1) })),
  );
  // HL loops stand in HL loops.
  return [...above, ...levels(outline), top];
}

function levels(outline: SetOutline): Standing[] {
  return outline.root.loops.filter(({ id }) => id === 'HL').map((loop) => ({ loop, around: [outline.root] }));
}

function walk(from: readonly Standing[], steps: readonly Step[], outline: SetOutline): readonly Standing[] {
  let at = from;
  for (const { id } of steps) {
    at =
      id === 'HL'
        ? levels(outline)
        : at.flatMap(({ loop, around }) =>
            loop.loops
              .filter((inner) => inner.id === id)
              .map((inner) => ({ loop: inner, around: [loop, ...around] })),
          );
  }
  return at;
}

/** A selector sees a loop's own segments, and the first one of each loop directly inside. */
function sees(loop: LoopOutline, id: string, outline: SetOutline): boolean {
  if (id === 'ST' || id === 'SE') return loop === outline.root;
  return (
    loop.segments.has(id) || loop.loops.some((inner) => inner.id === id) || (id === 'HL' && loop.id === 'HL')
  );
}

function tellUnreachable(
  reach: Reach,
  { selector, step, path }: { selector: string; step: Step; path: YamlPath },
): void {
  const { compilation, outline } = reach;
  const name = `x12/${outline.set}/${outline.version}`;
  const ways = waysTo(outline.root, step.id);
  const message =
    ways.length === 0
      ? `${name} has no segment ${step.id}`
      : `"${selector}" can never find anything: ${step.id} does not stand there in ${name}`;
  const own = selector.slice(selector.lastIndexOf('/') + 1).replace(/^\^/, '');
  const shown = ways.slice(0, 3).map((way) => ['', ...way, own].join('/')); // from the top of the set
  const help = ways.length === 0 ? undefined : `from the top of the set it is ${shown.join(' or ')}`;
  addProblem(compilation, path, { code: 'MAP131', message, help });
}

/** Loops that lead to a segment, from the top. */
function waysTo(loop: LoopOutline, id: string, way: readonly string[] = []): (readonly string[])[] {
  const here = loop.segments.has(id) && loop.id !== id ? [way] : [];
  const first = loop.loops.some((inner) => inner.id === id) ? [way] : [];
  const ways = [...here, ...first, ...loop.loops.flatMap((inner) => waysTo(inner, id, [...way, inner.id]))];
  return ways.filter((one, index) => ways.findIndex((other) => other.join() === one.join()) === index);
}

function checkElement(
  reach: Reach,
  { id }: Step,
  { element, path }: { element: number | undefined; path: YamlPath },
): void {
  const count = reach.outline.elements(id)?.length;
  if (element === undefined || count === undefined || (element >= 1 && element <= count)) return;
  const message = `${id} has ${count} elements in x12/${reach.outline.set}/${reach.outline.version}, and no ${element}`;
  addProblem(reach.compilation, path, { code: 'MAP131', severity: 'warning', message });
}

/** Codes that no sender can use, as far as our lists are whole. */
function checkCodes(reach: Reach, { id, conditions }: Step, path: YamlPath): void {
  for (const { element, values } of conditions) {
    const known = reach.outline.elements(id)?.[element - 1]?.codes;
    const foreign = known === undefined ? [] : values.filter((value) => !known.has(value));
    if (foreign.length === 0) continue;
    const place = `${id}${String(element).padStart(2, '0')}`;
    const message = `${place} has no code ${foreign.join(', ')} in x12/${reach.outline.set}/${reach.outline.version}`;
    addProblem(reach.compilation, path, { code: 'MAP131', severity: 'warning', message });
  }
}
