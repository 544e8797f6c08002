/**
 * Sends outbound files to the partner so that nobody ever sees a half-written one. The same name with the same bytes counts as
 * sent, so a repeat changes nothing.
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
import { addEvents } from '../../store/working/index.js';
import type { Transport } from '../../transports/index.js';
import { leasedStep, type Hub, type Job, type Saved } from '../../working/index.js';
import { startExpectations } from '../deadlines/index.js';

export const send = leasedStep({
  step: 'send',
  atOnce: 4,
  load: async (hub, ids) => {
    const lines = new OutboundLines(hub);
    return { subjects: await findFiles(hub.sql, ids), lines, close: () => lines.close() };
  },
  run: sendOne,
  save: saveSent,
  giveUp: async (sql, id, errorCode) => {
    await setAcknowledgmentsOfFiles(sql, [id], 'dead-lettered');
    await setDocumentsDeadLettered(sql, 'file_id', id, errorCode);
  },
});

/**
 * The transports of one job: one per connection, a new one after an error. If a transport could not be opened, this job does
 * not try again, or each of its files would be one more refused sign-in.
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
  file: StoredFile;
  outcome: 'put' | 'already-there';
}

async function sendOne(file: StoredFile, { hub, lines }: Job<{ lines: OutboundLines }>): Promise<Sent> {
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
  return { file, outcome };
}

async function saveSent(sql: Sql, sent: readonly Sent[], { hub }: Job): Promise<Saved> {
  const fileIds = sent.map(({ file }) => file.id);
  await setFileStates(
    sql,
    fileIds.map((id) => ({ id, state: 'sent' })),
  );
  await setAcknowledgmentsOfFiles(sql, fileIds, 'sent');
  const documents = await setDocumentsSent(sql, fileIds);
  await startExpectations(sql, hub.settings, [...documents]);
  await hastenFollowing(sql, 'file_id', [...documents]);
  const answers = await findAnswers(sql, fileIds);
  const eventOf = ({ id, state }: StoredFile) => {
    if (documents.has(id)) return 'document.sent';
    const noun = answers.has(id) ? 'answer' : 'acknowledgment';
    return state === 'sent' ? (`${noun}.re-offered` as const) : (`${noun}.sent` as const);
  };
  await addEvents(
    sql,
    sent.map(({ file, outcome }) => ({
      event: eventOf(file),
      subjectKind: 'file',
      subjectId: file.id,
      correlationId: file.correlationId,
      detail: { outcome, connection: file.connection },
    })),
  );
  return {};
}
