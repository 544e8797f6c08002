/**
 * Segments and loops of a guide as agreed: which must stand, which may not, and how often.
 */
import type { Guide } from '../compile-guide.js';
import type { SegmentOverride } from './override.js';

/** The guide with these segments changed; the guide itself where it has none of them. */
export function overrideStructure(guide: Guide, segments: Readonly<Record<string, SegmentOverride>>): Guide {
  const changed = itemPaths(guide).flatMap((path, item) => {
    const override = path !== undefined && Object.hasOwn(segments, path) ? segments[path] : undefined;
    return override ? [{ item, ...override }] : [];
  });
  if (changed.length === 0) return guide;
  const mandatory = Array.from(guide.itemRow, (_, item) => guide.nextMandatory[item] === item);
  const itemMax = guide.itemMax.slice();
  const max = new Int32Array(itemMax.length).fill(-1);
  for (const { item, use, max: agreed } of changed) {
    if (use !== undefined) mandatory[item] = use === 'required';
    if (agreed !== undefined) {
      max[item] = agreed;
      // Less than the guide allows is judged apart, so that the segment stays where the guide puts it.
      if (itemMax[item] !== 0) itemMax[item] = Math.max(itemMax[item]!, agreed);
    }
    if (use === 'not-used') max[item] = 0;
  }
  return {
    ...guide,
    itemMax,
    nextMandatory: nextMandatory(guide, mandatory),
    agreed: { standard: guide, max },
  };
}

/**
 * Of each item its path, such as PO1/CTP: the loops it stands in and its segment. undefined for the first segment of a
 * loop, which the loop itself stands for.
 */
export function itemPaths(guide: Guide): (string | undefined)[] {
  const paths: (string | undefined)[] = Array.from(guide.itemRow, () => undefined);
  const above = guide.loopIds.map(() => '');
  for (let loop = 0; loop < guide.loopIds.length; loop++) {
    for (let item = guide.firstItem[loop]! + 1; item < guide.firstItem[loop + 1]!; item++) {
      const path = above[loop]! + guide.dictionary.names[guide.itemRow[item]!]!;
      paths[item] = path;
      if (guide.itemLoop[item]! >= 0) above[guide.itemLoop[item]!] = `${path}/`;
    }
  }
  return paths;
}

function nextMandatory(guide: Guide, mandatory: readonly boolean[]): Int32Array {
  const next = new Int32Array(guide.nextMandatory.length);
  guide.loopIds.forEach((_, loop) => {
    let found = guide.firstItem[loop + 1]!;
    for (let item = found - 1; item >= guide.firstItem[loop]!; item--) {
      if (mandatory[item] === true) found = item;
      next[item] = found;
    }
  });
  return next;
}
