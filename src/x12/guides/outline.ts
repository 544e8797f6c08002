/**
 * A guide as those see it who write a set: which segments it has, what their elements hold, and in which order they stand.
 *
 * Made for the checker of mappings and for what a mapping writes; whether a finished set is sound is asked of the reader.
 */
import { segmentIdOf, unpackCode } from '../segment-id.js';
import type { CodeList, Dictionary } from './compile-dictionary.js';
import type { Guide } from './compile-guide.js';
import { findGuide } from './find-guide.js';

export interface ElementOutline {
  /** number: N0 to N9, with implied places. decimal: R, with its point. */
  readonly kind: ElementOutlineKind;
  /** Implied decimal places of a number. */
  readonly places: number;
  readonly min: number;
  /** Characters; digits of numbers and decimals. 0 for a composite. */
  readonly max: number;
  /** How often it may repeat; 1 before 004020. */
  readonly repeat: number;
  /** All codes that there are; absent where our list is not whole. */
  readonly codes?: ReadonlySet<string>;
  /** Of a composite. */
  readonly components?: readonly ElementOutline[];
}

const kinds = ['text', 'code', 'number', 'decimal', 'date', 'time', 'binary', 'composite'] as const;
export type ElementOutlineKind = (typeof kinds)[number];

/** A loop as the guide has it: which segments and loops stand directly in it. HL loops nest while they are read, not here. */
export interface LoopOutline {
  /** Its first segment; '' for the set itself. */
  readonly id: string;
  /** Plain segments, its own first one included. */
  readonly segments: ReadonlySet<string>;
  readonly loops: readonly LoopOutline[];
}

/** One set of one version. */
export interface SetOutline {
  readonly set: string;
  readonly version: string;
  /** Segments between ST and SE, each once. */
  readonly segmentIds: readonly string[];
  /** The set itself, with the loops in it. */
  readonly root: LoopOutline;
  /** Elements of a segment, BEG01 first; undefined when the set has no such segment. */
  elements(segmentId: string): readonly ElementOutline[] | undefined;
  /** Positions of elements that stand together or not at all (conditions with P). */
  paired(segmentId: string): readonly (readonly number[])[];
  /**
   * @param segmentIds in the order in which they would be written, each as often as wanted
   * @returns positions in that list of those that cannot stand where they are
   */
  misplaced(segmentIds: readonly string[]): number[];
}

/** @returns undefined when we have no guide for the set */
export function outlineOf(version: string, set: string): SetOutline | undefined {
  const guide = findGuide(version, set);
  if (guide === undefined) return undefined;
  const { dictionary } = guide;
  const rows = new Map([...new Set(guide.itemRow.subarray(1))].map((row) => [dictionary.names[row]!, row]));
  return {
    set,
    version,
    segmentIds: [...rows.keys()],
    root: loopOutline(guide, 0),
    elements: (id) => {
      const row = rows.get(id);
      return row === undefined ? undefined : elementsOf(dictionary, row);
    },
    paired: (id) => {
      const row = rows.get(id);
      const conditions = row === undefined ? [] : (dictionary.conditions[row] ?? []);
      return conditions.filter(({ kind }) => kind === 'P').map(({ elements }) => elements);
    },
    misplaced: (ids) => findMisplaced(guide, ids),
  };
}

function loopOutline(guide: Guide, loop: number): LoopOutline {
  const id = guide.loopIds[loop]!;
  const segments = new Set(id === '' ? [] : [id]);
  const loops: LoopOutline[] = [];
  for (let item = guide.firstItem[loop]!; item < guide.firstItem[loop + 1]!; item++) {
    const inner = guide.itemLoop[item]!;
    // A loop's first item is its own trigger.
    if (inner >= 0 && inner !== loop) loops.push(loopOutline(guide, inner));
    else segments.add(guide.dictionary.names[guide.itemRow[item]!]!);
  }
  return { id, segments, loops };
}

function elementsOf(dictionary: Dictionary, row: number): ElementOutline[] {
  const elements: ElementOutline[] = [];
  for (let index = dictionary.first[row]!; index < dictionary.first[row + 1]!; index++) {
    const composite = dictionary.composite[index]!;
    elements.push({
      kind: kindOf(dictionary, index),
      places: dictionary.places[index]!,
      min: dictionary.min[index]!,
      max: dictionary.max[index]!,
      repeat: dictionary.repeat[index]!,
      ...codesOf(dictionary.codes[index]),
      ...(composite < 0 ? {} : { components: elementsOf(dictionary, composite) }),
    });
  }
  return elements;
}

/** In the order of ElementKind, where 6 is binary and 7 a composite. */
function kindOf(dictionary: Dictionary, index: number): ElementOutlineKind {
  return kinds[dictionary.kind[index]!]!;
}

function codesOf(list: CodeList | undefined): { codes?: ReadonlySet<string> } {
  if (list === undefined || !list.whole) return {};
  return { codes: new Set([...[...list.codes].map(unpackCode), ...(list.others ?? [])]) };
}

/** The walk of the reader without its counting: from the innermost open loop outwards, never backwards. */
function findMisplaced(guide: Guide, ids: readonly string[]): number[] {
  const open: { loop: number; item: number }[] = [{ loop: 0, item: 0 }];
  const misplaced: number[] = [];
  ids.forEach((id, position) => {
    const row = guide.dictionary.rowOf[segmentIdOf(id)]!;
    for (let depth = open.length - 1; depth >= 0; depth--) {
      const { loop, item: used } = open[depth]!;
      let item = row < 0 ? -1 : guide.place[loop * guide.rows + row]!;
      while (item >= 0 && item < used) item = guide.nextPlace[item]!;
      if (item < 0) continue;
      open.length = depth + 1;
      open[depth]!.item = item;
      const inner = guide.itemLoop[item]!;
      if (inner >= 0) open.push({ loop: inner, item: guide.firstItem[inner]! });
      return;
    }
    misplaced.push(position);
  });
  return misplaced;
}
