/**
 * What waits for a person: held records, sets that nothing is agreed about, and what came from nobody we know. Read to
 * find out what could go on under another configuration.
 */
import { sql as raw } from 'kysely';
import type { InterchangeState, IssueCode, RecordState } from '../../vocabulary/index.js';
import type { Sql } from '../database/index.js';

/** Held records of one file that were mapped alike. */
export interface HeldRecords {
  fileId: string;
  partner: string;
  agreement: string;
  mappingHash: string;
  /** Codes of what holds any of them. */
  codes: IssueCode[];
  /** The day, yyyy-MM-dd, whose dated crosswalk rows were looked at last. */
  day: string;
}

/** A set of a kind that was not agreed on, or agreed on without a mapping. */
export interface UnmappedSet {
  fileId: string;
  partner: string;
  set: string; // ST01
  version: string; // GS08
}

export interface UnknownSender {
  fileId: string;
  senderQualifier: string; // ISA05
  sender: string; // ISA06
  receiverQualifier: string; // ISA07
  receiver: string; // ISA08
}

export interface Waiting {
  held: HeldRecords[];
  unmapped: UnmappedSet[];
  unknown: UnknownSender[];
  /** Files that were not taken apart, for want of an agreement or mapping. */
  fileIds: string[];
}

/** Codes of files that nothing was read in, though their form may be one that is agreed on later. */
export const unreadCodes = [
  'FORMAT_UNKNOWN',
  'DOCUMENT_UNKNOWN',
  'DOCUMENT_AMBIGUOUS',
  'DOCUMENT_TOO_LARGE',
  'MAPPING_MISSING',
] satisfies IssueCode[];

/**
 * Everything that waits in received files.
 * @param triedWith what was tried in this way already is left out
 * @param timeZone of the days
 */
export async function findWaiting(
  sql: Sql,
  { triedWith, timeZone }: { triedWith: string; timeZone: string },
): Promise<Waiting> {
  const untried = () =>
    sql
      .selectFrom('files')
      .where('files.direction', '=', 'in')
      .where('files.state', 'in', ['held', 'quarantined'])
      .where(raw<boolean>`files.tried_with IS DISTINCT FROM ${triedWith}`);
  const ended = raw<string>`to_char(coalesce(files.ended_at, files.created_at) AT TIME ZONE ${timeZone}, 'YYYY-MM-DD')`;
  const held = untried()
    .innerJoin('records', 'records.file_id', 'files.id')
    .innerJoin('issues', 'issues.subject_id', 'records.id')
    .where('records.state', '=', 'held')
    .where('records.superseded_at', 'is', null)
    .where('issues.superseded_at', 'is', null)
    .where('issues.severity', '=', 'error')
    .select([
      'files.id as fileId',
      'records.partner',
      'records.agreement',
      'records.mapping_hash as mappingHash',
      raw<IssueCode[]>`array_agg(DISTINCT issues.code)`.as('codes'),
      raw<string>`coalesce(left(files.tried_with, 10), ${ended})`.as('day'),
    ])
    .groupBy(['files.id', 'records.partner', 'records.agreement', 'records.mapping_hash']);
  const unmapped = untried()
    .innerJoin('interchanges', 'interchanges.file_id', 'files.id')
    .innerJoin('functional_groups', 'functional_groups.interchange_id', 'interchanges.id')
    .innerJoin('transaction_sets', 'transaction_sets.group_id', 'functional_groups.id')
    .innerJoin('issues', 'issues.subject_id', 'transaction_sets.id')
    .where('issues.subject_kind', '=', 'transaction-set')
    .where('issues.action', '=', 'hold')
    .where('issues.superseded_at', 'is', null)
    .where('interchanges.state', '=', 'accepted')
    .select(['files.id as fileId', 'transaction_sets.set', 'functional_groups.version'])
    .select((query) => query.fn.coalesce('interchanges.partner', query.val('')).as('partner'))
    .distinct();
  const unknown = untried()
    .innerJoin('interchanges', 'interchanges.file_id', 'files.id')
    .where('interchanges.state', '=', 'quarantined')
    .where('interchanges.reason', '=', 'PARTNER_UNKNOWN')
    .select([
      'files.id as fileId',
      'interchanges.sender_qualifier as senderQualifier',
      'interchanges.sender',
      'interchanges.receiver_qualifier as receiverQualifier',
      'interchanges.receiver',
    ])
    .distinct();
  const unread = untried()
    .where('files.reason', 'in', unreadCodes)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('interchanges').select('id').whereRef('file_id', '=', 'files.id'))),
    )
    .select('files.id');
  return {
    held: await held.execute(),
    unmapped: await unmapped.execute(),
    unknown: await unknown.execute(),
    fileIds: (await unread.execute()).map(({ id }) => id),
  };
}

/** Says with what the files were tried. */
export async function setTriedWith(sql: Sql, fileIds: readonly string[], triedWith: string): Promise<void> {
  await sql
    .updateTable('files')
    .set({ tried_with: triedWith })
    .where('id', 'in', [...fileIds])
    .execute();
}

/** All files in which something waits, oldest first. */
export async function findWaitingFiles(sql: Sql): Promise<string[]> {
  const rows = await sql
    .selectFrom('files')
    .select('id')
    .where('direction', '=', 'in')
    .where('state', 'in', ['held', 'quarantined'])
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The files that these ids mean: of files, or of records, whose newest revision counts. */
export async function findFilesOf(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const files = await sql
    .selectFrom('files')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  const records = await sql
    .selectFrom('records')
    .select(['id', 'file_id'])
    .where('id', 'in', [...ids])
    .where('superseded_at', 'is', null)
    .execute();
  return new Map([
    ...files.map(({ id }): [string, string] => [id, id]),
    ...records.map(({ id, file_id }): [string, string] => [id, file_id]),
  ]);
}

/** What was saved of a file, as far as it decides what may happen to it again. */
export interface SavedFile {
  interchanges: Map<string, { state: InterchangeState; reason: string | null; verdict: string }>;
  /** Newest revision of each record of the file. */
  records: Map<string, SavedRecord>;
  /** Sets that wait for an agreement or a mapping: code by id. */
  unmapped: Map<string, string>;
}

export interface SavedRecord {
  revision: number;
  state: RecordState;
  mappingHash: string;
  /** Only a person may let it go on. */
  isPossibleDuplicate: boolean;
}

/** Locks the file, so that two who would release it do so one after the other. */
export async function loadSavedFile(sql: Sql, fileId: string): Promise<SavedFile> {
  await sql.selectFrom('files').select('id').where('id', '=', fileId).forUpdate().execute();
  const interchanges = await sql
    .selectFrom('interchanges')
    .select(['id', 'state', 'reason', 'verdict'])
    .where('file_id', '=', fileId)
    .execute();
  const records = await sql
    .selectFrom('records')
    .select(['id', 'revision', 'state', 'mapping_hash as mappingHash'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('issues')
          .select('issues.id')
          .whereRef('issues.subject_id', '=', 'records.id')
          .where('issues.code', '=', 'POSSIBLE_DUPLICATE')
          .where('issues.superseded_at', 'is', null),
      ).as('isPossibleDuplicate'),
    )
    .where('file_id', '=', fileId)
    .where('superseded_at', 'is', null)
    .execute();
  const unmapped = await sql
    .selectFrom('interchanges')
    .innerJoin('functional_groups', 'functional_groups.interchange_id', 'interchanges.id')
    .innerJoin('transaction_sets', 'transaction_sets.group_id', 'functional_groups.id')
    .innerJoin('issues', 'issues.subject_id', 'transaction_sets.id')
    .select(['transaction_sets.id', 'issues.code'])
    .where('interchanges.file_id', '=', fileId)
    .where('interchanges.state', '=', 'accepted')
    .where('issues.subject_kind', '=', 'transaction-set')
    .where('issues.action', '=', 'hold')
    .where('issues.superseded_at', 'is', null)
    .execute();
  return {
    interchanges: new Map(interchanges.map(({ id, ...rest }) => [id, rest])),
    records: new Map(
      records.map(({ id, isPossibleDuplicate, ...rest }) => [
        id,
        { ...rest, isPossibleDuplicate: Boolean(isPossibleDuplicate) },
      ]),
    ),
    unmapped: new Map(unmapped.map(({ id, code }) => [id, code])),
  };
}
