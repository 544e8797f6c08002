/**
 * File calls over an SFTP session, with errors that say who must act.
 *
 * What a server says is not believed further than it must be: a listing is cut off, a file is read no further than the
 * size it was opened with, and a server that answers FAILURE is asked what is there now.
 */
import pLimit, { type LimitFunction } from 'p-limit';
import type { Attributes, FileEntryWithStats } from 'ssh2';
import { RefusedError, UnavailableError } from '../../errors.js';
import type { Entries, Entry } from '../listing.js';
import { SftpStatusError, sftpStatus, type SftpSession } from './sftp-session.js';

/** Every server takes this much in one request. */
const chunkBytes = 32 * 1024;

/** Reads and writes under way at once on one connection, over all of its files. */
const transfersAtOnce = 8;

export interface Found {
  kind: Entry['kind'];
  size: number;
  mtimeMs: number;
}

export interface SftpFiles {
  /** lstat, or undefined when nothing has this name. */
  find(path: string): Promise<Found | undefined>;
  /** The entries of a folder, or undefined when there is none. */
  list(path: string, entriesMax: number): Promise<Entries | undefined>;
  makeFolder(path: string): Promise<void>;
  /** Plain RENAME. Throws SftpStatusError as the server answered: what it means depends on what is there now. */
  rename(from: string, to: string): Promise<void>;
  /** A missing file counts as removed. */
  remove(path: string): Promise<void>;
  /** @param check called with size and mtime when the file is open and again when it has been read */
  read(path: string, start: number, check?: (now: Found) => void): AsyncIterable<Uint8Array>;
  /** Writes a new file and makes sure that the server has all of it, on its disk where it offers that. */
  write(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
}

export function openSftpFiles(session: SftpSession): SftpFiles {
  const limit = pLimit(transfersAtOnce);
  return {
    find: (path) => find(session, path),
    list: (path, entriesMax) => list(session, path, entriesMax),
    makeFolder: (path) =>
      answered(
        path,
        session.call((done) => session.channel.mkdir(path, done)),
      ),
    rename: (from, to) => session.call((done) => session.channel.rename(from, to, done)),
    remove: (path) => remove(session, path),
    read: (path, start, check) => read({ session, limit, path }, start, check),
    write: (path, bytes) => write({ session, limit, path }, bytes),
  };
}

/** Turns a status that nothing more is known about into one of our errors. */
export function sftpError(error: unknown, path: string): unknown {
  if (!(error instanceof SftpStatusError)) return error;
  const options = { detail: { path, status: error.status }, cause: error };
  if (error.status === sftpStatus.noSuchFile) {
    return new UnavailableError('FOLDER_MISSING', `The folder of ${path} is missing on the server.`, options);
  }
  if (error.status === sftpStatus.permissionDenied) {
    return new RefusedError('ACCESS_REFUSED', `The server does not allow access to ${path}.`, options);
  }
  const sentence = `The server failed at ${path}: ${error.message} (status ${error.status}).`;
  return new UnavailableError('TRANSFER_FAILED', sentence, options);
}

async function answered<Result>(path: string, call: Promise<Result>): Promise<Result> {
  return call.catch((error: unknown) => Promise.reject(sftpError(error, path)));
}

/** The result, or undefined where the server says that there is no such file. */
async function ifThere<Result>(path: string, call: Promise<Result>): Promise<Result | undefined> {
  return call.catch((error: unknown) => {
    if (error instanceof SftpStatusError && error.status === sftpStatus.noSuchFile) return undefined;
    throw sftpError(error, path);
  });
}

async function find({ call, channel }: SftpSession, path: string): Promise<Found | undefined> {
  const stats = await ifThere(
    path,
    call<Attributes>((done) => channel.lstat(path, done)),
  );
  return stats && foundOf(stats);
}

function foundOf(attributes: Attributes, longname = ''): Found {
  // SFTP version 3 counts whole seconds.
  const { mode, size, mtime } = attributes;
  return { kind: kindOf(mode, longname), size: size ?? 0, mtimeMs: (mtime ?? 0) * 1000 };
}

/** Some servers send no mode, only a line as of `ls -l`. */
function kindOf(mode: number | undefined, longname: string): Entry['kind'] {
  const type = mode === undefined ? longname[0] : { 0o100000: '-', 0o040000: 'd' }[mode & 0o170000];
  if (type === '-') return 'file';
  return type === 'd' ? 'directory' : 'other';
}

async function list(session: SftpSession, path: string, entriesMax: number): Promise<Entries | undefined> {
  const { call, channel } = session;
  const handle = await ifThere(
    path,
    call<Buffer>((done) => channel.opendir(path, done)),
  );
  if (handle === undefined) return undefined;
  const entries: Entry[] = [];
  try {
    // Batches count too: a server may send empty ones for ever.
    for (let batches = 0; entries.length <= entriesMax && batches <= entriesMax; batches++) {
      const batch = await readBatch(session, handle);
      if (batch === undefined) return { entries, complete: true };
      for (const { filename, longname, attrs } of batch)
        entries.push({ name: filename, ...foundOf(attrs, longname) });
    }
    return { entries: entries.slice(0, entriesMax), complete: false };
  } catch (error) {
    throw sftpError(error, path);
  } finally {
    await closeQuietly(session, handle);
  }
}

async function readBatch(
  { call, channel }: SftpSession,
  handle: Buffer,
): Promise<FileEntryWithStats[] | undefined> {
  try {
    return await call<FileEntryWithStats[]>((done) => channel.readdir(handle, done));
  } catch (error) {
    if (error instanceof SftpStatusError && error.status === sftpStatus.endOfFile) return undefined;
    throw error;
  }
}

async function remove({ call, channel }: SftpSession, path: string): Promise<void> {
  await ifThere(
    path,
    call((done) => channel.unlink(path, done)),
  );
}

/** One file to read or write. */
interface Subject {
  session: SftpSession;
  limit: LimitFunction;
  path: string;
}

async function* read(
  subject: Subject,
  start: number,
  check?: (now: Found) => void,
): AsyncGenerator<Uint8Array> {
  const { session, path } = subject;
  const { call, channel } = session;
  const handle = await ifThere(
    path,
    call<Buffer>((done) => channel.open(path, 'r', done)),
  );
  if (handle === undefined) {
    throw new UnavailableError('FILE_MISSING', `The file ${path} is no longer there.`, { detail: { path } });
  }
  const look = async () => foundOf(await call<Attributes>((done) => channel.fstat(handle, done)));
  try {
    const before = await look();
    check?.(before);
    yield* readPieces(subject, handle, { start, end: before.size });
    check?.(await look());
  } catch (error) {
    throw sftpError(error, path);
  } finally {
    await closeQuietly(session, handle);
  }
}

/** In order, with several requests under way. Never asks beyond `end`: a server could go on answering for ever. */
async function* readPieces(
  { session, limit, path }: Subject,
  handle: Buffer,
  { start, end }: { start: number; end: number },
): AsyncGenerator<Uint8Array> {
  const ahead: Promise<Buffer | undefined>[] = [];
  for (let position = start; position < end || ahead.length > 0;) {
    while (position < end && ahead.length < transfersAtOnce) {
      const place = { position, length: Math.min(chunkBytes, end - position) };
      const piece = limit(() => readPiece(session, handle, place));
      // A failure is met when its turn comes; until then it is not unhandled.
      piece.catch(() => undefined);
      ahead.push(piece);
      position += place.length;
    }
    const piece = await ahead.shift();
    if (piece === undefined)
      throw new UnavailableError('FILE_CHANGED', `The file ${path} became shorter.`, { detail: { path } });
    yield piece;
  }
}

/** A server may answer with less than it was asked for; undefined when the file ends first. */
async function readPiece(
  { call, channel }: SftpSession,
  handle: Buffer,
  { position, length }: { position: number; length: number },
): Promise<Buffer | undefined> {
  const piece = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length;) {
    const count = await call<number>((done) => {
      channel.read(handle, piece, filled, length - filled, position + filled, done);
    });
    if (count === 0) return undefined;
    filled += count;
  }
  return piece;
}

async function write({ session, limit, path }: Subject, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const { call, channel } = session;
  const handle = await answered(
    path,
    call<Buffer>((done) => channel.open(path, 'wx', done)),
  );
  let size = 0;
  try {
    const underWay = new Set<Promise<void>>();
    for await (const piece of inPieces(bytes)) {
      const position = size;
      const written = limit(() =>
        call((done) => channel.write(handle, piece, 0, piece.length, position, done)),
      );
      underWay.add(written);
      written.then(
        () => underWay.delete(written),
        () => undefined,
      );
      size += piece.length;
      if (underWay.size >= transfersAtOnce) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    await flush(session, handle);
  } catch (error) {
    await closeQuietly(session, handle);
    throw sftpError(error, path);
  }
  await answered(
    path,
    call((done) => channel.close(handle, done)),
  );
  const found = await find(session, path);
  if (found?.size === size) return;
  throw new UnavailableError(
    'TRANSFER_FAILED',
    `The server kept ${found?.size ?? 'nothing'} of ${size} bytes at ${path}.`,
    {
      detail: { path, size },
    },
  );
}

async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += chunkBytes)
      yield Buffer.from(chunk.subarray(at, at + chunkBytes));
  }
}

async function flush({ call, channel }: SftpSession, handle: Buffer): Promise<void> {
  try {
    await call((done) => channel.ext_openssh_fsync(handle, done));
  } catch (error) {
    // Not every server offers it; the size is checked in any case.
    if (!(error instanceof SftpStatusError && error.status === sftpStatus.unsupported)) throw error;
  }
}

/** For a handle that nothing depends on any more; a lost line has closed it already. */
async function closeQuietly({ call, channel }: SftpSession, handle: Buffer): Promise<void> {
  await call((done) => channel.close(handle, done)).catch(() => undefined);
}
