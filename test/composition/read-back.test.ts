/**
 * The second reading of outbound bytes: silent when they say what was meant, and naming the place when they do not.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { readBack } from '../../src/composition/read-back.js';
import { usualSyntax, type OutboundInterchange, type OutboundSegment } from '../../src/x12/write/outbound.js';
import { writeInterchange } from '../../src/x12/write/write.js';
import { anyOutbound, madeOutbound, madeOutboundGroup } from '../x12/made-outbound.js';

function bytesOf(meant: OutboundInterchange): Uint8Array {
  const written = writeInterchange(meant);
  if ('faults' in written) throw new Error(JSON.stringify(written.faults));
  return written.bytes;
}

/** What is found when the text that was written is changed on its way. */
function differenceAfter(meant: OutboundInterchange, change: (text: string) => string): string {
  const text = new TextDecoder().decode(bytesOf(meant));
  const changed = change(text);
  expect(changed, 'the change did nothing').to.not.equal(text);
  const found = readBack(new TextEncoder().encode(changed), meant);
  return found.same ? 'none' : found.difference;
}

const ta1: OutboundSegment[] = [['TA1', '000000009', '260301', '1205', 'A', '000']];
const order = madeOutbound({
  groups: [
    madeOutboundGroup([
      ['BEG', '00', 'SA', 'PO-1001', '', '20260302'],
      ['PO1', '1', '10', 'CA', '125.00', '', 'VC', 'AM-7731'],
      ['SVC', ['HC', '99213', '', '25']],
    ]),
  ],
});

describe('readBack', () => {
  it('agrees with everything that the writer writes', () => {
    fc.assert(
      fc.property(anyOutbound, (meant) => {
        expect(readBack(bytesOf(meant), meant)).to.deep.equal({ same: true });
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with an interchange of TA1 segments, with groups and without', () => {
    for (const groups of [order.groups, []]) {
      const meant = { ...order, ta1, groups };
      expect(readBack(bytesOf(meant), meant)).to.deep.equal({ same: true });
    }
  });

  it('agrees with every line ending and with other delimiters', () => {
    for (const lineEnding of ['none', 'lf', 'crlf'] as const) {
      for (const segmentTerminator of ['~', '\n', '\r', "'"]) {
        const meant = { ...order, ta1, syntax: { ...usualSyntax, lineEnding, segmentTerminator } };
        expect(readBack(bytesOf(meant), meant), JSON.stringify(meant.syntax)).to.deep.equal({ same: true });
      }
    }
  });

  for (const [name, change, place] of [
    [
      'a changed element',
      (text: string) => text.replace('*10*CA*', '*11*CA*'),
      'group 1, set 1, segment 3 (PO1), element 2',
    ],
    [
      'a changed component',
      (text: string) => text.replace('99213', '99214'),
      'group 1, set 1, segment 4 (SVC), element 1',
    ],
    [
      'an element more',
      (text: string) => text.replace('AM-7731', 'AM-7731*X'),
      'group 1, set 1, segment 3 (PO1), element 8',
    ],
    [
      'an element less',
      (text: string) => text.replace('*AM-7731', ''),
      'group 1, set 1, segment 3 (PO1), element 7',
    ],
    ['another segment', (text: string) => text.replace('PO1*', 'PO3*'), 'group 1, set 1, segment 3 (PO1)'],
    [
      'a segment less',
      (text: string) => text.replace(/PO1.*\n/, '').replace('SE*5', 'SE*4'),
      'group 1, set 1, SE, element 1',
    ],
    ['another ISA13', (text: string) => text.replaceAll('000000042', '000000043'), 'ISA, element 13'],
    ['another receiver', (text: string) => text.replace('*SUPPLIER01 ', '*SUPPLIER02 '), 'ISA, element 8'],
    ['another usage', (text: string) => text.replace('*P*>~', '*T*>~'), 'ISA, element 15'],
    [
      'another GS06',
      (text: string) => text.replace('*7*X', '*8*X').replace('GE*1*7', 'GE*1*8'),
      'group 1, GS, element 6',
    ],
    ['another ST02', (text: string) => text.replaceAll('*0001~', '*0002~'), 'group 1, set 1, ST, element 2'],
    [
      'a broken count',
      (text: string) => text.replace('SE*5', 'SE*6'),
      'the envelope: the second reader refused it',
    ],
    ['an envelope without end', (text: string) => text.replace(/IEA.*\n/, ''), 'the segment IEA'],
    ['something after the end', (text: string) => `${text}IEA`, 'the end of the file'],
    [
      'a second interchange',
      (text: string) => text + text,
      'the envelope: more than one interchange was read',
    ],
  ] as const) {
    it(`notices ${name}`, () => {
      expect(differenceAfter(order, change)).to.equal(place);
    });
  }

  it('notices a changed TA1, by our own reader', () => {
    const meant = { ...order, ta1, groups: [] };
    expect(differenceAfter(meant, (text) => text.replace('*A*000', '*R*021'))).to.equal('TA1 1, element 4');
    expect(differenceAfter(meant, (text) => text.replace(/TA1.*\n/, '')))
      .to.be.a('string')
      .that.is.not.equal('none');
    expect(differenceAfter({ ...order, ta1 }, (text) => text.replace(/TA1.*\n/, ''))).to.equal(
      'the number of TA1 segments',
    );
  });

  it('notices bytes that are no UTF-8', () => {
    const bytes = bytesOf(order);
    bytes[bytes.indexOf(0x37, 200)] = 0xff;
    expect(readBack(bytes, order)).to.deep.equal({ same: false, difference: 'the text: it is not UTF-8' });
  });

  it('accepts the replacement character only for what cannot be written', () => {
    const meant = (value: string) => madeOutbound({ groups: [madeOutboundGroup([['K3', value]])] });
    const bytes = bytesOf(meant('A*B'));
    expect(readBack(bytes, meant('A*B'))).to.deep.equal({ same: true });
    expect(readBack(bytes, meant('AXB'))).to.deep.equal({
      same: false,
      difference: 'group 1, set 1, segment 2 (K3), element 1',
    });
  });

  it('never tells document content', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 33, max: 126 }), (at, byte) => {
        const meant = madeOutbound({ groups: [madeOutboundGroup([['NTE', 'ADD', 'SECRETPATIENT']])] });
        const bytes = bytesOf(meant);
        bytes[at % bytes.length] = byte;
        const found = readBack(bytes, meant);
        if (!found.same) expect(found.difference).to.not.match(/SECRET|PATIENT/);
      }),
      { numRuns: 500 },
    );
  });
});
