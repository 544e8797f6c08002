/**
 * Failures that last until a person corrects something: a pinned key, a secret, a name in a configuration file.
 *
 * Work that meets one is kept. It is tried now and then, and at once when the hub starts or takes a changed configuration,
 * which may be the correction. Giving it up would lose work that is itself in order.
 */
import type { ErrorCode, IssueCode } from '../vocabulary/index.js';

/** ConfigErrors that a step can meet: the configuration does not fit reality. */
export const configurationCodes: readonly ErrorCode[] = [
  'CONFIG_INVALID',
  'CONNECTION_CANNOT_SEND',
  'ERP_UNKNOWN',
  'HOST_KEY_CHANGED',
  'ALGORITHMS_REFUSED',
  'SECRET_UNUSABLE',
  'FOLDERS_APART',
];

/** Refused credentials. A start or a change does not hasten these: the other side may count the attempts. */
const signInCodes: readonly ErrorCode[] = ['AUTHENTICATION_REFUSED', 'ERP_SIGN_IN_REFUSED'];

const codes: ReadonlySet<string> = new Set([...configurationCodes, ...signInCodes]);

/** Of the work of held outbound documents; the reason is an issue of the document. */
export const heldCode = 'DOCUMENT_HELD' satisfies IssueCode;

/** How long something waits for a correction before it is tried again. */
export const correctionPauseMs = 300_000;

export function waitsForCorrection(errorCode: string): boolean {
  return codes.has(errorCode);
}
