import { expect } from 'chai';
import { describeSet, setKindWords, type SetDescription } from '../../src/explaining/describe-set.js';
import { elementForm } from '../../src/explaining/element-form.js';
import { openX12Reader } from '../../src/x12/read/reader.js';

const envelope = (functionalId: string, segments: string[]) =>
  [
    'ISA*00*          *00*          *ZZ*ACME           *ZZ*HOSPITAL       *260404*0205*U*00401*000000001*0*P*>',
    `GS*${functionalId}*ACME*HOSPITAL*20260404*0205*1*X*004010`,
    ...segments,
    `SE*${segments.length + 1}*0001`,
    'GE*1*1',
    'IEA*1*000000001',
    '',
  ].join('~');

function describeOnly(functionalId: string, segments: string[]): SetDescription {
  let found: SetDescription | undefined;
  const reader = openX12Reader({
    wants: () => true,
    onSet: (document) => {
      found = describeSet(
        document,
        document.segments.map(({ number }) => number),
      );
    },
  });
  reader.write(Buffer.from(envelope(functionalId, segments)));
  reader.end();
  return found!;
}

describe('the description of a transaction set', () => {
  it('has the number of the document, and counts lines beside what the sender calls them', () => {
    const { number, lines } = describeOnly('IN', [
      'ST*810*0001',
      'BIG*20260404*INV-7',
      'IT1*1*10*CA*12.50',
      'PID*F****GAUZE',
      'IT1*20*10*CA*12.50',
      'IT1**10*CA*12.50',
      'TDS*12500',
    ]);
    expect(number).to.deep.equal({ place: 'BIG02', value: 'INV-7' });
    expect([...lines]).to.deep.equal([
      [3, 'line 1'],
      [4, 'line 1'],
      [5, 'line 2 (IT101 20)'],
      [6, 'line 3'],
    ]);
  });

  it('says of a document without a number where it should stand', () => {
    const { number } = describeOnly('PO', ['ST*850*0001', 'PO1*1*1*EA']);
    expect(number).to.deep.equal({ place: 'BEG03', value: '' });
    expect(setKindWords('850')).to.equal('purchase order');
  });

  it('names the levels of a ship notice', () => {
    const { lines } = describeOnly('SH', [
      'ST*856*0001',
      'BSN*00*S-1*20260404*0205',
      'HL*1**S',
      'TD1*CTN*2',
      'HL*2*1*O',
      'PRF*PO-1',
      'HL*3*2*I',
      'SN1**2*EA',
    ]);
    expect([...lines].sort(([one], [other]) => one - other)).to.deep.equal([
      [3, 'level 1 (shipment)'],
      [4, 'level 1 (shipment)'],
      [5, 'level 2 (order)'],
      [6, 'level 2 (order)'],
      [7, 'level 3 (item)'],
      [8, 'level 3 (item)'],
    ]);
  });

  it('describes 10,000 levels inside each other without calling itself', () => {
    const levels = Array.from({ length: 10_000 }, (_, index) => `HL*${index + 1}*${index || ''}*I`);
    const { lines } = describeOnly('SH', ['ST*856*0001', 'BSN*00*S-1*20260404*0205', ...levels]);
    expect(lines.get(10_002)).to.equal('level 10000 (item)');
  });
});

describe('the form of an element', () => {
  const form = (segmentId: string, element: number) => elementForm('004010', { segmentId, element });

  it('is told by type, length and codes', () => {
    expect(form('BIG', 1)).to.equal('date, YYYYMMDD');
    expect(form('BIG', 2)).to.equal('text, 1 to 22 characters');
    expect(form('IT1', 2)).to.equal('decimal number, 1 to 10 digits, such as 12 or 12.50');
    expect(form('TDS', 1)).to.equal('whole number without a decimal point, 1 to 15 digits');
    expect(form('GS', 1) ?? '').not.to.match(/undefined/);
  });

  it('is not known for what no guide has', () => {
    expect(form('XYZ', 1)).to.equal(undefined);
    expect(form('BIG', 99)).to.equal(undefined);
    expect(form('', 1)).to.equal(undefined);
    expect(elementForm('003030', { segmentId: 'BIG', element: 1 })).to.equal(undefined);
  });
});
