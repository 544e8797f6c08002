/**
 * The bytes of a file in small pieces, with turns for others between them: a chunk may be the whole file.
 */
import { setImmediate } from 'node:timers/promises';

const pieceBytes = 65_536;

export async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      if (at > 0) await setImmediate();
      yield chunk.subarray(at, at + pieceBytes);
    }
  }
}
