/**
 * Serves one folder over an SFTP channel, version 3 of the protocol.
 *
 * Clients stay inside: a path is resolved against `/` first, links are not followed and cannot be made. RENAME fails when
 * the new name is taken, as with OpenSSH. Requests are answered one after another, in order.
 */
import { constants, type Stats } from 'node:fs';
import {
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rmdir,
  unlink,
  utimes,
  type FileHandle,
} from 'node:fs/promises';
import { join, posix } from 'node:path';
import ssh2, { type Attributes, type FileEntry, type SFTPWrapper } from 'ssh2';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** Entries per answer to READDIR. */
const batchSize = 100;
const readBytesMax = 256 * 1024;

type Open = { file: FileHandle } | { entries: FileEntry[] };

/** A request that is answered with a status other than OK. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`SFTP status ${status}`);
    this.status = status;
  }
}

export function serveFolder(channel: SFTPWrapper, folder: string): void {
  const server = new FolderServer(channel, folder);
  let last: Promise<void> = Promise.resolve();
  for (const [request, answer] of Object.entries(server.answers)) {
    channel.on(request, (id: number, ...values: never[]) => {
      last = last
        .then(() => (answer as (id: number, ...values: never[]) => Promise<void>)(id, ...values))
        .catch((error) => {
          channel.status(id, statusOf(error));
        });
    });
  }
  // The OpenSSH client closes its half and then waits for ours.
  channel.on('end', () => channel.end());
  channel.on('close', () => {
    last = last.then(() => server.closeAll());
  });
}

class FolderServer {
  readonly #channel: SFTPWrapper;
  readonly #folder: string;
  readonly #opened = new Map<string, Open>();
  #handles = 0;

  constructor(channel: SFTPWrapper, folder: string) {
    this.#channel = channel;
    this.#folder = folder;
  }

  /** By the names that ssh2 gives to requests. */
  readonly answers = {
    REALPATH: async (id: number, path: string) => {
      this.#channel.name(id, [{ filename: inside(path), longname: inside(path), attrs: {} as Attributes }]);
    },
    STAT: (id: number, path: string) => this.#stat(id, path),
    LSTAT: (id: number, path: string) => this.#stat(id, path),
    FSTAT: async (id: number, handle: Buffer) => {
      this.#channel.attrs(id, attributesOf(await this.#file(handle).stat()));
    },
    SETSTAT: async (id: number, path: string, attributes: Attributes) => {
      // The times only: `put -p` and the like; who owns a file here is not for clients to say.
      if (attributes.mtime !== undefined) await utimes(this.#local(path), attributes.atime, attributes.mtime);
      this.#ok(id);
    },
    FSETSTAT: async (id: number, handle: Buffer, attributes: Attributes) => {
      if (attributes.mtime !== undefined) await this.#file(handle).utimes(attributes.atime, attributes.mtime);
      this.#ok(id);
    },
    OPEN: async (id: number, path: string, flags: number) => {
      const file = await open(this.#local(path), localFlags(flags));
      if ((await file.stat()).isFile()) return this.#keep(id, { file });
      await file.close();
      throw new Refusal(STATUS_CODE.FAILURE);
    },
    READ: async (id: number, handle: Buffer, position: number, length: number) => {
      const buffer = Buffer.alloc(Math.min(length, readBytesMax));
      const { bytesRead } = await this.#file(handle).read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) throw new Refusal(STATUS_CODE.EOF);
      this.#channel.data(id, buffer.subarray(0, bytesRead));
    },
    WRITE: async (id: number, handle: Buffer, position: number, bytes: Buffer) => {
      const { bytesWritten } = await this.#file(handle).write(bytes, 0, bytes.length, position);
      if (bytesWritten !== bytes.length) throw new Refusal(STATUS_CODE.FAILURE);
      this.#ok(id);
    },
    OPENDIR: async (id: number, path: string) => {
      const local = this.#local(path);
      const entries: FileEntry[] = [];
      for (const name of await readdir(local, { encoding: 'buffer' })) {
        const stats = await lstat(Buffer.concat([Buffer.from(`${local}/`), name]));
        entries.push(entryOf(name.toString('utf8'), stats));
      }
      this.#keep(id, { entries });
    },
    READDIR: async (id: number, handle: Buffer) => {
      const opened = this.#opened.get(handle.toString('hex'));
      if (opened === undefined || !('entries' in opened)) throw new Refusal(STATUS_CODE.FAILURE);
      if (opened.entries.length === 0) throw new Refusal(STATUS_CODE.EOF);
      this.#channel.name(id, opened.entries.splice(0, batchSize));
    },
    CLOSE: async (id: number, handle: Buffer) => {
      const opened = this.#opened.get(handle.toString('hex'));
      this.#opened.delete(handle.toString('hex'));
      if (opened !== undefined && 'file' in opened) await opened.file.close();
      this.#ok(id);
    },
    REMOVE: (id: number, path: string) => this.#done(id, unlink(this.#local(path))),
    MKDIR: (id: number, path: string) => this.#done(id, mkdir(this.#local(path))),
    RMDIR: (id: number, path: string) => this.#done(id, rmdir(this.#local(path))),
    RENAME: (id: number, from: string, to: string) =>
      this.#done(id, move(this.#local(from), this.#local(to))),
  };

  async closeAll(): Promise<void> {
    for (const opened of this.#opened.values()) if ('file' in opened) await opened.file.close();
    this.#opened.clear();
  }

  async #stat(id: number, path: string): Promise<void> {
    this.#channel.attrs(id, attributesOf(await lstat(this.#local(path))));
  }

  async #done(id: number, action: Promise<void>): Promise<void> {
    await action;
    this.#ok(id);
  }

  #ok(id: number): void {
    this.#channel.status(id, STATUS_CODE.OK);
  }

  #keep(id: number, opened: Open): void {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(this.#handles++);
    this.#opened.set(handle.toString('hex'), opened);
    this.#channel.handle(id, handle);
  }

  #file(handle: Buffer): FileHandle {
    const opened = this.#opened.get(handle.toString('hex'));
    if (opened === undefined || !('file' in opened)) throw new Refusal(STATUS_CODE.FAILURE);
    return opened.file;
  }

  #local(path: string): string {
    return join(this.#folder, inside(path));
  }
}

/** `..` cannot climb above `/`, and a relative path starts there. */
function inside(path: string): string {
  return posix.resolve('/', path);
}

function localFlags(flags: number): number {
  const writes = (flags & OPEN_MODE.WRITE) !== 0;
  const reads = (flags & OPEN_MODE.READ) !== 0;
  let local = constants.O_NOFOLLOW | constants.O_NONBLOCK;
  local |= writes ? (reads ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
  if (flags & OPEN_MODE.CREAT) local |= constants.O_CREAT;
  if (flags & OPEN_MODE.TRUNC) local |= constants.O_TRUNC;
  if (flags & OPEN_MODE.EXCL) local |= constants.O_EXCL;
  return local;
}

/** A file by link and unlink, so that a taken name is never written over; a folder cannot be linked. */
async function move(from: string, to: string): Promise<void> {
  if ((await lstat(from)).isDirectory()) {
    // rename() of a folder fails by itself unless the other one is empty.
    return rename(from, to);
  }
  await link(from, to);
  try {
    await unlink(from);
  } catch (error) {
    // Another client moved the file at the same moment and was first: it is not ours.
    await unlink(to);
    throw error;
  }
}

function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
}

/** The longname is what `ls -l` of a client shows. */
function entryOf(filename: string, stats: Stats): FileEntry {
  const type = stats.isDirectory() ? 'd' : '-';
  const longname = `${type}rw-rw-rw- 1 demo demo ${String(stats.size).padStart(10)} ${stats.mtime.toISOString()} ${filename}`;
  return { filename, longname, attrs: attributesOf(stats) };
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return STATUS_CODE.NO_SUCH_FILE;
  if (code === 'EACCES' || code === 'EPERM') return STATUS_CODE.PERMISSION_DENIED;
  return STATUS_CODE.FAILURE;
}
