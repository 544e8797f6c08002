/**
 * Failures that last until a person has corrected something: a pinned key, a secret, a name in a configuration file.
 *
 * What meets one is kept and tried now and then, and at once when the hub starts or takes a changed configuration: that may be
 * the correction. Giving it up would lose an answer that is owed for a fault that says nothing about the answer.
 */
import type { ErrorCode, IssueCode } from '../vocabulary/index.js';

/** ConfigErrors that a step can meet: what the files say does not fit what is there. */
export const configurationCodes: readonly ErrorCode[] = [
  'CONFIG_INVALID',
  'CONNECTION_CANNOT_SEND',
  'ERP_UNKNOWN',
  'HOST_KEY_CHANGED',
  'ALGORITHMS_REFUSED',
  'SECRET_UNUSABLE',
  'FOLDERS_APART',
];

/** Refused credentials. Neither hastens them: the other side may count how often they are shown. */
const signInCodes: readonly ErrorCode[] = ['AUTHENTICATION_REFUSED', 'ERP_SIGN_IN_REFUSED'];

const codes: ReadonlySet<string> = new Set([...configurationCodes, ...signInCodes]);

/** Of the work of outbound documents that are held: what holds them stands at the document. */
export const heldCode = 'DOCUMENT_HELD' satisfies IssueCode;

/** How long something waits for a correction before it is tried again. */
export const correctionPauseMs = 300_000;

export function waitsForCorrection(errorCode: string): boolean {
  return codes.has(errorCode);
}
