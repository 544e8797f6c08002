/**
 * Puts outbound files at the partner so that none is ever seen half-written. The same name with the same bytes counts as
 * sent, so sending twice is sending once.
 */
import { crashPoint } from '#crash-points';
import { ConfigError } from '../../errors.js';
import type { Connection } from '../../partners/index.js';
import type { Sql } from '../../store/database/index.js';
import { findFiles, setFileStates, type StoredFile, loadBytes } from '../../store/received/index.js';
import {
  setAcknowledgmentsOfFiles,
  findAnswers,
  hastenFollowing,
  setDocumentsDeadLettered,
  setDocumentsSent,
} from '../../store/sent/index.js';
import { addEvents, leaseWork, type Lease } from '../../store/working/index.js';
import type { Transport } from '../../transports/index.js';
import { GroupCommit, leaserOf, type Hub, finish, runLeased } from '../../working/index.js';
import { startExpectations } from '../deadlines/index.js';

/** Files that one job sends at once. */
const filesAtOnce = 4;

export async function send(hub: Hub, workIds: readonly string[]): Promise<void> {
  const leases = await leaseWork(hub.sql, 'send', workIds, leaserOf(hub));
  if (leases.length === 0) return;
  crashPoint('send:after-lease');
  const files = await findFiles(
    hub.sql,
    leases.map((lease) => lease.subjectId),
  );
  const lines = new OutboundLines(hub);
  const commits = new GroupCommit((sent: readonly Sent[]) => saveSent(hub, sent));
  const run = async (lease: Lease) =>
    commits.add(await sendOne(hub, lease, { file: files.get(lease.subjectId), lines }));
  const giveUp = async (sql: Sql, { subjectId }: Lease, errorCode: string) => {
    await setAcknowledgmentsOfFiles(sql, [subjectId], 'dead-lettered');
    await setDocumentsDeadLettered(sql, 'file_id', subjectId, errorCode);
  };
  try {
    await runLeased(hub, leases, { step: 'send', run, giveUp }, filesAtOnce);
  } finally {
    await lines.close();
  }
}

/**
 * The transports one job has open: one per connection, a new one after an error. One that could not be opened is not
 * tried again by this job, or each of its files would be one more refused sign-in.
 */
class OutboundLines {
  readonly #hub: Hub;
  readonly #current = new Map<string, Promise<Transport>>();
  readonly #opened: Promise<Transport>[] = [];

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  async use<Result>(connection: Connection, act: (transport: Transport) => Promise<Result>): Promise<Result> {
    const line = this.#current.get(connection.name) ?? this.#open(connection);
    const transport = await line;
    try {
      return await act(transport);
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
      opened.map(async (line) => (line.status === 'fulfilled' ? line.value.close() : undefined)),
    );
  }
}

/** A file that the partner has. */
interface Sent {
  lease: Lease;
  file: StoredFile;
  outcome: 'put' | 'already-there';
}

async function sendOne(
  hub: Hub,
  lease: Lease,
  { file, lines }: { file: StoredFile | undefined; lines: OutboundLines },
): Promise<Sent> {
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
  return { lease, file, outcome };
}

async function saveSent(hub: Hub, sent: readonly Sent[]): Promise<void[]> {
  await hub.sql.transaction().execute(async (trx) => {
    const fileIds = sent.map(({ file }) => file.id);
    await setFileStates(
      trx,
      fileIds.map((id) => ({ id, state: 'sent' })),
    );
    await setAcknowledgmentsOfFiles(trx, fileIds, 'sent');
    const documents = await setDocumentsSent(trx, fileIds);
    await startExpectations(trx, hub.settings, [...documents]);
    await hastenFollowing(trx, 'file_id', [...documents]);
    const answers = await findAnswers(trx, fileIds);
    const eventOf = ({ id, state }: StoredFile) => {
      if (documents.has(id)) return 'document.sent';
      const noun = answers.has(id) ? 'answer' : 'acknowledgment';
      return state === 'sent' ? (`${noun}.re-offered` as const) : (`${noun}.sent` as const);
    };
    await addEvents(
      trx,
      sent.map(({ file, outcome }) => ({
        event: eventOf(file),
        subjectKind: 'file',
        subjectId: file.id,
        correlationId: file.correlationId,
        detail: { outcome, connection: file.connection },
      })),
    );
    await finish(
      trx,
      sent.map(({ lease }) => lease),
    );
    crashPoint('send:before-commit');
  });
  crashPoint('send:after-commit');
  return sent.map(() => undefined);
}
