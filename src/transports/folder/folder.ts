/**
 * The folder transport: a partner's files in a folder of this machine or of a mounted share.
 *
 * A local rename writes over an existing name in silence, so nothing here is renamed to a name that may be taken.
 */
import { mkdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { RefusedError } from '../../errors.js';
import { assembleTransport, type TransportHalves } from '../assemble.js';
import { claimedName } from '../file-names.js';
import { listingEntriesMaxOption, readClaimed, readInbox } from '../listing.js';
import type { PutFolder } from '../put-once.js';
import { checkUnchanged } from '../readiness.js';
import type {
  ClaimedFile,
  Listing,
  ReceiveRule,
  RemoteFile,
  Transport,
  TransportConnection,
  TransportEnvironment,
} from '../transport.js';
import * as files from './local-files.js';

export const folderOptions = z.strictObject({ listingEntriesMax: listingEntriesMaxOption });

/**
 * Opens a folder connection. Makes the claimed and done folders where they are missing, never the inbox: an inbox that
 * is not there may be a share that is not mounted.
 * Throws ConfigError FOLDERS_APART when a file could not be renamed from one to the other.
 */
export async function openFolder(
  connection: TransportConnection,
  environment: Pick<TransportEnvironment, 'root'>,
): Promise<Transport> {
  const { listingEntriesMax } = folderOptions.parse(connection.options);
  const { receive, send } = connection;
  return assembleTransport(connection, {
    receive: receive && (await openReceiving(receive, environment.root, listingEntriesMax)),
    send: send && putFolder(resolve(environment.root, send.path), listingEntriesMax),
    fetch,
    close: async () => {},
  });
}

/** The receiving half of a connection; absolute paths. */
interface Receiving {
  rule: ReceiveRule;
  entriesMax: number;
  inbox: string;
  claimed: string;
  /** undefined: finished files are deleted */
  done: string | undefined;
}

async function openReceiving(
  rule: ReceiveRule,
  root: string,
  entriesMax: number,
): Promise<TransportHalves['receive']> {
  const inbox = resolve(root, rule.path);
  const claimed = rule.claimed === undefined ? join(inbox, '.claimed') : resolve(root, rule.claimed);
  const done = 'move' in rule.finish ? resolve(root, rule.finish.move) : undefined;
  const receiving = { rule, entriesMax, inbox, claimed, done };
  // Without an inbox only list() fails, so that a connection can still send.
  if ((await files.lstatIfThere(inbox)) !== undefined) await prepare(receiving);
  return {
    list: () => list(receiving),
    claim: (file, claimId) => claim(receiving, file, claimId),
    finish: (file) => finish(receiving, file),
  };
}

async function prepare({ inbox, claimed, done }: Receiving): Promise<void> {
  for (const folder of done === undefined ? [claimed] : [claimed, done]) {
    await mkdir(folder).catch((error: unknown) => {
      if (!files.hasCode(error, 'EEXIST')) throw claimError(error, folder);
    });
  }
  await files.probeRenames(done === undefined ? [claimed, inbox] : [claimed, inbox, done]);
}

async function list({ rule, entriesMax, inbox, claimed, done }: Receiving): Promise<Listing> {
  const entries = await files.readFolder(inbox, entriesMax);
  // Read second: a file claimed in between is seen twice rather than not at all.
  const waiting = await files.readFolder(claimed, entriesMax);
  const own = [claimed, done ?? claimed].filter((path) => dirname(path) === inbox);
  return {
    ...readInbox(entries, rule, {
      pathOf: (name) => join(inbox, name),
      ownFolders: new Set(own.map((path) => basename(path))),
    }),
    claimed: readClaimed(waiting.entries, (name) => join(claimed, name)),
  };
}

async function claim(
  { rule, inbox, claimed }: Receiving,
  file: RemoteFile,
  claimId: string,
): ReturnType<Transport['claim']> {
  const name = claimedName(claimId, file.name);
  const from = join(inbox, file.name);
  const path = join(claimed, name);
  try {
    await rename(from, path);
  } catch (error) {
    if (files.hasCode(error, 'ENOENT')) return undefined;
    throw claimError(error, from);
  }
  // A marker left behind would declare the partner's next file of this name whole before it is.
  if (rule.ready.doneMarker !== undefined) await files.removeIfThere(from + rule.ready.doneMarker);
  return { ...file, name, path, claimId, originalName: file.name };
}

function claimError(error: unknown, path: string): unknown {
  if (!files.hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return files.localError(error, path);
  const sentence = `Files cannot be claimed by renaming them: not allowed at ${path}.`;
  return new RefusedError('CLAIM_REFUSED', sentence, { detail: { path }, cause: error });
}

async function* fetch(file: RemoteFile, range?: { start: number }): AsyncGenerator<Uint8Array> {
  yield* files.readLocalFile(file.path, range?.start ?? 0, (now) => checkUnchanged(file, now));
}

async function finish({ done }: Receiving, { path, originalName }: ClaimedFile): Promise<void> {
  if (done === undefined) return files.removeIfThere(path);
  for (const name of [originalName, basename(path)]) {
    if (await files.moveToFreeName(path, join(done, name))) return;
    if ((await files.lstatIfThere(path)) === undefined) return;
  }
  throw new Error(`A claim id was used twice: ${basename(path)}`);
}

function putFolder(folder: string, entriesMax: number): PutFolder {
  const at = (name: string) => join(folder, name);
  return {
    find: async (name) => {
      const found = await files.lstatIfThere(at(name));
      return found && { kind: found.isFile() ? 'file' : 'other', size: found.size, mtimeMs: found.mtimeMs };
    },
    names: () => files.readNames(folder, entriesMax),
    read: (name) => files.readLocalFile(at(name), 0),
    write: (name, bytes) => files.writeLocalFile(at(name), bytes),
    move: (from, to) => files.moveToFreeName(at(from), at(to)),
    discard: async (name) => {
      await unlink(at(name)).catch(() => undefined);
    },
  };
}
