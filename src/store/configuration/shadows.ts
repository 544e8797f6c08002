/**
 * Shadows: a version that runs beside the live one, which files it has still to be compared on, and what was found. One at a time.
 *
 * Differences hold document content, as records do; they are removed when the next shadow starts.
 */
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { ShadowEnd } from '../../vocabulary/index.js';
import { toJson, type Sql } from '../database/index.js';
import { leaseIsFree, type Leaser } from '../working/index.js';

export interface Shadow {
  id: string;
  hash: string;
  /** Only files of this partner are compared. */
  partner?: string;
  startedBy: string;
  startedAt: Date;
  why?: string;
  /** live: it became the live version. */
  ended?: { how: ShadowEnd; by: string; at: Date };
  /** What was found so far, as it was saved. */
  figures: unknown;
  /** Why it cannot be opened at the moment. */
  fault?: { code: string; place: string };
}

/** The shadow that runs, and a file that it has still to look at. */
export interface ShadowFile {
  shadowId: string;
  hash: string;
  /** Absent when it has seen all. */
  fileId?: string;
  /** It could not be opened when it was tried last. */
  isFaulty: boolean;
}

/** Starts a shadow and forgets what the one before has found. To be called in a transaction, while none runs. */
export async function insertShadow(
  trx: Sql,
  {
    hash,
    partner,
    startedBy,
    why,
    figures,
  }: Pick<Shadow, 'hash' | 'partner' | 'startedBy' | 'why' | 'figures'>,
): Promise<void> {
  await trx.deleteFrom('shadows').where('ended_at', 'is not', null).execute();
  await trx
    .insertInto('shadows')
    .values({
      id: uuidv7(),
      hash,
      partner: partner ?? null,
      started_by: startedBy,
      why: why ?? null,
      figures: toJson(figures),
      ended_by: null,
      ended_how: null,
      fault_code: null,
      fault_place: null,
      leased_by: null,
    })
    .execute();
}

/** Ends the shadow that runs, or only that of this version. @returns whether one did */
export async function endShadow(
  trx: Sql,
  end: { how: ShadowEnd; by: string; hash?: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('shadows')
    .set({ ended_at: raw<Date>`clock_timestamp()`, ended_by: end.by, ended_how: end.how })
    .where('ended_at', 'is', null)
    .$if(end.hash !== undefined, (query) => query.where('hash', '=', end.hash!))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The shadow that runs; else the last one that did. */
export async function findLastShadow(sql: Sql): Promise<Shadow | undefined> {
  const row = await sql
    .selectFrom('shadows')
    .selectAll()
    .orderBy(raw`ended_at IS NULL`, 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { partner, why, ended_how: how, fault_code: code, ended_at: at } = row;
  return {
    id: row.id,
    hash: row.hash,
    startedBy: row.started_by,
    startedAt: row.started_at,
    figures: row.figures,
    ...(partner === null ? {} : { partner }),
    ...(why === null ? {} : { why }),
    ...(how === null || at === null ? {} : { ended: { how, at, by: row.ended_by ?? '' } }),
    ...(code === null ? {} : { fault: { code, place: row.fault_place ?? '' } }),
  };
}

/**
 * Has the shadow that runs look at files that were just translated; nothing where none runs. Its row is held meanwhile: the
 * translation must not fail because another shadow starts just then and this one is forgotten.
 */
export async function addShadowFiles(trx: Sql, fileIds: readonly string[]): Promise<void> {
  await raw`
    INSERT INTO shadow_files (shadow_id, file_id)
    SELECT shadows.id, files.id FROM shadows JOIN files ON shadows.partner IS NULL OR files.partner = shadows.partner
    WHERE shadows.ended_at IS NULL AND files.id = ANY(${fileIds}::uuid[])
    FOR KEY SHARE OF shadows
    ON CONFLICT DO NOTHING`.execute(trx);
}

/** The oldest file that the shadow that runs has still to look at; no file when it has seen all. */
export async function findShadowFile(sql: Sql): Promise<ShadowFile | undefined> {
  const row = await sql
    .selectFrom('shadows')
    .leftJoin('shadow_files', 'shadow_files.shadow_id', 'shadows.id')
    .select(['shadows.id', 'shadows.hash', 'shadows.fault_code', 'shadow_files.file_id'])
    .where('shadows.ended_at', 'is', null)
    .orderBy('shadow_files.file_id')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { id: shadowId, hash, file_id, fault_code } = row;
  const waiting = file_id === null ? {} : { fileId: file_id };
  return { shadowId, hash, ...waiting, isFaulty: fault_code !== null };
}

export async function countShadowFiles(sql: Sql, shadowId: string): Promise<number> {
  const row = await sql
    .selectFrom('shadow_files')
    .select(raw<string>`count(*)`.as('files'))
    .where('shadow_id', '=', shadowId)
    .executeTakeFirstOrThrow();
  return Number(row.files);
}

/** One hub at a time runs a shadow. @returns whether this one may, for as long as a lease lasts */
export async function leaseShadow(
  sql: Sql,
  shadowId: string,
  { hubId, leaseMs, hubSilentMs }: Leaser,
): Promise<boolean> {
  const { numUpdatedRows } = await sql
    .updateTable('shadows')
    .set({ leased_by: hubId, lease_until: raw<Date>`now() + ${leaseMs} * interval '1 ms'` })
    .where('id', '=', shadowId)
    .where('ended_at', 'is', null)
    .where((query) => query.or([query('leased_by', '=', hubId), leaseIsFree(hubSilentMs)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Lets another hub try. */
export async function freeShadow(sql: Sql, shadowId: string): Promise<void> {
  await sql
    .updateTable('shadows')
    .set({ leased_by: null, lease_until: null })
    .where('id', '=', shadowId)
    .execute();
}

/**
 * Takes a file off what has to be compared. To be called in the transaction that saves what was found.
 * @returns the figures so far, locked; undefined when the shadow has ended or the file was compared already
 */
export async function takeShadowFile(
  trx: Sql,
  { shadowId, fileId }: { shadowId: string; fileId: string },
): Promise<{ figures: unknown } | undefined> {
  const shadow = await trx
    .selectFrom('shadows')
    .select('figures')
    .where('id', '=', shadowId)
    .where('ended_at', 'is', null)
    // Files that are translated meanwhile name this row: they must not wait for it.
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (shadow === undefined) return undefined;
  const { numDeletedRows } = await trx
    .deleteFrom('shadow_files')
    .where('shadow_id', '=', shadowId)
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  return numDeletedRows === 1n ? shadow : undefined;
}

/** @param documents that differ */
export async function saveShadowFindings(
  trx: Sql,
  { shadowId, fileId }: { shadowId: string; fileId: string },
  { figures, documents }: { figures: unknown; documents: readonly unknown[] },
): Promise<void> {
  await trx
    .updateTable('shadows')
    .set({ figures: toJson(figures) })
    .where('id', '=', shadowId)
    .execute();
  if (documents.length === 0) return;
  const rows = documents.map((document) => ({
    shadow_id: shadowId,
    file_id: fileId,
    document: toJson(document),
  }));
  await trx.insertInto('shadow_differences').values(rows).execute();
}

/** Notes why the shadow cannot be opened, or that it can again. @returns whether that was news */
export async function setShadowFault(sql: Sql, shadowId: string, fault: Shadow['fault']): Promise<boolean> {
  const { numUpdatedRows } = await sql
    .updateTable('shadows')
    .set({ fault_code: fault?.code ?? null, fault_place: fault?.place ?? null })
    .where('id', '=', shadowId)
    .where(raw<boolean>`fault_code IS DISTINCT FROM ${fault?.code ?? null}`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Documents that differ, the newest first, as they were saved. */
export async function listShadowDifferences(sql: Sql, shadowId: string, limit: number): Promise<unknown[]> {
  const rows = await sql
    .selectFrom('shadow_differences')
    .select('document')
    .where('shadow_id', '=', shadowId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ document }) => document);
}
