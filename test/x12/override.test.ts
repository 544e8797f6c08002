/**
 * What is agreed beyond the guide of a set: each kind of change, what it tells, and that nothing else changes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { X12Loop } from '../../src/x12/document.js';
import { findGuide, findVersion } from '../../src/x12/guides/find-guide.js';
import { overrideGuide } from '../../src/x12/guides/override/override-guide.js';
import { itemPaths } from '../../src/x12/guides/override/override-structure.js';
import type { GuideOverride } from '../../src/x12/guides/override/override.js';
import type { X12Issue } from '../../src/x12/report.js';
import { makeFile, orderWith, type MadeSet } from './made-x12.js';
import { brief, readSet } from './read-set.js';
import { readDocuments, readX12 } from './read-x12.js';

const line = 'PO1*1*10*EA*12.5**VP*A1';
const asked = (guide: GuideOverride, set: MadeSet): X12Issue[] => readSet(set, { guide }).issues;
const told = (guide: GuideOverride, ...body: string[]): string[] =>
  asked(guide, orderWith(...body)).map(
    (issue) => brief(issue) + (issue.implementation === true ? ' as agreed' : ''),
  );

describe('codes of an override', () => {
  it('extend a list, so that a code added is known', () => {
    expect(told({}, 'PO1*1*10*Q9')).to.deep.equal(['PO103 warning CODE_NOT_LISTED']);
    expect(told({ codes: { '355': { add: ['Q9'] } } }, 'PO1*1*10*Q9')).to.deep.equal([]);
    expect(told({ codes: { '355': { add: ['Q9'] } } }, 'PO1*1*10*EA')).to.deep.equal([]);
    expect(told({ codes: { '355': { add: ['Q9'] } } }, 'PO1*1*10*Q8')).to.deep.equal([
      'PO103 warning CODE_NOT_LISTED',
    ]);
  });

  it('extend a whole list, which stays whole', () => {
    const guide = { codes: { '248': { add: ['Y'] } } };
    expect(told({}, line, 'SAC*Y*D240***1')).to.deep.equal(['SAC01 AK4 7']);
    expect(told(guide, line, 'SAC*Y*D240***1')).to.deep.equal([]);
    expect(told(guide, line, 'SAC*X*D240***1')).to.deep.equal(['SAC01 AK4 7']);
  });

  it('replace a list, which is whole then', () => {
    const guide = { codes: { '355': { only: ['EA', 'BX'] } } };
    expect(told(guide, 'PO1*1*10*BX')).to.deep.equal([]);
    expect(told(guide, 'PO1*1*10*CA')).to.deep.equal(['PO103 AK4 7 as agreed']);
    expect(asked(guide, orderWith('PO1*1*10*CA'))[0]!.words).to.equal('PO103 is no code of the list: EA, BX');
  });

  it('at a place go over those of the element, and leave other places alone', () => {
    const guide = { codes: { BEG02: { only: ['SA', 'RL'] }, '92': { only: ['NE'] } } };
    expect(told(guide, line)).to.deep.equal([]);
    expect(told({ codes: { BEG02: { only: ['RL'] } } }, line)).to.deep.equal(['BEG02 AK4 7 as agreed']);
    expect(told({ codes: { '92': { only: ['RL'] } } }, line)).to.deep.equal(['BEG02 AK4 7 as agreed']);
    expect(told({ codes: { CTP09: { only: ['BX'] } } }, line)).to.deep.equal([]);
  });

  it('may be of any text, where the element has text', () => {
    const guide = { codes: { N104: { only: ['Store-0001', 'store 2'] } } };
    expect(told(guide, 'N1*ST*X*92*Store-0001', 'N1*ST*X*92*store 2', line)).to.deep.equal([]);
    expect(told(guide, 'N1*ST*X*92*store 3', line)).to.deep.equal(['N104 AK4 7 as agreed']);
  });

  it('reach one component of one composite', () => {
    const guide = { codes: { 'MEA04-1': { only: ['CM'] } } };
    expect(told(guide, line, 'MEA*PD*HT*1*CM')).to.deep.equal([]);
    expect(told(guide, line, 'MEA*PD*HT*1*IN')).to.deep.equal(['MEA04-1 AK4 7 as agreed']);
    expect(told(guide, line, 'LIN**VP*A', 'SLN*1**I*1*IN')).to.deep.equal([]);
  });

  it('follow validation.codes', () => {
    const set = orderWith('PO1*1*10*CA');
    const guide = { codes: { '355': { only: ['EA'] } } };
    expect(readSet(set, { guide, codes: 'warn' }).verdict).to.equal('accepted');
    expect(readSet(set, { guide, codes: 'tolerate' }).verdict).to.equal('accepted-with-errors');
  });
});

describe('elements of an override', () => {
  it('may be required', () => {
    const guide: GuideOverride = { elements: { PO107: { use: 'required' }, REF03: { use: 'required' } } };
    expect(told(guide, line, 'PO1*2*1')).to.deep.equal(['PO107 AK4 1 as agreed']);
    expect(told(guide, 'REF*DP*1', line)).to.deep.equal(['REF03 AK4 1 as agreed']);
    expect(told(guide, 'PO1*2*1*EA*1***A')).to.deep.equal(['PO106 AK4 2']);
  });

  it('may be optional where X12 wants them', () => {
    const guide: GuideOverride = { elements: { CUR02: { use: 'optional' } } };
    expect(told({}, 'CUR*BY', line)).to.deep.equal(['CUR02 AK4 1']);
    expect(told(guide, 'CUR*BY', line)).to.deep.equal([]);
    expect(told(guide, 'CUR', line)).to.deep.equal(['CUR01 AK4 1']);
  });

  it('may be not used', () => {
    const guide: GuideOverride = { elements: { PO104: { use: 'not-used' }, 'MEA04-2': { use: 'not-used' } } };
    expect(told(guide, line)).to.deep.equal(['PO104 AK4 10 as agreed']);
    expect(told(guide, 'PO1*1*10*EA***VP*A1')).to.deep.equal([]);
    expect(told(guide, 'PO1*1*10*EA***VP*A1', 'MEA*PD*HT*1*CM:2')).to.deep.equal([
      'MEA04-2 AK4 10 as agreed',
    ]);
    expect(told({ elements: { MEA04: { use: 'not-used' } } }, line, 'MEA*PD*HT*1*CM')).to.deep.equal([
      'MEA04 AK4 10 as agreed',
    ]);
  });

  it('may require a component of a composite', () => {
    const guide: GuideOverride = { elements: { 'MEA04-2': { use: 'required' } } };
    expect(told(guide, line, 'MEA*PD*HT*1*CM')).to.deep.equal(['MEA04-2 AK4 1 as agreed']);
    expect(told(guide, line, 'MEA*PD*HT*1*CM:2', 'SLN*1**I*1*EA')).to.deep.equal([]);
  });

  it('may be longer or shorter', () => {
    const guide = { elements: { PO107: { max: 60 }, BEG03: { min: 6, max: 8 }, PO102: { max: 3 } } };
    expect(told({}, `PO1*1*1*EA*1**VP*${'x'.repeat(50)}`)).to.deep.equal(['PO107 AK4 5']);
    expect(told(guide, `PO1*1*1*EA*1**VP*${'x'.repeat(50)}`)).to.deep.equal(['BEG03 AK4 4 as agreed']);
    expect(told({ elements: { PO107: { max: 60 } } }, `PO1*1*1*EA*1**VP*${'x'.repeat(61)}`)).to.deep.equal([
      'PO107 AK4 5',
    ]);
    expect(told({ elements: { PO102: { max: 3 } } }, 'PO1*1*-123.*EA')).to.deep.equal([]);
    expect(told({ elements: { PO102: { max: 3 } } }, 'PO1*1*12.34*EA')).to.deep.equal([
      'PO102 AK4 5 as agreed',
    ]);
  });

  it('say in words that X12 does not ask for it', () => {
    const [issue] = asked({ elements: { PO108: { use: 'required' } } }, orderWith(line));
    expect(issue).to.deep.include({
      code: 'MANDATORY_ELEMENT_MISSING',
      words: 'PO108 is missing: it was agreed to send it',
      implementation: true,
    });
  });
});

describe('segments of an override', () => {
  it('may be not used, at their own place only', () => {
    const guide: GuideOverride = { segments: { CUR: { use: 'not-used' } } };
    expect(told(guide, 'CUR*BY*USD', line)).to.deep.equal(['CUR@3 AK3 2 as agreed']);
    expect(told(guide, line, 'CUR*BY*USD')).to.deep.equal([]);
    expect(told({ segments: { 'PO1/CUR': { use: 'not-used' } } }, 'CUR*BY*USD', line)).to.deep.equal([]);
    expect(asked(guide, orderWith('CUR*BY*USD', line))[0]!.code).to.equal('SEGMENT_NOT_USED');
  });

  it('tell a loop that is not used once for each time it stands, and not what is in it', () => {
    const guide: GuideOverride = { segments: { N1: { use: 'not-used' } } };
    expect(told(guide, 'N1*ST*X', 'N3*STREET', 'N1*BY*Y', line)).to.deep.equal([
      'N1@3 AK3 2 as agreed',
      'N1@5 AK3 2 as agreed',
    ]);
  });

  it('may be required', () => {
    const guide: GuideOverride = { segments: { REF: { use: 'required' }, 'PO1/PID': { use: 'required' } } };
    expect(told(guide, line)).to.deep.equal(['REF@3 AK3 3 as agreed', 'PID@4 AK3 3 as agreed']);
    expect(told(guide, 'REF*DP*1', line, 'PID*F****X', line)).to.deep.equal(['PID@7 AK3 3 as agreed']);
  });

  it('may be optional where X12 wants them', () => {
    const guide: GuideOverride = { segments: { PO1: { use: 'optional' } } };
    expect(told({})).to.deep.equal(['PO1@3 AK3 3']);
    expect(told(guide)).to.deep.equal([]);
  });

  it('may stand less often, without being moved', () => {
    const guide = { segments: { 'N1/N3': { max: 1 }, PO1: { max: 2 } } };
    expect(told(guide, 'N1*ST*X', 'N3*A', 'N3*B', line, line, line)).to.deep.equal([
      'N3@5 AK3 5 as agreed',
      'PO1@8 AK3 4 as agreed',
    ]);
    expect(told(guide, 'N1*ST*X', 'N3*A', 'N3*B', 'N3*C', line)).to.deep.equal([
      'N3@5 AK3 5 as agreed',
      'N3@6 AK3 5',
    ]);
  });

  it('may stand more often', () => {
    const guide = { segments: { PER: { max: 5 } } };
    const four = ['PER*BD*A', 'PER*BD*B', 'PER*BD*C', 'PER*BD*D'];
    expect(told({}, ...four, line)).to.deep.equal(['PER@6 AK3 5']);
    expect(told(guide, ...four, line)).to.deep.equal([]);
    expect(told(guide, ...four, ...four, line)).to.deep.equal(['PER@8 AK3 5', 'PER@9 AK3 5', 'PER@10 AK3 5']);
  });

  it('follow validation.maxUse, where they are too many', () => {
    const set = orderWith('N1*ST*X', 'N3*A', 'N3*B', line);
    const policy = { guide: { segments: { 'N1/N3': { max: 1 } } }, maxUse: 'warn' } as const;
    expect(readSet(set, policy).verdict).to.equal('accepted');
  });
});

describe('an override', () => {
  const fixtures = join(import.meta.dirname, '../fixtures/x12');
  const files = readdirSync(fixtures).filter((name) => !/\.(tsv|md|txt)$/.test(name));

  it('that says nothing, or nothing of the set, changes nothing', () => {
    const guides: GuideOverride[] = [{}, { codes: {}, elements: {}, segments: {} }];
    guides.push({ codes: { '99999': { add: ['X'] } }, segments: { 'ZZZ/A1': { max: 1 } } });
    for (const { sets } of ['004010', '005010'].map((version) => findVersion(version)!))
      for (const guide of sets.values())
        for (const override of guides) expect(overrideGuide(guide, override)).to.equal(guide);
  });

  it('that says what X12 says finds what X12 finds', () => {
    const same: GuideOverride = {
      codes: { '353': { add: ['00'] } },
      elements: { BEG01: { use: 'required' }, PO101: { use: 'optional' } },
      segments: { BEG: { use: 'required', max: 1 }, REF: { use: 'optional' } },
    };
    expect(files.length).to.be.above(40);
    for (const name of files) {
      const bytes = readFileSync(join(fixtures, name));
      expect(readX12(bytes, { policyFor: () => ({ guide: same }) }), name).to.deep.equal(readX12(bytes));
    }
  });

  it('of any kind finds no fault of X12 that is not there, and moves no segment', () => {
    const limits = { issuesPerSetMax: 10_000 };
    const found = (bytes: Uint8Array, guide?: GuideOverride) => {
      const policyFor = () => ({ guide });
      const documents = readDocuments(bytes, { limits, policyFor });
      const report = readX12(bytes, { limits, policyFor });
      const sets = report.interchanges.flatMap(({ groups }) => groups.flatMap((group) => group.sets));
      const faults = sets
        .flatMap(({ issues }) => issues)
        .filter(({ implementation }) => implementation !== true)
        .map(({ code, place: { offset, element, component } }) =>
          [code, offset, element, component].join(' '),
        );
      return { faults, loops: documents.map(({ root }) => outline(root)) };
    };
    const read = files.map((name) => readFileSync(join(fixtures, name)));
    const plain = read.map((bytes) => found(bytes));
    const property = fc.property(
      fc.integer({ min: 0, max: files.length - 1 }),
      restriction(),
      (at, guide) => {
        const { faults, loops } = found(read[at]!, guide);
        expect(plain[at]!.faults).to.include.members(faults);
        expect(loops).to.deep.equal(plain[at]!.loops);
      },
    );
    fc.assert(property, { numRuns: 300, seed: 3 });
  });

  it('is made into a guide once, and leaves the guide itself as it is', () => {
    const guide = findGuide('004010', '850')!;
    const override: GuideOverride = { elements: { PO107: { use: 'required' } } };
    expect(overrideGuide(guide, override)).to.equal(overrideGuide(guide, override)).and.not.to.equal(guide);
    expect(readX12(makeFile([orderWith('PO1*1*10*EA')])).interchanges[0]!.verdict).to.equal('accepted');
  });

  it('serves sets of several kinds and versions with what fits each', () => {
    const override: GuideOverride = {
      elements: { BIG04: { use: 'required' }, BEG05: { use: 'required' } },
      segments: { CUR: { use: 'not-used' } },
    };
    const invoice = { set: '810', body: ['BIG*20260301*1', 'CUR*BY*USD', 'IT1*1*1*EA*1', 'TDS*100'] };
    expect(asked(override, invoice).map(brief)).to.deep.equal(['BIG04 AK4 1', 'CUR@3 AK3 2']);
  });
});

/** Loops and segments as they stand in each other. */
function outline({ id, segments, loops }: X12Loop): unknown {
  return [id, segments.map((segment) => segment.id), loops.map(outline)];
}

/** Overrides that ask for more, or for no less often, than X12 does. */
function restriction(): fc.Arbitrary<GuideOverride> {
  const guides = ['810', '850', '855', '856'].map((set) => findGuide('004010', set)!);
  const paths = [...new Set(guides.flatMap((guide) => itemPaths(guide).flatMap((path) => path ?? [])))];
  const { names, first } = guides[0]!.dictionary;
  const inSets = [...names.keys()].filter((row) => guides.some((guide) => guide.inSet[row] === 1));
  const places = inSets.flatMap((row) =>
    Array.from(
      { length: first[row + 1]! - first[row]! },
      (_, at) => names[row]! + String(at + 1).padStart(2, '0'),
    ),
  );
  const use = fc.record({ use: fc.constantFrom('required', 'optional', 'not-used') });
  return fc.record({
    codes: fc.dictionary(
      fc.constantFrom(...places, '355', '98', '235'),
      fc.record({ only: fc.constant(['EA', 'ST', 'VP']) }),
      { maxKeys: 40 },
    ),
    elements: fc.dictionary(fc.constantFrom(...places), use, { maxKeys: 40 }),
    segments: fc.dictionary(fc.constantFrom(...paths), fc.oneof(use, fc.constant({ max: 1 })), {
      maxKeys: 40,
    }),
  });
}
