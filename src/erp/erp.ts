/**
 * The shelf of ERP adapters: how a canonical record reaches an ERP.
 *
 * A delivery may be offered more than once, also by two processes at the same time. An adapter has to see to it that one
 * idempotency key has one effect, or rely on an ERP that does. It never retries and never logs: the caller does.
 */
import { z } from 'zod';

/** One record on its way to one ERP. */
export interface ErpDelivery {
  /** Derived from the document's content, so the same document has the same id again after a restore. */
  recordId: string;
  /** Rises when a replay through another mapping changes the record. */
  revision: number;
  /** `<record id>.<revision>`: the same record is offered under the same key, a corrected one under another. */
  idempotencyKey: string;
  /** Kind of the record with its version, such as `invoice@1`. */
  kind: string;
  /** What people call it: the invoice or order number. Document content, so never logged. */
  businessKey: string;
  /** Id of the trading partner. */
  partner: string;
  /** Ties log lines and ERP requests of one file together; may differ from attempt to attempt. */
  correlationId: string;
  /** The canonical record; money and quantities are decimal strings. */
  body: unknown;
}

/** What the ERP said about a record that it has now. */
export interface ErpReceipt {
  /** The ERP's own number for the record, when it gave one. */
  reference?: string;
}

/** One ERP. Opened by `openErp`; the promises below are kept by test/conformance/erp.ts. */
export interface ErpAdapter {
  /**
   * Offers one record. Returns only when the ERP has it for good.
   *
   * @param signal stops the attempt; the outcome is then unknown, and the record is offered again under the same key
   * @throws RefusedError the ERP will not take this record, however often it is offered
   * @throws UnavailableError the ERP cannot be asked now, or its answer is not one; `retryAfterMs` when it named a time
   */
  deliver(delivery: ErpDelivery, signal: AbortSignal): Promise<ErpReceipt>;
  /** Stops what is running and frees what is held. */
  close(): Promise<void>;
}

/** What an adapter needs from the hub to open. */
export interface ErpEnvironment {
  /** The value of a secret, by the name that follows `secret:`. */
  secret(name: string): Promise<string | undefined>;
  /** The folder that holds hub.yaml; relative paths start there. */
  root: string;
}

/** One adapter on the shelf: its options, and how to open it with options that passed them. */
export interface ErpPlugIn<Settings> {
  settings: z.ZodType<Settings>;
  open(name: string, settings: Settings, environment: ErpEnvironment): Promise<ErpAdapter>;
}

/**
 * What an ERP is given for a delivery, whatever the adapter. It is the same on each attempt, so that an ERP which compares
 * bodies under one key sees no difference: the correlation id is not in it.
 */
export function deliveryBody(delivery: ErpDelivery): Record<string, unknown> {
  const { kind, recordId, revision, businessKey, partner, body } = delivery;
  return { kind, recordId, revision, businessKey, partner, record: body };
}

/** `invoice` for `invoice@1`: the part of a kind that goes into addresses and file names. */
export function kindWithoutVersion(kind: string): string {
  return kind.replace(/@.*$/, '');
}

/** Options that every adapter has. */
export const commonErpOptions = {
  concurrency: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe('Records that one hub process offers to this ERP at the same time.'),
};
