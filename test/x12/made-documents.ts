/**
 * Whole documents that a guide allows: every item as often as it may stand, in order, with sound elements.
 *
 * HL segments form a tree and CTT01 counts, so that reading finds nothing at all to say.
 */
import fc from 'fast-check';
import type { Guide } from '../../src/x12/guides/compile-guide.js';
import { findVersion } from '../../src/x12/guides/find-guide.js';
import type { OutboundElement, OutboundInterchange, OutboundSegment } from '../../src/x12/write/outbound.js';
import { madeOutbound } from './made-outbound.js';
import { madeSegment } from './made-segments.js';
import { drawFrom, type Draw } from './made-values.js';

/** The versions that there are guides for. */
export const versions = ['004010', '005010'].filter((version) => findVersion(version) !== undefined);

/** Every set of every version. */
export const allGuides: Guide[] = versions.flatMap((version) => {
  const { sets } = findVersion(version)!;
  return [...sets.keys()].map((set) => sets.get(set)!);
});

/** Where a segment of a made document comes from. */
export interface MadeSegment {
  segment: OutboundSegment;
  /** Index into the guide's items: the trigger of a loop is item 0 of it. */
  item: number;
  loop: number;
  /** Which opening of the loop it stands in; all openings of all loops count from 0. */
  opening: number;
  /** Loops around it, its own included. */
  depth: number;
}

export interface MadeDocument {
  guide: Guide;
  segments: MadeSegment[];
}

/** Documents beyond this many segments get only what is mandatory. */
const usualSegments = 60;
const timesMost = 3;

/** Any document of a guide. */
export function anyDocument(guide: Guide): fc.Arbitrary<MadeDocument> {
  return fc
    .array(fc.nat({ max: 0xffff }), { minLength: 10, maxLength: 150 })
    .map((numbers) => madeDocument(guide, drawFrom(numbers)));
}

export function madeDocument(guide: Guide, draw: Draw): MadeDocument {
  const maker = new Maker(guide, draw);
  maker.loop(0);
  finishTotals(guide, maker.segments);
  const made = { guide, segments: maker.segments };
  // The tables of a guide would hide the document that a failing test shows.
  return Object.assign(made, { [fc.toStringMethod]: () => segmentTexts(made).join('~') });
}

/** Its segments as text between "*", ":" and "^", without what is empty at the end. */
export function segmentTexts({ segments }: MadeDocument): string[] {
  return segments.map(({ segment }) => segmentText(segment));
}

export function segmentText([id, ...elements]: OutboundSegment): string {
  const text = (element: OutboundElement): string =>
    typeof element === 'string'
      ? element
      : element
          .map((part) => (typeof part === 'string' ? part : part.join(':').replace(/:+$/, '')))
          .join(typeof element[0] === 'string' ? ':' : '^');
  return [id, ...elements.map((element) => text(element).replace(/:+$/, ''))].join('*').replace(/\*+$/, '');
}

export function repeatsIn(guide: Guide): boolean {
  return guide.version >= '004020';
}

/** The document in an interchange of its own. */
export function outboundOf({ guide, segments }: MadeDocument): OutboundInterchange {
  const set = {
    set: guide.set,
    transactionSetControlNumber: 1,
    segments: segments.map(({ segment }) => segment),
  };
  return madeOutbound({
    version: repeatsIn(guide) ? '00501' : '00401',
    groups: [
      {
        functionalId: guide.functionalId,
        sender: 'HOSPGS',
        receiver: 'SUPPGS',
        version: guide.version,
        groupControlNumber: 7,
        sets: [set],
      },
    ],
  });
}

class Maker {
  readonly segments: MadeSegment[] = [];
  #openings = 0;
  #levels = 0;

  constructor(
    private readonly guide: Guide,
    private readonly draw: Draw,
  ) {}

  /** One opening of a loop, its trigger first; the root's ST is written by the envelope. */
  loop(loop: number, depth = 0): void {
    const { guide } = this;
    const opening = this.#openings++;
    const first = guide.firstItem[loop]!;
    if (loop > 0) this.#add({ item: first, loop, opening, depth });
    for (let item = first + 1; item < guide.firstItem[loop + 1]!; item++) {
      for (let left = this.#times(item); left > 0; left--) {
        if (guide.itemLoop[item]! < 0) this.#add({ item, loop, opening, depth });
        else this.loop(guide.itemLoop[item]!, depth + 1);
      }
    }
  }

  /** Most items are left out, or every document would be long. */
  #times(item: number): number {
    const { guide, draw } = this;
    const least = guide.nextMandatory[item] === item ? 1 : 0;
    const most = guide.itemMax[item] === 0 ? timesMost : Math.min(timesMost, guide.itemMax[item]!);
    if (this.segments.length > usualSegments || draw(5) > 0) return least;
    return Math.max(least, draw(most));
  }

  #add(place: Omit<MadeSegment, 'segment'>): void {
    const { guide, draw } = this;
    const row = guide.itemRow[place.item]!;
    const made = madeSegment({ dictionary: guide.dictionary, row, draw, repeats: repeatsIn(guide) });
    this.segments.push({ ...place, segment: row === guide.levelRow ? this.#level(made) : made });
  }

  #level([id, , , ...rest]: OutboundSegment): OutboundSegment {
    const parent = this.draw(Math.min(this.#levels, 90));
    this.#levels++;
    return [id, String(this.#levels), parent === 0 ? '' : String(parent), ...rest];
  }
}

/** CTT01 counts lines, and binary data is as long as it says. */
function finishTotals(guide: Guide, segments: MadeSegment[]): void {
  const { countedRow, totalsRow, itemRow } = guide;
  const lines = segments.filter(({ item }) => itemRow[item] === countedRow).length;
  for (const made of segments) {
    const [id, ...elements] = made.segment;
    if (itemRow[made.item] === totalsRow && countedRow >= 0)
      made.segment = [id, String(lines), ...elements.slice(1)];
    if (id === 'BIN' || id === 'BDS') made.segment = withBinaryLength(made.segment);
  }
}

function withBinaryLength([id, ...elements]: OutboundSegment): OutboundSegment {
  const data = String(elements.at(-1));
  return [id, ...elements.slice(0, -2), String(Buffer.byteLength(data)), data];
}
