/**
 * All that the database holds of files that were saved, but for times and ids drawn at random: those stand for what they name.
 */
import type { Sql } from '../../src/store/database/schema.js';
import type { End } from './saved-model.js';

/** What the model knows nothing of, as sorted texts; events of each subject and control numbers in their order. */
export interface WholeEnd extends End {
  more: Record<string, unknown>;
}

export async function endInDatabase(sql: Sql): Promise<WholeEnd> {
  const nameOf = await namesOfRandom(sql);
  const files = await sql
    .selectFrom('files')
    .select(['id', 'state', 'reason'])
    .where('direction', '=', 'in')
    .execute();
  const interchanges = await sql.selectFrom('interchanges').selectAll().execute();
  const seen = await sql.selectFrom('seen_numbers').select('interchange_id').orderBy('seen_at').execute();
  const records = await sql.selectFrom('records').selectAll().where('superseded_at', 'is', null).execute();
  const issues = await sql
    .selectFrom('issues')
    .selectAll()
    .where('superseded_at', 'is', null)
    .orderBy('id')
    .execute();
  const owed = await sql.selectFrom('acknowledgments').select(['interchange_id', 'verdict']).execute();
  return {
    files: byKey(files, ({ id, state, reason }) => [id, [state, reason]]),
    interchanges: byKey(interchanges, (one) => [one.id, [one.state, one.reason, one.verdict, one.ta1_code]]),
    seen: seen.map((one) => one.interchange_id),
    records: byKey(records, (one) => [one.id, [one.file_id, one.state, one.business_key]]),
    issues: grouped(issues, ({ subject_id, code, action, words }) => [subject_id, [code, action, words]]),
    acknowledgments: byKey(owed, ({ interchange_id, verdict }) => [interchange_id, verdict]),
    answers: await answeredInOrder(sql),
    more: await moreOf(sql, nameOf),
  };
}

/** Ids that were drawn at random, and what stands for each. */
async function namesOfRandom(sql: Sql): Promise<(id: string | null) => string | null> {
  const names = new Map<string, string>();
  const sent = await sql.selectFrom('files').select(['id', 'name']).where('direction', '=', 'out').execute();
  for (const { id, name } of sent) names.set(id, `sent ${name}`);
  const deliveries = await sql.selectFrom('deliveries').selectAll().execute();
  for (const { id, record_id, revision, erp } of deliveries) names.set(id, `${record_id} ${revision} ${erp}`);
  const owed = await sql.selectFrom('acknowledgments').select(['id', 'cause']).execute();
  for (const { id, cause } of owed) names.set(id, cause);
  return (id) => (id === null ? null : (names.get(id) ?? id));
}

/** Answers are numbered in the order in which they are written; each may have two files. */
async function answeredInOrder(sql: Sql): Promise<string[]> {
  const rows = await sql
    .selectFrom('answers')
    .innerJoin('files', 'files.id', 'answers.file_id')
    .select('answers.cause')
    .orderBy('files.name')
    .execute();
  return [...new Set(rows.map(({ cause }) => cause.split(':')[1]!))];
}

async function moreOf(sql: Sql, nameOf: (id: string | null) => string | null): Promise<WholeEnd['more']> {
  const sets = await sql
    .selectFrom('transaction_sets')
    .select(['id', 'agreement', 'verdict', 'codes'])
    .execute();
  const revisions = await sql
    .selectFrom('records')
    .select(['id', 'revision', 'file_id', 'transaction_set_id', 'ordinal', 'state', 'agreement', 'kind'])
    .select(['duplicate_key', 'body', 'mapping', 'mapping_hash', 'superseded_at'])
    .execute();
  const deliveries = await sql.selectFrom('deliveries').select(['id', 'state']).execute();
  const documents = await sql.selectFrom('outbound_documents').select(['record_id', 'state']).execute();
  const owed = await sql
    .selectFrom('acknowledgments')
    .select(['cause', 'connection', 'plan', 'state'])
    .execute();
  const answers = await sql.selectFrom('answers').selectAll().execute();
  const sent = await sql
    .selectFrom('files')
    .select(['name', 'connection', 'sha256', 'state'])
    .where('direction', '=', 'out')
    .execute();
  const work = await sql.selectFrom('work').select(['step', 'subject_id', 'lane', 'state']).execute();
  const numbers = await sql.selectFrom('control_numbers').selectAll().execute();
  const issues = await sql.selectFrom('issues').selectAll().where('superseded_at', 'is', null).execute();
  const events = await sql.selectFrom('events').selectAll().orderBy('id').execute();
  return {
    ...{ sets: texts(sets), documents: texts(documents), owed: texts(owed), numbers: texts(numbers) },
    ...{ sent: texts(sent), issues: texts(issues.map(({ id: _, ...one }) => one)) },
    revisions: texts(revisions.map((one) => ({ ...one, superseded_at: one.superseded_at !== null }))),
    deliveries: texts(deliveries.map(({ id, ...one }) => ({ ...one, what: nameOf(id) }))),
    answers: texts(answers.map((one) => ({ ...one, file_id: nameOf(one.file_id) }))),
    work: texts(work.map((one) => ({ ...one, subject_id: nameOf(one.subject_id) }))),
    events: grouped(events, ({ subject_id, event, detail }) => [nameOf(subject_id)!, [event, detail]]),
  };
}

function texts(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

function byKey<Row, Value>(rows: readonly Row[], of: (row: Row) => [string, Value]): Record<string, Value> {
  return Object.fromEntries(rows.map(of));
}

function grouped<Row, Value>(
  rows: readonly Row[],
  of: (row: Row) => [string, Value],
): Record<string, Value[]> {
  const groups: Record<string, Value[]> = {};
  for (const row of rows) {
    const [key, value] = of(row);
    (groups[key] ??= []).push(value);
  }
  return groups;
}
