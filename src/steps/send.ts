/**
 * Puts outbound files at the partner so that none is ever seen half-written. The same name with the same bytes counts as
 * sent, so sending twice is sending once.
 */
import { crashPoint } from '#crash-points';
import { ConfigError } from '../errors.js';
import type { Connection } from '../partners/index.js';
import { setAcknowledgmentOfFile } from '../store/acknowledgments.js';
import { addEvents } from '../store/events.js';
import { findFile, setFileState, type StoredFile } from '../store/files.js';
import { loadBytes } from '../store/raw-bytes.js';
import type { Sql } from '../store/schema.js';
import { leaseWork, type Lease } from '../store/work.js';
import type { Transport } from '../transports/index.js';
import { leaserOf, type Hub } from './hub.js';
import { finish, runLeased } from './run-leased.js';

/** Files that one job sends at once. */
const filesAtOnce = 4;

export async function send(hub: Hub, workIds: readonly string[]): Promise<void> {
  const leases = await leaseWork(hub.sql, 'send', workIds, leaserOf(hub));
  crashPoint('send:after-lease');
  const lines = new OutboundLines(hub);
  try {
    await runLeased(
      hub,
      leases,
      { step: 'send', run: (lease) => sendOne(hub, lease, lines), giveUp: giveUpSending },
      filesAtOnce,
    );
  } finally {
    await lines.close();
  }
}

/** The transports one job has open: one per connection, a new one after an error. */
class OutboundLines {
  readonly #hub: Hub;
  readonly #current = new Map<string, Promise<Transport>>();
  readonly #opened: Promise<Transport>[] = [];

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  async use<Result>(connection: Connection, act: (transport: Transport) => Promise<Result>): Promise<Result> {
    const line = this.#current.get(connection.name) ?? this.#open(connection);
    try {
      return await act(await line);
    } catch (error) {
      if (this.#current.get(connection.name) === line) this.#current.delete(connection.name);
      throw error;
    }
  }

  #open(connection: Connection): Promise<Transport> {
    const line = this.#hub.openTransport(connection);
    this.#current.set(connection.name, line);
    this.#opened.push(line);
    return line;
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#opened);
    await Promise.allSettled(
      opened.map((line) => (line.status === 'fulfilled' ? line.value.close() : undefined)),
    );
  }
}

async function sendOne(hub: Hub, lease: Lease, lines: OutboundLines): Promise<void> {
  const file = await findFile(hub.sql, lease.subjectId);
  if (file === undefined) throw new Error(`work ${lease.id} has no file`);
  const connection = hub.book.connection(file.connection);
  if (connection?.send === undefined) {
    throw new ConfigError(
      'CONNECTION_CANNOT_SEND',
      'The connection of an outbound file has no send folder.',
      {
        detail: { connection: file.connection },
      },
    );
  }
  const outcome = await lines.use(connection, (transport) => {
    crashPoint('send:before-put');
    return transport.put(file.name, loadBytes(hub.sql, file.sha256), file.byteCount);
  });
  crashPoint('send:after-put');
  await hub.sql.transaction().execute(async (trx) => {
    await recordSent(trx, file, outcome);
    await finish(trx, lease);
    crashPoint('send:before-commit');
  });
  crashPoint('send:after-commit');
}

async function recordSent(sql: Sql, file: StoredFile, outcome: 'put' | 'already-there'): Promise<void> {
  await setFileState(sql, file.id, 'sent');
  await setAcknowledgmentOfFile(sql, file.id, 'sent');
  await addEvents(sql, [
    {
      event: file.state === 'sent' ? 'acknowledgment.re-offered' : 'acknowledgment.sent',
      subjectKind: 'file',
      subjectId: file.id,
      correlationId: file.correlationId,
      detail: { outcome, connection: file.connection },
    },
  ]);
}

async function giveUpSending(sql: Sql, lease: Lease): Promise<void> {
  await setAcknowledgmentOfFile(sql, lease.subjectId, 'dead-lettered');
}
