/**
 * Received 997 sets and TA1 segments as verdicts and words, from bytes that partners send.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { planAcknowledgment, writeAcknowledgment } from '../../src/x12/acknowledge/acknowledge.js';
import {
  readAcknowledgment,
  readInterchangeAcknowledgment,
  verdictOfSet,
} from '../../src/x12/acknowledge/read-acknowledgment.js';
import { madeGroup, madeInterchange, madeIssue, madeSet } from './made-reports.js';
import { readAll } from './read-all.js';
import { runs } from './runs.js';

const isa = `ISA*00*${' '.repeat(10)}*00*${' '.repeat(10)}*ZZ*PARTNER        *ZZ*HOSPITAL       *260302*0815*U*00401*000000042*0*P*:~`;

/** The first 997 of an interchange with these segments between ST and SE. */
function read(...segments: string[]) {
  return readSet({ version: '004010', st: 'ST*997*0001' }, segments);
}

/** The same of a 999. */
function read999(...segments: string[]) {
  return readSet({ version: '005010X231A1', st: 'ST*999*0001*005010X231A1' }, segments);
}

function readSet({ version, st }: { version: string; st: string }, segments: readonly string[]) {
  const text = [
    `${isa}\nGS*FA*P*H*20260302*0815*1*X*${version}`,
    st,
    ...segments,
    `SE*${segments.length + 2}*0001`,
    'GE*1*1',
    'IEA*1*000000042~',
  ].join('~\n');
  const [document] = readAll(new TextEncoder().encode(text)).documents;
  if (document === undefined) throw new Error('no set was read');
  return readAcknowledgment(document);
}

describe('readAcknowledgment', () => {
  it('tells an accepted group with the sets it names', () => {
    expect(read('AK1*PO*2201', 'AK2*850*0001', 'AK5*A', 'AK9*A*1*1*1')).to.deep.equal({
      functionalId: 'PO',
      groupControlNumber: '2201',
      verdict: 'accepted',
      reasons: [],
      setsIncluded: 1,
      setsReceived: 1,
      setsAccepted: 1,
      sets: [
        {
          set: '850',
          transactionSetControlNumber: '0001',
          verdict: 'accepted',
          reasons: [],
          issues: [],
          issueCount: 0,
        },
      ],
    });
  });

  it('tells faults with their place in words, and the value apart', () => {
    const group = read(
      ...['AK1*PO*2201', 'AK2*850*0001'],
      ...['AK3*PO1*7*PO1*8', 'AK4*3*355*7*CT', 'AK4*2*380*6*1O', 'AK3*BEG*2**3', 'AK3*REF*9**5'],
      ...['AK5*R*5*4', 'AK9*R*1*1*0*5'],
    );
    const [set] = group?.sets ?? [];
    expect(set?.issues.map((issue) => issue.words)).to.deep.equal([
      'segment 7, PO103: code value not accepted',
      'segment 7, PO102: character not allowed',
      'segment 2 (BEG): mandatory segment missing',
      'segment 9 (REF): segment occurs too often',
    ]);
    expect(set?.issues[0]).to.deep.equal({
      code: 'SENT_DOCUMENT_FAULT',
      place: {
        ...{ segment: 7, segmentId: 'PO1', loop: 'PO1' },
        ...{ element: 3, component: undefined, repetition: undefined },
      },
      segmentCode: '8',
      elementReference: '355',
      elementCode: '7',
      words: 'segment 7, PO103: code value not accepted',
      value: 'CT',
    });
    expect(set?.reasons).to.deep.equal([
      'one or more segments are at fault',
      'the segment count in SE is wrong',
    ]);
    expect(group?.reasons).to.deep.equal(['the number of sets in GE is wrong']);
  });

  it('names the component at fault', () => {
    const group = read('AK1*PO*1', 'AK2*850*0001', 'AK3*SVC*4**8', 'AK4*1:2**7', 'AK5*R*5', 'AK9*R*1*1*0');
    expect(group?.sets[0]?.issues[0]?.words).to.equal(
      'segment 4, SVC01, component 2: code value not accepted',
    );
  });

  for (const [code, verdict] of [
    ['A', 'accepted'],
    ['E', 'accepted-with-errors'],
    ['P', 'partially-accepted'],
    ['R', 'rejected'],
    ['X', 'rejected'],
    ['Q', undefined],
  ]) {
    it(`takes AK901 ${code} for ${verdict ?? 'no verdict'}`, () => {
      expect(read('AK1*PO*1', `AK9*${code}*1*1*1`)?.verdict).to.equal(verdict);
    });
  }

  it('shows codes that are not in our lists as they are', () => {
    const group = read('AK1*PO*1', 'AK2*850*1', 'AK3*REF*9**Z7', 'AK5*R*Z8', 'AK9*R*1*1*0*Z9');
    expect(group?.reasons).to.deep.equal(['code Z9']);
    expect(group?.sets[0]?.reasons).to.deep.equal(['code Z8']);
    expect(group?.sets[0]?.issues[0]?.words).to.equal('segment 9 (REF): code Z7');
  });

  it('concludes nothing from a 997 that ends early, and reads no set that is none', () => {
    const group = read('AK1*PO*1', 'AK2*850*0001');
    expect(group?.verdict).to.equal(undefined);
    expect(group?.sets[0]?.verdict).to.equal(undefined);
    expect(read('AK2*850*0001', 'AK5*A', 'AK9*A*1*1*1')).to.equal(undefined);
  });

  it('does not hang an AK4 on the segment of the set before', () => {
    const group = read(
      ...['AK1*PO*1', 'AK2*850*0001', 'AK3*REF*9**8', 'AK4*2*127*5', 'AK5*R*5'],
      ...['AK2*850*0002', 'AK4*3*127*5', 'AK5*R*5', 'AK9*R*2*2*0'],
    );
    expect(group?.sets.map((set) => set.issues.length)).to.deep.equal([1, 0]);
  });
});

describe('readAcknowledgment of a 999', () => {
  it('tells what it answers, and the guides that were followed', () => {
    const group = read999('AK1*PO*2201*005010', 'AK2*850*0001*005010X999', 'IK5*A', 'AK9*A*1*1*1');
    expect(group).to.deep.equal({
      functionalId: 'PO',
      groupControlNumber: '2201',
      version: '005010',
      verdict: 'accepted',
      reasons: [],
      setsIncluded: 1,
      setsReceived: 1,
      setsAccepted: 1,
      sets: [
        {
          set: '850',
          transactionSetControlNumber: '0001',
          conventionReference: '005010X999',
          verdict: 'accepted',
          reasons: [],
          issues: [],
          issueCount: 0,
        },
      ],
    });
  });

  it('tells faults with their place in words, and what they had to do with', () => {
    const group = read999(
      ...['AK1*PO*2201*005010', 'AK2*850*0001', 'IK3*N1*4*N1*8'],
      ...['IK4*4*67*I9', 'CTX*SITUATIONAL TRIGGER*N1*4*N1*3', 'IK4*2:1*93*5*SECRET', 'CTX*BEG03:PO-SECRET'],
      ...['IK3*REF*9**I4', 'CTX*PATIENT REFERENCE:SECRET', 'IK5*R*5*I5', 'AK9*R*1*1*0'],
    );
    const [set] = group?.sets ?? [];
    expect(set?.issues.map(({ words, contexts }) => [words, ...(contexts ?? [])])).to.deep.equal([
      ["segment 4, N104: element missing that the partner's guide calls for", 'because of segment 4, N103'],
      ['segment 4, N102, component 1: value too long', 'in the part named by BEG03'],
      ["segment 9 (REF): segment not used in the partner's guide", 'in a part that the partner names'],
    ]);
    expect(set?.issues[1]?.value).to.equal('SECRET');
    expect(set?.reasons).to.deep.equal([
      'one or more segments are at fault',
      "one or more segments are not as the partner's guide says",
    ]);
  });

  it('keeps the context of a segment whose elements are at fault', () => {
    const group = read999(
      ...['AK1*PO*1', 'AK2*850*0001', 'IK3*PO1*7**8', 'CTX*SITUATIONAL TRIGGER*BEG*2**2', 'IK4*3**1'],
      ...['IK5*R*5', 'AK9*R*1*1*0'],
    );
    expect(group?.sets[0]?.issues).to.have.length(1);
    expect(group?.sets[0]?.issues[0]).to.nested.include({ segmentCode: '8', 'place.element': 3 });
    expect(group?.sets[0]?.issues[0]?.contexts).to.deep.equal(['because of segment 2, BEG02']);
  });
});

describe('readAcknowledgment of very much', () => {
  it('keeps a hundred faults of a set and counts the rest', () => {
    const faults = Array.from({ length: 150 }, (_, index) => `AK3*REF*${index + 2}**5`);
    const group = read('AK1*PO*1', 'AK2*850*0001', ...faults, 'AK5*R*5', 'AK9*R*1*1*0');
    const [set] = group?.sets ?? [];
    expect([set?.issues.length, set?.issueCount, set?.verdict]).to.deep.equal([100, 150, 'rejected']);
  });
});

describe('readAcknowledgment of anything', () => {
  const secret = 'SECRET';
  const element = fc.oneof(
    fc.constantFrom(
      '',
      'A',
      'R',
      '8',
      '7',
      'I9',
      '850',
      '0001',
      secret,
      `${secret}:${secret}`,
      `8:${secret}`,
    ),
    fc.string({ unit: fc.constantFrom(...'AB1:^ é'), maxLength: 6 }),
  );
  const segment = fc
    .tuple(
      fc.constantFrom('AK1', 'AK2', 'AK3', 'AK4', 'AK5', 'AK9', 'IK3', 'IK4', 'IK5', 'CTX', 'ZZZ'),
      fc.array(element, { minLength: 1, maxLength: 9 }),
    )
    .map(([id, elements]) => [id, ...elements].join('*'));

  it('never throws, whatever stands where, and tells no value in words', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 30 }), fc.boolean(), (segments, implementation) => {
        const group = (implementation ? read999 : read)('AK1*PO*1', ...segments);
        const words = [
          ...group!.reasons,
          ...group!.sets.flatMap(({ reasons, issues }) => [
            ...reasons,
            ...issues.flatMap((issue) => [issue.words, ...(issue.contexts ?? [])]),
          ]),
        ];
        expect(words.filter((one) => one.includes(secret))).to.deep.equal([]);
      }),
      runs(500),
    );
  });
});

describe('verdictOfSet', () => {
  const sets = ['AK2*850*0001', 'AK5*A', 'AK2*850*0002', 'AK5*R*5'];

  it('finds a set by its number, whatever its leading zeros', () => {
    const group = read('AK1*PO*1', ...sets, 'AK9*P*3*3*2')!;
    expect(verdictOfSet(group, '1')).to.equal('accepted');
    expect(verdictOfSet(group, '0002')).to.equal('rejected');
  });

  it('gives a set that is not named the verdict of its group', () => {
    expect(verdictOfSet(read('AK1*PO*1', 'AK9*A*3*3*3')!, '0003')).to.equal('accepted');
  });

  it('tells of a group that is mixed what the counts leave over, and nothing where they do not', () => {
    const third = (ak9: string) => verdictOfSet(read('AK1*PO*1', ...sets, ak9)!, '0003');
    expect(third('AK9*P*3*3*2')).to.equal('accepted');
    expect(third('AK9*P*3*3*1')).to.equal('rejected');
    expect(third('AK9*P*4*4*2')).to.equal(undefined);
    expect(third('AK9*P*4*3*2'), 'one was lost').to.equal(undefined);
    expect(third('AK9*P*2*2*1'), 'all are named').to.equal(undefined);
    expect(third('AK9*P')).to.equal(undefined);
  });

  it('accepts no set of a rejected group', () => {
    expect(verdictOfSet(read('AK1*PO*1', ...sets, 'AK9*R*3*3*0')!, '0001')).to.equal('rejected');
  });
});

describe('readInterchangeAcknowledgment', () => {
  const ta1 = { interchangeControlNumber: '000000042', date: '260302', time: '0815' };

  it('tells the verdict and the reason', () => {
    expect(readInterchangeAcknowledgment({ ...ta1, status: 'A', code: '000' })).to.deep.equal({
      interchangeControlNumber: '000000042',
      verdict: 'accepted',
      reason: '',
    });
    expect(readInterchangeAcknowledgment({ ...ta1, status: 'R', code: '025' })).to.include({
      verdict: 'rejected',
      reason: 'the interchange control number was used before',
    });
    expect(readInterchangeAcknowledgment({ ...ta1, status: 'P', code: '777' })).to.include({
      verdict: undefined,
      reason: 'code 777',
    });
  });
});

describe('a 997 of ours, read back', () => {
  it('says what the report said', () => {
    const issues = [
      madeIssue({
        segment: 2,
        segmentId: 'BEG',
        ak3: '8',
        ak4: '8',
        element: 5,
        elementReference: '373',
        value: '2026',
      }),
      madeIssue({ segment: 9, segmentId: 'XX', ak3: '1' }),
    ];
    const sets = [
      madeSet(),
      madeSet({ transactionSetControlNumber: '0002', verdict: 'accepted-with-errors', codes: ['5'], issues }),
      madeSet({ transactionSetControlNumber: '0003', verdict: 'rejected', codes: ['4', '5'], issues }),
    ];
    const group = madeGroup({ sets, setsClaimed: 4, codes: ['5'] });
    const plan = planAcknowledgment(madeInterchange({ groups: [group] }), {
      acknowledge: () => '997',
      ta1: 'never',
    })!;
    const stamp = { interchangeControlNumber: 1, groupControlNumbers: [1], date: '20260302', time: '0815' };
    const written = writeAcknowledgment(plan, stamp);
    if ('faults' in written) throw new Error(JSON.stringify(written.faults));
    const { report, documents } = readAll(written.bytes);
    expect(report.interchanges[0]?.verdict).to.equal('accepted');
    const told = readAcknowledgment(documents[0]!)!;
    expect([told.verdict, told.setsIncluded, told.setsReceived, told.setsAccepted]).to.deep.equal([
      ...[group.verdict, 4, 3, 2],
    ]);
    expect(told.sets.map((set) => set.verdict)).to.deep.equal(sets.map((set) => set.verdict));
    expect(
      told.sets[2]?.issues.map(({ place, value }) => [place.segment, place.element, value]),
    ).to.deep.equal([
      [2, 5, '2026'],
      [9, undefined, undefined],
    ]);
  });
});
