/**
 * The guides as data: what they know, and that their words cover what they hold.
 */
import { expect } from 'chai';
import { findGuide, findVersion } from '../../src/x12/guides/index.js';
import { elementName, segmentName } from '../../src/x12/guides/names.js';

const sets = ['810', '850', '855', '856', '997'];

describe('X12 guides', () => {
  it('are chosen by the first six characters of GS08', () => {
    expect(findVersion('004010')).to.equal(findVersion('004010VICS'));
    expect(findVersion('004010')!.version).to.equal('004010');
    for (const version of ['', '00401', '003040', '004011', '__proto__', 'constructor'])
      expect(findVersion(version)).to.equal(undefined);
  });

  it('hold the sets of 004010 that we read, each with the kind of its group', () => {
    const guides = sets.map((set) => findGuide('004010', set)!);
    expect(guides.map((guide) => guide.functionalId)).to.deep.equal(['IN', 'PO', 'PR', 'SH', 'FA']);
    expect([...findVersion('004010')!.sets.keys()].sort()).to.deep.equal(sets);
    expect(findGuide('004010', '999')).to.equal(undefined);
  });

  it('have a short word of ours for every segment', () => {
    const { dictionary } = findVersion('004010')!;
    const used = dictionary.names.filter((_, row) =>
      sets.some((set) => findGuide('004010', set)!.inSet[row] === 1),
    );
    expect(used).to.have.lengthOf.at.least(100);
    expect(used.filter((id) => segmentName(id) === undefined)).to.deep.equal([]);
  });

  it('have no more words for the elements of a segment than it has elements', () => {
    const { dictionary } = findVersion('004010')!;
    dictionary.names.forEach((id, row) => {
      const elements = dictionary.first[row + 1]! - dictionary.first[row]!;
      expect(elementName(id, elements + 1), `${id} has ${elements} elements`).to.equal(undefined);
    });
    expect([elementName('PO1', 2), elementName('PO1', 7), elementName('ZZZ', 1)]).to.deep.equal([
      'quantity',
      'item number',
      undefined,
    ]);
  });

  it('let every loop of a set be reached and every segment be placed', () => {
    for (const set of sets) {
      const guide = findGuide('004010', set)!;
      const opened = new Set([...guide.itemLoop].filter((loop) => loop >= 0));
      expect(opened.size).to.equal(guide.loopIds.length - 1);
      guide.itemRow.forEach((row) => expect(guide.inSet[row]).to.equal(1));
    }
  });
});
