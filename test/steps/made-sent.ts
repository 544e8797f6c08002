/**
 * Documents that were sent, made through the store as compose and send leave them: for tests of what comes back.
 */
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { insertExpectations } from '../../src/store/sent/expectations.js';
import { insertFiles, insertOutboundFiles } from '../../src/store/received/files.js';
import {
  insertOutboundDocuments,
  setDocumentsSent,
  setDocumentsWritten,
} from '../../src/store/sent/outbound-documents.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import { insertRecords } from '../../src/store/received/records.js';
import type { Sql } from '../../src/store/database/schema.js';
import type { BusinessTime } from '../../src/timing/due-time.js';
import { startExpectations } from '../../src/steps/deadlines/start-expectations.js';

export const business: BusinessTime = {
  timezone: 'America/Chicago',
  calendar: { workdays: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: [] },
};

export interface MadeSent {
  /** GS06. */
  group: number;
  /** ISA13; the group's number unless given. */
  interchange?: number;
  /** Records, in the order of their sets; ST02 counts from 1. */
  records: readonly { kind?: string; body: object }[];
  expect?: Readonly<Record<string, string>>;
  partner?: string;
  /** With its qualifier. */
  interchangeReceiver?: string;
  /** GS03. */
  receiver?: string;
  document?: string;
  /** Whether the partner has it. */
  sent?: boolean;
}

/** One interchange from HOSPITAL to ACME with a group of documents. @returns their ids */
export async function makeSent(sql: Sql, made: MadeSent): Promise<string[]> {
  const { group, interchange = group, records, expect = {}, partner = 'acme', sent = true } = made;
  const bytes = Buffer.from(uuidv7());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { sha256, byteCount: bytes.length, correlationId: uuidv7(), connection: 'acme-folder' };
  await saveBytes(sql, [
    {
      ...file,
      async *read() {
        yield bytes;
      },
    },
  ]);
  const [received, written] = [uuidv7(), uuidv7()];
  await insertFiles(sql, [
    { ...file, id: received, name: 'in', direction: 'in', partner: 'own', state: 'translated' },
  ]);
  await insertOutboundFiles(sql, [
    { ...file, id: written, name: `out-${written}`, direction: 'out', partner, state: 'waiting' },
  ]);
  const rows = records.map(({ kind = 'purchase-order@1', body }, index) => ({
    ...{ id: uuidv7(), revision: 1, fileId: received, transactionSetId: null, ordinal: index + 1 },
    ...{ partner: 'own', agreement: 'orders', kind, businessKey: '', duplicateKey: null, body, origins: {} },
    ...{ mapping: { name: 'm', version: 1, hash: 'h' }, state: 'accepted' as const },
  }));
  await insertRecords(sql, rows);
  const ids = await insertOutboundDocuments(
    sql,
    rows.map(({ id }) => ({ recordId: id, revision: 1, orderKey: '' })),
  );
  await setDocumentsWritten(
    sql,
    ids.map((id, index) => ({
      ...{ id, partner, agreement: 'orders-out', document: made.document ?? 'x12/850/004010' },
      ...{ mapping: 'out-850', mapping_version: 1, mapping_hash: 'h', file_id: written },
      ...{ interchange_sender: 'ZZ:HOSPITAL', interchange_receiver: made.interchangeReceiver ?? 'ZZ:ACME' },
      ...{
        interchange_control_number: interchange,
        group_sender: 'HOSPITAL',
        group_receiver: made.receiver ?? 'ACME',
      },
      ...{ group_control_number: group, set_control_number: String(index + 1).padStart(4, '0') },
    })),
  );
  await insertExpectations(
    sql,
    ids.flatMap((outboundDocumentId) =>
      Object.entries(expect).map(([awaited, within]) => ({ outboundDocumentId, awaited, within })),
    ),
  );
  if (!sent) return ids;
  await setDocumentsSent(sql, [written]);
  await startExpectations(sql, business, [written]);
  return ids;
}

/** What is expected for a document, such as { 997: 'open' }. */
export async function statesOf(sql: Sql, document: string): Promise<Record<string, string>> {
  const rows = await sql
    .selectFrom('expectations')
    .select(['awaited', 'state'])
    .where('outbound_document_id', '=', document)
    .execute();
  return Object.fromEntries(rows.map(({ awaited, state }) => [awaited, state]));
}
