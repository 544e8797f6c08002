/**
 * Leaves of an embedded database's write-ahead log what a start reads: from the last checkpoint to the end. All else in those
 * files of 16 MiB is from before, or what files were before they were used again, and makes most of a packed database.
 *
 * Knows how PostgreSQL 14 to 18 lays out global/pg_control and the pages of the log.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const segmentBytes = 16 * 1024 * 1024;
const pageBytes = 8_192;
/** In pg_control: where the last checkpoint says that recovery begins. */
const redoAt = 40;
/** In the header of a page: the place in the log that it was written for. */
const pageAddressAt = 8;

/** @param database a copy that nobody has open */
export function trimLog(database: string): void {
  const folder = join(database, 'pg_wal');
  const redo = readFileSync(join(database, 'global/pg_control')).readBigUInt64LE(redoAt);
  let ended = false;
  for (const name of readdirSync(folder)
    .filter((one) => /^[0-9A-F]{24}$/.test(one))
    .sort()) {
    const begin = placeOf(name);
    if (ended || begin + BigInt(segmentBytes) <= redo) rmSync(join(folder, name));
    else ended = trimSegment(join(folder, name), begin, redo);
  }
}

/** A file is named by its timeline, and twice 32 bits of its place. */
function placeOf(name: string): bigint {
  const [high, segment] = [BigInt(`0x${name.slice(8, 16)}`), BigInt(`0x${name.slice(16)}`)];
  return (high << 32n) + segment * BigInt(segmentBytes);
}

/** @returns whether the log ends in it */
function trimSegment(path: string, begin: bigint, redo: bigint): boolean {
  const bytes = readFileSync(path);
  let ended = false;
  for (let at = 0; at < segmentBytes; at += pageBytes) {
    const place = begin + BigInt(at);
    ended ||= bytes.readBigUInt64LE(at + pageAddressAt) !== place;
    // The first page says what all of the file is.
    const isOld = at > 0 && place + BigInt(pageBytes) <= redo;
    if (ended || isOld) bytes.fill(0, at, at + pageBytes);
  }
  writeFileSync(path, bytes);
  return ended;
}
