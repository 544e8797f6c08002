/**
 * What a partner or a site agrees on beyond the guide of a set: codes, elements and segments that differ, and no copy of the
 * rest.
 */

export type Use = 'required' | 'optional' | 'not-used';

/** Changes to a list of codes. */
export interface CodesOverride {
  /** Known codes in place of the list; any other fails. */
  readonly only?: readonly string[] | undefined;
  /** Known codes beside those of the list. */
  readonly add?: readonly string[] | undefined;
}

export interface ElementOverride {
  readonly use?: Use | undefined;
  /** Characters, for text, codes and numbers. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export interface SegmentOverride {
  readonly use?: Use | undefined;
  /** How often the segment or loop may stand at its place, from 1. */
  readonly max?: number | undefined;
}

/** Entries that do not fit a set are not for it: one override may serve several sets. */
export interface GuideOverride {
  /** By data element number ("355"), or by a place (BEG02, MEA04-1), which goes over the number. */
  readonly codes?: Readonly<Record<string, CodesOverride>> | undefined;
  /** By place: PO107 wherever PO1 stands, or MEA04-1 for a component. */
  readonly elements?: Readonly<Record<string, ElementOverride>> | undefined;
  /** By path from the top of the set: CUR, PO1/CTP, N1/N4. A loop goes by its first segment. */
  readonly segments?: Readonly<Record<string, SegmentOverride>> | undefined;
}
