/**
 * Finds what is wrong with an override before it is used: elements, segments and codes that no set has.
 */
import { segmentIdOf } from '../../segment-id.js';
import { ElementKind, type Dictionary } from '../compile-dictionary.js';
import type { Guide } from '../compile-guide.js';
import { placeIndex, readElementPlace } from '../element-place.js';
import { allGuides, findGuide } from '../find-guide.js';
import { overrideGuide } from './override-guide.js';
import { itemPaths } from './override-structure.js';
import type { CodesOverride, ElementOverride, GuideOverride } from './override.js';

export interface OverrideFault {
  /** In the override, such as ['codes', '355', 'add', 0]. */
  path: readonly (string | number)[];
  message: string;
  help?: string;
  /** Where the entry names something that there is not: what there is. */
  known?: readonly string[];
}

/** Where an entry is looked for. */
interface Scope {
  guide: Guide;
  /** Of the guide with all that was agreed: lengths and lists in force. */
  dictionary: Dictionary;
  /** In words, for messages. */
  name: string;
}

/**
 * @param given the entries to check
 * @param on the set they are for, and all that is agreed for it; absent: an entry has to fit any set that we know
 */
export function checkOverride(
  given: GuideOverride,
  on?: { set: string; version: string; effective: GuideOverride },
): OverrideFault[] {
  const own = on && findGuide(on.version, on.set);
  if (on && !own) {
    const message = `there is no guide for x12/${on.set}/${on.version}, so nothing of it can be changed`;
    return [{ path: [], message }];
  }
  const guides = own ? [own] : allGuides();
  const scopes = guides.map((guide) => ({
    guide,
    dictionary: overrideGuide(guide, on?.effective ?? given).dictionary,
    name: on ? `x12/${on.set}/${on.version}` : 'any set that we know',
  }));
  const find = <T>(
    kind: keyof GuideOverride,
    entries: Readonly<Record<string, T>> | undefined,
    faultIn: (scope: Scope, key: string, entry: T) => OverrideFault | undefined,
  ) =>
    Object.entries(entries ?? {}).flatMap(([key, entry]) => {
      const faults: OverrideFault[] = [];
      for (const scope of scopes) {
        const fault = faultIn(scope, key, entry);
        if (!fault) return [];
        faults.push(fault);
      }
      const fault = tellingMost(faults);
      return [{ ...fault, path: [kind, key, ...fault.path] }];
    });
  return [
    ...find('codes', given.codes, codesFault),
    ...find('elements', given.elements, elementFault),
    ...find('segments', given.segments, (scope, path) => segmentFault(scope, path)),
  ];
}

/** Of the faults in several guides the one that comes closest: a guide that has the name says more than one without. */
function tellingMost(faults: readonly OverrideFault[]): OverrideFault {
  const closest =
    faults.find(({ known }) => !known) ?? faults.find(({ known }) => known?.length === 0) ?? faults[0]!;
  if (!closest.known?.length) return closest;
  return { ...closest, known: [...new Set(faults.flatMap(({ known }) => known ?? []))] };
}

function codesFault(scope: Scope, key: string, { add, only }: CodesOverride): OverrideFault | undefined {
  const indexes = /^\d+$/.test(key) ? indexesOf(scope, key) : indexAt(scope, key);
  if (!Array.isArray(indexes)) return indexes;
  const { dictionary } = scope;
  const usable = indexes.filter((index) => isText(dictionary.kind[index]!));
  if (usable.length === 0)
    return { path: [], message: `${nameOf(key)} has no codes: it is ${kindWord(dictionary, indexes[0]!)}` };
  const index = usable.find((one) => dictionary.codes[one]) ?? usable[0]!;
  if (add && !dictionary.codes[index]) {
    const message = `${nameOf(key)} has no list of codes, so any code is taken`;
    return { path: ['add'], message, help: 'only: names all codes that there are' };
  }
  const min = Math.min(...usable.map((one) => dictionary.min[one]!));
  const max = Math.max(...usable.map((one) => dictionary.max[one]!));
  const list = only ?? add ?? [];
  const wrong = list.findIndex((code) => code.length < min || code.length > max);
  if (wrong < 0) return undefined;
  const length = min === max ? `${max}` : `${min} to ${max}`;
  const message = `"${list[wrong]!}" can be no code of ${nameOf(key)}, which has ${length} characters`;
  return { path: [only ? 'only' : 'add', wrong], message };
}

function elementFault(scope: Scope, key: string, { min, max }: ElementOverride): OverrideFault | undefined {
  const indexes = indexAt(scope, key);
  if (!Array.isArray(indexes)) return indexes;
  const [index] = indexes;
  if (min === undefined && max === undefined) return undefined;
  const { dictionary } = scope;
  const kind = dictionary.kind[index]!;
  if (!isText(kind) && kind !== ElementKind.N && kind !== ElementKind.R) {
    const message = `the length of ${key} cannot be changed: it is ${kindWord(dictionary, index)}`;
    return { path: [min === undefined ? 'max' : 'min'], message };
  }
  const least = dictionary.min[index]!;
  const most = dictionary.max[index]!;
  if (least <= most) return undefined;
  const message = `${key} would have at least ${least} and at most ${most} characters`;
  return { path: [max === undefined ? 'min' : 'max'], message };
}

function segmentFault({ guide, name }: Scope, path: string): OverrideFault | undefined {
  const paths = [...new Set(itemPaths(guide).filter((one) => one !== undefined))];
  if (paths.includes(path)) return undefined;
  const elsewhere = paths.filter((one) => one.endsWith(`/${path}`)).slice(0, 6);
  return {
    path: [],
    message: `there is no segment ${path} in ${name}`,
    known: paths,
    ...(elsewhere.length === 0 ? {} : { help: `in loops there is ${elsewhere.join(', ')}` }),
  };
}

/** Where a data element stands in segments of the set and in their composites. */
function indexesOf(scope: Scope, number: string): number[] | OverrideFault {
  const inSet = elementsOf(scope);
  const { reference } = scope.dictionary;
  const found = inSet.filter((index) => reference[index] === number);
  if (found.length > 0) return found;
  const known = [...new Set(inSet.map((index) => reference[index]!))].filter((one) => /^\d+$/.test(one));
  return { path: [], message: `there is no data element ${number} in ${scope.name}`, known };
}

/** Where a place stands, as a list of one. */
function indexAt({ guide, dictionary, name }: Scope, key: string): [number] | OverrideFault {
  const place = readElementPlace(key);
  if (!place) return { path: [], message: `${key} is no place of an element`, known: [] };
  const { segmentId, element } = place;
  const row = dictionary.rowOf[segmentIdOf(segmentId)]!;
  if (row < 0 || !rowsOf(guide).includes(row)) {
    const position = key.slice(segmentId.length);
    const known = rowsOf(guide).map((one) => dictionary.names[one]! + position);
    return { path: [], message: `there is no segment ${segmentId} in ${name}`, known };
  }
  const index = placeIndex(dictionary, place);
  if (index >= 0) return [index];
  const whole = placeIndex(dictionary, { ...place, component: 0 });
  const composite = whole < 0 ? -1 : dictionary.composite[whole]!;
  if (whole < 0)
    return { path: [], message: `${segmentId} has ${lengthOf(dictionary, row)} elements`, known: [] };
  const components = composite < 0 ? 'no' : lengthOf(dictionary, composite);
  return { path: [], message: `element ${element} of ${segmentId} has ${components} components`, known: [] };
}

function lengthOf({ first }: Dictionary, row: number): number {
  return first[row + 1]! - first[row]!;
}

/** Rows of the segments between ST and SE. */
function rowsOf({ itemRow }: Guide): number[] {
  return [...new Set(itemRow.subarray(1))];
}

function elementsOf({ guide, dictionary }: Scope): number[] {
  const { first, composite } = dictionary;
  const inRow = (row: number) =>
    Array.from({ length: lengthOf(dictionary, row) }, (_, at) => first[row]! + at);
  const elements = rowsOf(guide).flatMap(inRow);
  const composites = new Set(elements.map((index) => composite[index]!).filter((row) => row >= 0));
  return [...elements, ...[...composites].flatMap(inRow)];
}

function isText(kind: number): boolean {
  return kind === ElementKind.AN || kind === ElementKind.ID;
}

function nameOf(key: string): string {
  return /^\d/.test(key) ? `data element ${key}` : key;
}

function kindWord({ kind }: Dictionary, index: number): string {
  switch (kind[index]) {
    case ElementKind.DT:
      return 'a date';
    case ElementKind.TM:
      return 'a time';
    case ElementKind.composite:
      return 'a composite, whose components have their own';
    case ElementKind.B:
      return 'binary data';
    default:
      return 'a number';
  }
}
