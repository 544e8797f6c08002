/**
 * Counts for operators: how much is where, and how long the oldest work has been due. Numbers only, nothing of documents.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';
import { countOverdue, type OverdueCount } from '../sent/index.js';

type Counts = Record<string, number>;

export interface HubFigures {
  /** By state. */
  files: Counts;
  /** By verdict. */
  transactionSets: Counts;
  records: Counts;
  deliveries: Counts;
  acknowledgments: Counts;
  outboundDocuments: Counts;
  /** By the code of what holds them. */
  outboundHeld: Counts;
  /** What partners said of documents, by verdict. */
  outboundVerdicts: Counts;
  /** What partners owe and did not send in time. */
  overdue: OverdueCount[];
  /** By step, then by state; work that is done is not counted. */
  work: Record<string, Counts>;
  /** By step: how long the longest-waiting work has been due. */
  oldestWaitingMs: Counts;
  connections: Record<string, { failures: number; lastFileAtMs?: number }>;
}

const count = raw<string>`count(*)`.as('count');

export async function countAll(sql: Sql): Promise<HubFigures> {
  const byState = (table: 'files' | 'deliveries' | 'acknowledgments' | 'outbound_documents') =>
    sql.selectFrom(table).select(['state', count]).groupBy('state').execute();
  const newest = sql.selectFrom('records').where('superseded_at', 'is', null);
  const [
    files,
    sets,
    records,
    deliveries,
    acknowledgments,
    documents,
    held,
    verdicts,
    overdue,
    work,
    connections,
  ] = await Promise.all([
    byState('files'),
    sql.selectFrom('transaction_sets').select(['verdict as state', count]).groupBy('verdict').execute(),
    newest.select(['state', count]).groupBy('state').execute(),
    byState('deliveries'),
    byState('acknowledgments'),
    byState('outbound_documents'),
    countHeld(sql),
    countVerdicts(sql),
    countOverdue(sql),
    countWork(sql),
    sql.selectFrom('connections').select(['name', 'failures', 'last_file_at']).execute(),
  ]);
  const figures: HubFigures = {
    files: counts(files),
    transactionSets: counts(sets),
    records: counts(records),
    deliveries: counts(deliveries),
    acknowledgments: counts(acknowledgments),
    outboundDocuments: counts(documents),
    outboundHeld: counts(held),
    outboundVerdicts: counts(verdicts),
    overdue,
    work: {},
    oldestWaitingMs: {},
    connections: {},
  };
  for (const { step, state, count: rows, age } of work) {
    (figures.work[step] ??= {})[state] = Number(rows);
    if (state === 'waiting') figures.oldestWaitingMs[step] = Math.round(Number(age));
  }
  for (const { name, failures, last_file_at } of connections) {
    figures.connections[name] = {
      failures,
      ...(last_file_at === null ? {} : { lastFileAtMs: last_file_at.getTime() }),
    };
  }
  return figures;
}

function counts(rows: readonly { state: string; count: string }[]): Counts {
  return Object.fromEntries(rows.map(({ state, count: rowCount }) => [state, Number(rowCount)]));
}

function countHeld(sql: Sql) {
  return sql
    .selectFrom('outbound_documents')
    .select((query) => query.fn.coalesce('reason', query.val('')).as('state'))
    .select(count)
    .where('state', '=', 'held')
    .groupBy('reason')
    .execute();
}

function countVerdicts(sql: Sql) {
  return sql
    .selectFrom('outbound_documents')
    .select((query) => query.ref('verdict').$notNull().as('state'))
    .select(count)
    .where('verdict', 'is not', null)
    .groupBy('verdict')
    .execute();
}

function countWork(sql: Sql) {
  return sql
    .selectFrom('work')
    .select(['step', 'state', count])
    .select(raw<string>`greatest(0, max(extract(epoch FROM now() - next_at) * 1000))`.as('age'))
    .where('state', '!=', 'done')
    .groupBy(['step', 'state'])
    .execute();
}
