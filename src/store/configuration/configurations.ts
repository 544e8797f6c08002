/**
 * Versions of the configuration. A version is a set of files; its hash names it. At most one is live.
 */
import { createHash } from 'node:crypto';
import { sql as raw } from 'kysely';
import type { VersionState } from '../../vocabulary/index.js';
import type { Sql } from '../database/index.js';
import { loadBytes, saveBytes } from '../received/index.js';

/** A file of the configuration folder, as it was. */
export interface VersionFile {
  /** Relative to the folder, with `/`. */
  path: string;
  bytes: Buffer;
}

export interface Version {
  /** SHA-256 over paths and contents, in hex. */
  hash: string;
  /** In the order of their paths. */
  files: readonly VersionFile[];
}

export interface StoredVersion {
  hash: string;
  state: VersionState;
  /** How changes reach a hub that runs this version. */
  take: 'at-once' | 'applied';
  /** Whether somebody else than who planned a change applies it. */
  fourEyes: boolean;
  plannedBy?: string;
  plannedAt?: Date;
  appliedBy?: string;
  appliedAt?: Date;
  why?: string;
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Keeps the files of a version, once. */
export async function saveVersion(
  sql: Sql,
  { hash, files }: Version,
  { take, fourEyes }: Pick<StoredVersion, 'take' | 'fourEyes'>,
): Promise<void> {
  const contents = files.map(({ path, bytes }) => ({ path, sha256: sha256(bytes), bytes }));
  await sql.transaction().execute(async (trx) => {
    const added = await trx
      .insertInto('configurations')
      .values({ hash, take, four_eyes: fourEyes, state: 'planned' })
      .onConflict((conflict) => conflict.doNothing())
      .returning('hash')
      .executeTakeFirst();
    if (added === undefined) return;
    await saveBytes(
      trx,
      contents.map(({ sha256: name, bytes }) => ({
        sha256: name,
        byteCount: bytes.length,
        async *read() {
          yield bytes;
        },
      })),
    );
    const rows = contents.map(({ path, sha256: name }) => ({ hash, path, sha256: name }));
    if (rows.length > 0) await trx.insertInto('configuration_files').values(rows).execute();
  });
}

/** Notes who planned a version first, until it is live: whoever plans it again only looks. */
export async function notePlan(sql: Sql, hash: string, actor: string): Promise<void> {
  await sql
    .updateTable('configurations')
    .set({
      planned_by: raw<string>`CASE state WHEN 'planned' THEN coalesce(planned_by, ${actor}) ELSE ${actor} END`,
      planned_at: raw<Date>`now()`,
      state: raw<'planned'>`CASE state WHEN 'live' THEN 'live' ELSE 'planned' END`,
    })
    .where('hash', '=', hash)
    .execute();
}

/** Whoever decides what goes live does it one after another, until the transaction ends. */
export async function lockVersions(trx: Sql): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtext('configurations'))`.execute(trx);
}

/**
 * Makes a kept version the live one, and the one before retired. To be called in a transaction, with its event.
 * @returns the hash of the version before
 */
export async function makeLive(
  trx: Sql,
  hash: string,
  by: { actor: string; why?: string },
): Promise<string | undefined> {
  await lockVersions(trx);
  const before = await trx
    .updateTable('configurations')
    .set({ state: 'retired' })
    .where('state', '=', 'live')
    .returning('hash')
    .executeTakeFirst();
  await trx
    .updateTable('configurations')
    .set({
      state: 'live',
      applied_by: by.actor,
      applied_at: raw<Date>`clock_timestamp()`,
      why: by.why ?? null,
    })
    .where('hash', '=', hash)
    .execute();
  return before?.hash;
}

export async function findLiveVersion(sql: Sql): Promise<StoredVersion | undefined> {
  const row = await sql
    .selectFrom('configurations')
    .selectAll()
    .where('state', '=', 'live')
    .executeTakeFirst();
  return row && toVersion(row);
}

/** Versions whose hash begins so, at most two. */
export async function findVersions(sql: Sql, start: string): Promise<StoredVersion[]> {
  const rows = await sql
    .selectFrom('configurations')
    .selectAll()
    .where(raw<boolean>`starts_with(hash, ${start})`)
    .limit(2)
    .execute();
  return rows.map(toVersion);
}

/** Versions that are or were live, the last one first. */
export async function listAppliedVersions(sql: Sql, limit: number): Promise<StoredVersion[]> {
  const rows = await sql
    .selectFrom('configurations')
    .selectAll()
    .where('applied_at', 'is not', null)
    .orderBy(raw`state = 'live'`, 'desc')
    .orderBy('applied_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toVersion);
}

/** @throws RefusedError ARCHIVE_DAMAGED when a file is not as it was kept */
export async function loadVersion(sql: Sql, hash: string): Promise<Version> {
  const rows = await sql
    .selectFrom('configuration_files')
    .select(['path', 'sha256'])
    .where('hash', '=', hash)
    .execute();
  const files: VersionFile[] = [];
  for (const row of rows.sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const parts: Uint8Array[] = [];
    for await (const part of loadBytes(sql, row.sha256)) parts.push(part);
    files.push({ path: row.path, bytes: Buffer.concat(parts) });
  }
  return { hash, files };
}

interface Row {
  hash: string;
  state: StoredVersion['state'];
  take: StoredVersion['take'];
  four_eyes: boolean;
  planned_by: string | null;
  planned_at: Date | null;
  applied_by: string | null;
  applied_at: Date | null;
  why: string | null;
}

function toVersion(row: Row): StoredVersion {
  return {
    hash: row.hash,
    state: row.state,
    take: row.take,
    fourEyes: row.four_eyes,
    ...(row.planned_by === null ? {} : { plannedBy: row.planned_by }),
    ...(row.planned_at === null ? {} : { plannedAt: row.planned_at }),
    ...(row.applied_by === null ? {} : { appliedBy: row.applied_by }),
    ...(row.applied_at === null ? {} : { appliedAt: row.applied_at }),
    ...(row.why === null ? {} : { why: row.why }),
  };
}
