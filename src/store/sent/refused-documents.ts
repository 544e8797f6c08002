/**
 * Documents that partners refused or found faults in, with what they said. Keys are document content: for the person who asks.
 */
import type { Sql } from '../database/index.js';
import { sql as raw } from 'kysely';
import type { IssueCode } from '../../vocabulary/index.js';

/** The verdicts of partners that a person looks at. */
const refusals = ['rejected', 'partially-accepted', 'accepted-with-errors'] as const;

export interface RefusedDocument {
  id: string;
  /** Of the record, such as purchase-order@1. */
  kind: string;
  businessKey: string;
  partner: string;
  /** Such as x12/850/004010. */
  document: string | null;
  verdict: (typeof refusals)[number];
  /** When the partner said so. */
  saidAt: Date;
  /** As they stand in the file. */
  interchangeControlNumber: string | null; // ISA13
  groupControlNumber: string | null; // GS06
  setControlNumber: string | null; // ST02
  /** Name of the file at the partner. */
  fileName: string | null;
}

/**
 * The newest word first. Without an index of its own: one on verdict or time would make each acknowledgment that is saved
 * write all indexes of its documents anew.
 */
export async function findRefusedDocuments(sql: Sql, limit: number): Promise<RefusedDocument[]> {
  return sql
    .selectFrom('outbound_documents as documents')
    .innerJoin('records', (join) =>
      join
        .onRef('records.id', '=', 'documents.record_id')
        .onRef('records.revision', '=', 'documents.revision'),
    )
    .leftJoin('files', 'files.id', 'documents.file_id')
    .select(['documents.id', 'records.kind', 'records.business_key as businessKey', 'documents.document'])
    .select((one) => [one.ref('documents.partner').$notNull().as('partner')])
    .select((one) => [one.ref('documents.verdict').$castTo<RefusedDocument['verdict']>().as('verdict')])
    .select((one) => [one.ref('documents.acknowledged_at').$notNull().as('saidAt')])
    .select([
      raw<string | null>`lpad(documents.interchange_control_number::text, 9, '0')`.as(
        'interchangeControlNumber',
      ),
      'documents.group_control_number as groupControlNumber',
      'documents.set_control_number as setControlNumber',
      'files.name as fileName',
    ])
    .where('documents.verdict', 'in', [...refusals])
    .orderBy('documents.acknowledged_at', 'desc')
    .orderBy('documents.id', 'desc')
    .limit(limit)
    .execute();
}

/** What a partner said of a document: of all of it, or a fault at a place. */
export interface SaidIssue {
  documentId: string;
  code: IssueCode;
  /** Position in the set, ST is 1. */
  segment: number | null;
  segmentId: string | null;
  element: number | null;
  component: number | null;
  words: string;
}

/** Issues of these documents that count, with one of these codes, in the order they were found. */
export async function findSaidIssues(
  sql: Sql,
  documentIds: readonly string[],
  codes: readonly IssueCode[],
): Promise<SaidIssue[]> {
  if (documentIds.length === 0) return [];
  return sql
    .selectFrom('issues')
    .select(['subject_id as documentId', 'code', 'segment', 'segment_id as segmentId', 'element'])
    .select(['component', 'words'])
    .where('subject_id', 'in', [...documentIds])
    .where('code', 'in', [...codes])
    .where('superseded_at', 'is', null)
    .orderBy('id')
    .execute();
}
