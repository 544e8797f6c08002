/**
 * `segment: PO1`: one segment with its elements. It is written when one of its fields has a value, or when it has constants only.
 *
 * A constant that the guide pairs with a field that stays empty is left out with it: no qualifier without its value.
 */
import type { ElementOutline } from '../../x12/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  checkPart,
  suggestion,
  isFault,
  type SegmentBlock,
  segmentBlock,
} from '../file/index.js';
import { findEntries, parseRecordList } from '../selectors/index.js';
import { compileCondition, addIssue } from '../values/index.js';
import { checkConstant } from './check-field.js';
import { compileValue, isConstant, type MakeValue, readField } from './compile-value.js';
import {
  type Cell,
  type ComposePlace,
  insideList,
  type OutboundCompilation,
  type Row,
  type Value,
  type Write,
  type Written,
} from './draft.js';
import { compilePairs, type WritePairs } from './pairs.js';
import { x12Form } from './write-forms.js';

/** Where a value is put: element and component from 1; component 0 for a plain element. */
interface ElementTarget {
  element: number;
  component: number;
  form: ElementOutline;
  /** How often the element may repeat. */
  repeat: number;
}

interface Part extends ElementTarget {
  make: MakeValue;
  /** Of an element that repeats: the entries of which each makes a repetition. */
  entries?: (place: ComposePlace) => ComposePlace[];
  isConstant: boolean;
}

export function compileSegment(compilation: OutboundCompilation, path: YamlPath): Write {
  const block = checkPart(compilation, path, segmentBlock);
  if (!block) return () => false;
  compilation.order.push({ id: block.segment, path: [...path, 'segment'] });
  const holds = block.when ? compileCondition(compilation, block.when, [...path, 'when']) : () => true;
  const write = compileElements(compilation, block, path);
  return (place) => {
    if (!holds(place.scope)) return false;
    const row = write(place);
    if (row) place.draft.rows.push(row);
    return row !== undefined;
  };
}

/** @returns makes the segment; undefined when it is left out */
export function compileElements(
  compilation: OutboundCompilation,
  block: Pick<SegmentBlock, 'segment' | 'fixed' | 'fields' | 'pairs'>,
  path: YamlPath,
): (place: ComposePlace) => Row | undefined {
  const parts = compileParts(compilation, block, path);
  const pairs = block.pairs && compilePairs(compilation, block, [...path, 'pairs']);
  const paired = pairedConstants(compilation, block.segment, parts);
  const constantOnly = parts.every((part) => part.isConstant) && !pairs;
  return (place) => {
    const row: Row = { id: block.segment, cells: [] };
    let hasValue = constantOnly;
    for (const part of parts) {
      if (!writePart(row.cells, part, place)) continue;
      hasValue ||= !part.isConstant;
    }
    hasValue = writePairs(pairs, row, place) || hasValue;
    if (!hasValue) return undefined;
    for (const { constants, fields } of paired) {
      if (fields.every((element) => row.cells[element - 1] === undefined))
        for (const element of constants) row.cells[element - 1] = undefined;
    }
    return row.cells.some((cell) => cell !== undefined) ? row : undefined;
  };
}

function writePairs(pairs: WritePairs | undefined, row: Row, place: ComposePlace): boolean {
  return pairs?.(row, place) ?? false;
}

/** @returns whether there was something to write */
function writePart(cells: Cell[], part: Part, place: ComposePlace): boolean {
  const at = part.element - 1;
  const before = cells[at];
  if (!part.entries) {
    const written = part.make(place);
    if (written === undefined) return false;
    cells[at] = withComponent(before && !('repeats' in before) ? before : undefined, part, written);
    return true;
  }
  const repeats = before && 'repeats' in before ? [...before.repeats] : [];
  part.entries(place).forEach((entry, index) => {
    const written = part.make(entry);
    if (written !== undefined) repeats[index] = withComponent(repeats[index], part, written);
  });
  // Entries without a value leave no gap, and hold no place for components that come later.
  if (repeats.every((one) => one === undefined)) return false;
  cells[at] = { repeats };
  return true;
}

function withComponent(before: Value | undefined, { component }: ElementTarget, written: Written): Value {
  if (component === 0) return written;
  const components: (Written | undefined)[] = Array.isArray(before)
    ? [...(before as readonly (Written | undefined)[])]
    : [];
  components[component - 1] = written;
  return components;
}

function compileParts(
  compilation: OutboundCompilation,
  block: Pick<SegmentBlock, 'segment' | 'fixed' | 'fields'>,
  path: YamlPath,
): Part[] {
  const fixed = Object.entries(block.fixed ?? {}).flatMap(([name, constant]): Part[] => {
    const at = [...path, 'fixed', name];
    const target = elementTarget(compilation, block.segment, name, at);
    if (!target) return [];
    const text = String(constant);
    checkConstant(compilation, text, { label: name, path: at, form: x12Form(target.form) });
    return [{ ...target, make: () => ({ text, path: undefined }), isConstant: true }];
  });
  const fields = Object.entries(block.fields ?? {}).flatMap(([name, written]): Part[] => {
    const at = [...path, 'fields', name];
    if (Object.hasOwn(block.fixed ?? {}, name)) {
      addProblem(compilation, at, { code: 'MAP113', message: `${name} stands in fixed: too`, target: 'key' });
    }
    const target = elementTarget(compilation, block.segment, name, at);
    const spec = readField(compilation, written, at);
    if (!target || !spec) return [];
    const form = x12Form(target.form);
    const { each, ...one } = spec;
    const repeated =
      each === undefined
        ? undefined
        : compileRepeats(compilation, each, { name, path: at, repeat: target.repeat });
    const make = compileValue(repeated?.inside ?? compilation, one, { label: name, path: at, form });
    return [
      { ...target, ...(repeated ? { entries: repeated.entries } : {}), make, isConstant: isConstant(one) },
    ];
  });
  return [...fixed, ...fields];
}

/** `each:` of an element: one repetition for each entry of a list, as far as the guide lets it repeat. */
function compileRepeats(
  compilation: OutboundCompilation,
  each: string,
  { name, path, repeat }: { name: string; path: YamlPath; repeat: number },
): { inside: OutboundCompilation; entries: (place: ComposePlace) => ComposePlace[] } | undefined {
  const list = parseRecordList(each, compilation.at);
  if (isFault(list) || repeat === 1) {
    const { set = '', version = '' } = compilation.outline ?? {};
    const words = isFault(list)
      ? { code: 'MAP103' as const, ...list }
      : {
          code: 'MAP117' as const,
          message: `${name} does not repeat in x12/${set}/${version}`,
          help: 'pick one entry: references(CT).value',
        };
    addProblem(compilation, [...path, 'each'], words);
    return undefined;
  }
  const manner = { action: 'hold' as const, sensitive: true, target: name };
  const entries = (place: ComposePlace): ComposePlace[] => {
    const scopes = findEntries(list, place.scope);
    if (scopes.length > repeat) {
      const words = `${name} takes ${repeat} values, and ${list.field.path} has more.`;
      addIssue(place.run, place.prefix + list.field.path, manner, { code: 'VALUE_TOO_LONG', words });
    }
    return scopes
      .slice(0, repeat)
      .map((scope) => ({ ...place, scope, entry: scope.entry, prefix: scope.prefix }));
  };
  return { inside: insideList(compilation, list.field.path), entries };
}

/** `PO102`, or `REF04-1` for a component; a problem where the set has no such element. */
export function elementTarget(
  compilation: OutboundCompilation,
  segment: string,
  name: string,
  path: YamlPath,
): ElementTarget | undefined {
  const refuse = (message: string, help?: string): undefined =>
    void addProblem(compilation, path, { code: 'MAP117', message, help, target: 'key' });
  const match = /^([A-Z][A-Z0-9]{1,2})(\d\d)(?:-(\d{1,2}))?$/.exec(name);
  if (!match)
    return refuse(`"${name}" is no element`, `write ${segment}01, or ${segment}04-1 for a component`);
  if (match[1] !== segment)
    return refuse(`${name} is no element of ${segment}`, `write ${segment}${match[2]}`);
  const elements = compilation.outline?.elements(segment);
  if (!elements) return undefined;
  const element = Number(match[2]);
  const outline = elements[element - 1];
  if (!outline) return refuse(`${segment} has no element ${element}`, `it has ${elements.length}`);
  const component = Number(match[3] ?? 0);
  if (component === 0 && outline.components)
    return refuse(`${name} is a composite`, `name its components: ${name}-1`);
  const { repeat } = outline;
  if (component === 0) return { element, component, form: outline, repeat };
  const inner = outline.components?.[component - 1];
  if (inner) return { element, component, form: inner, repeat };
  const count = outline.components?.length ?? 0;
  return refuse(
    `${segment}${match[2]} has no component ${component}`,
    count === 0 ? undefined : `it has ${count}`,
  );
}

/** Groups of elements that the guide wants together, with the constants among them. */
function pairedConstants(
  compilation: OutboundCompilation,
  segment: string,
  parts: readonly Part[],
): { constants: number[]; fields: number[] }[] {
  return (compilation.outline?.paired(segment) ?? []).flatMap((elements) => {
    const inside = parts.filter(({ element }) => elements.includes(element));
    const constants = inside.filter((part) => part.isConstant).map(({ element }) => element);
    const fields = inside.filter((part) => !part.isConstant).map(({ element }) => element);
    return constants.length > 0 && fields.length > 0 ? [{ constants, fields }] : [];
  });
}

/** A segment that the set does not have. */
export function checkSegmentId(compilation: OutboundCompilation, id: string, path: YamlPath): boolean {
  const { outline } = compilation;
  if (!outline || outline.segmentIds.includes(id)) return true;
  const message = `there is no segment ${id} in x12/${outline.set}/${outline.version}`;
  const help = ['ST', 'SE'].includes(id)
    ? 'it is written for you'
    : suggestion(id, outline.segmentIds, `segments: ${outline.segmentIds.slice(0, 40).join(' ')} ...`);
  addProblem(compilation, path, { code: 'MAP117', message, help });
  return false;
}
