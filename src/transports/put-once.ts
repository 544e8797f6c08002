/**
 * The order of a put, the same for every transport: look, write under a temporary name, move to the final name.
 *
 * Nothing is ever written over: a name that turns out to be taken, even in the last moment, is compared instead.
 */
import { createHash } from 'node:crypto';
import { RefusedError } from '../errors.js';
import { checkNameToPut, temporaryName } from './file-names.js';

/** A folder to put into; names in it, not paths. */
export interface PutFolder {
  /** What has this name now, or undefined. */
  find(name: string): Promise<{ kind: string; size: number; mtimeMs: number } | undefined>;
  /** The names in it, those that its listing limit allows. */
  names(): Promise<readonly string[]>;
  read(name: string): AsyncIterable<Uint8Array>;
  /** Writes a new file, all the way to the disk where the other side can do that. */
  write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** @returns false, with nothing changed, when a file has the new name */
  move(from: string, to: string): Promise<boolean>;
  /** Best effort: what it leaves behind is hidden and never read. */
  discard(name: string): Promise<void>;
}

/** @see Transport.put */
export async function putOnce(
  folder: PutFolder,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  size: number,
): Promise<'put' | 'already-there'> {
  checkNameToPut(name);
  const meter = createMeter(bytes);
  const found = await folder.find(name);
  if (found !== undefined) {
    if (found.kind !== 'file' || found.size !== size) throw nameTaken(name);
    await drain(meter.bytes);
    return compare(folder, name, meter);
  }
  const temporary = temporaryName(name);
  let moved = false;
  try {
    await folder.write(temporary, meter.bytes);
    // Our own archive handed out other bytes than it holds: a fault of ours, which must not reach the partner.
    if (meter.size() !== size) throw new Error(`Put was given ${meter.size()} bytes and told ${size}`);
    moved = await folder.move(temporary, name);
    return moved ? 'put' : await compare(folder, name, meter);
  } finally {
    if (!moved) await folder.discard(temporary);
  }
}

async function compare(folder: PutFolder, name: string, ours: Meter): Promise<'already-there'> {
  const theirs = createMeter(folder.read(name));
  await drain(theirs.bytes);
  if (theirs.size() !== ours.size() || theirs.sha256() !== ours.sha256()) throw nameTaken(name);
  return 'already-there';
}

function nameTaken(name: string): RefusedError {
  return new RefusedError('NAME_TAKEN', `Another file already has the name ${JSON.stringify(name)}.`, {
    detail: { name },
  });
}

/** Counts and hashes bytes on their way through, so that they need not be kept. */
interface Meter {
  bytes: AsyncIterable<Uint8Array>;
  /** Both only once all bytes have passed. */
  size(): number;
  sha256(): string;
}

function createMeter(source: AsyncIterable<Uint8Array>): Meter {
  const hash = createHash('sha256');
  let size = 0;
  async function* pass() {
    for await (const chunk of source) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  return { bytes: pass(), size: () => size, sha256: () => hash.digest('hex') };
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}
