/**
 * What is wrong with an override is found before it is used.
 */
import { expect } from 'chai';
import { checkOverride } from '../../src/x12/guides/override/check-override.js';
import type { GuideOverride } from '../../src/x12/guides/override/override.js';

const on = (effective: GuideOverride) => ({ set: '850', version: '004010', effective });
const faults = (override: GuideOverride) =>
  checkOverride(override, on(override)).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('checkOverride', () => {
  it('finds nothing wrong with what fits the set', () => {
    expect(
      checkOverride(
        {
          codes: { '355': { add: ['CS', 'TR'] }, BEG02: { only: ['SA', 'RL'] }, 'MEA04-1': { only: ['CM'] } },
          elements: {
            BEG05: { use: 'required' },
            PO107: { use: 'required', min: 1, max: 60 },
            'MEA04-2': { max: 3 },
          },
          segments: { CUR: { use: 'not-used' }, 'PO1/CTP': { max: 3 }, 'PO1/N1/N4': { use: 'required' } },
        },
        on({}),
      ),
    ).to.deep.equal([]);
  });

  const wrong: [string, GuideOverride, string][] = [
    [
      'a segment that the set lacks',
      { segments: { BIG: { max: 1 } } },
      'segments.BIG: there is no segment BIG in x12/850/004010',
    ],
    [
      'a path that the set lacks',
      { segments: { 'PO1/BEG': { max: 1 } } },
      'segments.PO1/BEG: there is no segment PO1/BEG in x12/850/004010',
    ],
    [
      'the first segment of a loop inside it',
      { segments: { 'PO1/PO1': { max: 1 } } },
      'segments.PO1/PO1: there is no segment PO1/PO1 in x12/850/004010',
    ],
    [
      'the envelope',
      { segments: { ST: { max: 1 } } },
      'segments.ST: there is no segment ST in x12/850/004010',
    ],
    [
      'elements of the envelope',
      { elements: { ST02: { max: 4 } } },
      'elements.ST02: there is no segment ST in x12/850/004010',
    ],
    [
      'an element of another segment',
      { elements: { BIG04: { use: 'required' } } },
      'elements.BIG04: there is no segment BIG in x12/850/004010',
    ],
    [
      'an element too many',
      { elements: { PO126: { use: 'required' } } },
      'elements.PO126: PO1 has 25 elements',
    ],
    ['element 0', { elements: { PO100: { use: 'required' } } }, 'elements.PO100: PO1 has 25 elements'],
    [
      'a component of no composite',
      { elements: { 'PO101-1': { use: 'required' } } },
      'elements.PO101-1: element 1 of PO1 has no components',
    ],
    [
      'a component too many',
      { elements: { 'MEA04-16': { use: 'required' } } },
      'elements.MEA04-16: element 4 of MEA has 15 components',
    ],
    [
      'the length of a date',
      { elements: { BEG05: { max: 10 } } },
      'elements.BEG05.max: the length of BEG05 cannot be changed: it is a date',
    ],
    [
      'the length of a composite',
      { elements: { MEA04: { min: 1 } } },
      'elements.MEA04.min: the length of MEA04 cannot be changed: it is a composite, whose components have their own',
    ],
    [
      'a length that nothing has',
      { elements: { BEG03: { min: 9, max: 8 } } },
      'elements.BEG03.max: BEG03 would have at least 9 and at most 8 characters',
    ],
    [
      'a length above that of X12',
      { elements: { BEG03: { min: 30 } } },
      'elements.BEG03.min: BEG03 would have at least 30 and at most 22 characters',
    ],
    [
      'an element number that the set lacks',
      { codes: { '9999': { add: ['A'] } } },
      'codes.9999: there is no data element 9999 in x12/850/004010',
    ],
    [
      'a code too long',
      { codes: { '355': { add: ['EA', 'EACH'] } } },
      'codes.355.add.1: "EACH" can be no code of data element 355, which has 2 characters',
    ],
    [
      'a code too short',
      { codes: { BEG02: { only: ['S'] } } },
      'codes.BEG02.only.0: "S" can be no code of BEG02, which has 2 characters',
    ],
    [
      'codes beside no list',
      { codes: { BEG03: { add: ['A'] } } },
      'codes.BEG03.add: BEG03 has no list of codes, so any code is taken',
    ],
    [
      'codes of a number',
      { codes: { PO102: { only: ['1'] } } },
      'codes.PO102: PO102 has no codes: it is a number',
    ],
    [
      'codes of a composite',
      { codes: { MEA04: { only: ['1'] } } },
      'codes.MEA04: MEA04 has no codes: it is a composite, whose components have their own',
    ],
  ];
  for (const [what, override, expected] of wrong)
    it(`finds ${what}`, () => {
      expect(faults(override)).to.deep.equal([expected]);
    });

  it('names what there is', () => {
    const [fault] = checkOverride({ segments: { 'PO1/CPT': { max: 1 } } }, on({}));
    expect(fault!.known).to.include.members(['BEG', 'PO1', 'PO1/CTP', 'PO1/N1/N4']).and.not.include('ST');
    const [inLoops] = checkOverride({ segments: { N4: { max: 1 } } }, on({}));
    expect(inLoops!.help).to.equal('in loops there is N1/N4, SPI/N1/N4, PO1/N1/N4, PO1/SLN/N1/N4');
    const [element] = checkOverride({ elements: { BGE05: { use: 'required' } } }, on({}));
    expect(element!.known).to.include('BEG05');
  });

  it('measures codes by what is agreed about the element elsewhere', () => {
    const codes = { N104: { only: ['x'.repeat(81)] } };
    expect(checkOverride({ codes }, on({ codes }))).to.have.length(1);
    expect(checkOverride({ codes }, on({ codes, elements: { N104: { max: 90 } } }))).to.deep.equal([]);
  });

  it('takes for all sets what fits any of them', () => {
    const fit = {
      elements: { BIG04: { use: 'required' }, BEG05: { use: 'required' } },
      segments: { CUR: { max: 1 } },
    } as const;
    expect(checkOverride(fit)).to.deep.equal([]);
    expect(checkOverride({ segments: { ZZZ: { max: 1 } } })[0]!.message).to.equal(
      'there is no segment ZZZ in any set that we know',
    );
    // What fits nowhere is told by the sets that have the element, not by those that lack it.
    expect(checkOverride({ elements: { BIG99: { max: 1 } } })[0]!.message).to.match(/^BIG has \d+ elements$/);
  });

  it('tells a set or version that there is no guide for', () => {
    const [fault] = checkOverride({}, { set: '843', version: '004010', effective: {} });
    expect(fault).to.deep.include({
      path: [],
      message: 'there is no guide for x12/843/004010, so nothing of it can be changed',
    });
  });
});
