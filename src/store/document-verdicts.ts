/**
 * Documents that we sent, found by the control numbers that an acknowledgment names, and what the partner says of them.
 */
import { sql as raw } from 'kysely';
import type { HubSchema, Sql } from './schema.js';

/** Numbers as they were written; identifiers as in outbound_documents. */
export interface SentNumbers {
  kind: 'group' | 'interchange';
  /** Who may speak about it. */
  partner: string;
  sender: string;
  receiver: string;
  controlNumber: number; // GS06 or ISA13
}

export interface SentDocument {
  id: string;
  partner: string;
  /** Such as x12/850/004010. */
  document: string;
  setControlNumber: string; // ST02
  verdict: HubSchema['outbound_documents']['verdict'];
  /** Whether an acknowledgment said something of it before. */
  acknowledged: boolean;
  correlationId: string;
}

interface FoundRow extends Omit<SentDocument, 'document' | 'setControlNumber'> {
  place: string;
  document: string | null;
  setControlNumber: string | null;
  fileId: string;
  writtenAt: Date;
}

/**
 * Finds documents and locks them until the transaction ends, so that two acknowledgments are heard one after the other. Where
 * numbers were given out again, those that were written last are meant.
 * @returns for each of the numbers its documents, by ST02; none where nothing was sent under it
 */
export async function findByControlNumbers(
  sql: Sql,
  numbers: readonly SentNumbers[],
): Promise<SentDocument[][]> {
  if (numbers.length === 0) return [];
  const column = (of: (one: SentNumbers) => string | number) => numbers.map(of);
  const { rows } = await raw<FoundRow>`
    WITH asked AS (
      SELECT * FROM unnest(${column(({ kind }) => kind)}::text[], ${column(({ partner }) => partner)}::text[],
        ${column(({ sender }) => sender)}::text[], ${column(({ receiver }) => receiver)}::text[],
        ${column(({ controlNumber }) => controlNumber)}::bigint[])
        WITH ORDINALITY AS asked (kind, partner, sender, receiver, number, place)),
    named AS (
      SELECT asked.place, asked.partner, sent.id FROM asked JOIN outbound_documents AS sent
        ON sent.group_sender = asked.sender AND sent.group_receiver = asked.receiver
        AND sent.group_control_number = asked.number
      WHERE asked.kind = 'group'
      UNION ALL
      SELECT asked.place, asked.partner, sent.id FROM asked JOIN outbound_documents AS sent
        ON sent.interchange_sender = asked.sender AND sent.interchange_receiver = asked.receiver
        AND sent.interchange_control_number = asked.number
      WHERE asked.kind = 'interchange')
    SELECT named.place, sent.id, sent.partner, sent.document, sent.set_control_number AS "setControlNumber",
      sent.verdict, sent.acknowledged_at IS NOT NULL AS acknowledged, sent.file_id AS "fileId",
      files.correlation_id AS "correlationId", files.created_at AS "writtenAt"
    FROM named JOIN outbound_documents AS sent ON sent.id = named.id AND sent.partner = named.partner
    JOIN files ON files.id = sent.file_id
    ORDER BY sent.id FOR UPDATE OF sent`.execute(sql);
  const found: FoundRow[][] = numbers.map(() => []);
  for (const row of rows) found[Number(row.place) - 1]!.push(row);
  return found.map(lastWritten);
}

function lastWritten(rows: readonly FoundRow[]): SentDocument[] {
  const age = ({ writtenAt, fileId }: FoundRow) => `${writtenAt.toISOString()} ${fileId}`;
  const last = rows.map(age).sort().at(-1);
  return rows
    .filter((row) => age(row) === last)
    .map(({ id, partner, document, setControlNumber, verdict, acknowledged, correlationId }) => ({
      ...{ id, partner, verdict, acknowledged, correlationId },
      ...{ document: document ?? '', setControlNumber: setControlNumber ?? '' },
    }))
    .sort((one, other) => Number(one.setControlNumber) - Number(other.setControlNumber));
}

/** Keeps what a partner says of documents; without a verdict only that it said something. */
export async function setVerdicts(
  sql: Sql,
  said: readonly Pick<SentDocument, 'id' | 'verdict'>[],
): Promise<void> {
  if (said.length === 0) return;
  await raw`
    UPDATE outbound_documents SET verdict = coalesce(said.verdict, outbound_documents.verdict), acknowledged_at = now()
    FROM unnest(${said.map(({ id }) => id)}::uuid[], ${said.map(({ verdict }) => verdict)}::text[])
      AS said (id, verdict)
    WHERE outbound_documents.id = said.id`.execute(sql);
}

/** Says that issues of these codes count no more: the partner says something else of the documents now. */
export async function supersedeSaid(
  sql: Sql,
  documentIds: readonly string[],
  codes: readonly string[],
): Promise<void> {
  if (documentIds.length === 0) return;
  await sql
    .updateTable('issues')
    .set({ superseded_at: raw<Date>`now()` })
    .where('subject_id', 'in', [...documentIds])
    .where('code', 'in', [...codes])
    .where('superseded_at', 'is', null)
    .execute();
}
