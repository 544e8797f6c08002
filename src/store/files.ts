/**
 * Files received and sent. A file's id is the name it was claimed under, so that claiming twice cannot store it twice.
 */
import { sql as raw } from 'kysely';
import type { FileState, Sql } from './schema.js';

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

/** @returns false when a file with this id is there already: it was stored before a crash */
export async function insertFile(sql: Sql, file: NewFile): Promise<boolean> {
  const result = await sql
    .insertInto('files')
    .values({
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
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
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

export async function findFile(sql: Sql, id: string): Promise<StoredFile | undefined> {
  const row = await sql.selectFrom('files').select(columns).where('id', '=', id).executeTakeFirst();
  return row && { ...row, byteCount: Number(row.byteCount) };
}

/** All files, oldest first; for reports of bounded size. */
export async function listFiles(sql: Sql, limit: number): Promise<StoredFile[]> {
  const rows = await sql.selectFrom('files').select(columns).orderBy('id').limit(limit).execute();
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

/** The first file received on this connection with the same bytes, itself no duplicate. */
export async function findSameContent(
  sql: Sql,
  connection: string,
  sha256: string,
): Promise<string | undefined> {
  const row = await sql
    .selectFrom('files')
    .select('id')
    .where('connection', '=', connection)
    .where('sha256', '=', sha256)
    .where('direction', '=', 'in')
    .where('duplicate_of', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}

export async function setFileState(
  sql: Sql,
  id: string,
  state: FileState,
  options: { reason?: string; duplicateOf?: string } = {},
): Promise<void> {
  await sql
    .updateTable('files')
    .set({
      state,
      reason: options.reason ?? null,
      ended_at: raw<Date>`now()`,
      ...(options.duplicateOf === undefined ? {} : { duplicate_of: options.duplicateOf }),
    })
    .where('id', '=', id)
    .execute();
}
