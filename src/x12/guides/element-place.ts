/**
 * Places of elements as people write them: BEG05 for the fifth element of BEG, MEA04-1 for a component of a composite.
 */
import { segmentIdOf } from '../segment-id.js';
import type { Dictionary } from './compile-dictionary.js';

export interface ElementPlace {
  segmentId: string;
  /** From 1. */
  element: number;
  /** From 1; 0 for the element as a whole. */
  component: number;
}

/** undefined when the text is no place. */
export function readElementPlace(text: string): ElementPlace | undefined {
  const [, segmentId, element, component] = /^([A-Z][A-Z0-9]{1,2})(\d\d)(?:-(\d{1,2}))?$/.exec(text) ?? [];
  if (segmentId === undefined) return undefined;
  return { segmentId, element: Number(element), component: Number(component ?? 0) };
}

/** Where the element, without its component, stands in the tables; -1 when the dictionary has no such element. */
export function elementIndex(dictionary: Dictionary, { segmentId, element }: ElementPlace): number {
  return indexInRow(dictionary, dictionary.rowOf[segmentIdOf(segmentId)]!, element);
}

/** Where a place stands in the tables; -1 when the dictionary has no such element or component. */
export function placeIndex(dictionary: Dictionary, place: ElementPlace): number {
  const index = elementIndex(dictionary, place);
  if (index < 0 || place.component === 0) return index;
  return indexInRow(dictionary, dictionary.composite[index]!, place.component);
}

function indexInRow(dictionary: Dictionary, row: number, position: number): number {
  if (row < 0 || position < 1) return -1;
  const index = dictionary.first[row]! + position - 1;
  return index < dictionary.first[row + 1]! ? index : -1;
}
