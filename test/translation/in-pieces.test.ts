/**
 * Pieces are the bytes as they came, small, with turns for others between them.
 */
import { expect } from 'chai';
import { inPieces } from '../../src/translation/in-pieces.js';

describe('the bytes of a file in pieces', () => {
  it('are the same bytes, in pieces of at most 64 KB', async () => {
    const chunks = [0, 1, 65_536, 65_537, 200_000].map((length) => Buffer.alloc(length, length % 251));
    const pieces: Uint8Array[] = [];
    const read = async function* () {
      yield* chunks;
    };
    for await (const piece of inPieces(read())) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).to.equal(true);
    expect(Math.max(...pieces.map(({ length }) => length))).to.equal(65_536);
  });
});
