/**
 * A transport: files in from a partner and files out to it, over one connection.
 *
 * Five methods and `close`; test/conformance/transport.ts holds what each promises. A plug-in never retries, logs or
 * counts: its caller does. After an UnavailableError close it and open another; nothing is reused after an error.
 */
import type { IssueCode } from '../vocabulary/index.js';

/** A file that waits at the partner. */
export interface RemoteFile {
  /** As the other side names it: data, never used as a path on this machine. May hold any character but `/` and NUL. */
  name: string;
  path: string;
  /** Bytes. */
  size: number;
  /** Whole milliseconds by the other side's clock, which is not to be trusted: good for order and for noticing a change. */
  mtimeMs: number;
  /** True when a done marker lies beside it; set only where the connection has `ready.doneMarker`. */
  marked?: boolean;
}

/** A file that this hub has taken out of the inbox and that nobody else will take. */
export interface ClaimedFile extends RemoteFile {
  claimId: string;
  /** Shortened in the middle if read back from a claimed folder whose names had no room for all of it. */
  originalName: string;
}

/** Something in the inbox that was passed over and that a person should know about. */
export interface ListingAlert {
  code: ListingAlertCode;
  /** At most 255 characters; may hold control characters: escape it when showing it. */
  name: string;
}

/** A subset of the issue codes: docs/errors.md says what each means. */
export type ListingAlertCode = Extract<
  IssueCode,
  'HOSTILE_LISTING' | 'UNREADABLE_NAME' | 'NOT_A_REGULAR_FILE' | 'HARD_LINK' | 'LISTING_TOO_LONG'
>;

export interface Listing {
  /** What the globs match, oldest mtime first, unready ones included. */
  files: RemoteFile[];
  /** Claimed before and never finished, oldest claim first. */
  claimed: ClaimedFile[];
  alerts: ListingAlert[];
}

export interface Transport {
  /** The whole inbox and the claimed folder as they are now. Throws UnavailableError FOLDER_MISSING without an inbox. */
  list(): Promise<Listing>;
  /**
   * Takes a file out of the inbox with one rename, so that of many hubs one wins.
   * @param claimId a UUID never used before, time-ordered so that claims keep their order
   * @returns undefined when the file is gone or somebody else won
   */
  claim(file: RemoteFile, claimId: string): Promise<ClaimedFile | undefined>;
  /**
   * The bytes of a file, in order. Throws UnavailableError FILE_CHANGED when size or mtime are not those of `file`,
   * before or after reading: then what was read is worthless and the file has to be listed again.
   */
  fetch(file: RemoteFile | ClaimedFile, range?: { start: number }): AsyncIterable<Uint8Array>;
  /** Moves a claimed file to the done folder or deletes it, as the connection says. A missing file counts as done. */
  finish(claimed: ClaimedFile): Promise<void>;
  /**
   * Puts a file into the partner's folder; under its final name it is there whole or not at all. The first one also has
   * removed what killed hubs left there: temporary files of ours that are older than an hour.
   * @param size the number of bytes; another number in `bytes` is an error
   * @returns 'already-there' when a file of this name holds the same bytes; with other bytes RefusedError NAME_TAKEN
   */
  put(name: string, bytes: AsyncIterable<Uint8Array>, size: number): Promise<'put' | 'already-there'>;
  close(): Promise<void>;
}

/** When a file in the inbox is whole. */
export interface ReadyRule {
  /** How long size and mtime must stay as they are, by our own clock. 0: ready when first seen. */
  settleMs: number;
  /** X12: the last segment must be IEA. */
  trailer: boolean;
  /** A suffix such as `.done`: `x.edi` is whole when `x.edi.done` is there. Replaces the settle rule. */
  doneMarker?: string | undefined;
  /** After this long without a change an incomplete file is taken as it is. */
  maxIncompleteAgeMs: number;
}

export interface ReceiveRule {
  path: string;
  /** Globs over the whole name, case-sensitive: `*` any characters, `?` one character. */
  match: readonly string[];
  ready: ReadyRule;
  /** Where claimed files wait; on the same file system as `path`. Default: `.claimed` in `path`. */
  claimed?: string | undefined;
  finish: { move: string } | { delete: true };
}

/** What a transport needs of a connection; `options` are checked by the transport's own schema. */
export interface TransportConnection {
  name: string;
  transport: string;
  options: Record<string, unknown>;
  receive?: ReceiveRule | undefined;
  send?: { path: string } | undefined;
}

export interface TransportEnvironment {
  /** The value of a secret by its bare name, without `secret:`. */
  secret(name: string): Promise<string | undefined>;
  /** Relative local paths start here. */
  root: string;
}
