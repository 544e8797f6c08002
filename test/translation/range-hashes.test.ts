/**
 * Hashes of byte ranges do not depend on how the bytes arrive.
 */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { RangeHashes } from '../../src/translation/range-hashes.js';

describe('range hashes', () => {
  it('are those of the ranges, whatever the chunks', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.array(fc.nat(200), { maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        (bytes, cuts, chunkBytes) => {
          const edges = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].sort((a, b) => a - b);
          const ranges = edges.flatMap((start, index) =>
            index % 2 === 0 ? [{ start, end: edges[index + 1] ?? bytes.length }] : [],
          );
          const hashes = new RangeHashes(ranges);
          for (let at = 0; at < bytes.length; at += chunkBytes)
            hashes.write(bytes.subarray(at, at + chunkBytes));
          const expected = ranges.map(({ start, end }) =>
            createHash('sha256').update(bytes.subarray(start, end)).digest('hex'),
          );
          expect(hashes.digests()).to.deep.equal(expected);
        },
      ),
    );
  });
});
