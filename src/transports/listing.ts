/**
 * From raw directory entries to a listing: what is a file for us, what is passed over, what a person should know.
 *
 * Pure, and the same for every transport, so that a rule about names holds everywhere.
 */
import { z } from 'zod';
import { fitsPattern } from '../name-pattern.js';
import { isOneComponent, isTemporaryName, readClaimedName } from './file-names.js';
import type { ClaimedFile, ListingAlert, ListingAlertCode, ReceiveRule, RemoteFile } from './transport.js';

/** An option of every transport. */
export const listingEntriesMaxOption = z
  .int()
  .min(1)
  .default(100_000)
  .describe('How many entries of a folder one listing reads. More entries raise the alert LISTING_TOO_LONG.');

/** Alerts kept of one listing; a hostile listing must not fill the database with them. */
const alertsMax = 100;

/** One directory entry, links not followed. */
export interface Entry {
  name: string;
  kind: 'file' | 'directory' | 'other';
  size: number;
  /** Whole milliseconds. */
  mtimeMs: number;
  /** Names that this file has; undefined where the protocol does not tell. */
  linkCount?: number;
}

/** The entries of one folder; `complete` is false when there were more than the limit. */
export interface Entries {
  entries: Entry[];
  complete: boolean;
}

/**
 * @param inbox entries of `receive.path`
 * @param pathOf joins a name to the inbox
 * @param ownFolders names of the done and claimed folders if they lie in the inbox
 */
export function readInbox(
  inbox: Entries,
  receive: ReceiveRule,
  place: { pathOf(name: string): string; ownFolders: ReadonlySet<string> },
): { files: RemoteFile[]; alerts: ListingAlert[] } {
  const matches = (name: string) => receive.match.some((glob) => fitsPattern(glob, name));
  const marker = receive.ready.doneMarker;
  const names = marker === undefined ? undefined : new Set(inbox.entries.map((entry) => entry.name));
  const files: RemoteFile[] = [];
  const alerts: ListingAlert[] = [];
  const alert = (code: ListingAlertCode, name: string) => {
    if (alerts.length < alertsMax) alerts.push({ code, name: name.slice(0, 255) });
  };
  if (!inbox.complete) alert('LISTING_TOO_LONG', receive.path);
  for (const entry of inbox.entries) {
    const { name, size, mtimeMs } = entry;
    if (!isOneComponent(name)) alert('HOSTILE_LISTING', name);
    if (!isOneComponent(name) || isTemporaryName(name) || !matches(name)) continue;
    if ((marker !== undefined && name.endsWith(marker)) || place.ownFolders.has(name)) continue;
    const fault = faultOf(entry);
    if (fault !== undefined) alert(fault, name);
    else
      files.push({
        name,
        path: place.pathOf(name),
        size,
        mtimeMs,
        ...(names && { marked: names.has(name + marker) }),
      });
  }
  files.sort((a, b) => a.mtimeMs - b.mtimeMs || (a.name < b.name ? -1 : 1));
  return { files, alerts };
}

/** Files that wait in the claimed folder; names that we did not make are left alone. */
export function readClaimed(entries: readonly Entry[], pathOf: (name: string) => string): ClaimedFile[] {
  const claimed = entries.flatMap(({ name, kind, size, mtimeMs }): ClaimedFile[] => {
    const parts = kind === 'file' && isOneComponent(name) ? readClaimedName(name) : undefined;
    return parts === undefined ? [] : [{ name, path: pathOf(name), size, mtimeMs, ...parts }];
  });
  return claimed.sort((a, b) => (a.claimId < b.claimId ? -1 : 1));
}

function faultOf(entry: Entry): ListingAlertCode | undefined {
  // Where a name was not UTF-8 the decoder has left U+FFFD, and the bytes it stood for are lost.
  if (entry.name.includes('\uFFFD')) return 'UNREADABLE_NAME';
  if (entry.kind !== 'file') return 'NOT_A_REGULAR_FILE';
  return (entry.linkCount ?? 1) > 1 ? 'HARD_LINK' : undefined;
}
