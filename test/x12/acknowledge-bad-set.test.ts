/**
 * What one rejected set does to its neighbours, as agreed: verdicts of groups and interchange, and what each is told.
 */
import { expect } from 'chai';
import { planAcknowledgment } from '../../src/x12/acknowledge/acknowledge.js';
import type { ValidationPolicy } from '../../src/x12/validate/policy.js';
import type { InterchangeReport } from '../../src/x12/report.js';
import { orderSet, orderWith, type MadeSet } from './made-x12.js';
import { readX12 } from './read-x12.js';

type OnBadSet = ValidationPolicy['onBadSet'];

const bad = orderWith('ZZZ*1', 'PO1*1*10*EA*12.5**VP*A1');
const isa = `ISA*00*${' '.repeat(10)}*00*${' '.repeat(10)}*ZZ*SUPPLIER01     *ZZ*HOSPITAL01     *260301*1205*U*00401*000000101*0*P*:~`;

/** An interchange of purchase orders, one group for each list of sets. */
function ordersIn(...groups: MadeSet[][]): string {
  const bodies = groups.map((sets, place) => {
    const number = 201 + place;
    const texts = sets.map(({ body }, index) => {
      const control = String(index + 1).padStart(4, '0');
      return `ST*850*${control}~${body.join('~')}~SE*${body.length + 2}*${control}~`;
    });
    const header = `GS*PO*SUPPLIER01*HOSPITAL01*20260301*1205*${number}*X*004010~`;
    return `${header}${texts.join('')}GE*${sets.length}*${number}~`;
  });
  return `${isa}${bodies.join('')}IEA*${groups.length}*000000101~`;
}

function judged(text: string, onBadSet: OnBadSet | ((place: number) => OnBadSet)): InterchangeReport {
  let place = 0;
  const policyFor = () => ({ onBadSet: typeof onBadSet === 'string' ? onBadSet : onBadSet(place++) });
  return readX12(text, { policyFor }).interchanges[0]!;
}

/** What the 997 sets say, without the faults of segments. */
function told(interchange: InterchangeReport, ta1: 'always' | 'never' = 'never'): string[] {
  const plan = planAcknowledgment(interchange, { acknowledge: () => '997', ta1 });
  const segments = plan?.groups.flatMap((group) => group.sets.flatMap((set) => set.segments)) ?? [];
  const lines = segments.map((segment) => segment.join('*')).filter((line) => !line.startsWith('AK3'));
  return plan?.ta1 === undefined ? lines : [plan.ta1.slice(4).join('*'), ...lines];
}

const codesOf = ({ issues, groups }: InterchangeReport) => [
  ...issues.map((issue) => issue.code),
  ...groups.flatMap((group) => group.issues.map((issue) => issue.code)),
];

describe('acknowledge: one rejected set', () => {
  const mixed = ordersIn([orderSet(), bad, orderSet(2)], [orderSet()]);

  it('leaves its neighbours alone by default', () => {
    const interchange = judged(mixed, 'reject-set');
    expect(interchange.verdict).to.equal('partially-accepted');
    expect(told(interchange)).to.deep.equal([
      ...['AK1*PO*201', 'AK2*850*0001', 'AK5*A', 'AK2*850*0002', 'AK5*R*5', 'AK2*850*0003', 'AK5*A'],
      'AK9*P*3*3*2',
      ...['AK1*PO*202', 'AK2*850*0001', 'AK5*A', 'AK9*A*1*1*1'],
    ]);
    expect(codesOf(interchange)).to.deep.equal([]);
  });

  it('takes its group with it where that is agreed, and no other', () => {
    const interchange = judged(mixed, 'reject-group');
    expect(interchange.groups.map(({ verdict, setsAccepted }) => [verdict, setsAccepted])).to.deep.equal([
      ['rejected', 0],
      ['accepted', 1],
    ]);
    expect([interchange.verdict, interchange.ta1.status]).to.deep.equal(['partially-accepted', 'A']);
    expect(told(interchange)).to.deep.equal([
      ...['AK1*PO*201', 'AK2*850*0002', 'AK5*R*5', 'AK9*R*3*3*0'],
      ...['AK1*PO*202', 'AK2*850*0001', 'AK5*A', 'AK9*A*1*1*1'],
    ]);
  });

  it('takes the interchange with it where that is agreed: each group is told, the TA1 still accepts', () => {
    const interchange = judged(mixed, 'reject-interchange');
    expect(interchange.verdict).to.equal('rejected');
    expect(interchange.groups.map(({ verdict, setsAccepted }) => [verdict, setsAccepted])).to.deep.equal([
      ['rejected', 0],
      ['rejected', 0],
    ]);
    expect(told(interchange, 'always')).to.deep.equal([
      'A*000',
      ...['AK1*PO*201', 'AK2*850*0002', 'AK5*R*5', 'AK9*R*3*3*0'],
      ...['AK1*PO*202', 'AK9*R*1*1*0'],
    ]);
  });

  it('is told once, whatever the number of rejected sets, at the first of them', () => {
    const text = ordersIn([orderSet(), bad, bad, orderSet()]);
    const { groups } = judged(text, 'reject-group');
    expect(groups[0]!.issues).to.deep.equal([
      {
        code: 'GROUP_REJECTED_FOR_SET',
        severity: 'error',
        offset: text.indexOf('ST*850*0002'),
        length: 0,
        words: 'the agreement rejects a group that holds a rejected set',
      },
    ]);
    expect(codesOf(judged(text, 'reject-interchange'))).to.deep.equal(['INTERCHANGE_REJECTED_FOR_SET']);
  });

  it('keeps the verdict of a sound set as it was found', () => {
    const { groups } = judged(mixed, 'reject-interchange');
    expect(groups[0]!.sets.map((set) => set.verdict)).to.deep.equal(['accepted', 'rejected', 'accepted']);
  });

  it('changes nothing where no set is rejected', () => {
    for (const onBadSet of ['reject-group', 'reject-interchange'] as const) {
      const interchange = judged(ordersIn([orderSet()], [orderSet(), orderSet()]), onBadSet);
      expect([interchange.verdict, ...codesOf(interchange)]).to.deep.equal(['accepted']);
    }
  });

  for (const [first, second, groupVerdicts, verdict] of [
    ['reject-set', 'reject-group', ['rejected', 'accepted'], 'partially-accepted'],
    ['reject-group', 'reject-set', ['rejected', 'accepted'], 'partially-accepted'],
    ['reject-group', 'reject-interchange', ['rejected', 'rejected'], 'rejected'],
    ['reject-interchange', 'reject-set', ['rejected', 'rejected'], 'rejected'],
    ['reject-set', 'reject-set', ['partially-accepted', 'accepted'], 'partially-accepted'],
  ] as const) {
    it(`follows the strictest where sets of one group are agreed on differently: ${first} and ${second}`, () => {
      const text = ordersIn([bad, orderSet()], [orderSet()]);
      const places = [first, second, 'reject-set'] as const;
      const interchange = judged(text, (place) => places[place]!);
      expect(interchange.groups.map((group) => group.verdict)).to.deep.equal(groupVerdicts);
      expect(interchange.verdict).to.equal(verdict);
    });
  }

  it('does not follow what was agreed about another group', () => {
    const text = ordersIn([bad, orderSet()], [orderSet()]);
    const interchange = judged(text, (place) => (place === 2 ? 'reject-interchange' : 'reject-set'));
    expect(interchange.verdict).to.equal('partially-accepted');
  });

  it('rejects a group whose last set was cut off with its trailer', () => {
    const text = mixed.slice(0, mixed.indexOf('SE*9*0003'));
    const interchange = judged(text, 'reject-group');
    expect(interchange.groups[0]!.verdict).to.equal('rejected');
    expect(interchange.ta1.code).to.equal('023');
  });
});
