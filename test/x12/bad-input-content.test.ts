/**
 * Bad input, part 2: what stands inside a set, each with what the partner is answered; and any flipped byte.
 */
import { expect } from 'chai';
import { answerTo } from './made-answers.js';
import { makeFile, orderSet, orderWith, type MadeSet } from './made-x12.js';
import { readDocuments, readX12 } from './read-x12.js';

const line = 'PO1*1*10*EA*12.5**VP*A1';

/** AK3 and AK4 of the answer to one set, and how AK5 judges it. */
function told(set: MadeSet, functionalId = 'PO'): { faults: string[]; verdict: string } {
  const answer = answerTo(readX12(makeFile([set], { functionalId })));
  const ak5 = answer.find((segment) => segment.startsWith('AK5')) ?? '';
  return { faults: answer.filter((segment) => /^AK[34]/.test(segment)), verdict: ak5 };
}

/** The order with these segments is rejected for exactly these faults. */
function expectFaults(body: string[], ...faults: string[]): void {
  expect(told(orderWith(...body))).to.deep.equal({ faults, verdict: 'AK5*R*5' });
}

/** The value of BEG03 or PO107 as a document has it. */
function item(value: string): string {
  const [document] = readDocuments(makeFile([orderWith(`PO1*1*1*EA***VP*${value}`)]));
  return document!.segments[2]!.element(7);
}

describe('bad input: elements', () => {
  it('X29 a mandatory element that is missing is AK3 8 with AK4 1', () => {
    const set = { set: '850', body: ['BEG*00*SA***20260301', line] };
    expect(told(set)).to.deep.equal({ faults: ['AK3*BEG*2**8', 'AK4*3*324*1'], verdict: 'AK5*R*5' });
  });

  it('X30 an element too long, too short or too many is AK4 5, 4 or 3', () => {
    const long = 'A'.repeat(31);
    expectFaults([`REF*DP*${long}`, line], 'AK3*REF*3**8', `AK4*2*127*5*${long}`);
    expectFaults(['REF*D*1', line], 'AK3*REF*3**8', 'AK4*1*128*4*D');
    expectFaults(['REF*DP*1***X', line], 'AK3*REF*3**8', 'AK4*5**3*X');
  });

  it('X31 a code that its whole list lacks is AK4 7; one that a partial list lacks is only noted', () => {
    expectFaults(['PO1*1*1*EA*1', 'SAC*X*D240***1'], 'AK3*SAC*4*SAC*8', 'AK4*1*248*7*X');
    expect(told(orderWith('PO1*1*1*Q9*1'))).to.deep.equal({ faults: [], verdict: 'AK5*A' });
    const [set] = readX12(makeFile([orderWith('PO1*1*1*Q9*1')])).interchanges[0]!.groups[0]!.sets;
    expect(set!.issues.map(({ code, severity }) => [code, severity])).to.deep.equal([
      ['CODE_NOT_LISTED', 'warning'],
    ]);
  });

  it('X32 dates and times that are none are AK4 8 and 9', () => {
    for (const date of ['20260230', '20260001', '20261301', '20250229'])
      expectFaults([`DTM*002*${date}`, line], 'AK3*DTM*3**8', `AK4*2*373*8*${date}`);
    for (const time of ['2561', '2400', '1260'])
      expectFaults([`DTM*002*20260301*${time}`, line], 'AK3*DTM*3**8', `AK4*3*337*9*${time}`);
  });

  it('X33 a quantity that is no number is AK4 6, one of 25 digits is AK4 5', () => {
    for (const quantity of ['1O', '1e5', '+5', 'NaN', '1.2.3', '--1', '0x1F'])
      expectFaults([`PO1*1*${quantity}*EA*1`], 'AK3*PO1*3*PO1*8', `AK4*2*330*6*${quantity}`);
    // nothing outside ASCII is repeated in an answer
    expectFaults(['PO1*1*٣*EA*1'], 'AK3*PO1*3*PO1*8', 'AK4*2*330*6');
    const digits = '1234567890'.repeat(3).slice(0, 25);
    expectFaults([`PO1*1*${digits}*EA*1`], 'AK3*PO1*3*PO1*8', `AK4*2*330*5*${digits}`);
  });

  it('X34 item numbers and lots are text, byte for byte', () => {
    for (const value of ['00123456789012', '1E10', '0x1F', '007', '1.0', '-0', '1,5', ' 7', 'NaN', 'true'])
      expect(item(value)).to.equal(value);
  });

  it('X35 prices and totals are the digits that came, of any size', () => {
    const body = ['BIG*20260301*1', 'IT1*1*3*EA*0.1**VP*A', 'TDS*123456789012345'];
    const [document] = readDocuments(makeFile([{ set: '810', body }], { functionalId: 'IN' }));
    const [, , it1, tds] = document!.segments;
    expect([it1!.element(4), tds!.element(1)]).to.deep.equal(['0.1', '123456789012345']);
    expect(
      told({ set: '810', body: [...body.slice(0, 2), 'TDS*1234567890123456'] }, 'IN').faults,
    ).to.deep.equal([...['AK3*TDS*4**8', 'AK4*1*610*5*1234567890123456']]);
  });

  it('X36 a CTT01 that does not fit is a question of business: the 997 accepts', () => {
    for (const count of ['2', '99']) {
      expect(told(orderWith(line, `CTT*${count}`))).to.deep.equal({ faults: [], verdict: 'AK5*A' });
      const [set] = readX12(makeFile([orderWith(line, `CTT*${count}`)])).interchanges[0]!.groups[0]!.sets;
      expect(set!.issues.map(({ code }) => code)).to.deep.equal(['CTT_COUNT_WRONG']);
    }
  });

  it('X37 a segment unknown, out of order or over its number is AK3 1, 7 or 5', () => {
    expectFaults(['ZZZ*1', line], 'AK3*ZZZ*3**1');
    expectFaults(['N1*ST*X', 'CUR*BY*USD', line], 'AK3*CUR*4*N1*7');
    expectFaults(['CUR*BY*USD', 'CUR*BY*USD', line], 'AK3*CUR*4**5');
  });

  it('X39 levels without a parent, in a circle or too deep are rejected, however many', () => {
    const levels = (...hl: string[]) => told({ set: '856', body: ['BSN*00*S1*20260301*1205', ...hl] }, 'SH');
    const rows: [string[], string][] = [
      [['HL*1**S', 'HL*2*9*O'], 'AK4*2*734*7*9'],
      [['HL*1*2*S', 'HL*2*1*O'], 'AK4*2*734*7*2'],
      [['HL*1*1*S'], 'AK4*2*734*7*1'],
      [Array.from({ length: 10_000 }, (_, index) => `HL*${index + 1}*${index || ''}*I`), 'AK4*2*734*7*100'],
    ];
    for (const [hl, fault] of rows) {
      const { faults, verdict } = levels(...hl);
      expect(faults).to.include(fault);
      expect(verdict).to.equal('AK5*R*5');
    }
  });

  it('X40 control characters are AK4 6; other bytes are text, as UTF-8 or as Latin-1', () => {
    for (const byte of [0x00, 0x1b, 0x07, 0x7f]) {
      const text = makeFile([orderWith(`N1*ST*A${String.fromCharCode(byte)}B`, line)]);
      const answer = answerTo(readX12(text));
      expect(answer).to.include.members(['AK3*N1*3*N1*8', 'AK4*2*93*6*AB']);
    }
    const bytes = Buffer.from(makeFile([orderWith('N1*ST*A?B', line)]));
    for (let byte = 0xa0; byte <= 0xff; byte++) {
      bytes[bytes.indexOf('N1*ST*A') + 7] = byte;
      expect(readX12(bytes).interchanges[0]!.verdict).to.equal('accepted');
      expect(readDocuments(bytes)[0]!.segments[2]!.element(2)).to.equal(`A${String.fromCharCode(byte)}B`);
    }
    for (let byte = 0x80; byte < 0xa0; byte++) {
      bytes[bytes.indexOf('N1*ST*A') + 7] = byte;
      expect(readX12(bytes).interchanges[0]!.verdict).to.equal('rejected');
    }
  });

  it('X51 formulas, markup and other tricks are kept word for word', () => {
    for (const value of ['=cmd()', '<script>', "'; DROP", '${jndi:x}', '../../etc', '%00', '{{7}}'])
      expect(item(value)).to.equal(value);
  });
});

describe('bad input: any byte', () => {
  const sound = Buffer.from(
    makeFile([orderSet(3), orderSet(1), orderWith('N1*ST*A', 'N3*B', line)], { lineEnd: '\n' }),
  );

  it('X56 of 1,000 files with a flipped byte none is accepted whose control totals do not hold', () => {
    const random = numbersFrom(20260301);
    let accepted = 0;
    for (let run = 0; run < 1000; run++) {
      const bytes = Buffer.from(sound);
      const at = random() % bytes.length;
      bytes[at] = bytes[at]! ^ (1 << (random() % 8));
      const report = readX12(bytes);
      for (const { verdict, groups } of report.interchanges) {
        if (verdict !== 'accepted') continue;
        accepted++;
        expect(controlTotals(bytes), `byte ${at}`).to.equal('they hold');
        expect(groups[0]!.sets.map(({ segments }) => segments)).to.deep.equal([11, 7, 6]);
      }
    }
    expect(accepted).to.be.within(300, 900);
  });
});

/** Numbers that look random and are always the same (xorshift). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Counts and control numbers, by a reading that shares nothing with ours. */
function controlTotals(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  const [element, terminator] = [text[3]!, text[105]!];
  const segments = text
    .split(terminator)
    .map((segment) => segment.trim().replace(/[\r\n]/g, ''))
    .filter((segment) => segment !== '')
    .map((segment) => segment.split(element));
  const of = (id: string) => segments.filter(([one]) => one === id);
  const place = (id: string) => segments.flatMap(([one], index) => (one === id ? [index] : []));
  const number = (value?: string) => Number(value);
  const [isa, iea, gs, ge] = [of('ISA')[0]!, of('IEA')[0]!, of('GS')[0]!, of('GE')[0]!];
  if (number(iea[1]) !== 1 || number(iea[2]) !== number(isa[13])) return 'IEA does not';
  if (number(ge[1]) !== of('ST').length || number(ge[2]) !== number(gs[6])) return 'GE does not';
  const ends = place('SE');
  const wrong = place('ST').filter((start, index) => {
    const end = ends[index]!;
    return number(segments[end]![1]) !== end - start + 1 || segments[end]![2] !== segments[start]![2];
  });
  return wrong.length > 0 ? 'SE does not' : 'they hold';
}
