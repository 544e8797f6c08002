/**
 * Selectors find what they say, at the byte where it stands.
 */
import { expect } from 'chai';
import { isFault, type Scope } from '../../src/mapping/file/scope.js';
import { x12Selectors } from '../../src/mapping/selectors/x12-select.js';
import { makeInvoice } from './made-mapping.js';

const document = makeInvoice([
  'REF*VN*9*FIRST*X:Y',
  'REF*CT*',
  'REF*CT*C-77*SECOND',
  'N1*ST*MAIN OR*91*0042-OR',
  'N4*CHICAGO*IL*60611',
  'N1*BT*ST MARY*92*HQ',
  'N4*GARY*IN*46401',
  'IT1*1*10*CA*125.00**VC*AM-7731*UK*19524410773104*LT*L1',
  'PID*F****GLOVE',
  'REF*LI*7',
  'IT1*2*4*BX* 3.50 **XX*NONE',
  'SAC*C*D240***2500',
]);

const root = x12Selectors.root(document);

function valueOf(selector: string, scope: Scope = root): string | undefined {
  const select = x12Selectors.value(selector);
  if (isFault(select)) throw new Error(select.message);
  return select(scope)?.text;
}

function scopesOf(selector: string, scope: Scope = root): Scope[] {
  const each = x12Selectors.each(selector);
  if (isFault(each)) throw new Error(each.message);
  return each(scope);
}

describe('an X12 selector', () => {
  const found: [string, string | undefined][] = [
    ['BIG02', 'INV-1'],
    ['REF02', '9'],
    ['REF(CT).REF02', 'C-77'],
    ['REF(03=SECOND).REF02', 'C-77'],
    ['REF(CT&03=SECOND).REF02', 'C-77'],
    ['REF(CT&03=FIRST).REF02', undefined],
    ['REF(XX|VN).REF02', '9'],
    ['REF(VN).REF04-2', 'Y'],
    ['N1(ST)/N401', 'CHICAGO'],
    ['N1(BT)/N4.N401', 'GARY'],
    ['N1(ZZ)/N401', undefined],
    ['N1(ST).N104', '0042-OR'],
    ['IT1.id(UK)', '19524410773104'],
    ['IT1.id(VP|VC)', 'AM-7731'],
    ['IT1/PID05', 'GLOVE'],
    ['TDS01', '10000'],
    ['CUR02', undefined],
  ];
  for (const [selector, expected] of found) {
    it(`${selector} finds ${expected ?? 'nothing'}`, () => expect(valueOf(selector)).to.equal(expected));
  }

  it('inside each: starts at that loop', () => {
    const lines = scopesOf('IT1');
    expect(lines.map((line) => valueOf('IT101', line))).to.deep.equal(['1', '2']);
    expect(lines.map((line) => valueOf('REF02', line))).to.deep.equal(['7', undefined]);
    expect(lines.map((line) => valueOf('IT104', line))).to.deep.equal(['125.00', '3.50']);
    expect(valueOf('BIG02', lines[0])).to.equal(undefined);
  });

  it('with ^ looks in the loops around, with / in the whole set', () => {
    const [line] = scopesOf('IT1');
    expect(valueOf('^BIG02', line)).to.equal('INV-1');
    expect(valueOf('^REF02', line)).to.equal('9');
    expect(valueOf('^N1(ST)/N401', line)).to.equal('CHICAGO');
    expect(valueOf('/REF(CT).REF02', line)).to.equal('C-77');
    expect(valueOf('^BIG02')).to.equal(undefined);
  });

  it('makes an entry of each loop or segment that fits', () => {
    expect(scopesOf('REF').map((entry) => valueOf('REF02', entry))).to.deep.equal(['9', '', 'C-77']);
    expect(scopesOf('N1(ST|BT)')).to.have.length(2);
    expect(scopesOf('N1(ST)/N4').map((entry) => valueOf('N401', entry))).to.deep.equal(['CHICAGO']);
    expect(scopesOf('IT1/REF').map((entry) => valueOf('^IT101', entry))).to.deep.equal(['1']);
    expect(scopesOf('SAC(A)')).to.deep.equal([]);
    expect(scopesOf('here')).to.deep.equal([root]);
  });

  it('says at which byte a value stands, and where a missing one would', () => {
    const place = (selector: string) => {
      const select = x12Selectors.value(selector);
      return isFault(select) ? undefined : select(scopesOf('IT1')[0]!)?.origin;
    };
    const segment = document.segments.find(({ id }) => id === 'IT1')!;
    expect(place('IT1.id(UK)')).to.deep.equal({
      ...segment.elementRange(9),
      segment: segment.number,
      segmentId: 'IT1',
      element: 9,
    });
    expect(place('IT120')).to.deep.include({
      offset: segment.offset + segment.length,
      length: 0,
      element: 20,
    });
  });

  const faults: [string, RegExp][] = [
    ['REF(CT)', /names a segment, not an element/],
    ['REF(CT).BIG02', /names REF and then an element of BIG/],
    ['N1.id(VC)', /N1 has no qualifier pairs/],
    ['ref02', /is not a selector/],
    ['REF().REF02', /is not a selector/],
    ['REF(CT.REF02', /is not a selector/],
    ['N1(ST)//N401', /is not a selector/],
    ['', /is not a selector/],
    ['IT1[id=VC]', /is not a selector/],
  ];
  for (const [selector, words] of faults) {
    it(`"${selector}" is refused with a reason`, () => {
      const fault = x12Selectors.value(selector);
      expect(isFault(fault) ? fault.message : 'accepted').to.match(words);
    });
  }
});
