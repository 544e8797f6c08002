/**
 * Each TA105 code that reading can find, from the bytes that cause it to the TA1 that tells it.
 */
import { expect } from 'chai';
import { planAcknowledgment, writeAcknowledgment } from '../../src/x12/acknowledge/acknowledge.js';
import { ta1Reasons } from '../../src/x12/acknowledge/acknowledgment-words.js';
import { makeFile, orderSet } from './made-x12.js';
import { readX12 } from './read-x12.js';

const sound = makeFile([orderSet()]);

/** The file with another text at an element of its ISA, filled up to the element's width. */
function withIsa(element: number, text: string): string {
  const parts = sound.slice(0, 105).split('*');
  parts[element] = text.padEnd(parts[element]!.length);
  return parts.join('*') + sound.slice(105);
}

/** TA104 and TA105 for the last interchange of a file, and whether anything of it is accepted. */
function ta1Of(text: string): [status: string, code: string, verdict: string] {
  const { ta1, verdict } = readX12(text).interchanges.at(-1)!;
  return [ta1.status, ta1.code, verdict];
}

const iea = 'IEA*1*000000101~';

const causes: readonly (readonly [code: string, what: string, text: string])[] = [
  ['001', 'IEA02 that is not ISA13', sound.replace(iea, 'IEA*1*000000102~')],
  ['002', 'a standard in ISA11 that is not ours', withIsa(11, 'T')],
  ['003', 'a version in ISA12 that does not exist', withIsa(12, '10401')],
  ['004', 'a segment terminator that is a letter', sound.replace('*P*:~', '*P*:A')],
  ['005', 'a sender qualifier in small letters', withIsa(5, 'zz')],
  ['006', 'a sender of blanks', withIsa(6, '')],
  ['007', 'a receiver qualifier of blanks', withIsa(7, '')],
  ['008', 'a receiver of blanks', withIsa(8, '')],
  ['010', 'a blank authorization qualifier', withIsa(1, '')],
  [
    '011',
    'authorization information that is too short',
    sound.replace('ISA*00*          ', 'ISA*00*         '),
  ],
  ['012', 'a blank security qualifier', withIsa(3, '')],
  ['013', 'security information that is too short', sound.replace('*00*          *ZZ', '*00*         *ZZ')],
  ['014', 'a date that does not exist', withIsa(9, '261340')],
  ['015', 'a time that does not exist', withIsa(10, '2460')],
  ['016', 'a blank ISA11', withIsa(11, ' ')],
  ['017', 'a version in ISA12 that is no number', withIsa(12, '4010')],
  ['018', 'an ISA13 that is no number', withIsa(13, 'ABC')],
  ['018', 'an ISA13 of zeros', withIsa(13, '000000000').replace(iea, 'IEA*1*000000000~')],
  ['019', 'an ISA14 that is neither 0 nor 1', withIsa(14, '2')],
  ['020', 'an ISA15 that is not P, T or I', withIsa(15, 'X')],
  ['021', 'an IEA01 that counts other groups', sound.replace(iea, 'IEA*2*000000101~')],
  ['022', 'a set outside of any group', sound.replace('GS*', 'ST*850*0009~SE*2*0009~GS*')],
  ['022', 'another ISA before the IEA', sound.replace(iea, '') + sound],
  ['023', 'a file that ends early', sound.slice(0, sound.indexOf('PO1'))],
  [
    '024',
    'an interchange of nothing',
    sound.replace(/GS[^]*GE\*1\*101~/, '').replace(iea, 'IEA*0*000000101~'),
  ],
  ['025', 'the same ISA13 twice in a file', sound + sound],
  [
    '026',
    'an element separator that is a blank',
    sound.slice(0, 105).replaceAll('*', ' ') + sound.slice(105),
  ],
  ['027', 'a component separator that is the element separator', sound.replace('*P*:~', '*P**~')],
  ['028', 'a delivery date that does not exist', sound.replace('GS*', 'ISE*261340*1200*ES~GS*')],
  ['029', 'a delivery time that does not exist', sound.replace('GS*', 'ISE*260301*2460*ES~GS*')],
  ['030', 'a delivery time code of one character', sound.replace('GS*', 'ISE*260301*1200*7~GS*')],
  ['031', 'a grade of service of two characters', sound.replace('GS*', 'ISB*99~GS*')],
];

/** 006 for a sender nobody knows, and 009, would need a guess about who is meant: such a file is quarantined. */
const neverTold = ['009'];

describe('acknowledge: the codes of a TA1', () => {
  it('accepts a sound interchange by 000', () => {
    expect(ta1Of(sound)).to.deep.equal(['A', '000', 'accepted']);
    expect(ta1Of(sound.replace('GS*', 'ISB*1~ISE*260301*1200*ES~GS*'))).to.deep.equal([
      'A',
      '000',
      'accepted',
    ]);
  });

  for (const [code, what, text] of causes) {
    it(`rejects by ${code}: ${what}`, () => {
      expect(text).to.not.equal(sound);
      const at = code === '022' && what.startsWith('another') ? 0 : -1;
      const { ta1, verdict } = readX12(text).interchanges.at(at)!;
      expect([ta1.status, ta1.code, verdict]).to.deep.equal(['R', code, 'rejected']);
    });
  }

  it('has words for every code, and a cause for every code but the one that is never told', () => {
    const told = new Set(causes.map(([code]) => code));
    expect(Object.keys(ta1Reasons).filter((code) => !told.has(code))).to.deep.equal(neverTold);
  });

  it('writes a TA1 that can be read for every cause whose parties can be named', () => {
    for (const [code, what, text] of causes) {
      const [interchange] = readX12(text).interchanges.filter(({ ta1 }) => ta1.code === code);
      const { senderQualifier, sender, receiverQualifier, receiver } = interchange!.header;
      const named =
        [senderQualifier, receiverQualifier].every((one) => /^[A-Z0-9]{2}$/.test(one)) && sender && receiver;
      if (!named) continue;
      const plan = planAcknowledgment(interchange!, { acknowledge: () => '997', ta1: 'always' })!;
      const stamp = { interchangeControlNumber: 1, groupControlNumbers: [], date: '20260302', time: '0815' };
      const written = writeAcknowledgment(plan, stamp);
      if ('faults' in written) throw new Error(`${what}: ${JSON.stringify(written.faults)}`);
      const [answered] = readX12(written.bytes).interchanges;
      expect(answered!.verdict, what).to.equal('accepted');
      expect(answered!.acknowledgments.map((ta1) => [ta1.status, ta1.code])).to.deep.equal([['R', code]]);
    }
  });
});
