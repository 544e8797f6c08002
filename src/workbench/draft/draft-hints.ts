/**
 * Where a field of a record usually comes from, read out of its description: "Contract that the prices come from (REF CT)".
 */
import { type Field, fieldsOf, type RecordKind } from '../../canonical/index.js';
import type { SetOutline } from '../../x12/index.js';
import type { DraftField } from './draft-mapping.js';

/** What a document holds: segments by id, with the codes in their first elements and the elements that are used. */
export interface SegmentUse {
  id: string;
  /** First elements, where they are codes; in the order of the document. */
  qualifiers: string[];
  /** Elements with a value somewhere, from 1. */
  elements: number[];
  count: number;
}

export interface SampleUse {
  segments: ReadonlyMap<string, SegmentUse>;
  outline: SetOutline | undefined;
  /** Whether there is the usual crosswalk of units. */
  hasUnits: boolean;
}

/**
 * Fields of one level of a record with the selector that its description names, for what a document has.
 *
 * @param above path of the list they stand in; '' for the record
 */
export function hintedFields(kind: RecordKind, above: string, sample: SampleUse): DraftField[] {
  const prefix = above === '' ? '' : `${above}.`;
  const fields = [...fieldsOf(kind).values()];
  const lists = fields.filter(({ shape, path }) => isList(shape) && path !== above).map(({ path }) => path);
  const parties = fields
    .filter(({ shape }) => shape === 'party' || shape === 'quantity' || shape === 'price')
    .map(({ path }) => path);
  const taken = new Set<string>();
  return fields.flatMap((field) => {
    const { path } = field;
    const isInside = [...lists, ...parties].some(
      (around) => path.startsWith(`${around}.`) && !prefix.startsWith(`${around}.`),
    );
    if (!path.startsWith(prefix) || isInside) return [];
    const draft = hintedField(field, path.slice(prefix.length), sample);
    const source = typeof draft?.take === 'string' ? draft.take : undefined;
    if (draft === undefined || (source !== undefined && taken.has(source))) return [];
    if (source !== undefined) taken.add(source);
    return [draft];
  });
}

function hintedField(field: Field, name: string, sample: SampleUse): DraftField | undefined {
  for (const { id, codes, element } of placesIn(field.description)) {
    const segment = sample.segments.get(id);
    if (!segment) continue;
    const found = codes.filter((code) => segment.qualifiers.includes(code));
    if (codes.length > 0 && found.length === 0) continue;
    if (element !== undefined && !segment.elements.includes(element)) continue;
    const step = found.length === 0 ? id : `${id}(${found.join('|')})`;
    const draft = takeFrom(field, name, { id, step, element, hasCodes: found.length > 0, sample });
    if (draft !== undefined) return draft;
  }
  return undefined;
}

interface Source {
  id: string;
  step: string;
  element: number | undefined;
  hasCodes: boolean;
  sample: SampleUse;
}

function takeFrom(
  field: Field,
  name: string,
  { id, step, element, hasCodes, sample }: Source,
): DraftField | undefined {
  const number = (at: number): string => String(at).padStart(2, '0');
  switch (field.shape) {
    case 'party':
      return id === 'N1' && hasCodes ? { name, take: { party: step } } : undefined;
    case 'identifiers':
      return ['IT1', 'PO1', 'LIN', 'SLN', 'ACK', 'POC'].includes(id)
        ? { name, take: { pairs: id } }
        : undefined;
    case 'quantity':
    case 'price': {
      if (element === undefined) return undefined;
      const unit = field.shape === 'quantity' ? element + 1 : element - 1;
      return unitField(name, `${id}${number(element)}`, `${id}${number(unit)}`, sample.hasUnits);
    }
    case 'choice':
      return element === undefined
        ? undefined
        : {
            name,
            take: { from: `${id}${number(element)}`, values: {}, default: field.choices?.[0] ?? '' },
            remark: `TODO which of their codes mean ${(field.choices ?? []).join(', ')}?`,
          };
    case 'text':
    case 'date':
    case 'decimal':
    case 'integer': {
      if (element !== undefined) {
        const from = `${id}${number(element)}`;
        const { kind, places = 0 } = sample.outline?.elements(id)?.[element - 1] ?? {};
        const isImplied = field.shape === 'decimal' && kind === 'number' && places > 0;
        return { name, take: isImplied ? { from, type: 'implied-decimal', places } : from };
      }
      const value = { REF: 2, DTM: 2, AMT: 2, N1: 2 }[id];
      return value === undefined || !hasCodes ? undefined : { name, take: `${step}.${id}${number(value)}` };
    }
    default:
      return undefined;
  }
}

/** A quantity or price with its unit, through the usual crosswalk of units where there is one. */
export function unitField(name: string, from: string, unit: string, hasUnits: boolean): DraftField {
  if (hasUnits) return { name, take: { from, unit: { from: unit, crosswalk: 'uom.hub' } } };
  const remark = `TODO translate the unit: { from: ${unit}, crosswalk: uom.hub }`;
  return { name, take: { from, unit }, remark };
}

interface HintPlace {
  id: string;
  codes: string[];
  element: number | undefined;
}

/** `(BEG03, BIG04)`, `(N1 SE, SU)`, `(REF OI, IV)`, `(PO106 and following)`. */
export function placesIn(description: string): HintPlace[] {
  const bracket = /\(([^()]*)\)$/.exec(description)?.[1] ?? '';
  const places: HintPlace[] = [];
  for (const word of bracket.split(', ')) {
    const element = /^([A-Z][A-Z0-9]{1,2})(\d\d)(?: and following)?$/.exec(word);
    const segment = /^([A-Z][A-Z0-9]{1,2})(?: ([A-Z0-9]{1,3}))?$/.exec(word);
    const last = places.at(-1);
    if (element) places.push({ id: element[1] ?? '', codes: [], element: Number(element[2]) });
    else if (last && last.codes.length > 0 && /^[A-Z0-9]{1,3}$/.test(word)) last.codes.push(word);
    else if (segment)
      places.push({
        id: segment[1] ?? '',
        codes: segment[2] === undefined ? [] : [segment[2]],
        element: undefined,
      });
  }
  return places;
}

function isList(shape: Field['shape']): boolean {
  return shape === 'list' || shape === 'lots' || shape === 'identifiers';
}
