/**
 * `segment: PO1`: one segment with its elements. It is written when one of its fields has a value, or when it has constants only.
 *
 * A constant that the guide pairs with a field that stays empty is left out with it: no qualifier without its value.
 */
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, checkPart, suggestion } from '../compilation.js';
import { compileCondition } from '../conditions.js';
import { checkConstant } from './check-field.js';
import { compileValue, isConstant, type MakeValue, readField } from './compile-value.js';
import type { Cell, ComposePlace, OutboundCompilation, Row, Write, Written } from './draft.js';
import type { OutboundField } from './outbound-file.js';
import { type SegmentBlock, segmentBlock } from './outbound-file.js';
import { compilePairs, type WritePairs } from './pairs.js';
import { x12Form } from './write-forms.js';
import type { ElementOutline } from '../../x12/guides/outline.js';

/** Where a value is put: element and component from 1; component 0 for a plain element. */
interface ElementTarget {
  element: number;
  component: number;
  form: ElementOutline;
}

interface Part extends ElementTarget {
  make: MakeValue;
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
      const written = part.make(place);
      if (written === undefined) continue;
      putInto(row.cells, part, written);
      hasValue ||= !part.isConstant;
    }
    hasValue = writePairs(pairs, row, place) || hasValue;
    if (!hasValue) return undefined;
    for (const { constants, fields } of paired) {
      if (fields.every((element) => row.cells[element - 1] === undefined))
        for (const element of constants) delete row.cells[element - 1];
    }
    return row.cells.some((cell) => cell !== undefined) ? row : undefined;
  };
}

function writePairs(pairs: WritePairs | undefined, row: Row, place: ComposePlace): boolean {
  return pairs?.(row, place) ?? false;
}

function putInto(cells: Cell[], { element, component }: ElementTarget, written: Written): void {
  if (component === 0) {
    cells[element - 1] = written;
    return;
  }
  const before = cells[element - 1];
  const components: (Written | undefined)[] = Array.isArray(before) ? before : [];
  components[component - 1] = written;
  cells[element - 1] = components;
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
    const make = compileValue(compilation, spec, { label: name, path: at, form });
    return [{ ...target, make, isConstant: isConstant(spec as OutboundField) }];
  });
  return [...fixed, ...fields];
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
  if (component === 0) return { element, component, form: outline };
  const inner = outline.components?.[component - 1];
  if (inner) return { element, component, form: inner };
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
