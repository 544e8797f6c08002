/**
 * Limits and growth: what is too much is told by name, and time and memory grow with the input, not faster.
 */
import { expect } from 'chai';
import { openX12Reader } from '../../src/x12/read/reader.js';
import type { X12Report } from '../../src/x12/report.js';
import { makeFile, orderSet, orderWith, type MadeSet } from './made-x12.js';
import { readDocuments, readX12 } from './read-x12.js';

function setsOf(report: X12Report) {
  return report.interchanges[0]!.groups[0]!.sets;
}

describe('X12 limits', () => {
  it('tells a segment over limits.segmentBytesMax and reads on behind it', () => {
    const long = orderWith(`N1*ST*${'x'.repeat(5000)}`, 'PO1*1*1*EA');
    for (const size of [1, 100, 100_000]) {
      const report = readX12(makeFile([orderSet(), long, orderSet()]), {
        limits: { segmentBytesMax: 4000 },
        size,
      });
      const [before, at, after] = setsOf(report);
      expect([before!.verdict, at!.verdict, after!.verdict]).to.deep.equal([
        'accepted',
        'rejected',
        'accepted',
      ]);
      expect(at!.issues[0]).to.include({
        code: 'SEGMENT_TOO_LONG',
        segment: 3,
        segmentId: 'N1',
        length: 5006,
      });
      expect(at!.issues[0]!.words).to.contain('limits.segmentBytesMax');
    }
  });

  it('passes over binary data that is longer than a segment may be', () => {
    const data = 'ab~SE*1*0001~'.repeat(1000);
    const file = makeFile([{ set: '275', body: [`BIN*${data.length}*${data}`] }, orderSet()]);
    const report = readX12(file, { limits: { segmentBytesMax: 4000 } });
    expect(setsOf(report).map((set) => [set.set, set.segments, set.verdict])).to.deep.equal([
      ['275', 3, 'rejected'],
      ['850', 7, 'accepted'],
    ]);
  });

  it('rejects a segment of 100,000 elements and an element of 10,000 components', () => {
    const elements = setsOf(
      readX12(makeFile([orderWith(`REF*DP${'*1'.repeat(100_000)}`, 'PO1*1*1*EA')])),
    )[0]!;
    expect(elements.issues.map((issue) => issue.code)).to.include('TOO_MANY_ELEMENTS');
    const components = setsOf(
      readX12(makeFile([orderWith(`REF*DP*1**DP${':1'.repeat(10_000)}`, 'PO1*1*1*EA')])),
    )[0]!;
    expect(components.issues.map((issue) => issue.code)).to.include('TOO_MANY_COMPONENTS');
  });

  it('tells a set over limits.segmentsPerSetMax once and still finds its end', () => {
    const report = readX12(makeFile([orderSet(100), orderSet(1)]), { limits: { segmentsPerSetMax: 50 } });
    expect(setsOf(report).map((set) => [set.verdict, set.segments])).to.deep.equal([
      ['rejected', 205],
      ['accepted', 7],
    ]);
    expect(setsOf(report)[0]!.issues.filter((issue) => issue.code === 'SET_TOO_LONG')).to.have.lengthOf(1);
  });

  it('rejects the interchange that goes over limits.setsPerFileMax or limits.groupsPerFileMax, whole', () => {
    const file = makeFile([orderSet(), orderSet(), orderSet(), orderSet()]);
    const sets = readX12(file, { limits: { setsPerFileMax: 2 } }).interchanges[0]!;
    expect([sets.verdict, sets.ta1.code, sets.issues[0]!.code]).to.deep.equal([
      'rejected',
      '022',
      'TOO_MANY_SETS',
    ]);
    expect(sets.groups[0]!.sets).to.have.lengthOf(2);
    const groups = readX12(file, { limits: { groupsPerFileMax: 0 } }).interchanges[0]!;
    expect([groups.verdict, groups.issues[0]!.code]).to.deep.equal(['rejected', 'TOO_MANY_GROUPS']);
    const acknowledgments = file.replace('GS*PO', `${'TA1*000000055*260301*1200*A*000~'.repeat(5)}GS*PO`);
    const [tooMany] = readX12(acknowledgments, { limits: { groupsPerFileMax: 4 } }).interchanges;
    expect([tooMany!.verdict, tooMany!.acknowledgments.length]).to.deep.equal(['rejected', 4]);
  });

  it('reads no interchange over limits.interchangesPerFileMax, and says so', () => {
    const file = ['101', '102', '103'].map((number) =>
      makeFile([orderSet()], { interchangeControlNumber: `000000${number}` }),
    );
    const report = readX12(file.join(''), { limits: { interchangesPerFileMax: 2 } });
    expect(report.interchanges.map((one) => one.verdict)).to.deep.equal(['accepted', 'accepted']);
    expect(report.issues).to.have.lengthOf(1);
    expect(report.issues[0]).to.include({
      code: 'TOO_MANY_INTERCHANGES',
      severity: 'error',
      offset: 2 * file[0]!.length,
    });
  });

  it('keeps limits.issuesPerFileMax issues in all, and every verdict', () => {
    const file = makeFile(Array.from({ length: 10 }, () => orderWith('ZZZ*1', 'ZZZ*2', 'PO1*1*1*EA')));
    const sets = setsOf(readX12(file, { limits: { issuesPerFileMax: 5 } }));
    expect(sets.map((set) => set.issues.length)).to.deep.equal([2, 2, 1, 0, 0, 0, 0, 0, 0, 0]);
    for (const set of sets) expect(set).to.include({ verdict: 'rejected', issueCount: 2 });
  });

  it('reads 100,000 segments in one set, as a document too', () => {
    const file = makeFile([orderSet(49_998)]);
    expect(setsOf(readX12(file))[0]).to.include({ verdict: 'accepted', segments: 100_001 });
    const [document] = readDocuments(file);
    expect(document!.root.loops).to.have.lengthOf(50_000);
    expect(document!.segments.at(-4)!.element(7)).to.equal('SKU-49998');
  });

  it('reads an HL tree of 10,000 levels as a document without calling itself', () => {
    const body = [
      'BSN*00*S1*20260301*1205',
      ...Array.from({ length: 10_000 }, (_, index) => `HL*${index + 1}*${index || ''}*I`),
    ];
    const [document] = readDocuments(makeFile([{ set: '856', body }], { functionalId: 'SH' }));
    let depth = 0;
    for (let loop = document!.root.loops[0]; loop; loop = loop.loops[0]) depth++;
    expect(depth).to.equal(10_000);
  });
});

describe('X12 reading grows no faster than its input', () => {
  const repeated = (part: string) => (count: number) => part.repeat(count);
  const body = (make: (count: number) => string) => (count: number) =>
    makeFile([orderWith(make(count), 'PO1*1*1*EA')]);
  const many = (make: (index: number) => string) => (count: number) =>
    makeFile([orderWith(...Array.from({ length: count }, (_, index) => make(index)))]);
  const levels = (count: number): MadeSet => ({
    set: '856',
    body: Array.from({ length: count }, (_, index) => `HL*x${count - index}*x${count - index + 1}*I`),
  });
  const shapes: [string, number, (count: number) => string][] = [
    ['lines', 3000, (count) => makeFile([orderSet(count)])],
    ['unknown segments', 5000, many(() => 'ZZZ*1')],
    ['loops out of order', 5000, many((index) => (index === 0 ? 'N1*ST*X' : 'N9*ZZ*1'))],
    ['bad elements', 5000, many(() => 'PO1*x*x*x*x*x*x*x')],
    ['elements', 50_000, body(repeated('*1'))],
    ['components', 50_000, body((count) => `REF*DP*1**${':1'.repeat(count)}`)],
    ['line ends in a segment', 100_000, body(repeated('\n'))],
    [
      'line ends in an IEA',
      100_000,
      (count) => makeFile([orderSet()]).slice(0, -1) + '\n'.repeat(count) + 'x',
    ],
    ['a file of I', 100_000, repeated('I')],
    ['a file of ISA', 50_000, repeated('ISA*')],
    ['a file of short ISA', 1000, repeated('ISA*00**00**ZZ*A*ZZ*B*260301*1205*U*00401*1*0*P*:~')],
    ['empty segments', 50_000, (count) => makeFile([orderSet()]).replace('CTT', '~'.repeat(count))],
    ['levels numbered backwards', 3000, (count) => makeFile([levels(count)], { functionalId: 'SH' })],
    [
      'sets with falling numbers',
      500,
      (count) =>
        makeFile(Array.from({ length: count }, () => orderSet())).replace(
          /(?<=(ST.850|SE.7).)\d{4}/g,
          (number) => String(9999 - Number(number)),
        ),
    ],
  ];
  for (const [name, count, make] of shapes)
    it(`${name}: four times the input takes no more than about four times the processor`, () => {
      // Quadratic growth would be 16 times; the rest is room for a busy machine.
      const small = Math.max(processorTime(make(count)), 2_000);
      const large = processorTime(make(count * 4));
      expect(large).to.be.lessThan(small * 10);
    });

  it('a segment that comes byte by byte is not read again for each', () => {
    const file = (count: number) => makeFile([orderWith(`N1*ST*${'x'.repeat(count)}`, 'PO1*1*1*EA')]);
    const small = Math.max(processorTime(file(100_000), 1), 2_000);
    expect(processorTime(file(400_000), 1)).to.be.lessThan(small * 10);
  });

  it('memory stays flat while a large file passes', () => {
    const set = Buffer.from(makeFile([orderSet(1000)]));
    const start = set.indexOf('PO1*');
    const lines = set.subarray(start, set.indexOf('CTT*'));
    const reader = openX12Reader();
    reader.write(set.subarray(0, start));
    reader.write(lines);
    const before = process.memoryUsage().arrayBuffers;
    for (let passed = 0; passed < 20_000_000; passed += lines.length) reader.write(lines);
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(5_000_000);
    expect(reader.end().interchanges[0]!.groups[0]!.sets[0]!.issues.length).to.be.at.most(100);
  });
});

/** Microseconds of processor time for one reading, the best of three. */
function processorTime(text: string, size?: number): number {
  const bytes = Buffer.from(text);
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    readX12(bytes, size === undefined ? {} : { size });
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...times);
}
