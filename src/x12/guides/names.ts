/**
 * Short names, in our own words, for the segments and elements of the guides.
 *
 * They serve people (`explain`, the pages), never validation. A segment or element without a name is shown by its place.
 */
import { elementNames } from './element-names.js';
import { segmentNames } from './segment-names.js';

/** What the segment tells, e.g. "order line" for PO1; undefined when we have no word for it. */
export function segmentName(id: string): string | undefined {
  return segmentNames[id];
}

/** What the element tells, e.g. elementName('PO1', 2) = "quantity"; elements count from 1. */
export function elementName(segmentId: string, element: number): string | undefined {
  return elementNames.get(segmentId)?.[element - 1];
}
