/**
 * The audit trail: what happened, when, by whom. Rows are only added, in the transaction of the change they tell.
 *
 * Afterwards the sweep links them into a hash chain, so that a changed, removed or inserted row shows. Linking apart from
 * writing keeps every transaction of the hub from waiting for one lock.
 */
import { createHash } from 'node:crypto';
import { sql as raw } from 'kysely';
import type { EventDetail, EventName, SubjectOfEvent } from '../../vocabulary/index.js';
import type { Sql } from '../database/index.js';

/** What the catalog of events says of the name: what it is about, and the fields of its detail. */
export type HubEvent<Name extends EventName = EventName> = {
  [One in Name]: {
    event: One;
    subjectKind: SubjectOfEvent<One>;
    subjectId: string;
    correlationId?: string;
  } & (keyof EventDetail<One> extends never ? { detail?: undefined } : { detail: EventDetail<One> });
}[Name];

/** Who acts when the hub itself does. */
const hubActor = 'hub';

export async function addEvents(
  sql: Sql,
  events: readonly HubEvent[],
  actor: string = hubActor,
): Promise<void> {
  if (events.length === 0) return;
  await sql
    .with('added', (query) =>
      query
        .insertInto('events')
        .values(
          events.map((event) => ({
            actor,
            event: event.event,
            subject_kind: event.subjectKind,
            subject_id: event.subjectId,
            correlation_id: event.correlationId ?? null,
            detail: event.detail === undefined ? null : JSON.stringify(event.detail),
          })),
        )
        .returning('id'),
    )
    .insertInto('unchained_events')
    .columns(['event_id'])
    .expression((query) => query.selectFrom('added').select('added.id as event_id'))
    .execute();
}

/** The hash before the first event. */
const genesis = '0'.repeat(64);

interface ChainedRow {
  id: string;
  at: string;
  actor: string;
  event: string;
  subject_kind: string;
  subject_id: string;
  correlation_id: string | null;
  detail: string | null;
}

const chainedColumns = [
  'id',
  raw<string>`to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`.as('at'),
  'actor',
  'event',
  'subject_kind',
  'subject_id',
  'correlation_id',
  raw<string | null>`detail::text`.as('detail'),
] as const;

function link(previousHash: string, seq: bigint, row: ChainedRow): string {
  const { id, at, actor, event, subject_kind, subject_id, correlation_id, detail } = row;
  const content = [
    previousHash,
    seq.toString(),
    id,
    at,
    actor,
    event,
    subject_kind,
    subject_id,
    correlation_id,
    detail,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/**
 * Links events that are not in the chain yet, oldest first.
 * @returns how many were linked; 0 also when another hub is linking now
 */
export async function chainEvents(sql: Sql, limit = 1_000): Promise<number> {
  return sql.transaction().execute(async (trx) => {
    const lock = await raw<{
      taken: boolean;
    }>`SELECT pg_try_advisory_xact_lock(hashtext('event_chain')) AS taken`.execute(trx);
    if (lock.rows[0]?.taken !== true) return 0;
    const rows = await trx
      .selectFrom('events')
      .innerJoin('unchained_events', 'unchained_events.event_id', 'events.id')
      .select(chainedColumns)
      .orderBy('id')
      .limit(limit)
      .execute();
    if (rows.length === 0) return 0;
    const last = await trx
      .selectFrom('event_chain')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    let seq = BigInt(last?.seq ?? 0);
    let previous = last?.hash ?? genesis;
    const links = rows.map((row) => {
      seq += 1n;
      const hash = link(previous, seq, row);
      const entry = { seq: seq.toString(), event_id: row.id, previous_hash: previous, hash };
      previous = hash;
      return entry;
    });
    await trx.insertInto('event_chain').values(links).execute();
    await trx
      .deleteFrom('unchained_events')
      .where(
        'event_id',
        'in',
        rows.map((row) => row.id),
      )
      .execute();
    return rows.length;
  });
}

/**
 * Recomputes the chain from its start.
 * @returns the first sequence number that does not agree, or undefined when all do
 */
export async function findBrokenLink(sql: Sql): Promise<string | undefined> {
  let previous = genesis;
  let expected = 1n;
  for (;;) {
    const rows = await sql
      .selectFrom('event_chain')
      .leftJoin('events', 'events.id', 'event_chain.event_id')
      .select(['event_chain.seq', 'event_chain.hash', ...chainedColumns])
      .where('event_chain.seq', '>=', expected.toString())
      .orderBy('event_chain.seq')
      .limit(1_000)
      .execute();
    for (const { seq, hash, ...row } of rows) {
      if (BigInt(seq) !== expected || row.id === null) return expected.toString();
      if (link(previous, expected, row as ChainedRow) !== hash) return seq;
      previous = hash;
      expected += 1n;
    }
    if (rows.length < 1_000) return undefined;
  }
}
