/**
 * Bad input, part 3: what is too large, read in a process of its own. Memory is bounded whatever the size.
 *
 * That time grows with the input and not faster is asked by limits.test.ts.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { compile } from '../kit/compiled.js';
import { makeFile, orderSet, orderWith } from './made-x12.js';
import type { LargeReading } from './read-large.js';
import { readX12 } from './read-x12.js';

describe('bad input: size', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => (folder = compile('waybill-x12', ['test/x12/read-large.ts'])));

  async function read(shape: string): Promise<LargeReading> {
    const script = join(folder, 'test/x12/read-large.js');
    const { stdout } = await promisify(execFile)(process.execPath, [script, shape]);
    return JSON.parse(stdout) as LargeReading;
  }

  /** Node itself takes about 50 MB of it. */
  const megabytesMax = 128;

  it('X38 a set of 100,000 lines is accepted in bounded memory', async () => {
    const found = await read('lines');
    expect(found).to.include({ verdict: 'accepted', sets: 1, segments: 200_008 });
    expect(found.peakMegabytes).to.be.below(megabytesMax);
  });

  it('X39 a tree of 100,000 levels is rejected at its depth, with no more issues kept than may be', async () => {
    const found = await read('levels');
    expect(found).to.deep.include({
      verdict: 'rejected',
      codes: ['HL_TOO_DEEP'],
      issueCount: 99_900,
      issuesKept: 100,
    });
    expect(found.peakMegabytes).to.be.below(2 * megabytesMax);
  });

  for (const [shape, words] of [
    ['segment', 'one segment of 200 MB'],
    ['unterminated', 'one segment of 200 MB that never ends'],
  ] as const)
    it(`X45 ${words} is rejected at the limit, in bounded memory`, async () => {
      const found = await read(shape);
      expect(found.bytes).to.be.above(200_000_000);
      expect(found).to.include({ verdict: 'rejected', sets: 1 });
      if (shape === 'segment') expect(found.codes).to.deep.equal(['SEGMENT_TOO_LONG']);
      expect(found.peakMegabytes).to.be.below(megabytesMax);
    });

  for (const shape of ['elements', 'components'])
    it(`X46 a segment of ten million ${shape} is rejected, in bounded memory`, async () => {
      const found = await read(shape);
      expect(found).to.deep.include({ verdict: 'rejected', codes: ['SEGMENT_TOO_LONG'] });
      expect(found.peakMegabytes).to.be.below(megabytesMax);
    });

  it('X46 a segment of 100,000 elements and an element of 10,000 components are rejected for what they are', () => {
    for (const [segment, code] of [
      [`REF*DP${'*1'.repeat(100_000)}`, 'TOO_MANY_ELEMENTS'],
      [`REF*DP*1**DP${':1'.repeat(10_000)}`, 'TOO_MANY_COMPONENTS'],
    ] as const) {
      const report = readX12(makeFile([orderWith(segment, 'PO1*1*1*EA'), orderSet()]));
      const [bad, good] = report.interchanges[0]!.groups[0]!.sets;
      expect([bad!.verdict, good!.verdict]).to.deep.equal(['rejected', 'accepted']);
      expect(bad!.issues.map((issue) => issue.code)).to.include(code);
    }
  });

  it('X47 an interchange of 150 MB is accepted, in bounded memory', async () => {
    const found = await read('interchange');
    expect(found.bytes).to.be.above(150_000_000);
    expect(found).to.include({ verdict: 'accepted', issueCount: 0 });
    expect(found.peakMegabytes).to.be.below(1.5 * megabytesMax);
  });

  it('X37 a set of eight million unknown segments is rejected with a hundred of them', async () => {
    const found = await read('faults');
    expect(found).to.include({ verdict: 'rejected', issuesKept: 100 });
    expect(found.peakMegabytes).to.be.below(1.5 * megabytesMax);
  });
});
