/**
 * Every set of every version: a sound one is accepted, and one that lacks a mandatory segment is rejected for that.
 */
import { expect } from 'chai';
import { findVersion } from '../../src/x12/guides/find-guide.js';
import { writtenSets } from './made-sets.js';
import { brief, readSet } from './read-set.js';

for (const version of ['004010', '005010']) {
  const { sets } = findVersion(version)!;
  const read = (set: string, body: readonly string[]) => {
    const { functionalId } = sets.get(set)!;
    const report = readSet({ set, body }, {}, { version, functionalId });
    return { verdict: report.verdict, issues: report.issues.map(brief) };
  };

  describe(`X12 guides of ${version}`, () => {
    for (const set of sets.keys()) {
      const { missing, lines, later = {}, body: earlier } = writtenSets[set]!;
      const idOf = (segment: string) => segment.split('*', 1)[0]!;
      const body = earlier.map((segment) => (version === '005010' && later[idOf(segment)]) || segment);

      it(`accept a sound ${set}`, () => {
        expect(read(set, body)).to.deep.equal({ verdict: 'accepted', issues: [] });
      });

      for (const [segment, told] of Object.entries(missing)) {
        it(`reject a ${set} without ${segment}`, () => {
          const { verdict, issues } = read(set, without(body, segment));
          expect({ verdict, issues }).to.deep.equal({ verdict: 'rejected', issues: [told] });
        });
      }

      if (lines === undefined) continue;
      it(`reject a ${set} without its mandatory loop ${lines}`, () => {
        const first = body.findIndex((segment) => idOf(segment) === lines);
        const issues = [`${lines}@${first + 2} AK3 3`];
        expect(read(set, body.slice(0, first))).to.deep.equal({ verdict: 'rejected', issues });
      });
    }
  });
}

describe('X12 guide 832 of 005010', () => {
  const areas = (...body: string[]) => {
    const head = ['BCT*PS*CAT-1', 'LIN*1*VP*AM-7731', 'CTP**CON*12.5'];
    const made = { version: '005010', functionalId: 'SC' };
    return readSet({ set: '832', body: [...head, ...body] }, {}, made).issues.map(brief);
  };

  it('takes either of its two LS loops, and both', () => {
    const codes = ['LS*AAA', 'LM*ZZ', 'LQ*1*A', 'LE*AAA'];
    const parties = ['LS*BBB', 'N1*ST*CITY HOSPITAL', 'LE*BBB'];
    expect(areas(...codes)).to.deep.equal([]);
    expect(areas(...parties)).to.deep.equal([]);
    expect(areas(...codes, ...parties)).to.deep.equal([]);
  });

  it('misses the end of an LS loop, and takes no third one', () => {
    expect(areas('LS*BBB', 'N1*ST*CITY HOSPITAL')).to.deep.equal(['LE@7 AK3 3']);
    const party = ['LS*B', 'N1*ST*CITY HOSPITAL', 'LE*B'];
    expect(areas(...party, ...party, ...party)).to.deep.equal(['LS@11 AK3 4']);
  });
});

function without(body: readonly string[], segment: string): string[] {
  const left = body.filter((one) => !one.startsWith(`${segment}*`));
  expect(left).to.have.lengthOf(body.length - 1);
  return left;
}
