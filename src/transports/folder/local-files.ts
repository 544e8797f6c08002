/**
 * File system calls for the folder transport, with errors that say who must act.
 *
 * Links are never followed and a pipe never blocks: whoever can write into an inbox chooses what lies there.
 */
import type { Stats } from 'node:fs';
import { constants, link, lstat, open, opendir, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError, RefusedError, UnavailableError, type WaybillError } from '../../errors.js';
import type { Entries, Entry } from '../listing.js';

const chunkBytes = 256 * 1024;

/** How many lstat calls wait at once; the thread pool takes four at a time. */
const statsAtOnce = 64;

/** True for a file system error with one of these codes, such as `ENOENT`. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Turns what a file system call threw into one of ours; an error of ours passes unchanged. */
export function localError(error: unknown, path: string): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  return errorFor(String(error.code), path, error);
}

function errorFor(reason: string, path: string, cause: unknown): WaybillError {
  const options = { detail: { path, reason }, cause };
  if (reason === 'ENOENT' || reason === 'ENOTDIR') {
    return new UnavailableError('FOLDER_MISSING', `The folder ${path} is missing.`, options);
  }
  if (reason === 'EXDEV') {
    const sentence = `${path} is on another file system than the inbox; a rename cannot cross.`;
    return new ConfigError(
      'FOLDERS_APART',
      `${sentence} Choose receive.claimed and finish.move on the same one.`,
      options,
    );
  }
  if (reason === 'EACCES' || reason === 'EPERM' || reason === 'EROFS') {
    return new RefusedError('ACCESS_REFUSED', `Not allowed at ${path} (${reason}).`, options);
  }
  return new UnavailableError('TRANSFER_FAILED', `The file system failed at ${path} (${reason}).`, options);
}

/** lstat, or undefined when nothing has this name. */
export async function lstatIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw localError(error, path);
  }
}

/** All entries of a folder up to a limit. Names that are not UTF-8 come with U+FFFD in place of their bytes. */
export async function readFolder(path: string, entriesMax: number): Promise<Entries> {
  let names: Buffer[];
  try {
    names = await readdir(path, { encoding: 'buffer' });
  } catch (error) {
    throw localError(error, path);
  }
  const entries: Entry[] = [];
  const complete = names.length <= entriesMax;
  if (!complete) names.length = entriesMax;
  for (let start = 0; start < names.length; start += statsAtOnce) {
    const found = await Promise.all(
      names.slice(start, start + statsAtOnce).map((name) => readEntry(path, name)),
    );
    for (const entry of found) if (entry !== undefined) entries.push(entry);
  }
  return { entries, complete };
}

/** The names in a folder up to a limit, without a look at what has them. */
export async function readNames(path: string, namesMax: number): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(path, { bufferSize: 1000 })) {
      names.push(name);
      if (names.length >= namesMax) break;
    }
  } catch (error) {
    throw localError(error, path);
  }
  return names;
}

/** Asked for by the bytes of its name, so that a name that is not UTF-8 is found too. */
async function readEntry(folder: string, rawName: Buffer): Promise<Entry | undefined> {
  const path = Buffer.concat([Buffer.from(`${folder}/`), rawName]);
  try {
    const stats = await lstat(path);
    return {
      name: rawName.toString('utf8'),
      kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
      ...stamp(stats),
      linkCount: stats.nlink,
    };
  } catch (error) {
    // Gone since the folder was read: somebody claimed it.
    if (hasCode(error, 'ENOENT')) return undefined;
    throw localError(error, folder);
  }
}

/**
 * The bytes of a regular file from `start` to the end it has when it is opened.
 * @param check called with size and mtime when the file is open and again when it has been read
 */
export async function* readLocalFile(
  path: string,
  start: number,
  check?: (now: { size: number; mtimeMs: number }) => void,
): AsyncGenerator<Uint8Array> {
  const file = await openToRead(path);
  try {
    const { size, mtimeMs } = stamp(await file.stat());
    check?.({ size, mtimeMs });
    // No further than this: a file that grows while it is read might have no end.
    for (let position = start; position < size;) {
      const length = Math.min(chunkBytes, size - position);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    check?.(stamp(await file.stat()));
  } catch (error) {
    throw localError(error, path);
  } finally {
    await file.close();
  }
}

/** Whole milliseconds: fractions would be lost on the way through a database. */
function stamp({ size, mtimeMs }: Stats): { size: number; mtimeMs: number } {
  return { size, mtimeMs: Math.floor(mtimeMs) };
}

async function openToRead(path: string) {
  try {
    // Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      throw new UnavailableError('FILE_MISSING', `The file ${path} is no longer there.`, {
        detail: { path },
        cause: error,
      });
    }
    if (!hasCode(error, 'ELOOP')) throw localError(error, path);
  }
  throw new RefusedError('ACCESS_REFUSED', `${path} is not a regular file; it is not read.`, {
    detail: { path },
  });
}

/** Writes a new file and brings it to the disk. */
export async function writeLocalFile(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    const file = await open(path, 'wx');
    try {
      for await (const chunk of bytes) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw localError(error, path);
  }
}

/**
 * Moves a file to a name only if the name is free, and makes the move durable.
 * @returns false when the name is taken, or the file is gone
 */
export async function moveToFreeName(from: string, to: string): Promise<boolean> {
  try {
    // link() refuses a taken name in one step, which rename() does not.
    await link(from, to);
    await removeIfThere(from);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return finishHalfMove(from, to);
    if (hasCode(error, 'ENOENT') && (await lstatIfThere(from)) === undefined) return false;
    // Some shares know no links, and Linux denies them for files of another user.
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw localError(error, to);
    if ((await lstatIfThere(to)) !== undefined) return false;
    await rename(from, to).catch((renameError: unknown) => {
      throw localError(renameError, to);
    });
  }
  await syncFolder(dirname(to));
  return true;
}

/** After a crash between link and unlink both names mean the same file. */
async function finishHalfMove(from: string, to: string): Promise<boolean> {
  const [source, target] = await Promise.all([lstatIfThere(from), lstatIfThere(to)]);
  if (source === undefined || source.ino !== target?.ino || source.dev !== target.dev) return false;
  await removeIfThere(from);
  return true;
}

export async function removeIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw localError(error, path);
  });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Always the same: what a crash left behind is taken along by the next probe, and no partner finds a heap of them. */
const probeName = '.waybill-probe.tmp';

/** Moves an empty hidden file through the folders; throws where a rename between two of them is impossible. */
export async function probeRenames(folders: readonly string[]): Promise<void> {
  let at: string | undefined;
  try {
    for (const folder of folders) {
      const path = join(folder, probeName);
      if (!(await (at === undefined ? createEmpty(path) : moveProbe(at, path)))) return;
      at = path;
    }
  } finally {
    if (at !== undefined) await removeIfThere(at);
  }
}

async function createEmpty(path: string): Promise<true> {
  try {
    const file = await open(path, 'wx');
    await file.close();
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw localError(error, dirname(path));
  }
  return true;
}

/** @returns false when another probe took the file along: it answers for the folders that follow */
async function moveProbe(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    // Not whether `from` is missing: a third probe may have made it anew by now.
    if (hasCode(error, 'ENOENT') && (await lstatIfThere(dirname(to))) !== undefined) return false;
    throw localError(error, dirname(to));
  }
}
