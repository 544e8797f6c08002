/**
 * The hub as every step gets it: its edges, passed in as values. Steps never call each other; they save and wake.
 */
import type { ErpAdapter } from '../erp/index.js';
import type { HubSettings } from '../hub-file/index.js';
import type { Log } from '../log.js';
import type { Mapping, OutboundMapping } from '../mapping/index.js';
import type { Connection, PartnerBook } from '../partners/index.js';
import type { Queues } from '../queues/index.js';
import type { Sql } from '../store/database/index.js';
import type { Leaser } from '../store/working/index.js';
import type { Transport } from '../transports/index.js';

export interface Hub {
  /** This process; leases carry it. */
  id: string;
  settings: HubSettings;
  /** The version of the configuration in this value; a change makes a new value. */
  configurationHash?: string;
  sql: Sql;
  queues: Queues;
  book: PartnerBook;
  mappings: ReadonlyMap<string, Mapping>;
  /** Mappings that write documents. */
  outbound: ReadonlyMap<string, OutboundMapping>;
  erps: ReadonlyMap<string, ErpAdapter>;
  /** Opens the other side of a connection, for one poll or one batch. */
  openTransport(connection: Connection): Promise<Transport>;
  log: Log;
  /** Aborted when the hub stops: nothing new starts. */
  stopping: AbortSignal;
  /** Aborted some time later: running work is broken off. */
  aborting: AbortSignal;
}

export function leaserOf({ id: hubId, settings: { leaseMs, hubSilentMs } }: Hub): Leaser {
  return { hubId, leaseMs, hubSilentMs };
}
