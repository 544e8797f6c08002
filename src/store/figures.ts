/**
 * Counts for operators: how much is where, and how old the oldest waiting work is. Numbers only, no names of documents.
 */
import { sql as raw } from 'kysely';
import type { Sql } from './schema.js';

/** One count; the key parts say of what. */
export interface HubFigures {
  files: { direction: string; state: string; count: number }[];
  records: { kind: string; state: string; count: number }[];
  deliveries: { erp: string; state: string; count: number }[];
  acknowledgments: { state: string; count: number }[];
  /** Open work only: what is done is not counted. */
  work: { step: string; state: string; count: number; oldestAgeSeconds: number }[];
  connections: { name: string; state: string; failures: number; lastFileAgeSeconds: number | null }[];
}

const count = raw<string>`count(*)`.as('count');

export async function countAll(sql: Sql): Promise<HubFigures> {
  const [files, records, deliveries, acknowledgments, work, connections] = await Promise.all([
    sql.selectFrom('files').select(['direction', 'state', count]).groupBy(['direction', 'state']).execute(),
    sql.selectFrom('records').select(['kind', 'state', count]).groupBy(['kind', 'state']).execute(),
    sql.selectFrom('deliveries').select(['erp', 'state', count]).groupBy(['erp', 'state']).execute(),
    sql.selectFrom('acknowledgments').select(['state', count]).groupBy('state').execute(),
    countWork(sql),
    sql
      .selectFrom('connections')
      .select(['name', 'state', 'failures'])
      .select(raw<string | null>`extract(epoch FROM now() - last_file_at)`.as('age'))
      .orderBy('name')
      .execute(),
  ]);
  const numbered = <Row extends { count: string }>(rows: Row[]) =>
    rows.map((row) => ({ ...row, count: Number(row.count) }));
  return {
    files: numbered(files),
    records: numbered(records),
    deliveries: numbered(deliveries),
    acknowledgments: numbered(acknowledgments),
    work: work.map(({ age, ...row }) => ({
      ...row,
      count: Number(row.count),
      oldestAgeSeconds: Number(age),
    })),
    connections: connections.map(({ age, ...row }) => ({
      ...row,
      lastFileAgeSeconds: age === null ? null : Number(age),
    })),
  };
}

/** A time-ordered id begins with the milliseconds at which it was made. */
const madeAt = raw`to_timestamp(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)`;

function countWork(sql: Sql) {
  return sql
    .selectFrom('work')
    .select(['step', 'state', count])
    .select(raw<string>`greatest(0, max(extract(epoch FROM now() - ${madeAt})))`.as('age'))
    .where('state', '!=', 'done')
    .groupBy(['step', 'state'])
    .execute();
}
