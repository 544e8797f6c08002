/**
 * Answers to interchanges, from hand-made reports: which 997 and TA1 are due, and every segment of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  documentOf,
  planAcknowledgment,
  writeAcknowledgment,
  type AcknowledgmentPolicy,
  type AcknowledgmentStamp,
} from '../../src/x12/acknowledge/acknowledge.js';
import type { InterchangeReport, SetReport, X12Issue } from '../../src/x12/report.js';
import { usualSyntax } from '../../src/x12/write/outbound.js';
import { madeGroup, madeInterchange, madeIssue, madeSet } from './made-reports.js';
import { readAll } from './read-all.js';

const policy: AcknowledgmentPolicy = { acknowledge: () => '997', ta1: 'as-asked' };
const stamp: AcknowledgmentStamp = {
  interchangeControlNumber: 7,
  groupControlNumbers: [9, 10, 11],
  date: '20260302',
  time: '0815',
};

function planned(interchange: InterchangeReport, with_: Partial<AcknowledgmentPolicy> = {}) {
  return planAcknowledgment(interchange, { ...policy, ...with_ });
}

/** The acknowledgment as lines, or the reason why there is none. */
function answer(
  interchange: InterchangeReport,
  with_: Partial<AcknowledgmentPolicy & AcknowledgmentStamp> = {},
): string[] {
  const plan = planned(interchange, with_);
  if (plan === undefined) return ['none'];
  const written = writeAcknowledgment(plan, { ...stamp, ...with_ });
  if ('faults' in written) return written.faults.map((fault) => `${fault.code} ${fault.place?.segmentId}`);
  return new TextDecoder().decode(written.bytes).trimEnd().split('\n');
}

/** The lines of the first 997 between AK1 and AK9. */
function toldAbout(
  issues: X12Issue[],
  verdict: 'rejected' | 'accepted-with-errors' | 'accepted' = 'rejected',
) {
  const sets = [madeSet({ issues, verdict, codes: verdict === 'accepted' ? [] : ['5'] })];
  const lines = answer(madeInterchange({ groups: [madeGroup({ sets })] }));
  return lines.filter((line) => /^AK[345]/.test(line));
}

describe('acknowledge: the 997', () => {
  it('answers an accepted group, to its sender, under our numbers', () => {
    expect(answer(madeInterchange())).to.deep.equal([
      'ISA*00*          *00*          *ZZ*HOSPITAL01     *01*SUPPLIER01     *260302*0815*U*00401*000000007*0*P*>~',
      'GS*FA*HOSPGS*SUPPGS*20260302*0815*9*X*004010~',
      'ST*997*0001~',
      'AK1*PO*101~',
      'AK2*850*0001~',
      'AK5*A~',
      'AK9*A*1*1*1~',
      'SE*6*0001~',
      'GE*1*9~',
      'IEA*1*000000007~',
    ]);
  });

  it('gives the same bytes for the same plan and stamp', () => {
    const plan = planned(madeInterchange())!;
    const restored = JSON.parse(JSON.stringify(plan)) as typeof plan;
    expect(writeAcknowledgment(restored, stamp)).to.deep.equal(writeAcknowledgment(plan, stamp));
  });

  it('writes one set per group, numbered from 0001, in one FA group', () => {
    const second = madeGroup({ ordinal: 2, header: { groupControlNumber: '102', functionalId: 'IN' } });
    const lines = answer(madeInterchange({ groups: [madeGroup(), second] }));
    expect(lines.filter((line) => /^(GS|ST|AK1|GE|IEA)/.test(line))).to.deep.equal([
      'GS*FA*HOSPGS*SUPPGS*20260302*0815*9*X*004010~',
      'ST*997*0001~',
      'AK1*PO*101~',
      'ST*997*0002~',
      'AK1*IN*102~',
      'GE*2*9~',
      'IEA*1*000000007~',
    ]);
  });

  it('writes one FA group for each pair of application identifiers and for each family of versions', () => {
    const other = madeGroup({ header: { sender: 'SUPPLAB' } });
    const newer = madeGroup({ header: { version: '005010X001' } });
    const older = madeGroup({ header: { version: '003040' } });
    const lines = answer(madeInterchange({ groups: [madeGroup(), other, newer, older] }));
    expect(lines.filter((line) => line.startsWith('G'))).to.deep.equal([
      'GS*FA*HOSPGS*SUPPGS*20260302*0815*9*X*004010~',
      'GE*2*9~',
      'GS*FA*HOSPGS*SUPPLAB*20260302*0815*10*X*004010~',
      'GE*1*10~',
      'GS*FA*HOSPGS*SUPPGS*20260302*0815*11*X*005010~',
      'GE*1*11~',
    ]);
    expect(lines).to.include('AK1*PO*101*005010X001~');
  });

  it('tells a partly accepted group with its counts', () => {
    const sets = [
      madeSet(),
      madeSet({ transactionSetControlNumber: '0002', verdict: 'rejected', codes: ['4', '5'] }),
    ];
    const lines = answer(madeInterchange({ groups: [madeGroup({ sets, setsClaimed: 3, codes: ['5'] })] }));
    expect(lines.slice(4, 9)).to.deep.equal([
      'AK2*850*0001~',
      'AK5*A~',
      'AK2*850*0002~',
      'AK5*R*4*5~',
      'AK9*P*3*2*1*5~',
    ]);
  });

  it('tells what was received when GE did not say how many sets there are', () => {
    const group = madeGroup({ verdict: 'rejected', setsClaimed: undefined, codes: ['3'] });
    expect(answer(madeInterchange({ groups: [group] }))).to.include('AK9*R*1*1*0*3~');
  });

  it('names no sound set of a rejected group, and accepts none of them', () => {
    const bad = madeSet({ transactionSetControlNumber: '0002', verdict: 'rejected', codes: ['3'] });
    const group = madeGroup({ verdict: 'rejected', codes: ['4'], sets: [madeSet(), bad], setsAccepted: 1 });
    const lines = answer(madeInterchange({ groups: [group] })).filter((line) => line.startsWith('AK'));
    expect(lines).to.deep.equal(['AK1*PO*101~', 'AK2*850*0002~', 'AK5*R*3~', 'AK9*R*2*2*0*4~']);
  });

  it('keeps at most five codes in AK5 and in AK9', () => {
    const codes = ['1', '2', '3', '4', '5', '6', '7'];
    const sets = [madeSet({ verdict: 'rejected', codes })];
    const lines = answer(madeInterchange({ groups: [madeGroup({ sets, codes })] }));
    expect(lines).to.include.members(['AK5*R*1*2*3*4*5~', 'AK9*R*1*1*0*1*2*3*4*5~']);
  });
});

describe('acknowledge: segments and elements at fault', () => {
  it('puts all element faults of a segment under one AK3', () => {
    const at = { segment: 7, segmentId: 'PO1', loop: 'PO1', ak3: '8' };
    const told = toldAbout([
      madeIssue({ ...at, element: 2, elementReference: '380', ak4: '6', value: '1O' }),
      madeIssue({ ...at, element: 3, elementReference: '355', ak4: '7', value: 'CT' }),
      madeIssue({ segment: 9, segmentId: 'CTT', ak3: '8', element: 1, elementReference: '354', ak4: '1' }),
    ]);
    expect(told).to.deep.equal([
      'AK3*PO1*7*PO1*8~',
      'AK4*2*380*6*1O~',
      'AK4*3*355*7*CT~',
      'AK3*CTT*9**8~',
      'AK4*1*354*1~',
      'AK5*R*5~',
    ]);
  });

  it('gives each code of a segment its own AK3, the elements last', () => {
    const at = { segment: 3, segmentId: 'REF' };
    const told = toldAbout([
      madeIssue({ ...at, ak4: '5', element: 2, elementReference: '127', value: 'X' }),
      madeIssue({ ...at, ak3: '5' }),
      madeIssue({ ...at, ak3: '7' }),
    ]);
    expect(told).to.deep.equal([
      'AK3*REF*3**5~',
      'AK3*REF*3**7~',
      'AK3*REF*3**8~',
      'AK4*2*127*5*X~',
      'AK5*R*5~',
    ]);
  });

  it('keeps a missing segment apart from the segment that stands at its place', () => {
    const told = toldAbout([
      madeIssue({ segment: 2, segmentId: 'BEG', ak3: '3' }),
      madeIssue({ segment: 2, segmentId: 'REF', ak3: '8', ak4: '1', element: 1, elementReference: '128' }),
    ]);
    expect(told.slice(0, 2)).to.deep.equal(['AK3*BEG*2**3~', 'AK3*REF*2**8~']);
  });

  it('points at a component, and from 5010 on at a repetition', () => {
    const issues = [
      madeIssue({
        segment: 4,
        segmentId: 'SVC',
        ak3: '8',
        ak4: '7',
        element: 1,
        component: 2,
        repetition: 3,
        value: 'Q',
      }),
    ];
    expect(toldAbout(issues)[1]).to.equal('AK4*1>2**7*Q~');
    const group = madeGroup({
      header: { version: '005010' },
      sets: [madeSet({ verdict: 'rejected', codes: ['5'], issues })],
    });
    expect(answer(madeInterchange({ groups: [group] }))).to.include('AK4*1>2>3**7*Q~');
  });

  it('cuts a segment identifier to 3 characters and a copied value to 99', () => {
    const told = toldAbout([
      madeIssue({ segment: 2, segmentId: 'BEGIN', ak3: '1' }),
      madeIssue({ segment: 3, segmentId: 'REF', ak4: '5', element: 2, value: 'x'.repeat(120) }),
    ]);
    expect(told[0]).to.equal('AK3*BEG*2**1~');
    expect(told[2]).to.equal(`AK4*2**5*${'x'.repeat(99)}~`);
  });

  it('leaves delimiters, control characters and letters beyond ASCII out of a copied value', () => {
    const value = `a*b~c>d\u0000\n\u001b\u0085e\u00e9\ud800f  `;
    expect(toldAbout([madeIssue({ segment: 3, segmentId: 'REF', ak4: '6', element: 2, value })])[1]).to.equal(
      'AK4*2**6*abcdef~',
    );
  });

  it('leaves the copy out when nothing of the value may be repeated', () => {
    expect(
      toldAbout([madeIssue({ segment: 3, segmentId: 'REF', ak4: '6', element: 2, value: '*\u0007' })])[1],
    ).to.equal('AK4*2**6~');
  });

  it('writes zeros for an identifier of which nothing can be repeated', () => {
    expect(toldAbout([madeIssue({ segment: 3, segmentId: '', ak3: '1' })])[0]).to.equal('AK3*000*3**1~');
  });

  it('tells a rejected set its errors only, one accepted with errors everything, an accepted one nothing', () => {
    const issues = [
      madeIssue({ segment: 3, segmentId: 'REF', ak3: '5' }),
      madeIssue({ segment: 4, segmentId: 'DTM', ak3: '6', severity: 'warning' }),
      madeIssue({ code: 'CTT_COUNT_WRONG' }),
    ];
    expect(toldAbout(issues, 'rejected')).to.deep.equal(['AK3*REF*3**5~', 'AK5*R*5~']);
    expect(toldAbout(issues, 'accepted-with-errors')).to.deep.equal([
      'AK3*REF*3**5~',
      'AK3*DTM*4**6~',
      'AK5*E*5~',
    ]);
    expect(toldAbout(issues, 'accepted')).to.deep.equal(['AK5*A~']);
  });
});

describe('acknowledge: 005010', () => {
  /** The acknowledgment of one set in a 005010 group, from AK1 on. */
  function told(issues: X12Issue[], with_: Partial<AcknowledgmentPolicy> = {}, set: Partial<SetReport> = {}) {
    const sets = [madeSet({ verdict: 'rejected', codes: ['5'], issues, ...set })];
    const group = madeGroup({ header: { version: '005010' }, sets });
    const lines = answer(madeInterchange({ groups: [group], header: { version: '00501' } }), with_);
    return lines.filter((line) => /^(AK|IK|CTX)/.test(line)).map((line) => line.slice(0, -1));
  }
  const agreed999 = { acknowledge: () => '999' as const };
  const at = { segment: 4, segmentId: 'N1', loop: 'N1' };
  const element = { ...at, ak3: '8', element: 4, elementReference: '67' };

  it('has codes for too many repetitions and components, for which 004010 says too many elements', () => {
    const issues = [
      madeIssue({ ...element, ak4: '12', repetition: 2 }),
      madeIssue({ ...element, ak4: '13', component: 9 }),
    ];
    expect(told(issues).slice(3, 5)).to.deep.equal(['AK4*4>>2*67*12', 'AK4*4>9*67*13']);
    expect(toldAbout(issues).slice(1, 3)).to.deep.equal(['AK4*4*67*3~', 'AK4*4>9*67*3~']);
  });

  it('tells a set in a group of another kind from one without a proper identifier', () => {
    const issues = [madeIssue({ code: 'SET_NOT_IN_GROUP', segment: 1, segmentId: 'ST', element: 1 })];
    expect(told(issues, {}, { codes: ['6'] })).to.include('AK5*R*18');
    expect(told([], {}, { codes: ['6'] })).to.include('AK5*R*6');
    const old = madeGroup({ sets: [madeSet({ issues, verdict: 'rejected', codes: ['6'] })] });
    expect(answer(madeInterchange({ groups: [old] }))).to.include('AK5*R*6~');
  });

  it('repeats the guide that a set names in its ST', () => {
    const named = { conventionReference: '005010X999' };
    expect(told([], {}, named)).to.include('AK2*850*0001*005010X999');
    const group = madeGroup({ sets: [madeSet(named)] });
    expect(answer(madeInterchange({ groups: [group] }))).to.include('AK2*850*0001~');
  });

  it('writes a whole 999 where that is agreed', () => {
    const issues = [madeIssue({ ...element, ak4: '5', value: 'LONG' }), madeIssue({ ...at, ak3: '5' })];
    const set = madeSet({ verdict: 'rejected', codes: ['5'], issues, conventionReference: '005010X999' });
    const group = madeGroup({ header: { version: '005010' }, sets: [madeSet(), set] });
    expect(
      answer(madeInterchange({ groups: [group], header: { version: '00501' } }), agreed999),
    ).to.deep.equal([
      'ISA*00*          *00*          *ZZ*HOSPITAL01     *01*SUPPLIER01     *260302*0815*^*00501*000000007*0*P*>~',
      'GS*FA*HOSPGS*SUPPGS*20260302*0815*9*X*005010X231A1~',
      'ST*999*0001*005010X231A1~',
      'AK1*PO*101*005010~',
      'AK2*850*0001~',
      'IK5*A~',
      'AK2*850*0001*005010X999~',
      'IK3*N1*4*N1*5~',
      'IK3*N1*4*N1*8~',
      'IK4*4*67*5*LONG~',
      'IK5*R*5~',
      'AK9*P*2*2*1~',
      'SE*11*0001~',
      'GE*1*9~',
      'IEA*1*000000007~',
    ]);
  });

  it('names in a 999 the element that called for the one at fault', () => {
    const issues = [madeIssue({ ...element, ak4: '2', trigger: 3 })];
    expect(told(issues, agreed999)).to.include.members(['IK4*4*67*2', 'CTX*SITUATIONAL TRIGGER*N1*4*N1*3']);
    const inComposite = [madeIssue({ ...element, ak4: '2', component: 2, trigger: 1 })];
    expect(told(inComposite, agreed999)).to.include('CTX*SITUATIONAL TRIGGER*N1*4*N1*4>1');
    expect(told(issues)).to.deep.equal([
      'AK1*PO*101*005010',
      'AK2*850*0001',
      'AK3*N1*4*N1*8',
      'AK4*4*67*2',
      ...end,
    ]);
  });
  const end = ['AK5*R*5', 'AK9*R*1*1*0'];

  for (const [what, code, answered] of [
    ['a code', '7', 'I6'],
    ['a mandatory element', '1', 'I9'],
    ['a conditional element', '2', 'I9'],
    ['an element too many', '3', 'I10'],
    ['an element not used', '10', 'I10'],
    ['a length', '5', '5'],
  ] as const) {
    it(`tells ${what} that only the partner's guide refuses by ${answered} in a 999, by ${code} in a 997`, () => {
      const issues = [madeIssue({ ...element, ak4: code, implementation: true })];
      expect(told(issues, agreed999)).to.include(`IK4*4*67*${answered}`);
      expect(told(issues)).to.include(`AK4*4*67*${code}`);
      expect(told([madeIssue({ ...element, ak4: code })], agreed999)).to.include(`IK4*4*67*${code}`);
    });
  }

  for (const [what, values, answered] of [
    ['a segment not used', { ak3: '6' }, 'I4'],
    ['a segment that is missing', { ak3: '3', segmentId: 'REF' }, 'I8'],
    ['a loop that is missing', { ak3: '3' }, 'I7'],
    ['a segment that stands too often', { ak3: '5' }, '5'],
  ] as const) {
    it(`tells ${what} for the partner's guide by ${answered} in a 999, by ${values.ak3} in a 997`, () => {
      const issue = { ...at, implementation: true as const, ...values };
      const id = issue.segmentId;
      expect(told([madeIssue(issue)], agreed999)).to.include(`IK3*${id}*4*N1*${answered}`);
      expect(told([madeIssue(issue)])).to.include(`AK3*${id}*4*N1*${values.ak3}`);
    });
  }

  it('says of the set whether X12 or only the guide was broken', () => {
    const guide = madeIssue({ ...element, ak4: '7', implementation: true });
    const standard = madeIssue({ ...element, ak4: '5' });
    expect(told([guide], agreed999)).to.include('IK5*R*I5');
    expect(told([guide, standard], agreed999)).to.include('IK5*R*5*I5');
    expect(told([standard], agreed999)).to.include('IK5*R*5');
    expect(told([guide])).to.include('AK5*R*5');
    expect(told([guide], agreed999, { issueCount: 7 })).to.include('IK5*R*5*I5');
  });
});

describe('acknowledge: limits of what is told', () => {
  const rejectedSet = (issues: X12Issue[]) => madeSet({ verdict: 'rejected', codes: ['5'], issues });
  const groupOf = (version: string, issues: X12Issue[]) =>
    madeInterchange({ groups: [madeGroup({ header: { version }, sets: [rejectedSet(issues)] })] });

  it('cuts counts, positions and identifiers to the lengths of their elements', () => {
    const issue = madeIssue({ segment: 20_000_000, segmentId: 'REF', loop: 'LONGLOOP', ak3: '5' });
    const many = { setsClaimed: 7_000_000, setsReceived: 2_000_000, setsAccepted: 1_999_999 };
    const old = madeInterchange({
      groups: [madeGroup({ ...many, sets: [rejectedSet([issue]), madeSet()] })],
    });
    expect(answer(old)).to.include.members(['AK3*REF*999999*LONGLO*5~', 'AK9*P*999999*999999*999999~']);
    expect(answer(groupOf('005010', [issue]))).to.include('AK3*REF*20000000*LONG*5~');
    const header = { functionalId: 'POX', groupControlNumber: '1234567890123', version: '005010X123456789' };
    const set = madeSet({ set: '8500', transactionSetControlNumber: '0123456789' });
    const lines = answer(madeInterchange({ groups: [madeGroup({ header, sets: [set] })] }));
    expect(lines).to.include.members(['AK1*PO*123456789*005010X12345~', 'AK2*850*012345678~']);
  });

  it('tells 99 elements of a segment at most', () => {
    const issues = Array.from({ length: 120 }, (_, index) =>
      madeIssue({ segment: 3, segmentId: 'PO1', ak3: '8', ak4: '7', element: 1 + (index % 30) }),
    );
    expect(answer(groupOf('004010', issues)).filter((line) => line.startsWith('AK4'))).to.have.length(99);
  });
});

describe('acknowledge: what is due', () => {
  const rejected = { ta1: { status: 'R', code: '021' } } as const;

  it('never answers a group of acknowledgments, nor an interchange of nothing else', () => {
    const fa = madeGroup({ header: { functionalId: 'FA' } });
    expect(answer(madeInterchange({ groups: [fa] }), { ta1: 'always' })).to.deep.equal(['none']);
    expect(
      answer(madeInterchange({ groups: [fa, madeGroup()] })).filter((line) => line.startsWith('AK1')),
    ).to.deep.equal(['AK1*PO*101~']);
    const ta1 = {
      interchangeControlNumber: '000000001',
      date: '260301',
      time: '1205',
      status: 'A',
      code: '000',
    };
    const only = madeInterchange({
      groups: [],
      acknowledgments: [ta1],
      header: { acknowledgmentRequested: true },
    });
    expect(answer(only, { ta1: 'always' })).to.deep.equal(['none']);
  });

  it('answers nothing where no agreement asks for it', () => {
    expect(answer(madeInterchange(), { acknowledge: () => 'none' })).to.deep.equal(['none']);
  });

  it('puts a TA1 before the groups when ISA14 asks for one', () => {
    const lines = answer(madeInterchange({ header: { acknowledgmentRequested: true } }));
    expect(lines[1]).to.equal('TA1*000000042*260301*1205*A*000~');
    expect(lines[2]).to.match(/^GS\*FA/);
    expect(lines.at(-1)).to.equal('IEA*1*000000007~');
  });

  for (const [ta1, asked, due] of [
    ['as-asked', false, false],
    ['as-asked', true, true],
    ['always', false, true],
    ['never', true, false],
  ] as const) {
    it(`${due ? 'sends' : 'sends no'} TA1 when the agreement says ${ta1} and ISA14 is ${asked ? 1 : 0}`, () => {
      const plan = planned(madeInterchange({ header: { acknowledgmentRequested: asked } }), { ta1 });
      expect(plan?.ta1 !== undefined).to.equal(due);
    });
  }

  it('answers a rejected interchange by its TA1 alone', () => {
    const lines = answer(madeInterchange({ ...rejected, header: { acknowledgmentRequested: true } }));
    expect(lines.slice(1)).to.deep.equal(['TA1*000000042*260301*1205*R*021~', 'IEA*0*000000007~']);
  });

  it('rejects every group of a rejected interchange when no TA1 is due', () => {
    const bad = madeSet({ transactionSetControlNumber: '0002', verdict: 'rejected', codes: ['2'] });
    const plan = planned(
      madeInterchange({ ...rejected, groups: [madeGroup(), madeGroup({ sets: [madeSet(), bad] })] }),
    );
    expect(plan?.verdict).to.equal('rejected');
    expect(plan?.groups[0]?.sets.map((set) => set.segments)).to.deep.equal([
      [
        ['AK1', 'PO', '101'],
        ['AK9', 'R', '1', '1', '0'],
      ],
      [
        ['AK1', 'PO', '101'],
        ['AK2', '850', '0002'],
        ['AK5', 'R', '2'],
        ['AK9', 'R', '2', '2', '0'],
      ],
    ]);
  });

  it('says in one word what the partner is told', () => {
    const bad = madeGroup({ sets: [madeSet({ verdict: 'rejected', codes: ['5'] })] });
    const errors = madeGroup({ verdict: 'accepted-with-errors' });
    const word = (groups: InterchangeReport['groups']) => planned(madeInterchange({ groups }))?.verdict;
    expect(word([madeGroup()])).to.equal('accepted');
    expect(word([madeGroup(), errors])).to.equal('accepted-with-errors');
    expect(word([madeGroup(), bad])).to.equal('partially-accepted');
    expect(word([bad, bad])).to.equal('rejected');
    const noGroup = madeInterchange({ groups: [], ta1: { status: 'E', code: '014' } });
    expect(planned(noGroup, { ta1: 'always' })?.verdict).to.equal('accepted-with-errors');
  });
});

describe('acknowledge: the plan and its writing', () => {
  it('is plain JSON without control characters, whatever was received', () => {
    const dirty = 'A\u0000B\u001f\ud800';
    const group = madeGroup({
      header: {
        functionalId: dirty,
        groupControlNumber: dirty,
        sender: dirty,
        receiver: dirty,
        version: dirty,
      },
      sets: [madeSet({ set: dirty, transactionSetControlNumber: dirty, verdict: 'rejected', codes: ['6'] })],
    });
    const header = {
      interchangeControlNumber: dirty,
      date: dirty,
      time: dirty,
      usage: dirty,
      version: dirty,
    };
    const plan = planned(madeInterchange({ groups: [group], header: { ...header, sender: dirty } }), {
      ta1: 'always',
    });
    expect(JSON.stringify(plan)).to.not.match(/\\u|[^\x20-\x7e]/);
    expect(JSON.parse(JSON.stringify(plan))).to.deep.equal(plan);
  });

  it('writes under other delimiters than those received, and leaves ours out of what it repeats', () => {
    const syntax = {
      ...usualSyntax,
      elementSeparator: '|',
      segmentTerminator: '!',
      lineEnding: 'none' as const,
    };
    const set = madeSet({
      verdict: 'rejected',
      codes: ['5'],
      issues: [madeIssue({ segment: 3, segmentId: 'R|F', ak4: '6', element: 2, value: 'a|b*c!' })],
    });
    const group = madeGroup({ sets: [set], header: { groupControlNumber: '1|01' } });
    const [text] = answer(madeInterchange({ groups: [group] }), { syntax });
    expect(text).to.contain('!AK1|PO|101!');
    expect(text).to.contain('!AK3|RF|3||8!AK4|2||6|ab*c!');
  });

  it('repeats the usage and version received, or the usual ones when they cannot be repeated', () => {
    const [isa] = answer(madeInterchange({ header: { usage: 'T', version: '00501' } }));
    expect(isa).to.match(/\*\^\*00501\*000000007\*0\*T\*>~$/);
    const [usual] = answer(madeInterchange({ header: { usage: '?', version: 'ABC' } }));
    expect(usual).to.match(/\*U\*00401\*000000007\*0\*P\*>~$/);
    expect(answer(madeInterchange(), { usage: 'T' })[0]).to.match(/\*T\*>~$/);
  });

  it('is refused with the place when an address holds our delimiter or a number is missing', () => {
    expect(answer(madeInterchange({ header: { sender: 'SUP*1' } }))).to.deep.equal(['ENVELOPE_INVALID ISA']);
    expect(answer(madeInterchange(), { groupControlNumbers: [] })).to.deep.equal(['ENVELOPE_INVALID GS']);
  });

  it('is written as a 997 where a stored plan does not say what it is', () => {
    expect(planned(madeInterchange())!.groups[0]).to.have.all.keys('sender', 'receiver', 'version', 'sets');
  });

  it('is named after the set that it sends, or TA1', () => {
    const newer = madeInterchange({ groups: [madeGroup({ header: { version: '005010' } })] });
    const acknowledge = () => '999' as const;
    expect(documentOf(planned(madeInterchange())!)).to.equal('997');
    expect(documentOf(planned(newer, { acknowledge })!)).to.equal('999');
    expect(documentOf(planned(madeInterchange(), { acknowledge })!)).to.equal('997');
    expect(documentOf(planned(newer, { acknowledge: () => 'none', ta1: 'always' })!)).to.equal('TA1');
  });

  it('falls back to the interchange identifiers when GS names nobody', () => {
    const group = madeGroup({ header: { sender: '', receiver: '' }, verdict: 'rejected' });
    expect(answer(madeInterchange({ groups: [group] }))[1]).to.equal(
      'GS*FA*HOSPITAL01*SUPPLIER01*20260302*0815*9*X*004010~',
    );
  });
});

describe('acknowledge: the edge cases', () => {
  const folder = new URL('../fixtures/x12/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.edi'))) {
    it(`answers ${file} with nothing that could itself be rejected`, () => {
      const { report } = readAll(readFileSync(new URL(file, folder)));
      for (const interchange of report.interchanges) {
        for (const ta1 of ['always', 'never'] as const) {
          const plan = planned(interchange, { ta1, acknowledge: () => '999' });
          if (plan === undefined) continue;
          const written = writeAcknowledgment(plan, stamp);
          if ('faults' in written) throw new Error(JSON.stringify(written.faults));
          const [answered] = readAll(written.bytes).report.interchanges;
          const issues = answered!.groups.flatMap((group) => [
            ...group.issues,
            ...group.sets.flatMap((set) => set.issues),
          ]);
          expect([answered!.verdict, ...answered!.issues, ...issues]).to.deep.equal(['accepted']);
        }
      }
    });
  }
});
