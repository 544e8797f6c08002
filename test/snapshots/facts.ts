/**
 * What a database says, as facts that a person can read and that later versions have to keep: who has what, in which state.
 *
 * The only place of the snapshots that knows tables. A migration that moves what is read here changes this file, never the
 * facts that were saved.
 */
import type { Database } from '../../src/store/database/database.js';

export interface Facts {
  /** Rows by table; what only running hubs need is left out. */
  rows: Record<string, number>;
  /** Counts by direction, partner, state and reason. */
  files: Record<string, number>;
  /** Counts by step, state and code. */
  work: Record<string, number>;
  /** State by idempotency key. */
  deliveries: Record<string, { of: string; state: string }>;
  /** Newest revision and state by partner, kind and business key. */
  records: Record<string, string>;
  /** By order and kind of document. */
  documents: Record<
    string,
    { partner: string | null; state: string; reason: string | null; verdict: string | null }
  >;
  /** State by order, kind of document and what is awaited. */
  expectations: Record<string, string>;
  /** Counts by partner and state. */
  acknowledgments: Record<string, number>;
  /** The next number by kind, sender and receiver. */
  controlNumbers: Record<string, number>;
  /** Counts by name. */
  events: Record<string, number>;
  configurations: { live: string; approved: string | null; counts: Record<string, number> };
  shadow: { hash: string; running: boolean; changed: number; waiting: number };
  operators: string[];
  chain: { seq: number; hash: string; unchained: number };
}

/** Tables that a hub fills and empties as it likes. */
const ofRunning = ['hubs', 'operator_sessions', 'kysely_migration', 'kysely_migration_lock'];

type Row = Record<string, string>;

export async function readFacts({ pool }: Pick<Database, 'pool'>): Promise<Facts> {
  const rows = async (sql: string) => (await pool.query<Row>(sql)).rows;
  const map = async <Value = string>(sql: string, value = (row: Row) => row['value'] as Value) =>
    Object.fromEntries((await rows(sql)).map((row) => [row['key']!, value(row)] as const));
  const counts = (sql: string) => map(sql, ({ value }) => Number(value));
  const one = async (sql: string) => (await rows(sql))[0] ?? {};
  return {
    rows: await countRows(rows),
    files: await counts(`SELECT concat_ws(' ', direction, partner, state, reason) AS key, count(*) AS value
      FROM files GROUP BY 1 ORDER BY 1`),
    work: await counts(`SELECT concat_ws(' ', step, state, error_code) AS key, count(*) AS value
      FROM work WHERE state <> 'done' GROUP BY 1 ORDER BY 1`),
    deliveries: await map(
      `SELECT record_id || '.' || deliveries.revision AS key, business_key AS of, deliveries.state AS value
      FROM deliveries JOIN records ON records.id = record_id AND records.revision = deliveries.revision
      ORDER BY business_key, 1`,
      ({ of, value }) => ({ of: of!, state: value! }),
    ),
    records:
      await map(`SELECT concat_ws(' ', partner, kind, business_key, '#' || left(id::text, 8)) AS key, state || ' ' || revision AS value
      FROM records WHERE superseded_at IS NULL ORDER BY 1`),
    documents: await map(
      `SELECT concat_ws(' ', business_key, kind) AS key, sent.*
      FROM outbound_documents AS sent JOIN records ON records.id = record_id AND records.revision = sent.revision
      ORDER BY 1`,
      ({ partner, state, reason, verdict }) =>
        ({ partner, state, reason, verdict }) as unknown as Facts['documents'][string],
    ),
    expectations:
      await map(`SELECT concat_ws(' ', business_key, kind, awaited) AS key, expectations.state AS value
      FROM expectations JOIN outbound_documents AS sent ON sent.id = outbound_document_id
      JOIN records ON records.id = record_id AND records.revision = sent.revision ORDER BY 1`),
    acknowledgments: await counts(`SELECT partner || ' ' || acknowledgments.state AS key, count(*) AS value
      FROM acknowledgments JOIN interchanges ON interchanges.id = interchange_id GROUP BY 1 ORDER BY 1`),
    controlNumbers: await counts(`SELECT concat_ws(' ', kind, sender, receiver) AS key, next AS value
      FROM control_numbers ORDER BY 1`),
    events: await counts('SELECT event AS key, count(*) AS value FROM events GROUP BY 1 ORDER BY 1'),
    configurations: {
      live: (await one("SELECT hash FROM configurations WHERE state = 'live'"))['hash'] ?? '',
      approved: (await one('SELECT hash FROM approvals'))['hash'] ?? null,
      counts: await counts(
        'SELECT state AS key, count(*) AS value FROM configurations GROUP BY 1 ORDER BY 1',
      ),
    },
    shadow: (await one(`SELECT hash, ended_at IS NULL AS running, (figures ->> 'changed')::integer AS changed,
      (SELECT count(*)::integer FROM shadow_files WHERE shadow_id = shadows.id) AS waiting
      FROM shadows ORDER BY started_at DESC`)) as unknown as Facts['shadow'],
    operators: (await rows('SELECT name FROM operators ORDER BY 1')).map(({ name }) => name!),
    chain:
      (await one(`SELECT seq::integer, hash, (SELECT count(*)::integer FROM unchained_events) AS unchained
      FROM event_chain ORDER BY seq DESC LIMIT 1`)) as unknown as Facts['chain'],
  };
}

async function countRows(rows: (sql: string) => Promise<Row[]>): Promise<Record<string, number>> {
  const tables = await rows(`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`);
  const names = tables.map(({ name }) => name!).filter((name) => !ofRunning.includes(name));
  const counted: Record<string, number> = {};
  for (const name of names) {
    const [row] = await rows(`SELECT count(*) AS count FROM "${name}"`);
    counted[name] = Number(row!['count']);
  }
  return counted;
}

/** The hash that an event of the chain got. */
export async function hashAt({ pool }: Pick<Database, 'pool'>, seq: number): Promise<string | undefined> {
  const { rows } = await pool.query<Row>('SELECT hash FROM event_chain WHERE seq = $1', [seq]);
  return rows[0]?.['hash'];
}

/** How often each expectation was told as overdue, by document; more than once is a fault. */
export async function toldTwice({ pool }: Pick<Database, 'pool'>): Promise<Row[]> {
  const { rows } =
    await pool.query<Row>(`SELECT subject_id, event, detail ->> 'awaited' AS awaited FROM events
    WHERE event LIKE '%.overdue' GROUP BY 1, 2, 3 HAVING count(*) > 1`);
  return rows;
}
