/**
 * Reads a claimed file once, with its hash, so that a slow partner never holds a database transaction open. Small files are
 * read into memory, large ones into a spool file.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { RefusedError } from '../../errors.js';
import type { ClaimedFile, Transport } from '../../transports/index.js';

/** Larger files are read into the spool folder. */
const memoryBytesMax = 1_048_576;

export interface CollectedFile {
  claimed: ClaimedFile;
  sha256: string;
  byteCount: number;
  read(): AsyncIterable<Uint8Array>;
  /** Removes the spool file, if there is one. */
  discard(): Promise<void>;
}

/**
 * @param options the spool folder and the size limit of a file in bytes
 * @throws RefusedError FILE_TOO_LARGE, or what the transport throws
 */
export async function collectFile(
  transport: Transport,
  claimed: ClaimedFile,
  options: { spool: string; fileBytesMax: number },
): Promise<CollectedFile> {
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  const spool = new Spool(join(options.spool, claimed.claimId));
  let byteCount = 0;
  try {
    for await (const chunk of transport.fetch(claimed)) {
      byteCount += chunk.length;
      if (byteCount > options.fileBytesMax) throw tooLarge(claimed, options.fileBytesMax);
      hash.update(chunk);
      kept.push(chunk);
      if (byteCount > memoryBytesMax) await spool.take(kept);
    }
    if (spool.used) await spool.take(kept);
    await spool.close();
  } catch (error) {
    await spool.remove();
    throw error;
  }
  return {
    claimed,
    sha256: hash.digest('hex'),
    byteCount,
    read: () => (spool.used ? createReadStream(spool.path) : inMemory(kept)),
    discard: () => spool.remove(),
  };
}

export function tooLarge(file: { size: number }, fileBytesMax: number): RefusedError {
  return new RefusedError('FILE_TOO_LARGE', 'The file is larger than limits.fileBytesMax.', {
    detail: { size: file.size, fileBytesMax },
  });
}

async function* inMemory(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

class Spool {
  readonly path: string;
  #handle: FileHandle | undefined;
  used = false;

  constructor(path: string) {
    this.path = path;
  }

  /** Writes the chunks and empties the list. */
  async take(chunks: Uint8Array[]): Promise<void> {
    if (this.#handle === undefined) {
      await mkdir(join(this.path, '..'), { recursive: true, mode: 0o700 });
      this.#handle = await open(this.path, 'w', 0o600);
      this.used = true;
    }
    for (const chunk of chunks.splice(0)) await this.#handle.write(chunk);
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async remove(): Promise<void> {
    await this.close();
    if (this.used) await rm(this.path, { force: true });
  }
}
