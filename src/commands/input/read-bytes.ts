/**
 * Reads a file for a command that needs all of it at once, up to a limit; "-" is stdin.
 */
import { whyUnreadable } from '../../wording/index.js';
import type { Terminal } from '../terminal.js';
import { openInput } from './open-input.js';

/** The bytes; undefined when they cannot be read, which is said on stderr. */
export async function readBytes(
  file: string,
  bytesMax: number,
  terminal: Terminal,
): Promise<Buffer | undefined> {
  try {
    const input = await openInput(file, terminal);
    try {
      const bytes = await collect(input.read(), bytesMax);
      if (bytes === undefined)
        terminal.remark(
          `${file} has more than ${bytesMax} bytes, the most that this command reads. Of any size: npx waybill validate ${file}\n`,
        );
      return bytes;
    } finally {
      await input.close();
    }
  } catch (error) {
    terminal.remark(`${file}: ${whyUnreadable(error)}.\n`);
    return undefined;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > bytesMax) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts, size);
}
