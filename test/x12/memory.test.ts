/**
 * What reading needs of memory, measured on compiled code in processes of their own; bench/x12.ts has the larger proof.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { usualLinesPerSet } from '../../bench/generate-x12.js';
import type { Measurement, Reader } from '../../bench/measure-x12.js';
import { compileMeasurement, measure } from '../../bench/measurement.js';

const megabyte = 1_000_000;

describe('memory of reading X12', () => {
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'waybill-memory-'));
    compileMeasurement(directory);
  });

  after(() => rm(directory, { recursive: true, force: true }));

  const read = (reader: Reader, linesPerSet: number): Promise<Measurement> =>
    measure(directory, { reader, set: '850', megabytes: 100, linesPerSet });

  it('stays under 100 MB for the whole process at 100 MB of orders', async () => {
    const { bytes, sets, peakBytes } = await read('waybill', usualLinesPerSet);
    expect(bytes).to.be.at.least(100 * megabyte);
    expect(sets).to.be.above(30_000);
    expect(peakBytes / megabyte).to.be.below(100);
  });

  it('holds one document at a time, not those handed out before', async () => {
    const { peakBytes } = await read('waybill-documents', 1_000);
    expect(peakBytes / megabyte).to.be.below(150);
  });
});
