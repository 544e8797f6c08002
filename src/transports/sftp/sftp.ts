/**
 * The SFTP transport: a partner's files on a server of theirs or ours, over one connection per poll.
 *
 * Everything is moved with plain RENAME, which fails when the new name is taken; posix-rename would write over it.
 */
import { posix } from 'node:path';
import ssh2 from 'ssh2';
import { z } from 'zod';
import { ConfigError, RefusedError, UnavailableError } from '../../errors.js';
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
import { openSftpFiles, sftpError, type SftpFiles } from './sftp-files.js';
import { openSftpSession, SftpStatusError, type SftpSessionOptions } from './sftp-session.js';

const secretName = z
  .string()
  .regex(
    /^secret:[A-Za-z0-9_-]+$/,
    'Write the name of a secret, such as secret:acme-key, never the secret itself.',
  );

const fingerprint = z
  .string()
  .regex(
    /^SHA256:[A-Za-z0-9+/]{43}$/,
    'Write the fingerprint as `ssh-keyscan HOST | ssh-keygen -lf -` prints it: SHA256: and 43 characters.',
  );

export const sftpOptions = z
  .strictObject({
    host: z.string().min(1).describe('Host name or address of the server.'),
    port: z.int().min(1).max(65_535).default(22).describe('TCP port of the server.'),
    user: z.string().min(1).describe('User name to sign in with.'),
    key: secretName
      .optional()
      .describe(
        'Name of the secret that holds the private key, in OpenSSH or PEM form, without a passphrase.',
      ),
    password: secretName.optional().describe('Name of the secret that holds the password, instead of a key.'),
    hostKey: z
      .array(fingerprint)
      .min(1)
      .describe(
        'SHA256 fingerprints of the server keys that the hub accepts. List both while the partner changes its key.',
      ),
    connectTimeoutMs: z
      .int()
      .min(1)
      .default(20_000)
      .describe('Longest time from the start of a connection to the end of sign-in.'),
    callTimeoutMs: z
      .int()
      .min(1)
      .default(30_000)
      .describe('Longest time that the server may take for one call.'),
    listingEntriesMax: listingEntriesMaxOption,
  })
  .refine((options) => (options.key === undefined) !== (options.password === undefined), {
    message: 'Name either a key or a password, not both and not none.',
    path: ['key'],
  });

/** Connects and signs in; see openSftpSession for what it throws, besides ConfigError SECRET_UNUSABLE. */
export async function openSftp(
  connection: TransportConnection,
  environment: TransportEnvironment,
): Promise<Transport> {
  const options = sftpOptions.parse(connection.options);
  const { host, port, user, connectTimeoutMs, callTimeoutMs } = options;
  const [first, ...others] = options.hostKey;
  if (first === undefined)
    throw new ConfigError('CONFIG_INVALID', `The connection ${connection.name} pins no host key.`);
  const session = await openSftpSession({
    host,
    port,
    user,
    connectTimeoutMs,
    callTimeoutMs,
    hostKey: [first, ...others],
    credentials: await loadCredentials(connection.name, options, environment),
  });
  const files = openSftpFiles(session);
  const { receive, send } = connection;
  return assembleTransport(connection, {
    receive: receive && openReceiving(files, receive, options.listingEntriesMax),
    send: send && putFolder(files, send.path, options.listingEntriesMax),
    fetch: (file, range) => files.read(file.path, range?.start ?? 0, (now) => checkUnchanged(file, now)),
    close: () => session.close(),
  });
}

async function loadCredentials(
  connection: string,
  options: z.infer<typeof sftpOptions>,
  environment: TransportEnvironment,
): Promise<SftpSessionOptions['credentials']> {
  const name = (options.key ?? options.password ?? '').replace('secret:', '');
  const value = await environment.secret(name);
  const unusable = (why: string) =>
    new ConfigError('SECRET_UNUSABLE', `The secret ${name} of the connection ${connection} ${why}.`, {
      detail: { connection, secret: name },
    });
  if (value === undefined || value === '') throw unusable('is missing');
  if (options.key === undefined) return { password: value };
  // What the parser says is left out: it speaks about the key.
  if (ssh2.utils.parseKey(value) instanceof Error)
    throw unusable('is not a private key without a passphrase');
  return { privateKey: value };
}

/** The receiving half of a connection. */
interface Receiving {
  files: SftpFiles;
  rule: ReceiveRule;
  entriesMax: number;
  inbox: string;
  claimed: string;
  /** undefined: finished files are deleted */
  done: string | undefined;
}

function openReceiving(files: SftpFiles, rule: ReceiveRule, entriesMax: number): TransportHalves['receive'] {
  const inbox = posix.normalize(rule.path);
  const claimed = posix.normalize(rule.claimed ?? posix.join(inbox, '.claimed'));
  const done = 'move' in rule.finish ? posix.normalize(rule.finish.move) : undefined;
  const receiving = { files, rule, entriesMax, inbox, claimed, done };
  return {
    list: () => list(receiving),
    claim: (file, claimId) => claim(receiving, file, claimId),
    finish: (file) => finish(receiving, file),
  };
}

async function list({ files, rule, entriesMax, inbox, claimed, done }: Receiving): Promise<Listing> {
  const entries = await files.list(inbox, entriesMax);
  if (entries === undefined) {
    throw new UnavailableError('FOLDER_MISSING', `The folder ${inbox} is missing on the server.`, {
      detail: { path: inbox },
    });
  }
  for (const folder of done === undefined ? [claimed] : [claimed, done]) await ensureFolder(files, folder);
  // Read second: a file claimed in between is seen twice rather than not at all.
  const waiting = await files.list(claimed, entriesMax);
  const own = [claimed, done ?? claimed].filter((path) => posix.dirname(path) === inbox);
  return {
    ...readInbox(entries, rule, {
      pathOf: (name) => posix.join(inbox, name),
      ownFolders: new Set(own.map((path) => posix.basename(path))),
    }),
    claimed: readClaimed(waiting?.entries ?? [], (name) => posix.join(claimed, name)),
  };
}

async function ensureFolder(files: SftpFiles, path: string): Promise<void> {
  if ((await files.find(path)) !== undefined) return;
  try {
    await files.makeFolder(path);
  } catch (error) {
    if (error instanceof RefusedError) throw claimRefused(path, error);
    // Another hub may have made it first.
    if ((await files.find(path)) === undefined) throw error;
  }
}

function claimRefused(path: string, cause: unknown): RefusedError {
  const sentence = `The server does not let us claim files by renaming them: refused at ${path}.`;
  return new RefusedError('CLAIM_REFUSED', sentence, { detail: { path }, cause });
}

async function claim(
  { files, rule, inbox, claimed }: Receiving,
  file: RemoteFile,
  claimId: string,
): ReturnType<Transport['claim']> {
  const name = claimedName(claimId, file.name);
  const from = posix.join(inbox, file.name);
  const path = posix.join(claimed, name);
  try {
    await files.rename(from, path);
  } catch (error) {
    if (!(error instanceof SftpStatusError)) throw error;
    // Servers do not agree on the status of a lost race, so what counts is whether the file is still there.
    if ((await files.find(from)) === undefined) return undefined;
    throw claimRefused(from, error);
  }
  // A marker left behind would declare the partner's next file of this name whole before it is.
  if (rule.ready.doneMarker !== undefined) await files.remove(from + rule.ready.doneMarker);
  return { ...file, name, path, claimId, originalName: file.name };
}

async function finish({ files, done }: Receiving, { path, originalName }: ClaimedFile): Promise<void> {
  if (done === undefined) return files.remove(path);
  for (const name of [originalName, posix.basename(path)]) {
    if (await moveToFreeName(files, path, posix.join(done, name))) return;
    if ((await files.find(path)) === undefined) return;
  }
  throw new Error(`A claim id was used twice: ${posix.basename(path)}`);
}

/** @returns false when the new name is taken or the old one is missing */
async function moveToFreeName(files: SftpFiles, from: string, to: string): Promise<boolean> {
  // Looks first, because on some servers a plain RENAME writes over what is there.
  if ((await files.find(to)) !== undefined) return false;
  try {
    await files.rename(from, to);
    return true;
  } catch (error) {
    if ((await files.find(to)) !== undefined || (await files.find(from)) === undefined) return false;
    throw sftpError(error, to);
  }
}

function putFolder(files: SftpFiles, folder: string, entriesMax: number): PutFolder {
  const at = (name: string) => posix.join(folder, name);
  return {
    find: (name) => files.find(at(name)),
    names: async () => (await files.list(folder, entriesMax))?.entries.map((entry) => entry.name) ?? [],
    read: (name) => files.read(at(name), 0),
    write: (name, bytes) => files.write(at(name), bytes),
    move: (from, to) => moveToFreeName(files, at(from), at(to)),
    discard: (name) => files.remove(at(name)).catch(() => undefined),
  };
}
