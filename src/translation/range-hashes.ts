/**
 * SHA-256 of several byte ranges of a stream, in one pass.
 *
 * Only the range that is being read has a hash open: a file may hold half a million sets.
 */
import { createHash, type Hash } from 'node:crypto';

export interface ByteRange {
  start: number;
  end: number;
}

export class RangeHashes {
  readonly #ranges: readonly ByteRange[];
  readonly #digests: string[] = [];
  #open: Hash | undefined;
  #at = 0;

  /** @param ranges in order of their start, none overlapping another */
  constructor(ranges: readonly ByteRange[]) {
    this.#ranges = ranges;
  }

  write(chunk: Uint8Array): void {
    const end = this.#at + chunk.length;
    for (;;) {
      const range = this.#ranges[this.#digests.length];
      if (range === undefined || range.start >= end) break;
      const from = Math.max(range.start, this.#at) - this.#at;
      const to = Math.min(range.end, end) - this.#at;
      if (to > from) this.#hash().update(chunk.subarray(from, to));
      if (range.end > end) break;
      this.#close();
    }
    this.#at = end;
  }

  /** In hex, one per range in their order, whether the stream reached their end or not; once only. */
  digests(): string[] {
    while (this.#digests.length < this.#ranges.length) this.#close();
    return this.#digests;
  }

  #hash(): Hash {
    return (this.#open ??= createHash('sha256'));
  }

  #close(): void {
    this.#digests.push(this.#hash().digest('hex'));
    this.#open = undefined;
  }
}
