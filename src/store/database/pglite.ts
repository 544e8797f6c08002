/**
 * The embedded database: PGlite on a directory, made to survive a power cut.
 *
 * PGlite ships without fsync: it starts PostgreSQL with -F and its file system has no fsync operation. Here both are put
 * right, and a commit that does not reach fsync at start is an error.
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { ConfigError, UnavailableError } from '../../errors.js';

/** One running database. */
export interface Engine extends Pick<PGlite, 'execProtocolRawStream'> {
  /** Writes everything and ends. */
  close(): Promise<void>;
  /** Lets go of the files of an engine that ended by itself, without writing anything. */
  abandon(): void;
}

/** Emscripten's file system node behind an open file or directory. */
interface OpenFile {
  node: unknown;
  /** The file descriptor; directories have none. */
  nfd?: number;
}
type OpenFiles = Iterable<OpenFile | null>;
interface NodeFileSystem {
  stream_ops: { fsync?: (file: OpenFile) => number };
  realPath(node: unknown): string;
  /** Turns an error of Node into one PostgreSQL understands. */
  tryFSOperation(operation: () => void): void;
}
type FileSystemOptions = Parameters<NodeFS['init']>[1];

class DurableFiles extends NodeFS {
  syncs = 0;
  #open: OpenFiles = [];

  override async init(engine: PGlite, options: FileSystemOptions) {
    const ready = await super.init(engine, options);
    const addFsync = (module: { NODEFS: unknown; FS: { streams: unknown } }) => {
      this.#open = module.FS.streams as OpenFiles;
      const files = module.NODEFS as NodeFileSystem;
      files.stream_ops.fsync = (file) => {
        files.tryFSOperation(() =>
          file.nfd === undefined ? syncPath(files.realPath(file.node)) : fsyncSync(file.nfd),
        );
        this.syncs += 1;
        return 0;
      };
    };
    return {
      emscriptenOpts: {
        ...ready.emscriptenOpts,
        preRun: [...(ready.emscriptenOpts.preRun ?? []), addFsync],
      },
    };
  }

  abandon(): void {
    for (const file of this.#open) if (file?.nfd !== undefined) closeSync(file.nfd);
    this.#open = [];
  }
}

/** Fewer buffers keep a hub near 200 MB; fdatasync, the default, is a stub in this build and only fsync is called. */
const settings = {
  search_path: 'public,bullmq',
  shared_buffers: '16MB',
  max_wal_size: '128MB',
  wal_sync_method: 'fsync',
};
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/**
 * Opens the database in a directory, making it first when there is none. Takes seconds the first time.
 * @param directory absent, or made by this function. The caller holds the lock of its parent.
 * @throws ConfigError DATABASE_NOT_DURABLE, UnavailableError DATABASE_UNREACHABLE
 */
export async function openPglite(directory: string): Promise<Engine> {
  if (!existsSync(directory)) await create(directory);
  return start(directory);
}

/** A kill while the first files are written must not leave half a database: it is made aside and renamed when whole. */
async function create(directory: string): Promise<void> {
  const aside = `${directory}.new`;
  rmSync(aside, { recursive: true, force: true });
  const engine = await start(aside);
  await engine.close();
  syncTree(aside);
  renameSync(aside, directory);
  syncPath(join(directory, '..'));
}

async function start(directory: string): Promise<Engine> {
  const files = new DurableFiles(directory);
  try {
    const engine = await PGlite.create({ fs: files, startParams });
    endLoudly(engine.Module);
    await proveDurable(engine, files);
    return {
      execProtocolRawStream: (request, options) => engine.execProtocolRawStream(request, options),
      close: () => engine.close(),
      abandon: () => files.abandon(),
    };
  } catch (error) {
    files.abandon();
    if (error instanceof ConfigError) throw error;
    throw new UnavailableError(
      'DATABASE_UNREACHABLE',
      'The embedded database did not start; is the disk full, or not ours to write?',
      { detail: { directory }, cause: error },
    );
  }
}

async function proveDurable(engine: PGlite, files: DurableFiles): Promise<void> {
  const before = files.syncs;
  await engine.query("SELECT pg_logical_emit_message(true, 'waybill', 'does a commit reach the disk?')");
  if (files.syncs > before) return;
  throw new ConfigError(
    'DATABASE_NOT_DURABLE',
    'A commit of the embedded database did not reach the disk (fsync). Install the version of PGlite named in package-lock.json.',
  );
}

/** How PostgreSQL's own errors leave the engine; anything else that leaves it is its end. */
const errorJump = 100;

/**
 * PGlite takes whatever leaves the engine for an error of the statement and goes on with a dead engine, after a failed
 * fsync too. This lets the end of the engine through to the caller, now and at every later call.
 */
function endLoudly(module: Pick<PGlite['Module'], '_PostgresMainLoopOnce' | 'stackRestore'>): void {
  const { _PostgresMainLoopOnce: runOnce, stackRestore: restore } = module;
  let end: Error | undefined;
  module._PostgresMainLoopOnce = () => {
    if (end !== undefined) throw end;
    try {
      runOnce();
    } catch (error) {
      const { status } = error as { status?: unknown };
      if (status !== errorJump) end = new Error('The database engine ended', { cause: error });
      throw error;
    }
  };
  // The first thing PGlite does with what it caught.
  module.stackRestore = (pointer) => {
    if (end !== undefined) throw end;
    return restore(pointer);
  };
}

function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(directory);
}

function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
