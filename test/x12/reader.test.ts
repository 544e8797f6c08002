/**
 * Reading: the envelope, delimiters, recovery, documents and limits.
 */
import { expect } from 'chai';
import type { X12Loop } from '../../src/x12/document.js';
import type { X12Report } from '../../src/x12/report.js';
import { makeFile, orderSet, orderWith } from './made-x12.js';
import { readDocuments, readX12 } from './read-x12.js';

const sound = makeFile([orderSet(2)]);

/** Verdict, TA105, AK9 and AK5 codes of a file, and the codes of its issues outside sets. */
function outline(report: X12Report) {
  return report.interchanges.map(({ verdict, ta1, groups, issues }) => ({
    verdict,
    ta1: ta1.code,
    ak9: groups.map((group) => group.codes.join()),
    ak5: groups.flatMap((group) => group.sets.map((set) => set.codes.join())),
    issues: issues.map((issue) => issue.code),
  }));
}

function changed(from: string | RegExp, to: string, text = sound): X12Report {
  const other = text.replace(from, to);
  expect(other).not.to.equal(text);
  return readX12(other);
}

describe('X12 interchange header', () => {
  const rows: [string, string | RegExp, string, string][] = [
    ['ISA01 blank', 'ISA*00*', 'ISA*  *', '010'],
    ['ISA05 blank', '*ZZ*HOSPITAL01', '*  *HOSPITAL01', '005'],
    ['ISA06 blank', '*HOSPITAL01     *ZZ', '*               *ZZ', '006'],
    ['ISA06 short', '*HOSPITAL01     *ZZ', '*HOSPITAL01*ZZ', '006'],
    ['ISA08 long', '*SUPPLIER01     *', '*SUPPLIER01        *', '008'],
    ['ISA09 no date', '*260301*', '*261301*', '014'],
    ['ISA10 no time', '*1205*U', '*2561*U', '015'],
    ['ISA12 letters', '*00401*', '*0040A*', '017'],
    ['ISA13 blank', /\*000000101(?=\*0)/, '*         ', '018'],
    ['ISA13 letters', /\*000000101(?=\*0)/, '*ABCDEFGHI', '018'],
    ['ISA13 zero', /\*000000101(?=\*0)/, '*000000000', '018'],
    ['ISA14 other', '*0*P*', '*7*P*', '019'],
    ['ISA15 other', '*0*P*', '*0*X*', '020'],
    ['IEA02 differs', 'IEA*1*000000101', 'IEA*1*000000102', '001'],
    ['IEA02 missing', 'IEA*1*000000101', 'IEA*1', '001'],
    ['IEA01 wrong', 'IEA*1*', 'IEA*2*', '021'],
    ['IEA01 no count', 'IEA*1*', 'IEA*x*', '021'],
    ['IEA missing', /IEA.*/s, '', '023'],
    ['no group', /GS.*IEA\*1/s, 'IEA*0', '024'],
    ['segment outside a group', 'IEA*', 'REF*DP*1~IEA*', '022'],
    ['GE without GS', 'IEA*', 'GE*1*101~IEA*', '022'],
    ['another ISA in place of IEA', /IEA.*/s, sound.replaceAll('000000101', '000000102'), '022'],
  ];
  for (const [name, from, to, code] of rows)
    it(`rejects the interchange with TA1 ${code}: ${name}`, () => {
      const [interchange] = outline(changed(from, to));
      expect([interchange?.verdict, interchange?.ta1]).to.deep.equal(['rejected', code]);
    });

  it('rejects an element separator that is a letter with TA1 026', () => {
    expect(outline(readX12(sound.replaceAll('*', 'X')))[0]).to.include({ verdict: 'rejected', ta1: '026' });
  });

  it('rejects a component separator that is the element separator with TA1 027', () => {
    expect(outline(changed('*P*:~', '*P**~'))[0]).to.include({ verdict: 'rejected', ta1: '027' });
  });

  it('rejects a terminator that is a letter or a delimiter with TA1 004, and reads the next interchange', () => {
    for (const terminator of ['X', '*', ':', ' ']) {
      const file = sound.replaceAll('~', terminator) + sound.replaceAll('000000101', '000000102');
      const found = outline(readX12(file));
      expect(found[0]).to.include({ verdict: 'rejected', ta1: '004' });
      expect(found.at(-1)).to.include({ verdict: 'accepted', ta1: '000' });
    }
  });

  it('takes ISA11 as repetition separator from 00402 on, unless it is a letter', () => {
    const delimiters = (version: string, repetition: string) =>
      changed('*U*00401*', `*${repetition}*${version}*`).interchanges[0]!.delimiters.repetition;
    expect(delimiters('00401', '^')).to.equal(undefined);
    expect(delimiters('00402', '^')).to.equal(0x5e);
    expect(delimiters('00501', 'U')).to.equal(undefined);
  });

  it('finds a repeated ISA13 only for the same sender and receiver, and compares numbers', () => {
    const other = sound.replace('HOSPITAL01     *ZZ', 'HOSPITAL02     *ZZ');
    expect(outline(readX12(sound + other)).map((one) => one.ta1)).to.deep.equal(['000', '000']);
    expect(outline(readX12(sound + sound)).map((one) => one.ta1)).to.deep.equal(['000', '025']);
  });

  it('quarantines what has no ISA that can be read', () => {
    const rows: [string, string][] = [
      ['', 'EMPTY'],
      [' \r\n\0\x1a', 'EMPTY'],
      ['PK\x03\x04 zip', 'NOT_X12'],
      ["UNA:+.? 'UNB+UNOA:1'", 'NOT_X12'],
      ['ISABEL was here', 'NOT_X12'],
      ['ISA*00*   ', 'ISA_TRUNCATED'],
      [`ISA*${'x'.repeat(400)}`, 'ISA_UNREADABLE'],
      ['GS*PO*A*B~', 'SEGMENTS_OUTSIDE_INTERCHANGE'],
    ];
    for (const [text, code] of rows) {
      const report = readX12(text);
      expect(report.interchanges).to.deep.equal([]);
      expect(report.issues.map((issue) => issue.code)).to.deep.equal([code]);
    }
  });

  it('tells segments after the IEA as an error, other bytes as a warning', () => {
    const issues = (text: string) => readX12(text).issues.map((issue) => [issue.code, issue.severity]);
    expect(issues(`${sound}Sent by X`)).to.deep.equal([['TRAILING_BYTES', 'warning']]);
    expect(issues(`Subject: order\n${sound}`)).to.deep.equal([['LEADING_BYTES', 'warning']]);
    expect(issues(sound + sound.slice(106))).to.deep.equal([['SEGMENTS_OUTSIDE_INTERCHANGE', 'error']]);
  });

  it('reads on after an IEA without terminator that stands before another ISA', () => {
    const first = sound.slice(0, -1);
    const second = sound.replaceAll('000000101', '000000102');
    for (const between of ['\n', '\r\n', '\n\n  '])
      expect(outline(readX12(first + between + second)).map((one) => one.verdict)).to.deep.equal([
        'accepted',
        'accepted',
      ]);
  });

  it('keeps TA1 segments and passes over ISB', () => {
    const file = sound.replace(
      'GS*PO',
      'ISB*1*2~TA1*000000055*260301*1200*R*021~TA1*000000056*260301*1200*A*000~GS*PO',
    );
    const [interchange] = readX12(file).interchanges;
    expect(interchange!.verdict).to.equal('accepted');
    expect(
      interchange!.acknowledgments.map((one) => [one.interchangeControlNumber, one.status, one.code]),
    ).to.deep.equal([
      ['000000055', 'R', '021'],
      ['000000056', 'A', '000'],
    ]);
  });
});

describe('X12 groups and sets', () => {
  const rows: [string, string | RegExp, string, { ak9: string[]; ak5: string[] }][] = [
    ['version we do not know', '*X*004010', '*X*003030', { ak9: ['2'], ak5: ['1'] }],
    ['kind we do not know', 'GS*PO', 'GS*QQ', { ak9: ['1'], ak5: ['6'] }],
    ['GS06 no number', '*101*X', '*1A1*X', { ak9: ['6,4'], ak5: [''] }],
    ['GE02 differs', 'GE*1*101', 'GE*1*102', { ak9: ['4'], ak5: [''] }],
    ['GE01 wrong', 'GE*1*', 'GE*2*', { ak9: ['5'], ak5: [''] }],
    ['GE01 no count', 'GE*1*', 'GE*x*', { ak9: ['5'], ak5: [''] }],
    ['GE missing', 'GE*1*101~', '', { ak9: ['3'], ak5: [''] }],
    ['SE missing', /SE\*[^~]*~/, '', { ak9: [''], ak5: ['2'] }],
    ['SE02 differs', /SE\*9\*0001/, 'SE*9*0002', { ak9: [''], ak5: ['3'] }],
    ['SE01 wrong', 'SE*9*', 'SE*8*', { ak9: [''], ak5: ['4'] }],
    ['SE01 and SE02 wrong', 'SE*9*0001', 'SE*8*0009', { ak9: [''], ak5: ['4,3'] }],
    ['set we do not know', 'ST*850*', 'ST*999*', { ak9: [''], ak5: ['1'] }],
    ['set of another group', 'ST*850*', 'ST*810*', { ak9: [''], ak5: ['6,5'] }],
    ['ST01 malformed', 'ST*850*', 'ST*85*', { ak9: [''], ak5: ['6'] }],
    ['ST02 too short', /ST\*850\*0001/, 'ST*850*1', { ak9: [''], ak5: ['7'] }],
    ['empty group', /ST.*GE\*1/s, 'GE*0', { ak9: [''], ak5: [] }],
  ];
  for (const [name, from, to, { ak9, ak5 }] of rows)
    it(`rejects: ${name}`, () => {
      const [interchange] = outline(changed(from, to));
      expect({ ak9: interchange!.ak9, ak5: interchange!.ak5 }).to.deep.equal({ ak9, ak5 });
      expect([interchange!.verdict, interchange!.ta1]).to.deep.equal(['rejected', '000']);
    });

  it('rejects the second of two groups with one GS06, never the first', () => {
    const group = sound.slice(sound.indexOf('GS*'), sound.indexOf('IEA*'));
    const file = sound.replace(group, group + group).replace('IEA*1', 'IEA*2');
    expect(outline(readX12(file))[0]).to.deep.include({ verdict: 'partially-accepted', ak9: ['', '6'] });
  });

  it('rejects the second of two sets with one ST02, out of order or not', () => {
    const file = makeFile([orderSet(), orderSet(), orderSet(), orderSet()])
      .replaceAll(/(ST\*850|SE\*7)\*0002/g, '$1*0009')
      .replaceAll(/(ST\*850|SE\*7)\*0004/g, '$1*0009');
    expect(outline(readX12(file))[0]!.ak5).to.deep.equal(['', '', '', '23']);
  });

  it('accepts the good sets beside a bad one, and counts them', () => {
    const file = makeFile([orderSet(), orderWith('ZZZ*1'), orderSet()]);
    const [group] = readX12(file).interchanges[0]!.groups;
    expect(group).to.include({
      verdict: 'partially-accepted',
      setsClaimed: 3,
      setsReceived: 3,
      setsAccepted: 2,
    });
    expect(group!.sets.map((set) => set.verdict)).to.deep.equal(['accepted', 'rejected', 'accepted']);
  });

  it('rejects a file whose terminator changes half-way', () => {
    const half = sound.indexOf('PO1*2');
    expect(
      outline(readX12(sound.slice(0, half) + sound.slice(half).replaceAll('~', "'")))[0]!.verdict,
    ).to.equal('rejected');
  });

  it('tells where sets begin and end in the file', () => {
    const file = makeFile([orderSet(), orderSet()], { lineEnd: '\r\n' });
    const { sets } = readX12(file).interchanges[0]!.groups[0]!;
    expect(sets.map(({ start, end }) => file.slice(start, end).split('~')[0])).to.deep.equal([
      'ST*850*0001',
      'ST*850*0002',
    ]);
    expect(
      sets.map(({ start, end }) => file.slice(start, end).endsWith('SE*7*000~') || file[end - 1]),
    ).to.deep.equal(['~', '~']);
  });
});

describe('X12 text and binary data', () => {
  it('reads files that are wrapped at 80 columns as if they were not', () => {
    const wrapped = makeFile([orderSet(5)]).replace(/.{80}/gs, '$&\r\n');
    const report = readX12(wrapped);
    expect(report.interchanges[0]).to.deep.include({
      verdict: 'accepted',
      ta1: { status: 'A', code: '000' },
    });
    const [document] = readDocuments(wrapped);
    const [plain] = readDocuments(makeFile([orderSet(5)]));
    const texts = (one: typeof plain) =>
      one!.segments.map((segment) => [segment.id, segment.element(1), segment.element(5)]);
    expect(texts(document)).to.deep.equal(texts(plain));
  });

  it('reads an element as UTF-8 where it is, else as Latin-1', () => {
    const text = makeFile([orderWith('N1*ST*Zoë €*92*1', 'N1*BT*Zo?*92*2', 'PO1*1*1*EA')]);
    const bytes = Buffer.from(text);
    bytes[bytes.indexOf('Zo?') + 2] = 0xeb;
    const [document] = readDocuments(bytes);
    const names = document!.segments
      .filter((segment) => segment.id === 'N1')
      .map((segment) => segment.element(2));
    expect(names).to.deep.equal(['Zoë €', 'Zoë']);
  });

  it('passes over binary data by its length, delimiters and segments inside included', () => {
    const data = 'a~b*c:SE*1*0001~ISA*';
    const file = makeFile([orderSet(), { set: '275', body: [`BIN*${data.length}*${data}`] }, orderSet()]);
    const report = readX12(file);
    expect(report.counts).to.include({ sets: 3, interchanges: 1 });
    expect(outline(report)[0]!.ak5).to.deep.equal(['', '1', '']);
  });

  it('tells binary data that does not end where its length says', () => {
    const set = orderWith('PO1*1*1*EA', 'BIN*2*abcdef');
    expect(outline(readX12(makeFile([set, orderSet()])))[0]!.ak5).to.deep.equal(['5', '']);
  });
});

describe('X12 documents', () => {
  it('hands out the sets that are wanted, after their SE', () => {
    const seen: unknown[] = [];
    readX12(makeFile([orderSet(), orderSet(), orderSet()]), {
      wants: ({ set }) => set !== 2,
      onSet: (document) =>
        seen.push([document.position.set, document.transactionSetControlNumber, document.segments.length]),
    });
    expect(seen).to.deep.equal([
      [1, '0001', 7],
      [3, '0003', 7],
    ]);
  });

  it('knows each value and its place', () => {
    const file = makeFile([orderWith('REF*DP*1**DP:7:CT:8', 'PO1*1*1*EA')], { lineEnd: '\n' });
    const [document] = readDocuments(file);
    const ref = document!.segments[2]!;
    expect([
      ref.id,
      ref.number,
      ref.elementCount,
      ref.element(2),
      ref.element(3),
      ref.element(9),
    ]).to.deep.equal(['REF', 3, 4, '1', '', '']);
    expect(['1', '2', '4', '5'].map((at) => ref.component(4, Number(at)))).to.deep.equal([
      'DP',
      '7',
      '8',
      '',
    ]);
    expect([ref.repetitions(2), ref.repetitions(3)]).to.deep.equal([['1'], []]);
    const { offset, length } = ref.elementRange(4);
    expect(file.slice(offset, offset + length)).to.equal('DP:7:CT:8');
    expect(ref.elementRange(7)).to.deep.equal({ offset: ref.offset + ref.length, length: 0 });
    expect(file.slice(ref.offset, ref.offset + ref.length)).to.equal('REF*DP*1**DP:7:CT:8');
  });

  it('splits repetitions where the version has them', () => {
    const file = makeFile([orderWith('REF*DP*1^2^3*x', 'PO1*1*1*EA')]).replace('*U*00401*', '*^*00501*');
    const ref = readDocuments(file)[0]!.segments[2]!;
    expect(ref.repetitions(2)).to.deep.equal(['1', '2', '3']);
    expect(ref.component(2, 1, 2)).to.equal('2');
  });

  it('forms loops by the guide', () => {
    const [document] = readDocuments(
      makeFile([
        orderWith(
          'N1*ST*X',
          'N3*a',
          'PO1*1*1*EA',
          'PID*F****x',
          'N1*BT*Y',
          'REF*DP*1',
          'PO1*2*1*EA',
          'CTT*2',
        ),
      ]),
    );
    expect(shape(document!.root)).to.equal(
      '(ST BEG SE N1(N1 N3) PO1(PO1 PID(PID) N1(N1 REF)) PO1(PO1) CTT(CTT))',
    );
  });

  it('nests HL loops by HL02, whatever their order', () => {
    const body = [
      'BSN*00*S1*20260301*1205',
      'HL*1**S',
      'TD1*CTN*1',
      'HL*2*1*O',
      'HL*3*2*I',
      'LIN**VP*A',
      'HL*4*1*O',
      'HL*5*4*T',
      'HL*6*5*P',
      'HL*7*2*I',
      'CTT*7',
    ];
    const [document] = readDocuments(makeFile([{ set: '856', body }], { functionalId: 'SH' }));
    const levels = (loop: X12Loop): string =>
      `${loop.level}${loop.loops.length > 0 ? `(${loop.loops.map(levels).join(' ')})` : ''}`;
    expect(document!.root.loops.map(levels)).to.deep.equal(['S(O(I I) O(T(P)))']);
    expect(document!.root.loops[0]!.loops[0]!.loops[1]!.parent!.segments[0]!.element(1)).to.equal('2');
    expect(document!.root.segments.map((segment) => segment.id)).to.deep.equal(['ST', 'BSN', 'CTT', 'SE']);
  });

  it('gives a set without a guide as one flat list', () => {
    const [document] = readDocuments(makeFile([{ set: '999', body: ['AK1*PO*1', 'AK9*A*1*1*1'] }]));
    expect(shape(document!.root)).to.equal('(ST AK1 AK9 SE)');
  });
});

/** Loops in brackets after their trigger, e.g. "(ST N1(N1 N3) SE)". */
function shape(loop: X12Loop): string {
  const parts = [...loop.segments.map((segment) => segment.id), ...loop.loops.map(shape)];
  return `${loop.id}(${parts.join(' ')})`;
}
