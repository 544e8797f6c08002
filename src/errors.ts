/**
 * Every error the hub throws, sorted by who must act next.
 *
 * A fault inside a document is not an error but an issue (a value). An error means that the hub could not go on.
 * Each code has an entry in docs/errors.md; a test checks both ways.
 */

/** Stable codes and the one sentence each stands for. */
export const errorCodes = {
  CONFIG_INVALID: 'A configuration file has problems; the hub keeps or refuses it as a whole.',
  DATA_DIRECTORY_LOCKED: 'Another process holds the data directory.',
  DATA_DIRECTORY_UNUSABLE: 'The data directory cannot be made or written.',
  DATABASE_UNREACHABLE: 'The database could not be reached, or stopped answering.',
  DATABASE_REFUSED: 'The PostgreSQL server refused the user, password or database of DATABASE_URL.',
  DATABASE_UNSUPPORTED: 'The PostgreSQL server is older than version 14.',
  DATABASE_NOT_DURABLE: 'A commit of the embedded database did not reach the disk.',
  QUEUE_STORE_UNREACHABLE: 'The queue store does not answer; work goes on without it, more slowly.',
  QUEUE_STORE_UNFIT: 'The Redis server is too old, may throw jobs away, or refused the sign-in.',
  MIGRATION_FAILED: 'The database could not be brought to the schema of this version.',
  ARCHIVE_DAMAGED: 'The kept bytes of a file are not the bytes that were received.',
  CONNECTION_CANNOT_SEND: 'A file is due on a connection that has no send folder.',
  ERP_UNKNOWN: 'hub.yaml has no ERP system of this name.',
  FORMAT_UNKNOWN: 'The file is neither X12 nor any format agreed with this partner.',
  FILE_CHANGED: 'The file changed while it was being read.',
  FILE_TOO_LARGE: 'The file is larger than limits.fileBytesMax.',
  CONNECTION_UNREACHABLE: 'The other side could not be reached, or stopped answering.',
  AUTHENTICATION_REFUSED: 'The other side refused our key or password.',
  HOST_KEY_CHANGED: 'The server showed a host key that is not pinned for this connection.',
  ALGORITHMS_REFUSED: 'The server offers only algorithms that are no longer safe.',
  SECRET_UNUSABLE: 'A secret that a connection names is missing or not of the right form.',
  FOLDER_MISSING: 'A folder that the connection names is not there.',
  FOLDERS_APART: 'The inbox and the claimed or done folder are on different file systems.',
  FILE_MISSING: 'The file is no longer there.',
  CLAIM_REFUSED: 'The other side does not let us rename files in the inbox.',
  ACCESS_REFUSED: 'A file or folder may not be read or written.',
  TRANSFER_FAILED: 'The other side broke off a file operation.',
  OUTBOUND_UNWRITABLE: 'What is to be sent cannot be written under the agreed delimiters and identifiers.',
  OUTBOUND_UNREADABLE: 'What was written to be sent reads differently than it was meant.',
  NAME_UNSAFE: 'A file cannot be put under this name.',
  NAME_TAKEN: 'A different file already has this name at the partner.',
  DELIVERY_REFUSED: 'The ERP refused the record.',
  ERP_SIGN_IN_REFUSED: 'The ERP refused the credentials of the hub.',
  DELIVERY_UNAVAILABLE: 'The ERP did not answer, or answered that it cannot take records now.',
  API_ADDRESS_UNUSABLE: 'The API cannot listen at the address that hub.yaml names.',
  CONTROL_REFUSED: 'The data directory belongs to another user of this machine.',
  CONTROL_UNREACHABLE: 'The running hub does not answer the command line.',
  CHANGES_TAKEN_AT_ONCE: 'This hub takes what stands in the folder at once; there is nothing to apply.',
  PLAN_UNKNOWN: 'No plan has this hash.',
  PLAN_OUTDATED: 'The configuration folder changed after the plan.',
  PLAN_OWN: 'Whoever planned a change may not apply it.',
  APPROVED_OTHER: 'Another version is approved to go live at a later time.',
  NOTHING_APPROVED: 'No version is approved to go live at a later time.',
  EFFECTIVE_TIME_UNUSABLE: 'A version cannot go live at this time.',
  SHADOW_RUNNING: 'Another version runs as a shadow.',
  SHADOW_NONE: 'No version runs as a shadow.',
  VERSION_UNKNOWN: 'No version of the configuration has this hash.',
  CROSSWALK_UNKNOWN: 'No mapping uses a crosswalk of this name.',
  CROSSWALK_REFUSED: 'What was to be put into a crosswalk does not fit it.',
  NOTHING_WAITS: 'In what was named nothing waits for the configuration.',
  NOTHING_OVERDUE: 'Nothing is overdue of what was named.',
  NOTHING_CANCELLED: 'Nothing that was named waits to go out.',
  REQUEST_INVALID: 'The request is not one that this address understands.',
  SIGN_IN_REQUIRED: 'Only a signed-in operator may see this.',
  SIGN_IN_REFUSED: 'Name, password or first-run secret is wrong.',
  FORM_REFUSED: 'The form was not one that this hub gave out.',
  NOT_FOUND: 'There is nothing at this address.',
  READ_ONLY: 'The queue pages show; they do not act.',
  REQUEST_TOO_LARGE: 'The request is larger than the API takes.',
  REQUEST_TOO_SLOW: 'The request or its answer took too long.',
  TOO_MANY_ATTEMPTS: 'Too many attempts to sign in; wait before the next.',
  INTERNAL_ERROR: 'A fault of the hub.',
} as const satisfies Record<string, string>;

/** A stable error code, listed in docs/errors.md. */
export type ErrorCode = keyof typeof errorCodes;

/** Facts about an error: identifiers, names and numbers, never document content or secrets. */
export type ErrorDetail = Record<string, string | number | boolean>;

export interface ErrorOptions {
  detail?: ErrorDetail;
  cause?: unknown;
  /** How long the other side asked us to wait, in milliseconds. */
  retryAfterMs?: number;
}

/** The base of the three classes; never thrown itself. */
export abstract class WaybillError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, sentence: string, options: ErrorOptions = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.detail = options.detail ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** We edit partners/, mappings/ or hub.yaml. Work that meets one is kept, and tried when a correction is live. */
export class ConfigError extends WaybillError {}

/** An operator reads, then replays or cancels. Never retried by itself; dead-lettered. */
export class RefusedError extends WaybillError {}

/** Nobody acts: tried again later with back-off, until the limit. */
export class UnavailableError extends WaybillError {}
