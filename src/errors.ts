/**
 * Every error the hub throws, sorted by who must act next.
 *
 * A fault inside a document is not an error but an issue (a value). An error means that the hub could not go on.
 */
import type { ErrorCode } from './vocabulary/index.js';

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
