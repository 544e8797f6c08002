/**
 * The walk along a guide, against sets that are made from the same guide at random.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { X12Loop } from '../../src/x12/document.js';
import type { Guide } from '../../src/x12/guides/compile-guide.js';
import { findGuide } from '../../src/x12/guides/find-guide.js';
import { makeFile } from './made-x12.js';
import { readX12 } from './read-x12.js';
import { runs } from './runs.js';

interface MadeLoop {
  id: string;
  segments: string[];
  loops: MadeLoop[];
}

/** Codes of faults of place; what the elements hold is not asked here. */
const ofPlace = new Set([
  ...['MANDATORY_SEGMENT_MISSING', 'SEGMENT_OUT_OF_ORDER', 'SEGMENT_UNEXPECTED', 'SEGMENT_NOT_IN_SET'],
  ...['SEGMENT_UNRECOGNISED', 'SEGMENT_TOO_OFTEN', 'LOOP_TOO_OFTEN'],
]);

/** Makes one loop: each item as often as `choose` says, within what the guide allows, in the guide's order. */
function makeLoop(guide: Guide, loop: number, choose: (most: number) => number, out: string[]): MadeLoop {
  const made: MadeLoop = { id: guide.loopIds[loop]!, segments: [], loops: [] };
  const add = (row: number) => {
    out.push(guide.dictionary.names[row]!);
    made.segments.push(guide.dictionary.names[row]!);
  };
  const first = guide.firstItem[loop]!;
  if (loop > 0) add(guide.itemRow[first]!);
  for (let item = first + 1; item < guide.firstItem[loop + 1]!; item++) {
    const mandatory = guide.nextMandatory[item] === item;
    const most = guide.itemMax[item] === 0 ? 3 : Math.min(3, guide.itemMax[item]!);
    let times = out.length > 300 ? 0 : choose(most);
    if (mandatory && times === 0) times = 1;
    for (let i = 0; i < times; i++) {
      if (guide.itemLoop[item]! < 0) add(guide.itemRow[item]!);
      else made.loops.push(makeLoop(guide, guide.itemLoop[item]!, choose, out));
    }
  }
  return made;
}

function read(set: string, ids: readonly string[], functionalId: string) {
  let root: X12Loop | undefined;
  // HL needs numbers of its own; every level is a child of the set here.
  const body = ids.map((id, index) => (id === 'HL' ? `HL*${index + 1}**S` : `${id}*`));
  const report = readX12(makeFile([{ set, body }], { functionalId }), {
    limits: { issuesPerSetMax: 10_000 },
    wants: () => true,
    onSet: (document) => (root = document.root),
  });
  const { issues } = report.interchanges[0]!.groups[0]!.sets[0]!;
  return { faults: issues.filter((issue) => ofPlace.has(issue.code)), root: root! };
}

/** ids as nested lists, so that both trees compare. */
function shape(loop: MadeLoop | X12Loop): unknown {
  const segments = loop.segments.map((segment) => (typeof segment === 'string' ? segment : segment.id));
  return [loop.id, segments.filter((id) => id !== 'ST' && id !== 'SE'), loop.loops.map(shape)];
}

describe('the walk along a guide', () => {
  const choices = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 200 });
  for (const set of ['810', '850', '855', '856', '997']) {
    const guide = findGuide('004010', set)!;

    /** A set in the guide's order; 0 is drawn more often than the rest, or every set would be long. */
    const madeSet = choices.map((drawn) => {
      let at = 0;
      const ids: string[] = [];
      const choose = (most: number) => Math.max(0, Math.min(most, drawn[at++ % drawn.length]! - 6));
      return { made: makeLoop(guide, 0, choose, ids), ids };
    });

    it(`finds nothing to tell about the places of any ${set} made by its guide`, () => {
      fc.assert(
        fc.property(madeSet, ({ made, ids }) => {
          const { faults, root } = read(set, ids, guide.functionalId);
          expect(faults).to.deep.equal([]);
          expect(shape(root)).to.deep.equal(shape(made));
        }),
        runs(300),
      );
    });

    it(`tells the mandatory segment that is taken out of a ${set}`, () => {
      const [mandatory] = [...guide.itemRow]
        .slice(1)
        .filter((_, index) => guide.nextMandatory[index + 1] === index + 1);
      const id = guide.dictionary.names[mandatory!]!;
      fc.assert(
        fc.property(madeSet, ({ ids }) => {
          const { faults } = read(
            set,
            ids.filter((one, index) => one !== id || index !== ids.indexOf(id)),
            guide.functionalId,
          );
          expect(faults.map((issue) => [issue.code, issue.place.segmentId])).to.deep.include([
            'MANDATORY_SEGMENT_MISSING',
            id,
          ]);
        }),
        runs(100),
      );
    });
  }
});
