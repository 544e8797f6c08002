/**
 * Documents that we sent, found by the control numbers that an acknowledgment names, and what the partner says of them.
 */
import { sql as raw } from 'kysely';
import type { HubSchema, Sql } from '../database/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** A number that a partner names. */
export interface SentNumber {
  kind: 'group' | 'interchange';
  /** Who speaks: it is heard about its own documents only. */
  partner: string;
  controlNumber: number; // GS06 or ISA13
}

export interface SentDocument {
  id: string;
  partner: string;
  /** Such as x12/850/004010. */
  document: string;
  /** Identifiers as in control_numbers. */
  interchange: { sender: string; receiver: string };
  group: { sender: string; receiver: string };
  setControlNumber: string; // ST02
  verdict: HubSchema['outbound_documents']['verdict'];
  /** Whether an acknowledgment said something of it before. */
  acknowledged: boolean;
  correlationId: string;
  fileId: string;
  writtenAt: Date;
}

/**
 * Finds documents and locks them until the transaction ends, so that two acknowledgments are heard one after the other.
 * @returns for each of the numbers all documents that were ever sent under it, to whichever identity of the partner
 */
export async function findByControlNumbers(
  sql: Sql,
  numbers: readonly SentNumber[],
): Promise<SentDocument[][]> {
  if (numbers.length === 0) return [];
  const column = (of: (one: SentNumber) => string | number) => numbers.map(of);
  const { rows } = await raw<SentDocument & { place: string }>`
    WITH asked AS (
      SELECT * FROM unnest(${column(({ kind }) => kind)}::text[], ${column(({ partner }) => partner)}::text[],
        ${column(({ controlNumber }) => controlNumber)}::bigint[])
        WITH ORDINALITY AS asked (kind, partner, number, place)),
    named AS (
      SELECT asked.place, sent.id FROM asked JOIN outbound_documents AS sent
        ON sent.partner = asked.partner AND sent.group_control_number = asked.number
      WHERE asked.kind = 'group'
      UNION ALL
      SELECT asked.place, sent.id FROM asked JOIN outbound_documents AS sent
        ON sent.partner = asked.partner AND sent.interchange_control_number = asked.number
      WHERE asked.kind = 'interchange')
    SELECT named.place, sent.id, sent.partner, sent.document, sent.set_control_number AS "setControlNumber",
      json_build_object('sender', sent.interchange_sender, 'receiver', sent.interchange_receiver) AS interchange,
      json_build_object('sender', sent.group_sender, 'receiver', sent.group_receiver) AS "group",
      sent.verdict, sent.acknowledged_at IS NOT NULL AS acknowledged, sent.file_id AS "fileId",
      files.correlation_id AS "correlationId", files.created_at AS "writtenAt"
    FROM named JOIN outbound_documents AS sent ON sent.id = named.id
    JOIN files ON files.id = sent.file_id
    ORDER BY sent.id FOR UPDATE OF sent`.execute(sql);
  const found: SentDocument[][] = numbers.map(() => []);
  for (const { place, ...document } of rows) found[Number(place) - 1]!.push(document);
  return found;
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
  codes: readonly IssueCode[],
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
