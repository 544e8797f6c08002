/**
 * Files received and sent. A file's id is the name it was claimed under, so that claiming twice cannot store it twice.
 */
import { sql as raw } from 'kysely';
import type { FileState } from '../../vocabulary/index.js';
import type { Sql } from '../database/index.js';

export interface StoredFile {
  id: string;
  direction: 'in' | 'out';
  connection: string;
  partner: string | null;
  name: string;
  sha256: string;
  byteCount: number;
  state: FileState;
  reason: string | null;
  duplicateOf: string | null;
  correlationId: string;
  createdAt: Date;
}

export interface NewFile {
  id: string;
  direction: 'in' | 'out';
  connection: string;
  partner: string;
  name: string;
  sourcePath?: string;
  sourceModifiedAt?: Date;
  sha256: string;
  byteCount: number;
  state: FileState;
  reason?: string;
  duplicateOf?: string;
  correlationId: string;
}

/**
 * Adds files to send, under names that no other of their connection has: control numbers come again, after the last of their
 * range and under several identities of one partner. A name that is taken gets the end of the file's id before its suffix.
 */
export async function insertOutboundFiles(sql: Sql, files: readonly NewFile[]): Promise<void> {
  if (files.length === 0) return;
  const taken = await insertUntaken(sql, files);
  if (taken.length === 0) return;
  const left = await insertUntaken(
    sql,
    taken.map((file) => ({ ...file, name: distinctName(file) })),
  );
  if (left.length > 0) throw new Error(`outbound file ${left[0]!.id} found no name`);
}

/** Waits for others that take the same names, always in one order. @returns those whose names were taken */
async function insertUntaken(sql: Sql, files: readonly NewFile[]): Promise<NewFile[]> {
  const rows = await sql
    .insertInto('files')
    .values([...files].sort(({ name }, other) => (name < other.name ? -1 : 1)).map(rowOf))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const added = new Set(rows.map(({ id }) => id));
  return files.filter(({ id }) => !added.has(id));
}

/** `997_000000001.x12` becomes `997_000000001-5f2c9a01b3d4.x12`. */
function distinctName({ name, id }: NewFile): string {
  const dot = name.lastIndexOf('.');
  const end = dot > 0 ? dot : name.length;
  return `${name.slice(0, end)}-${id.slice(-12)}${name.slice(end)}`;
}

function rowOf(file: NewFile) {
  return {
    id: file.id,
    direction: file.direction,
    connection: file.connection,
    partner: file.partner,
    name: file.name,
    source_path: file.sourcePath ?? null,
    source_modified_at: file.sourceModifiedAt ?? null,
    sha256: file.sha256,
    byte_count: file.byteCount,
    state: file.state,
    reason: file.reason ?? null,
    duplicate_of: file.duplicateOf ?? null,
    correlation_id: file.correlationId,
  };
}

/** @returns ids of the files added; one that is missing was stored before a crash */
export async function insertFiles(sql: Sql, files: readonly NewFile[]): Promise<Set<string>> {
  if (files.length === 0) return new Set();
  const rows = await sql
    .insertInto('files')
    .values(files.map(rowOf))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  return new Set(rows.map((row) => row.id));
}

const columns = [
  'id',
  'direction',
  'connection',
  'partner',
  'name',
  'sha256',
  'byte_count as byteCount',
  'state',
  'reason',
  'duplicate_of as duplicateOf',
  'correlation_id as correlationId',
  'created_at as createdAt',
] as const;

export async function findFiles(sql: Sql, ids: readonly string[]): Promise<Map<string, StoredFile>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom('files')
    .select(columns)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, { ...row, byteCount: Number(row.byteCount) }]));
}

/** All files, oldest first; for reports of bounded size. */
export async function listFiles(sql: Sql, limit: number): Promise<StoredFile[]> {
  const rows = await sql.selectFrom('files').select(columns).orderBy('id').limit(limit).execute();
  return rows.map((row) => ({ ...row, byteCount: Number(row.byteCount) }));
}

/** Which files received lately are asked for. */
export interface ReceivedLately {
  partners: readonly string[];
  days: number;
  limit: number;
  /** Only those that were received before this one. */
  beforeId?: string;
}

/** Files received in the last days and read since, newest first; what came twice counts once. */
export async function listReceivedFiles(
  sql: Sql,
  { partners, days, limit, beforeId }: ReceivedLately,
): Promise<StoredFile[]> {
  const rows = await sql
    .selectFrom('files')
    .select(columns)
    .where('direction', '=', 'in')
    .where('partner', 'in', [...partners])
    .where('state', 'not in', ['received', 'duplicate'])
    .where('created_at', '>=', raw<Date>`now() - ${days} * interval '1 day'`)
    .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, byteCount: Number(row.byteCount) }));
}

/** Which of these ids are files already. */
export async function findKnownFiles(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql
    .selectFrom('files')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** The first files received on this connection with these bytes, themselves no duplicates: ids by hash. */
export async function findSameContent(
  sql: Sql,
  connection: string,
  hashes: readonly string[],
): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await sql
    .selectFrom('files')
    .distinctOn('sha256')
    .select(['sha256', 'id'])
    .where('connection', '=', connection)
    .where('sha256', 'in', [...hashes])
    .where('direction', '=', 'in')
    .where('duplicate_of', 'is', null)
    .orderBy('sha256')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.sha256, row.id]));
}

export interface FileOutcome {
  id: string;
  state: FileState;
  reason?: string;
}

/** Says what became of files. */
export async function setFileStates(sql: Sql, outcomes: readonly FileOutcome[]): Promise<void> {
  const ids = outcomes.map(({ id }) => id);
  const states = outcomes.map(({ state }) => state);
  const reasons = outcomes.map(({ reason }) => reason ?? null);
  await raw`
    UPDATE files SET state = outcome.state, reason = outcome.reason, ended_at = now()
    FROM unnest(${ids}::uuid[], ${states}::text[], ${reasons}::text[]) AS outcome (id, state, reason)
    WHERE files.id = outcome.id`.execute(sql);
}
