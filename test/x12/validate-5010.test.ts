/**
 * Validation of what 005010 adds: repetitions, composites that repeat, their codes; and binary data by its length.
 */
import { expect } from 'chai';
import type { ValidationPolicy } from '../../src/x12/validate/policy.js';
import { answerTo } from './made-answers.js';
import { makeFile, orderSet, type MadeSet } from './made-x12.js';
import { brief, readSet } from './read-set.js';
import { readDocuments, readX12 } from './read-x12.js';

const version = '005010';
const line = 'PO1*1*10*EA*12.5**VP*A1';
const order = (...body: string[]): MadeSet => ({ set: '850', body: ['BEG*00*SA*PO-1**20260301', ...body] });

function issuesOf(set: MadeSet, policy: Partial<ValidationPolicy> = {}, functionalId = 'PO'): string[] {
  return readSet(set, policy, { version, functionalId }).issues.map(brief);
}

const trigger = (times: number) => Array.from({ length: times }, () => 'SITUATIONAL TRIGGER').join('^');

/** A 999 with this CTX01. */
function contexts(repeated: string): MadeSet {
  const body = [
    'AK1*PO*1*005010',
    'AK2*850*0001',
    'IK3*PO1*4**8',
    `CTX*${repeated}*PO1*4`,
    'IK5*R*5',
    'AK9*R*1*1*0',
  ];
  return { set: '999', body };
}

describe('validation in 005010', () => {
  it('takes a sound order, and an acknowledgment with its contexts', () => {
    expect(issuesOf(order(line))).to.deep.equal([]);
    for (const times of [1, 2, 10]) expect(issuesOf(contexts(trigger(times)), {}, 'FA')).to.deep.equal([]);
  });

  it('tells an element that repeats more often than it may by AK4 12', () => {
    expect(issuesOf(contexts(trigger(11)), {}, 'FA')).to.deep.equal(['CTX01 AK4 12']);
    expect(issuesOf(order('REF*DP*1^2', line))).to.deep.equal(['REF02 AK4 12']);
    expect(issuesOf(order('PO1*1*10^11*EA*1'))).to.deep.equal(['PO102 AK4 12']);
  });

  it('tells components that a composite does not have by AK4 13, of the repetition at fault', () => {
    expect(issuesOf(order('REF*DP*1**DP:1:DP:2:DP:3:X', line))).to.deep.equal(['REF04-7 AK4 13']);
    const twice = contexts('SITUATIONAL TRIGGER^CLM01:123:X');
    const [issue] = readSet(twice, {}, { version, functionalId: 'FA' }).issues;
    expect(issue).to.include({ ak4: '13', element: 1, component: 3, repetition: 2, value: 'X' });
  });

  it('lets an agreement tolerate, note or pass over repetitions', () => {
    const set = order('REF*DP*1^2', line);
    const verdictOf = (repetitions: 'tolerate' | 'warn' | 'off') =>
      readSet(set, { repetitions }, { version }).verdict;
    expect([verdictOf('tolerate'), verdictOf('warn'), verdictOf('off')]).to.deep.equal([
      ...['accepted-with-errors', 'accepted', 'accepted'],
    ]);
  });

  it('judges each repetition by itself', () => {
    const set = contexts(`${'A'.repeat(36)}^${'B'.repeat(35)}^\u0001`);
    const issues = readSet(set, {}, { version, functionalId: 'FA' }).issues.map((one) => [
      one.ak4,
      one.repetition ?? 1,
    ]);
    expect(issues).to.deep.equal([
      ['5', 1],
      ['6', 3],
    ]);
  });

  it('hands out each repetition and component', () => {
    const set = contexts('SITUATIONAL TRIGGER^CLM01:123^X');
    const [document] = readDocuments(makeFile([set], { version, functionalId: 'FA' }));
    const ctx = document!.segments.find((one) => one.id === 'CTX')!;
    expect(ctx.repetitions(1)).to.deep.equal(['SITUATIONAL TRIGGER', 'CLM01:123', 'X']);
    expect([ctx.component(1, 1, 2), ctx.component(1, 2, 2), ctx.component(1, 2, 3)]).to.deep.equal([
      'CLM01',
      '123',
      '',
    ]);
  });

  it('has the same segments, codes and verdicts as 004010 where the versions agree', () => {
    for (const [body, issues] of [
      [
        ['REF', line],
        ['REF01 AK4 1', 'REF02 AK4 2'],
      ],
      [['DTM*002*20260230', line], ['DTM02 AK4 8']],
      [['N1*ST', line], ['N102 AK4 2']],
      [['ZZZ*1', line], ['ZZZ@3 AK3 1']],
      [['N3*a', line], ['N3@3 AK3 2']],
      [['N1*ST*X', 'CUR*BY*USD', line], ['CUR@4 AK3 7']],
      [['CTT*0'], ['PO1@3 AK3 3']],
    ] as const)
      expect(issuesOf(order(...body)), body.join('~')).to.deep.equal(issues);
  });

  it('is answered in the codes of the version that is written', () => {
    const set = order('REF*DP*1^2', 'REF*DP*1**DP:1:DP:2:DP:3:X', line);
    const newer = answerTo(readX12(makeFile([set], { version })));
    expect(newer.filter((one) => one.startsWith('AK4'))).to.deep.equal(['AK4*2*127*12*12', 'AK4*4:7**13*X']);
    const older = answerTo(readX12(makeFile([set], { version }).replace('*X*005010', '*X*004010')));
    expect(older.filter((one) => one.startsWith('AK4')).map((one) => one.split('*')[3])).to.deep.equal([
      '3',
      '3',
    ]);
  });
});

describe('binary data', () => {
  const file = (body: string[]) => makeFile([orderSet(), { set: '275', body }, orderSet()]);
  const outline = (text: string) => {
    const { verdict, groups } = readX12(text).interchanges[0]!;
    return [verdict, groups.flatMap(({ sets }) => sets.map((set) => set.codes.join()))];
  };

  for (const [id, before] of [
    ['BIN', 'BIN'],
    ['BDS', 'BDS*ASC'],
  ] as const) {
    it(`of ${id} is passed over by its length, whatever is in it`, () => {
      for (const data of [
        'a~b*c:d',
        'SE*1*0001~GE*1*1~IEA*1*1~',
        '\r\n\r\n',
        '\0\u0001',
        '~~~~',
        'ISA*00*',
        '*',
      ])
        expect(outline(file([`${before}*${data.length}*${data}`])), data).to.deep.equal([
          'partially-accepted',
          ['', '1', ''],
        ]);
    });

    it(`of ${id} with a wrong length is told, and the neighbours are kept`, () => {
      const sets = (body: string[]) => {
        const text = makeFile([
          orderSet(),
          { set: '850', body: ['BEG*00*SA*1**20260301', 'PO1*1*1*EA', ...body] },
          orderSet(),
        ]);
        return readX12(text).interchanges[0]!.groups[0]!.sets;
      };
      for (const length of ['2', '0', '-1', 'x', '', '4.0']) {
        const found = sets([`${before}*${length}*abcdef`]);
        expect(found.map(({ verdict }) => verdict)).to.deep.equal(['accepted', 'rejected', 'accepted']);
      }
    });
  }

  it('that is longer than the file leaves nothing accepted', () => {
    expect(outline(file(['BIN*99999*abc']))).to.deep.equal(['rejected', ['', '1,2']]);
  });
});
