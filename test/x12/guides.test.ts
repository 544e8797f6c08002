/**
 * The guides as data: what they know, and that their words cover what they hold.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findGuide, findVersion } from '../../src/x12/guides/find-guide.js';
import { elementName, segmentName } from '../../src/x12/guides/names.js';
import { projectRoot } from '../kit/source-files.js';

const kinds: Record<string, string> = {
  '810': 'IN',
  '820': 'RA',
  '824': 'AG',
  '832': 'SC',
  '846': 'IB',
  '850': 'PO',
  '855': 'PR',
  '856': 'SH',
  '860': 'PC',
  '861': 'RC',
  '865': 'CA',
  '867': 'PT',
  '997': 'FA',
};
const versions: Record<string, Record<string, string>> = {
  '004010': kinds,
  '005010': { ...kinds, '999': 'FA' },
};
const guides = Object.entries(versions).flatMap(([version, sets]) =>
  Object.keys(sets).map((set) => findGuide(version, set)!),
);

describe('X12 guides', () => {
  it('are chosen by the first six characters of GS08', () => {
    expect(findVersion('004010')).to.equal(findVersion('004010VICS'));
    expect(findVersion('004010')!.version).to.equal('004010');
    for (const version of ['', '00401', '003040', '004011', '__proto__', 'constructor'])
      expect(findVersion(version)).to.equal(undefined);
  });

  it('hold the sets that we read, each with the kind of its group', () => {
    for (const [version, sets] of Object.entries(versions)) {
      const known = [...findVersion(version)!.sets.values()];
      expect(Object.fromEntries(known.map((guide) => [guide.set, guide.functionalId]))).to.deep.equal(sets);
      expect([...findVersion(version)!.functionalIds].sort()).to.deep.equal(
        [...new Set(Object.values(sets))].sort(),
      );
    }
    expect(findGuide('004010', '999')).to.equal(undefined);
  });

  it('have a short word of ours for every segment', () => {
    const used = guides.flatMap((guide) => guide.dictionary.names.filter((_, row) => guide.inSet[row] === 1));
    expect(new Set(used)).to.have.lengthOf.at.least(150);
    expect([...new Set(used)].filter((id) => segmentName(id) === undefined)).to.deep.equal([]);
  });

  it('have a word of ours for every element of every segment, and no more', () => {
    // 005010 only adds elements to segments
    const { dictionary } = findVersion('005010')!;
    dictionary.names.forEach((id, row) => {
      if (!guides.some((guide) => guide.inSet[guide.dictionary.names.indexOf(id)] === 1)) return;
      const elements = dictionary.first[row + 1]! - dictionary.first[row]!;
      for (let element = 1; element <= elements; element++)
        expect(elementName(id, element), `${id} ${element}`).to.match(/^\S/);
      expect(elementName(id, elements + 1), `${id} has ${elements} elements`).to.equal(undefined);
    });
    expect([elementName('PO1', 2), elementName('PO1', 7), elementName('ZZZ', 1)]).to.deep.equal([
      'quantity',
      'item number',
      undefined,
    ]);
  });

  it('let every loop of a set be reached and every segment be placed', () => {
    for (const guide of guides) {
      const opened = new Set([...guide.itemLoop].filter((loop) => loop >= 0));
      expect(opened.size).to.equal(guide.loopIds.length - 1);
      guide.itemRow.forEach((row) => expect(guide.inSet[row]).to.equal(1));
    }
  });
});

describe('docs/x12.md', () => {
  const text = readFileSync(join(projectRoot, 'docs/x12.md'), 'utf8');

  it('lists every set with its group, its versions and its confidence', () => {
    const rows = [...text.matchAll(/^\| (\d{3}) .*$/gm)].map(([row]) =>
      row.split('|').map((cell) => cell.trim()),
    );
    const told = rows.flatMap(([, set = '', , group = '', first, second, confidence = '']) =>
      [first === 'yes' ? '004010' : '', second === 'yes' ? '005010' : '']
        .filter((version) => version !== '')
        .map((version) => `${version} ${set} ${group} ${confidence}`),
    );
    const known = guides.map(
      ({ version, set, functionalId, confidence }) => `${version} ${set} ${functionalId} \`${confidence}\``,
    );
    expect(told.sort()).to.deep.equal(known.sort());
  });

  it('lists every code list as whole or partial', () => {
    const lists = new Map<string, boolean>();
    for (const version of Object.keys(versions)) {
      const { codes, reference } = findVersion(version)!.dictionary;
      codes.forEach((list, index) => list && lists.set(reference[index]!, list.whole));
    }
    const listed = (extent: string) => new RegExp(`^- ${extent}: (.*)\\.$`, 'm').exec(text)![1]!.split(', ');
    const known = (whole: boolean) => [...lists].flatMap(([id, one]) => (one === whole ? [id] : []));
    expect(listed('Whole').sort()).to.deep.equal(known(true).sort());
    expect(listed('Partial').sort()).to.deep.equal(known(false).sort());
  });
});
