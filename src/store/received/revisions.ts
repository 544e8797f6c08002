/**
 * Records that are mapped again: a newer revision takes the place of a held one, or what is held is brought up to date.
 *
 * A revision that an ERP may have been offered never changes; a held one was offered to nobody.
 */
import { sql as raw } from 'kysely';
import { toJsonInTurns, packOrigins, type Sql } from '../database/index.js';
import type { NewRecord } from './records.js';

export interface Revision {
  id: string;
  revision: number;
}

const revisionsIn = (revisions: readonly Revision[]) => raw`
  unnest(${revisions.map(({ id }) => id)}::uuid[], ${revisions.map(({ revision }) => revision)}::integer[])
    AS old (id, revision)`;

/** Says that these count no more: a newer revision is there. Their held deliveries are cancelled. */
export async function supersedeRevisions(sql: Sql, revisions: readonly Revision[]): Promise<void> {
  if (revisions.length === 0) return;
  await raw`
    UPDATE records SET superseded_at = now() FROM ${revisionsIn(revisions)}
    WHERE records.id = old.id AND records.revision = old.revision`.execute(sql);
  await raw`
    UPDATE deliveries SET state = 'cancelled', ended_at = now() FROM ${revisionsIn(revisions)}
    WHERE deliveries.record_id = old.id AND deliveries.revision = old.revision
      AND deliveries.state = 'held'`.execute(sql);
}

/** Replaces what a held revision holds by what its document is mapped to now. */
export async function updateHeldRevision(sql: Sql, record: NewRecord): Promise<void> {
  await sql
    .updateTable('records')
    .set({
      agreement: record.agreement,
      business_key: record.businessKey,
      duplicate_key: record.duplicateKey,
      body: await toJsonInTurns(record.body),
      origins: await packOrigins(record.origins),
      mapping: record.mapping.name,
      mapping_version: record.mapping.version,
      mapping_hash: record.mapping.hash,
    })
    .where('id', '=', record.id)
    .where('revision', '=', record.revision)
    .where('state', '=', 'held')
    .execute();
}
