/**
 * Bad input, part 1: files, interchanges and groups that are at fault, each with what the partner is answered.
 *
 * The numbers are those of the catalogue of bad inputs; bad-input-elsewhere.test.ts names the tests of the others.
 */
import { expect } from 'chai';
import type { X12Report } from '../../src/x12/report.js';
import { answerTo } from './made-answers.js';
import { makeFile, orderSet, orderWith } from './made-x12.js';
import { readX12 } from './read-x12.js';

const sound = makeFile([orderSet(2)]);
const other = sound.replaceAll('000000101', '000000102');

function changed(from: string | RegExp, to: string, text = sound): string {
  const result = text.replace(from, to);
  expect(result).not.to.equal(text);
  return result;
}

function verdicts(report: X12Report): string[] {
  return report.interchanges.map((one) => one.verdict);
}

/** Nothing can be answered: no interchange was found, and these codes tell why. */
function expectQuarantined(input: string | Uint8Array, ...codes: string[]): void {
  const report = readX12(input);
  expect(report.interchanges).to.deep.equal([]);
  expect(report.issues.map(({ code }) => code)).to.deep.equal(codes);
  expect(answerTo(report)).to.deep.equal([]);
}

/** The whole interchange is rejected by its TA1 with this code. */
function expectTa1(text: string, code: string): void {
  const report = readX12(text);
  expect(verdicts(report)).to.deep.equal(['rejected']);
  expect(answerTo(report)).to.have.lengthOf(1);
  expect(answerTo(report)[0]).to.match(new RegExp(`^TA1\\*.{9}\\*.{6}\\*.{4}\\*R\\*${code}$`));
}

function expectAnswer(text: string, ...segments: string[]): void {
  const answer = answerTo(readX12(text)).filter((segment) => !segment.startsWith('TA1'));
  expect(answer).to.deep.equal(segments);
}

describe('bad input: files', () => {
  it('X01 a file of nothing, or of blanks, is quarantined as EMPTY', () => {
    for (const text of ['', ' ', '\r\n\r\n', '\u001a', '\0\0', '\ufeff', '\ufeff \n'])
      expectQuarantined(text, 'EMPTY');
  });

  it('X02 what is no X12 is quarantined and never unpacked, whatever its name says', () => {
    const texts = [
      'Dear customer, please find attached our order.',
      '%PDF-1.7\n%âãÏÓ\n1 0 obj',
      'PK\u0003\u0004\u0014\0\0\0ISA.edi',
      'MZ\u0090\0\u0003',
      "UNA:+.? 'UNB+UNOA:1+A+B+260301:1205+1'",
      '<?xml version="1.0"?><Order/>',
      'Invoice,Date\n1,2026-03-01\n',
      'ISABEL wrote this',
    ];
    for (const text of texts) expectQuarantined(text, 'NOT_X12');
    expectQuarantined(
      Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256),
      'NOT_X12',
    );
  });

  it('X03 an ISA whose delimiters cannot be told is quarantined', () => {
    expectQuarantined(`ISA*${'x'.repeat(400)}`, 'ISA_UNREADABLE');
    expectQuarantined('ISA*00*  ', 'ISA_TRUNCATED');
    expectQuarantined(sound.slice(0, 104).replaceAll('*', '') + sound.slice(106), 'NOT_X12');
  });

  it('X41 a byte order mark or blank lines before the ISA are passed over; other bytes are noted', () => {
    for (const before of ['\ufeff', '\r\n\r\n', '   \n', '\ufeff\n']) {
      const report = readX12(before + sound);
      expect(verdicts(report)).to.deep.equal(['accepted']);
      expect(report.issues).to.deep.equal([]);
    }
    const mail = readX12(`Subject: your order\n\n${sound}`);
    expect([verdicts(mail), mail.issues.map(({ code, severity }) => [code, severity])]).to.deep.equal([
      ['accepted'],
      [['LEADING_BYTES', 'warning']],
    ]);
  });

  it('X42 bytes after the IEA are passed over when blank, noted otherwise, and an issue when they are segments', () => {
    const issues = (text: string) => readX12(text).issues.map(({ code, severity }) => [code, severity]);
    for (const after of ['\n', '\r\n\r\n', '  ', '\u001a', '\0'.repeat(50)])
      expect(issues(sound + after)).to.deep.equal([]);
    expect(issues(`${sound}-- \nsent by gateway`)).to.deep.equal([['TRAILING_BYTES', 'warning']]);
    expect(issues(`${sound}GS*PO*A*B~`)).to.deep.equal([['SEGMENTS_OUTSIDE_INTERCHANGE', 'error']]);
    expect(verdicts(readX12(`${sound}GS*PO*A*B~`))).to.deep.equal(['accepted']);
  });

  it('X43 of two interchanges the broken one does not touch the other', () => {
    const broken = changed('SE*9*0001', 'SE*8*0001', other);
    for (const [file, expected] of [
      [sound + broken, ['accepted', 'rejected']],
      [broken + sound, ['rejected', 'accepted']],
      [sound + other.slice(0, 300), ['accepted', 'rejected']],
      [other.slice(0, other.indexOf('CTT')) + sound, ['rejected', 'accepted']],
      [other.slice(0, 300) + sound, ['rejected', 'accepted']],
      [other.slice(0, -1) + sound, ['rejected', 'accepted']],
    ] as const)
      expect(verdicts(readX12(file))).to.deep.equal(expected);
  });
});

describe('bad input: interchanges', () => {
  it('X04 an ISA element of the wrong width is told by its own code', () => {
    expectTa1(changed('*HOSPITAL01     *ZZ', '*HOSPITAL01*ZZ'), '006');
    expectTa1(changed('*SUPPLIER01     *', '*SUPPLIER01          *'), '008');
    expectTa1(changed('*260301*', '*20260301*'), '014');
    expectTa1(changed(/\*000000101(?=\*0)/, '*101'), '018');
  });

  it('X05 an element separator that is a letter, a digit or a blank is TA1 026', () => {
    for (const separator of ['X', '7', ' ']) {
      const text = sound.replaceAll('*', separator);
      const report = readX12(text);
      expect(verdicts(report)).to.deep.equal(['rejected']);
      expect(report.interchanges[0]!.ta1).to.deep.equal({ status: 'R', code: '026' });
    }
  });

  it('X06 a component separator that is the element separator is TA1 027', () => {
    expectTa1(changed('*P*:~', '*P**~'), '027');
  });

  it('X07 segments end at a newline, CR LF, a tilde with line ends, or a mixture', () => {
    const lines = sound.split('~').slice(0, -1);
    const mixture = lines.map((line, index) => `${line}~${['', '\n', '\r\n', '\n\n', '  '][index % 5]}`);
    for (const text of [
      ...['~\n', '~\r\n', '~\r', '\n', '\r\n', '\r', "'", '\u001e', '~  '].map((end) =>
        lines.map((line) => line + end).join(''),
      ),
      mixture.join(''),
    ])
      expect(verdicts(readX12(text)), JSON.stringify(text.slice(100, 112))).to.deep.equal(['accepted']);
  });

  it('X08 a terminator that changes half-way is rejected', () => {
    const places = [...sound.matchAll(/~/g)].map(({ index }) => index).slice(1, -1);
    for (const place of places)
      for (const terminator of ["'", '\n', '|']) {
        const report = readX12(sound.slice(0, place) + sound.slice(place).replaceAll('~', terminator));
        expect(verdicts(report), `from byte ${place} on ${terminator}`).to.deep.equal(['rejected']);
      }
  });

  it('X09 ISA11 is U before 00402, and the repetition separator from then on', () => {
    const newer = makeFile([orderWith('REF*DP*1', 'PO1*1*1*EA')], { version: '005010' });
    const [old, young] = [sound, newer].map((text) => readX12(text).interchanges[0]!);
    expect([old!.verdict, old!.delimiters.repetition]).to.deep.equal(['accepted', undefined]);
    expect([young!.verdict, young!.delimiters.repetition]).to.deep.equal(['accepted', 0x5e]);
    // a "^" in the text of an old interchange is text
    const text = makeFile([orderWith('N1*ST*A^B', 'PO1*1*1*EA')]).replace('*U*00401', '*^*00401');
    expect(verdicts(readX12(text))).to.deep.equal(['accepted']);
  });

  it('X10 an IEA02 that is not ISA13 is TA1 001', () => {
    expectTa1(changed('IEA*1*000000101', 'IEA*1*000000102'), '001');
    expectTa1(changed('IEA*1*000000101', 'IEA*1*'), '001');
  });

  it('X11 a wrong IEA01 is TA1 021', () => {
    for (const count of ['0', '2', 'x', '', '1.0', '-1'])
      expectTa1(changed('IEA*1*', `IEA*${count}*`), '021');
  });

  it('X12 a file without its IEA is TA1 023', () => {
    expectTa1(changed(/IEA.*/s, ''), '023');
    expectTa1(changed(/IEA.*/s, 'IE'), '023');
  });

  it('X24 an ISA13 that is blank, letters or zero is TA1 018', () => {
    for (const number of ['         ', 'ABCDEFGHI', '000000000', '00000A101', '-00000101'])
      expectTa1(sound.replaceAll('000000101', number), '018');
  });

  it('X28 an ISA09 or ISA10 that is none is TA1 014 or 015', () => {
    for (const date of ['261301', '260230', '26 301', 'MARCH1'])
      expectTa1(changed('*260301*', `*${date}*`), '014');
    for (const time of ['2561', '1260', '12:5', 'NOON']) expectTa1(changed('*1205*U', `*${time}*U`), '015');
  });

  it('X44 an interchange without a group is TA1 024, a group without a set is rejected', () => {
    expectTa1(changed(/GS.*IEA\*1/s, 'IEA*0'), '024');
    expectAnswer(changed(/ST.*GE\*1/s, 'GE*0'), 'AK1*PO*101', 'AK9*R*0*0*0');
  });
});

describe('bad input: groups and sets', () => {
  it('X14 a wrong GE02, a wrong GE01 and a missing GE are AK9 R with 4, 5 and 3', () => {
    expectAnswer(changed('GE*1*101', 'GE*1*102'), 'AK1*PO*101', 'AK9*R*1*1*0*4');
    expectAnswer(changed('GE*1*', 'GE*2*'), 'AK1*PO*101', 'AK9*R*2*1*0*5');
    expectAnswer(changed('GE*1*101~', ''), 'AK1*PO*101', 'AK9*R*1*1*0*3');
  });

  it('X14 a date or time of a group that is none is only noted', () => {
    const rows: [string, string, string][] = [
      ['*20260301*1205*101', '*20260230*1205*101', 'GS_DATE_INVALID'],
      ['*20260301*1205*101', '*260301*1205*101', 'GS_DATE_INVALID'],
      ['*20260301*1205*101', '*20260301*2561*101', 'GS_TIME_INVALID'],
      ['*20260301*1205*101', '*20260301*12:05*101', 'GS_TIME_INVALID'],
    ];
    for (const [from, to, code] of rows) {
      const [group] = readX12(changed(from, to)).interchanges[0]!.groups;
      expect([group!.verdict, group!.issues.map((issue) => [issue.code, issue.severity])]).to.deep.equal([
        'accepted',
        [[code, 'warning']],
      ]);
    }
  });

  it('X15 a wrong SE02, a wrong SE01 and a missing SE are AK5 R with 3, 4 and 2', () => {
    for (const [text, code] of [
      [changed('SE*9*0001', 'SE*9*0002'), '3'],
      [changed('SE*9*', 'SE*10*'), '4'],
      [changed(/SE\*[^~]*~/, ''), '2'],
    ] as const)
      expectAnswer(text, 'AK1*PO*101', 'AK2*850*0001', `AK5*R*${code}`, 'AK9*R*1*1*0');
  });

  it('X16 an unknown set beside a good one is rejected alone', () => {
    expectAnswer(
      makeFile([{ set: '999', body: ['AK1*PO*1'] }, orderSet()]),
      ...['AK1*PO*101', 'AK2*999*0001', 'AK5*R*1', 'AK2*850*0002', 'AK5*A', 'AK9*P*2*2*1'],
    );
  });

  it('X17 an invoice in a group of orders is rejected', () => {
    const [, ...answer] = answerTo(readX12(makeFile([{ set: '810', body: ['BIG*20260301*1', 'TDS*1'] }])));
    expect(answer).to.deep.equal(['AK1*PO*101', 'AK2*810*0001', 'AK5*R*6', 'AK9*R*1*1*0']);
  });

  it('X18 a GS08 that is no version of ours is AK9 R with 2', () => {
    for (const version of ['003030', '004011', '00401', 'X'])
      expect(answerTo(readX12(changed('*X*004010', `*X*${version}`))).at(-1)).to.match(/^AK9\*R\*1\*1\*0\*2/);
  });

  it('X19 a second set of one number in a group is AK5 R with 23', () => {
    const file = makeFile([orderSet(), orderSet()]).replaceAll('*0002~', '*0001~');
    expectAnswer(file, ...['AK1*PO*101', 'AK2*850*0001', 'AK5*A', 'AK2*850*0001', 'AK5*R*23', 'AK9*P*2*2*1']);
  });

  it('X20 a second group of one number in an interchange is rejected, never the first', () => {
    const group = sound.slice(sound.indexOf('GS*'), sound.indexOf('IEA*'));
    const file = sound.replace(group, group + group).replace('IEA*1', 'IEA*2');
    const [first, second] = readX12(file).interchanges[0]!.groups;
    expect([first!.verdict, second!.verdict, second!.codes]).to.deep.equal(['accepted', 'rejected', ['6']]);
    expect(answerTo(readX12(file)).filter((segment) => segment.startsWith('AK9'))).to.deep.equal([
      'AK9*A*1*1*1',
      'AK9*R*1*1*0*6',
    ]);
  });

  it('X21 the same ISA13 with other bytes in one file is TA1 025', () => {
    const report = readX12(sound + changed('PO-1001', 'PO-1002'));
    expect(report.interchanges.map(({ ta1 }) => ta1.code)).to.deep.equal(['000', '025']);
  });

  it('X23 the same ISA13 from another sender is accepted', () => {
    const report = readX12(sound + changed('HOSPITAL01     *ZZ', 'HOSPITAL02     *ZZ'));
    expect(verdicts(report)).to.deep.equal(['accepted', 'accepted']);
  });
});
