/**
 * X13: a sound file that is cut at any byte is never accepted with fewer segments, for a document of every guide.
 */
import { expect } from 'chai';
import { writeInterchange } from '../../src/x12/write/write.js';
import { allGuides, madeDocument, outboundOf } from './made-documents.js';
import { drawFrom } from './made-values.js';
import { makeFile, orderSet } from './made-x12.js';
import { readX12 } from './read-x12.js';

/** Numbers that draw a document of some length. */
const numbers = Array.from({ length: 97 }, (_, index) => (index * 7919 + 13) % 9973);

function expectNoPart(bytes: Uint8Array): void {
  const whole = readX12(bytes);
  expect(whole.interchanges.map(({ verdict }) => verdict)).to.deep.equal(
    whole.interchanges.map(() => 'accepted'),
  );
  for (let length = 0; length < bytes.length; length++) {
    const report = readX12(bytes.subarray(0, length));
    report.interchanges.forEach((found, index) => {
      if (found.verdict === 'rejected') return;
      const meant = whole.interchanges[index]!;
      const counts = [found, meant].map(({ groups }) =>
        groups.flatMap(({ sets }) => sets.map(({ segments }) => segments)),
      );
      expect(counts[0], `cut at byte ${length} of ${bytes.length}`).to.deep.equal(counts[1]);
    });
  }
}

describe('bad input: cut files', () => {
  for (const guide of allGuides)
    it(`X13 ${guide.version} ${guide.set}: cut at any byte, it is whole or rejected`, () => {
      const written = writeInterchange(outboundOf(madeDocument(guide, drawFrom(numbers))));
      if ('faults' in written) throw new Error(JSON.stringify(written.faults));
      expectNoPart(written.bytes);
    });

  it('X43 an interchange behind one that is cut at any byte is never lost', () => {
    const [first, second] = ['000000101', '000000102'].map((interchangeControlNumber) =>
      makeFile([orderSet(2), orderSet(1)], { interchangeControlNumber }),
    );
    for (let length = 0; length <= first!.length; length++) {
      const found = readX12(first!.slice(0, length) + second!).interchanges;
      const numbers = found
        .filter(({ verdict }) => verdict === 'accepted')
        .map(({ header }) => header.interchangeControlNumber);
      const whole = length === first!.length ? ['000000101'] : [];
      expect(numbers, `cut at byte ${length} of ${first!.length}`).to.deep.equal([...whole, '000000102']);
    }
  });

  for (const lineEnd of ['', '\n', '\r\n'])
    it(`X13 two interchanges of two sets, ${JSON.stringify(lineEnd)} after each segment`, () => {
      const files = ['000000101', '000000102'].map((interchangeControlNumber) =>
        makeFile([orderSet(2), orderSet(1)], { lineEnd, interchangeControlNumber }),
      );
      expectNoPart(Buffer.from(files.join('')));
    });
});
