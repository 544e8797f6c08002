/**
 * When a file in an inbox is whole: it stopped changing, or its done marker is there, and X12 ends with IEA.
 *
 * Time is our own: the other side's clock may be in 1970 or in the future, so its mtime serves only to notice a change.
 */
import { UnavailableError } from '../errors.js';
import type { ReadyRule, RemoteFile, Transport } from './transport.js';

/** X12 ends within these many bytes even when it is padded with blanks. */
const trailerWindowBytes = 4096;

export interface Readiness {
  /**
   * Tells it what a listing showed.
   * @param nowMs our clock; may jump
   * @returns the files that are ready, in the order given
   */
  observe(files: readonly RemoteFile[], nowMs: number): RemoteFile[];
  /** True when a file of the last listing has not changed for `maxIncompleteAgeMs`: take it although it is incomplete. */
  isOverdue(file: RemoteFile, nowMs: number): boolean;
}

interface Sighting {
  size: number;
  mtimeMs: number;
  sinceMs: number;
  count: number;
}

/** One per connection, kept between polls; a restart of the hub only makes files wait once more. */
export function createReadiness(rule: ReadyRule): Readiness {
  let sightings = new Map<string, Sighting>();
  const isReady = (file: RemoteFile, seen: Sighting, nowMs: number) => {
    if (rule.doneMarker !== undefined) return file.marked === true;
    return rule.settleMs === 0 || (seen.count >= 2 && nowMs - seen.sinceMs >= rule.settleMs);
  };
  return {
    observe(files, nowMs) {
      const before = sightings;
      sightings = new Map();
      return files.filter((file) => {
        const seen = sight(file, before.get(file.name), nowMs);
        sightings.set(file.name, seen);
        return isReady(file, seen, nowMs);
      });
    },
    isOverdue(file, nowMs) {
      const seen = sightings.get(file.name);
      return seen !== undefined && nowMs - seen.sinceMs >= rule.maxIncompleteAgeMs;
    },
  };
}

function sight(file: RemoteFile, before: Sighting | undefined, nowMs: number): Sighting {
  const same = before !== undefined && before.size === file.size && before.mtimeMs === file.mtimeMs;
  if (!same) return { size: file.size, mtimeMs: file.mtimeMs, sinceMs: nowMs, count: 1 };
  // A clock set back must not make a file wait for as long as the clock jumped.
  return { ...before, sinceMs: Math.min(before.sinceMs, nowMs), count: before.count + 1 };
}

/** Throws UnavailableError FILE_CHANGED when a file is no longer what it was when it was listed. */
export function checkUnchanged(file: RemoteFile, now: { size: number; mtimeMs: number }): void {
  if (now.size === file.size && now.mtimeMs === file.mtimeMs) return;
  throw new UnavailableError('FILE_CHANGED', `The file ${file.path} changed while it was being read.`, {
    detail: { path: file.path, sizeBefore: file.size, sizeNow: now.size },
  });
}

/**
 * Tells whether the last segment of a file is IEA, whatever its delimiters, without reading more than its end.
 * A file that changed since it was listed, or is gone, is not whole.
 */
export async function endsWithTrailer(
  transport: Pick<Transport, 'fetch'>,
  file: RemoteFile,
): Promise<boolean> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of transport.fetch(file, { start: Math.max(0, file.size - trailerWindowBytes) })) {
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof UnavailableError && ['FILE_CHANGED', 'FILE_MISSING'].includes(error.code))
      return false;
    throw error;
  }
  return isTrailer(Buffer.concat(parts).toString('latin1'));
}

/** Whole with its terminator; without one only when IEA02 has all of its nine digits. */
function isTrailer(end: string): boolean {
  // Files wrapped at 80 columns may break within the segment; elsewhere a newline is the terminator.
  return [end, end.replace(/[\r\n]/g, '')].some((text) =>
    /(?:^|[^A-Za-z0-9])IEA([^A-Za-z0-9])\d{1,5}\1(?:\d{9}|\d+ *[^A-Za-z0-9])$/.test(
      text.replace(/[\s\0\x1a]+$/, ''),
    ),
  );
}
