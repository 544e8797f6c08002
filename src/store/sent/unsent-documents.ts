/**
 * Unsent outbound documents, with what holds each. Keys and values are document content: for the person who asks.
 */
import { sql as raw } from 'kysely';
import type { OutboundDocumentState } from '../../vocabulary/index.js';
import type { Sql } from '../database/index.js';

export interface UnsentDocument {
  id: string;
  /** Of the record, such as purchase-order@1. */
  kind: string;
  businessKey: string;
  /** Whom the record came from. */
  from: string;
  /** Absent while nobody is found. */
  recipient: string | null;
  state: OutboundDocumentState;
  /** Code of what it waits for, or was given up for; of what is written, why it could not be sent last. */
  reason: string | null;
  /** What holds it first, in words, and the value at fault. */
  words: string | null;
  value: string | null;
  createdAt: Date;
}

/** Held and given up before those that only wait, oldest first. */
export async function findUnsentDocuments(sql: Sql, limit: number): Promise<UnsentDocument[]> {
  const { rows } = await raw<UnsentDocument>`
    SELECT documents.id, records.kind, records.business_key AS "businessKey", records.partner AS "from",
      documents.partner AS recipient, documents.state, coalesce(documents.reason, sending.error_code) AS reason, holding.words, holding.value,
      documents.created_at AS "createdAt"
    FROM outbound_documents AS documents
    JOIN records ON records.id = documents.record_id AND records.revision = documents.revision
    LEFT JOIN LATERAL (
      SELECT issues.words, issues.value FROM issues
      WHERE issues.subject_id = documents.id AND issues.superseded_at IS NULL AND issues.severity = 'error'
      ORDER BY issues.id LIMIT 1) AS holding ON documents.state = 'held'
    LEFT JOIN work AS sending ON sending.step = 'send' AND sending.subject_id = documents.file_id
    WHERE documents.state NOT IN ('sent', 'cancelled')
    ORDER BY documents.state NOT IN ('held', 'dead-lettered'), documents.id LIMIT ${limit}`.execute(sql);
  return rows;
}
