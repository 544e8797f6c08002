/**
 * A file named on the command line, read as a stream whatever its size; "-" is stdin.
 *
 * What was read can be looked at again around a byte, to show a fault: in a file always, in a pipe only near its start.
 */
import { open, type FileHandle } from 'node:fs/promises';
import type { Terminal } from '../terminal.js';

/** Bytes of a pipe that are kept for showing faults. */
const pipeBytesKept = 8 * 1_048_576;
const chunkBytes = 256 * 1_024;

export interface Input {
  /** The bytes, once. */
  read(): AsyncIterable<Uint8Array>;
  /** Bytes from an offset on, at most `length`; undefined when they have passed and were not kept. */
  again(offset: number, length: number): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** Opens a file, a pipe or stdin. Throws what the operating system says: see whyUnreadable. */
export async function openInput(file: string, terminal: Pick<Terminal, 'input'>): Promise<Input> {
  if (file === '-') return pipeInput(terminal.input, async () => {});
  const handle = await open(file, 'r');
  try {
    const isFile = (await handle.stat()).isFile();
    const stream = () => handle.createReadStream({ autoClose: false, highWaterMark: chunkBytes });
    return isFile
      ? {
          read: stream,
          again: (offset, length) => readAt(handle, offset, length),
          close: () => handle.close(),
        }
      : pipeInput(stream(), () => handle.close());
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}

function pipeInput(stream: AsyncIterable<Uint8Array>, close: () => Promise<void>): Input {
  const parts: Uint8Array[] = [];
  let kept = 0;
  async function* read(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      const part = chunk.subarray(0, pipeBytesKept - kept);
      if (part.length > 0) parts.push(part);
      kept += part.length;
      yield chunk;
    }
  }
  let joined: Buffer | undefined;
  return {
    read,
    async again(offset, length) {
      joined ??= Buffer.concat(parts);
      return offset < joined.length || kept < pipeBytesKept
        ? joined.subarray(offset, offset + length)
        : undefined;
    },
    close,
  };
}
