/**
 * Validation against the 4010 guides: what is told, where, and with which AK3 and AK4 codes.
 */
import { expect } from 'chai';
import { makeFile, orderWith, type MadeSet } from './made-x12.js';
import { brief, briefly, readSet } from './read-set.js';
import { readX12 } from './read-x12.js';

const line = 'PO1*1*10*EA*12.5**VP*A1';

interface Row {
  it: string;
  body: string[];
  issues: string[];
}

function table(rows: readonly Row[], set: (body: string[]) => MadeSet = (body) => orderWith(...body)): void {
  for (const row of rows)
    it(row.it, () => {
      const report = readSet(set(row.body));
      expect(report.issues.map(brief)).to.deep.equal(row.issues);
      const rejected = row.issues.some((issue) => !issue.includes('warning'));
      expect(report.verdict).to.equal(rejected ? 'rejected' : 'accepted');
      expect(report.codes).to.deep.equal(rejected ? ['5'] : []);
    });
}

describe('validation of elements', () => {
  table([
    { it: 'takes a sound line', body: [line], issues: [] },
    {
      it: 'counts neither sign nor point of a number',
      body: ['PO1*1*-123456789*EA*-12345678901234.567**VP*A', 'CUR*BY*USD*1234.567890'],
      issues: [],
    },
    { it: 'tells a number that is too long', body: ['PO1*1*1234567890123456*EA'], issues: ['PO102 AK4 5'] },
    ...['1O', '1e5', '1E5', '+5', '\u0663', 'NaN', '1.2.3', '-', '.', '1-', '--1', '1 ', '0x1F', '1,5'].map(
      (value) => ({
        it: `tells that ${value} is no quantity`,
        body: [`PO1*1*${value}*EA`],
        issues: ['PO102 AK4 6'],
      }),
    ),
    {
      it: 'takes numbers with a bare point',
      body: ['PO1*1*.5*EA', 'PO1*2*5.*EA', 'PO1*3*-0.5*EA'],
      issues: [],
    },
    { it: 'tells a whole number with a point', body: [line, 'CTT*1.0'], issues: ['CTT01 AK4 6'] },
    { it: 'keeps lots and item numbers as text', body: ['PO1*1*1*EA***VP*0x1F*LT*1E10*BP*007'], issues: [] },
    ...[
      '20260230',
      '20260001',
      '20261301',
      '20260100',
      '00000101',
      '20250229',
      '19000229',
      '2026022A',
      '2026 101',
    ].map((value) => ({
      it: `tells that ${value} is no date`,
      body: [`DTM*002*${value}`, line],
      issues: ['DTM02 AK4 8'],
    })),
    { it: 'takes leap days', body: ['DTM*002*20240229', 'DTM*002*20000229', line], issues: [] },
    {
      it: 'tells a date of six digits as too short',
      body: ['DTM*002*260301', line],
      issues: ['DTM02 AK4 4'],
    },
    ...['2400', '2360', '1A00', '12345', '120060', '99999999'].map((value) => ({
      it: `tells that ${value} is no time`,
      body: [`DTM*002*20260301*${value}`, line],
      issues: ['DTM03 AK4 9'],
    })),
    {
      it: 'takes times to the hundredth of a second',
      body: ['DTM*002*20260301*2359', 'DTM*002*20260301*235959', 'DTM*002*20260301*23595999', line],
      issues: [],
    },
    {
      it: 'tells a mandatory element that is missing',
      body: ['REF', line],
      issues: ['REF01 AK4 1', 'REF02 AK4 2'],
    },
    { it: 'tells a mandatory element that is empty', body: ['REF**1', line], issues: ['REF01 AK4 1'] },
    {
      it: 'tells an element too many',
      body: ['N3*a*b*c', 'N1*ST*X', 'N3*a*b*c', line],
      issues: ['N3@3 AK3 2', 'N303 AK4 3'],
    },
    {
      it: 'only notes empty elements at the end',
      body: ['N1*ST*X', 'N3*a*b***', line],
      issues: ['N305 warning TRAILING_EMPTY_ELEMENTS'],
    },
    {
      it: 'takes an element of a line end alone for empty',
      body: ['N1*ST*X', 'N3*a*\n', line, 'SAC*C*D240*\r\n**\n1'],
      issues: ['N302 warning TRAILING_EMPTY_ELEMENTS'],
    },
    { it: 'counts characters, not bytes', body: [`N1*ST*${'é'.repeat(60)}`, line], issues: [] },
    { it: 'tells one character too many', body: [`N1*ST*${'é'.repeat(61)}`, line], issues: ['N102 AK4 5'] },
    {
      it: 'tells control characters',
      body: ['N1*ST*A\x00B', 'N1*ST*A\x1bB', 'N1*ST*A\u0085B', line],
      issues: ['N102 AK4 6', 'N102 AK4 6', 'N102 AK4 6'],
    },
    {
      it: 'tells a component separator in a simple element',
      body: ['N1*ST*A:B', line],
      issues: ['N102 AK4 6'],
    },
    { it: 'only notes a blank element', body: ['N1*ST* ', line], issues: ['N102 warning ELEMENT_BLANK'] },
    {
      it: 'takes a mandatory element of blanks for missing',
      body: ['REF*  *1', line],
      issues: ['REF01 AK4 1'],
    },
    { it: 'tells a code that a whole list lacks', body: [line, 'SAC*X*D240***100'], issues: ['SAC01 AK4 7'] },
    {
      it: 'only notes a code that a partial list lacks',
      body: ['PO1*1*1*Q9'],
      issues: ['PO103 warning CODE_NOT_LISTED'],
    },
  ]);
});

describe('validation of conditions and composites', () => {
  table([
    {
      it: 'tells a pair of which one is missing (P)',
      body: ['PO1*1*1*EA***VP', 'PO1*2*1*EA****A1'],
      issues: ['PO107 AK4 2', 'PO106 AK4 2'],
    },
    { it: 'tells that one of several is needed (R)', body: ['N1*ST', line], issues: ['N102 AK4 2'] },
    { it: 'tells what another element asks for (C)', body: [line, 'PO4**2'], issues: ['PO403 AK4 2'] },
    { it: 'tells what a condition of several asks for (C)', body: ['PO1*1**EA'], issues: ['PO102 AK4 2'] },
    {
      it: 'tells that one of several is asked for (L)',
      body: ['ITD*01*3*2', line],
      issues: ['ITD04 AK4 2'],
    },
    {
      it: 'tells elements of which only one may stand (E)',
      body: [line, 'QTY*38*5**text'],
      issues: ['QTY04 AK4 10'],
    },
    { it: 'takes a composite', body: [line, 'MEA*PD*LN*12.5*CM:1:2'], issues: [] },
    { it: 'tells a component that is missing', body: [line, 'MEA*PD*LN*12.5*:1'], issues: ['MEA04-1 AK4 1'] },
    {
      it: 'tells a component that is at fault',
      body: [line, 'MEA*PD*LN*12.5*CM:x'],
      issues: ['MEA04-2 AK4 6'],
    },
    {
      it: 'tells components too many',
      body: [line, `MEA*PD*LN*12.5*CM${':1'.repeat(15)}`],
      issues: ['MEA04-4 AK4 4', 'MEA04-7 AK4 4', 'MEA04-10 AK4 4', 'MEA04-13 AK4 4', 'MEA04-16 AK4 13'],
    },
    {
      it: 'tells a condition inside a composite',
      body: ['REF*DP*1**DP:1:CT', line],
      issues: ['REF04-4 AK4 2'],
    },
  ]);
});

describe('validation of segments and loops', () => {
  table([
    { it: 'tells a mandatory loop that is missing', body: ['CTT*0'], issues: ['PO1@3 AK3 3'] },
    { it: 'tells a mandatory loop that is missing at the end', body: [], issues: ['PO1@3 AK3 3'] },
    {
      it: 'tells a segment that stands too often',
      body: ['CUR*BY*USD', 'CUR*BY*USD', line],
      issues: ['CUR@4 AK3 5'],
    },
    {
      it: 'tells a segment out of order',
      body: ['N1*ST*X', 'CUR*BY*USD', 'N3*a', line],
      issues: ['CUR@4 AK3 7'],
    },
    { it: 'tells a segment that cannot stand here', body: ['N3*a', line], issues: ['N3@3 AK3 2'] },
    {
      it: 'tells a loop out of order once, not its segments',
      body: ['N1*ST*X', 'N9*ZZ*1', 'MSG*hello', 'N1*BT*Y', 'N3*a', line],
      issues: ['N9@4 AK3 7'],
    },
    {
      it: 'tells many loops out of order without losing its place',
      body: ['N1*ST*X', ...Array.from({ length: 40 }, () => 'N9*ZZ*1'), 'N3*a', line],
      issues: Array.from({ length: 40 }, (_, index) => `N9@${index + 4} AK3 7`),
    },
    { it: 'tells a segment of another set', body: ['BIG*20260301*1', line], issues: ['BIG@3 AK3 6'] },
    {
      it: 'tells a segment that it does not know',
      body: ['ZZZ*1', 'X*1', 'po1*1', '1AB*2', 'N1 *ST*A', line],
      issues: ['ZZZ@3 AK3 1', 'X@4 AK3 1', 'po1@5 AK3 1', '1AB@6 AK3 1', 'N1 @7 AK3 1'],
    },
    { it: 'tells a loop segment that is missing', body: [line, 'LM*ZZ', 'CTT*1'], issues: ['LQ@5 AK3 3'] },
    {
      it: 'checks a loop bounded by LS and LE',
      body: [line, 'LS*LDT', 'LDT*AB*1*DA', 'LE*LDT', 'N1*ST*X'],
      issues: [],
    },
    {
      it: 'tells an LE that is missing',
      body: [line, 'LS*LDT', 'LDT*AB*1*DA', 'N1*ST*X'],
      issues: ['LE@6 AK3 3'],
    },
    {
      it: 'finds segments in the innermost loop that has them',
      body: [line, 'PID*F****x', 'MEA*PD*LN*1', 'N1*ST*X', 'REF*DP*1', 'PO1*2*1*EA', 'REF*DP*1'],
      issues: [],
    },
    {
      it: 'tells the number of lines in CTT as a question of business',
      body: [line, 'CTT*2'],
      issues: ['CTT01 warning CTT_COUNT_WRONG'],
    },
    {
      it: 'tells a loop that stands too often',
      body: [...Array.from({ length: 26 }, () => 'SAC*C*D240***1'), line],
      issues: ['SAC@28 AK3 4'],
    },
  ]);

  it('names loop, element number, place and value of a fault', () => {
    const file = makeFile([orderWith(line, 'N1*ST*X*92')]);
    const [issue] = readX12(file).interchanges[0]!.groups[0]!.sets[0]!.issues;
    expect(issue).to.deep.equal({
      code: 'CONDITIONAL_ELEMENT_MISSING',
      severity: 'error',
      place: {
        offset: file.indexOf('92~SE') + 2,
        length: 0,
        segment: 4,
        segmentId: 'N1',
        loop: 'N1',
        element: 4,
      },
      elementReference: '67',
      trigger: 3,
      ak3: '8',
      ak4: '2',
      words: 'N104 is missing: it goes together with 03',
    });
    const bad = makeFile([orderWith('PO1*1*TEN*EA')]);
    const [quantity] = readX12(bad).interchanges[0]!.groups[0]!.sets[0]!.issues;
    expect(quantity).to.nested.include({
      value: 'TEN',
      'place.offset': bad.indexOf('TEN'),
      'place.length': 3,
      elementReference: '330',
    });
  });
});

describe('validation of the other sets', () => {
  it('takes an order acknowledgment', () => {
    const body = ['BAK*00*AD*PO-1*20260301', 'PO1*1*10*EA*12.5**VP*A', 'ACK*IA*10*EA*068*20260310', 'CTT*1'];
    expect(briefly({ set: '855', body })).to.deep.equal([]);
  });

  it('takes an invoice', () => {
    const body = [
      'BIG*20260301*INV1*20260201*PO-1',
      'N1*ST*X*92*H01',
      'ITD*01*3*2**10**30',
      'IT1*1*10*EA*12.5**VP*A',
      'PID*F****GLOVE',
      'TDS*12500',
      'SAC*C*D240***500',
      'CTT*1',
    ];
    expect(briefly({ set: '810', body })).to.deep.equal([]);
  });

  it('tells the invoice total that is missing', () => {
    expect(briefly({ set: '810', body: ['BIG*20260301*INV1', 'IT1*1*10*EA*12.5'] })).to.deep.equal([
      'TDS@4 AK3 3',
    ]);
  });

  it('takes a functional acknowledgment with its faults', () => {
    const body = [
      'AK1*PO*101',
      'AK2*850*0001',
      'AK3*PO1*8**8',
      'AK4*2*330*6*TEN',
      'AK4*4:1*212*4',
      'AK5*R*5',
      'AK2*850*0002',
      'AK5*A',
      'AK9*P*2*2*1',
    ];
    expect(briefly({ set: '997', body })).to.deep.equal([]);
  });
});

describe('validation of HL levels', () => {
  const levels = (...hl: string[]): MadeSet => ({ set: '856', body: ['BSN*00*S1*20260301*1205', ...hl] });
  const rows = [
    { it: 'takes S-O-P-I', body: ['HL*1**S', 'HL*2*1*O', 'HL*3*2*P', 'HL*4*3*I', 'HL*5*2*P'], issues: [] },
    {
      it: 'takes levels that do not count from 1 up',
      body: ['HL*A**S', 'HL*10*A*O', 'HL*7*10*I'],
      issues: ['HL01 AK4 6'].slice(1),
    },
    { it: 'compares level numbers as numbers', body: ['HL*01**S', 'HL*2*001*O'], issues: [] },
    { it: 'tells a parent that does not exist', body: ['HL*1**S', 'HL*2*9*O'], issues: ['HL02 AK4 7'] },
    {
      it: 'tells a parent that comes later, so no cycle can be',
      body: ['HL*1*2*S', 'HL*2*1*O'],
      issues: ['HL02 AK4 7'],
    },
    { it: 'tells a level that is its own parent', body: ['HL*1*1*S'], issues: ['HL02 AK4 7'] },
    { it: 'tells a number that is used twice', body: ['HL*1**S', 'HL*1**S'], issues: ['HL01 AK4 7'] },
    { it: 'tells a level kind that is missing', body: ['HL*1'], issues: ['HL03 AK4 1'] },
  ];
  table(rows, (body) => levels(...body));

  it('tells a tree that is 10,000 levels deep', () => {
    const deep = Array.from(
      { length: 10_000 },
      (_, index) => `HL*${index + 1}*${index === 0 ? '' : index}*I`,
    );
    const report = readSet(levels(...deep));
    expect(report.verdict).to.equal('rejected');
    expect(report.issues[0]).to.nested.include({ code: 'HL_TOO_DEEP', 'place.segment': 103 });
    expect(report.issueCount).to.equal(9_900);
    expect(report.issues).to.have.lengthOf(100);
  });
});
