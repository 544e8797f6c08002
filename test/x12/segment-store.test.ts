/**
 * Documents that stay as they were read: the room in which they are built is used again for the next.
 */
import { expect } from 'chai';
import type { X12Document } from '../../src/x12/document.js';
import { openX12Reader, type X12Reader } from '../../src/x12/read/reader.js';
import { makeFile, orderSet, orderWith } from './made-x12.js';
import { readDocuments } from './read-x12.js';

/** A document as the segments it came from. */
function written(document: X12Document): string[] {
  return document.segments.map((segment) =>
    [segment.id, ...Array.from({ length: segment.elementCount }, (_, at) => segment.element(at + 1))].join(
      '*',
    ),
  );
}

describe('documents of X12 sets', () => {
  // Of all sizes: the last outgrows the room that is kept for the next.
  const sizes = [3, 1, 500, 2, 12_000, 1];
  const sets = sizes.map((lines, index) =>
    index === 1 ? orderWith('N1*ST*CAFÉ ÅRHUS', 'PO1*1*1*EA') : orderSet(lines),
  );
  const expected = sets.map(({ set, body }, index) => {
    const number = String(index + 1).padStart(4, '0');
    return [`ST*${set}*${number}`, ...body, `SE*${body.length + 2}*${number}`];
  });

  it('can be kept while others are read', () => {
    const documents = readDocuments(makeFile(sets), { size: 4_096 });
    expect(documents.map(written)).to.deep.equal(expected);
    const numbers = documents[4]!.segments.map((segment) => segment.number);
    expect(numbers).to.deep.equal(numbers.map((_, index) => index + 1));
  });

  it('are told apart by readers at work at once', () => {
    const files = [sets, [...sets].reverse()].map((some) => Buffer.from(makeFile(some)));
    const read: string[][][] = [[], []];
    const readers: X12Reader[] = read.map((into) =>
      openX12Reader({ wants: () => true, onSet: (document) => into.push(written(document)) }),
    );
    for (let start = 0; start < files[0]!.length; start += 10_000)
      readers.forEach((reader, at) => reader.write(files[at]!.subarray(start, start + 10_000)));
    readers.forEach((reader) => reader.end());
    expect(read[0]).to.deep.equal(expected);
    expect(read[1]!.map((set) => set.length)).to.deep.equal(expected.map((set) => set.length).reverse());
  });

  it('are whole after a set that had no SE', () => {
    const file = makeFile([orderSet(400), orderSet(2)]).replace(/SE\*\d+\*0001~/, '');
    expect(readDocuments(file).map(written)).to.deep.equal([
      ['ST*850*0002', ...orderSet(2).body, 'SE*9*0002'],
    ]);
  });

  it('know where each value stands in the file, be its characters one byte or several', () => {
    const file = Buffer.from(makeFile(sets.slice(0, 2), { lineEnd: '\r\n' }));
    for (const { segments } of readDocuments(file))
      for (const segment of segments)
        for (let element = 1; element <= segment.elementCount; element++) {
          const { offset, length } = segment.elementRange(element);
          expect(file.subarray(offset, offset + length).toString()).to.equal(segment.element(element));
        }
  });

  it('have no value where no element, component or repetition is', () => {
    const file = makeFile([orderWith('REF*DP*1^2*:x:^a:b', 'PO1*1*1*EA')]).replace('*U*00401*', '*^*00501*');
    const ref = readDocuments(file)[0]!.segments[2]!;
    const none = [0, -1, 1.5, Number.NaN, 4];
    expect(none.map((at) => ref.element(at)).join('')).to.equal('');
    expect(none.map((at) => ref.component(3, at)).join('')).to.equal('');
    expect(none.map((at) => ref.component(2, 1, at)).join('')).to.equal('');
    expect(none.flatMap((at) => ref.repetitions(at))).to.deep.equal([]);
    expect([ref.component(3, 2), ref.component(3, 2, 2), ref.component(3, 3, 1)]).to.deep.equal([
      'x',
      'b',
      '',
    ]);
    expect(ref.repetitions(3)).to.deep.equal([':x:', 'a:b']);
  });

  it('find the parent of a level by its number, not by how it is written', () => {
    const body = [
      'BSN*00*S1*20260301*1205',
      'HL*1**S',
      'HL*02*001*O',
      'HL*3*2*I',
      'HL***P',
      'HL*5**T',
      'CTT*5',
    ];
    const [document] = readDocuments(makeFile([{ set: '856', body }], { functionalId: 'SH' }));
    const { loops } = document!.root;
    expect(loops[0]!.loops[0]!.loops[0]!.level).to.equal('I');
    expect(loops[0]!.loops[0]!.loops[0]!.parent).to.equal(loops[0]!.loops[0]);
    expect(loops[0]!.loops[0]!.loops[0]!.loops).to.deep.equal([]);
  });
});
