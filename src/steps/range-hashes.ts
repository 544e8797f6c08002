/**
 * SHA-256 of several byte ranges of a stream, in one pass.
 */
import { createHash, type Hash } from 'node:crypto';

export interface ByteRange {
  start: number;
  end: number;
}

export class RangeHashes {
  readonly #ranges: readonly ByteRange[];
  readonly #hashes: Hash[];
  #at = 0;
  #first = 0;

  /** @param ranges in order of their start, none overlapping another */
  constructor(ranges: readonly ByteRange[]) {
    this.#ranges = ranges;
    this.#hashes = ranges.map(() => createHash('sha256'));
  }

  write(chunk: Uint8Array): void {
    const end = this.#at + chunk.length;
    for (let index = this.#first; index < this.#ranges.length; index += 1) {
      const range = this.#ranges[index]!;
      if (range.start >= end) break;
      const from = Math.max(range.start, this.#at) - this.#at;
      const to = Math.min(range.end, end) - this.#at;
      if (to > from) this.#hashes[index]!.update(chunk.subarray(from, to));
      if (range.end <= end) this.#first = index + 1;
    }
    this.#at = end;
  }

  /** In hex, one per range in their order; once only. */
  digests(): string[] {
    return this.#hashes.map((hash) => hash.digest('hex'));
  }
}
