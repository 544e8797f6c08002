/**
 * The names that transports give to files: claimed names, temporary names, and which names are passed over.
 *
 * A name from the other side is data. It is checked to be one path component before it is ever joined to a folder.
 */
import { randomUUID } from 'node:crypto';
import { RefusedError } from '../errors.js';

/** The longest name that file systems in use take, in UTF-8 bytes. */
const nameBytesMax = 255;

const claimPattern = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})__(.+)$/s;
const putTemporaryPattern = /^\.(?!\.)[^/\0]+\.[0-9a-f]{8}\.part$/;
const claimIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for a name that stays in its folder: not empty, not `.` or `..`, no `/`, no NUL. */
export function isOneComponent(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');
}

/** True for the names that writers use while they write: hidden, `*.tmp`, `*.filepart`, `*~`. */
export function isTemporaryName(name: string): boolean {
  return name.startsWith('.') || /(\.tmp|\.filepart|~)$/i.test(name);
}

/** `<claim id>__<name>`; a name too long for that loses its middle. */
export function claimedName(claimId: string, name: string): string {
  if (!claimIdPattern.test(claimId)) throw new Error('A claim id must be a UUID in lower case');
  return `${claimId}__${shorten(name, nameBytesMax - claimId.length - 2)}`;
}

/** The parts of a claimed name, or undefined if we did not make it. */
export function readClaimedName(name: string): { claimId: string; originalName: string } | undefined {
  const [, claimId, originalName] = claimPattern.exec(name) ?? [];
  return claimId === undefined || originalName === undefined ? undefined : { claimId, originalName };
}

/** A new hidden name in the same folder, which our own listing and most partners' pass over. */
export function temporaryName(name: string): string {
  const random = randomUUID().slice(0, 8);
  return `.${shorten(name, nameBytesMax - random.length - '..'.length - '.part'.length)}.${random}.part`;
}

/** True for the names that `temporaryName` makes of a name that may be put. */
export function isPutTemporaryName(name: string): boolean {
  return putTemporaryPattern.test(name);
}

/** Throws RefusedError NAME_UNSAFE unless a file of this name can be put into a folder and found there again. */
export function checkNameToPut(name: string): void {
  const long = Buffer.byteLength(name) > nameBytesMax;
  if (isOneComponent(name) && !long && !isTemporaryName(name)) return;
  throw new RefusedError(
    'NAME_UNSAFE',
    `Cannot put a file under the name ${JSON.stringify(name.slice(0, 80))}: a name must be one path component of at most ` +
      `${nameBytesMax} bytes that does not look temporary. Change send.name of the connection.`,
  );
}

/** Keeps the beginning and the end, where the extension is, and cuts between characters. */
function shorten(name: string, bytesMax: number): string {
  if (Buffer.byteLength(name) <= bytesMax) return name;
  const characters = Array.from(name);
  const tail = characters.splice(-16).join('');
  while (Buffer.byteLength(`${characters.join('')}~${tail}`) > bytesMax) characters.pop();
  return `${characters.join('')}~${tail}`;
}
