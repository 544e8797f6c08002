/**
 * Rows that crosswalks lack, by what waits for them: held documents, whose they are, since when, and their money.
 *
 * Keys are document content: for the person who asks, never for a log.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';

/** Exact, and as many places as the most precise term has. */
export interface Amount {
  /** '' where the documents name none. */
  currency: string;
  /** Decimal. */
  value: string;
}

export interface Gap {
  /** Of the crosswalk, in mappings/. */
  file: string;
  /** Value by key column; absent where it is sensitive. */
  key?: Record<string, string>;
  /** There is a row, but it has nothing in this column. */
  column?: string;
  partners: string[];
  documents: number;
  /** Elements or cells with the value. */
  places: number;
  /** What invoices ask for, credits included as they stand, and what orders are about. */
  amounts: Amount[];
  /** When the first of the files came. */
  oldestAt: Date;
}

export interface Gaps {
  gaps: Gap[];
  /** All that waits for any row, each document once. */
  documents: number;
  amounts: Amount[];
}

/** Held records, and records whose document for another partner is held: crosswalks are that partner's then. */
const waiting = raw`
  SELECT id AS subject_id, id, revision, partner FROM records WHERE state = 'held' AND superseded_at IS NULL
  UNION ALL
  SELECT id, record_id, revision, partner FROM outbound_documents WHERE state = 'held'`;

/** Held documents with what they lack: one row for each document and missing row. */
const lacking = raw`
  SELECT lack.row ->> 'file' AS file, lack.row -> 'key' AS key, lack.row ->> 'column' AS "column", waiting.subject_id AS id,
    waiting.partner, coalesce(records.body ->> 'currency', '') AS currency, files.created_at, count(*) AS places,
    CASE WHEN totals.amount ~ '^-?[0-9]+([.][0-9]+)?$' THEN totals.amount::numeric END AS stated
  FROM issues
  JOIN (${waiting}) AS waiting ON waiting.subject_id = issues.subject_id
  JOIN records ON records.id = waiting.id AND records.revision = waiting.revision
  JOIN files ON files.id = records.file_id
  CROSS JOIN LATERAL jsonb_array_elements(issues.missing) AS lack (row)
  CROSS JOIN LATERAL (SELECT CASE WHEN records.kind LIKE 'invoice@%' THEN records.body -> 'totals' ->> 'stated'
    WHEN records.kind LIKE 'purchase-order@%'
    THEN coalesce(records.body -> 'totals' ->> 'stated', records.body -> 'totals' ->> 'computed') END) AS totals (amount)
  WHERE issues.missing IS NOT NULL AND issues.superseded_at IS NULL
  GROUP BY waiting.subject_id, waiting.partner, records.id, records.revision, files.id, lack.row, totals.amount`;

interface GapRow {
  file: string;
  key: Record<string, string> | null;
  column: string | null;
  currency: string;
  partners: string[];
  documents: string;
  places: string;
  stated: string | null;
  oldest: Date;
}

/** @returns gaps by file, those that most documents wait for first */
export async function findGaps(sql: Sql): Promise<Gaps> {
  const { rows } = await raw<GapRow>`
    SELECT file, key, "column", currency, array_agg(DISTINCT partner) AS partners, count(DISTINCT id) AS documents,
      sum(places) AS places, sum(stated)::text AS stated, min(created_at) AS oldest
    FROM (${lacking}) AS lacking GROUP BY file, key, "column", currency ORDER BY file, currency`.execute(sql);
  const totals = await raw<{ currency: string; documents: string; stated: string | null }>`
    SELECT currency, count(*) AS documents, sum(stated)::text AS stated
    FROM (SELECT DISTINCT id, currency, stated FROM (${lacking}) AS lacking) AS document
    GROUP BY currency ORDER BY currency`.execute(sql);
  const gaps = new Map<string, Gap>();
  for (const row of rows) {
    const word = JSON.stringify([row.file, row.key, row.column]);
    const known = gaps.get(word);
    gaps.set(word, known === undefined ? toGap(row) : joined(known, toGap(row)));
  }
  return {
    gaps: [...gaps.values()].sort((a, b) =>
      a.file === b.file ? b.documents - a.documents : a.file < b.file ? -1 : 1,
    ),
    documents: totals.rows.reduce((sum, { documents }) => sum + Number(documents), 0),
    amounts: totals.rows.flatMap(toAmount),
  };
}

function toGap(row: GapRow): Gap {
  return {
    file: row.file,
    ...(row.key === null ? {} : { key: row.key }),
    ...(row.column === null ? {} : { column: row.column }),
    partners: row.partners,
    documents: Number(row.documents),
    places: Number(row.places),
    amounts: toAmount(row),
    oldestAt: row.oldest,
  };
}

function toAmount({ currency, stated }: { currency: string; stated: string | null }): Amount[] {
  return stated === null ? [] : [{ currency, value: stated }];
}

/** The same gap in documents of several currencies. */
function joined(first: Gap, next: Gap): Gap {
  return {
    ...first,
    partners: [...new Set([...first.partners, ...next.partners])].sort(),
    documents: first.documents + next.documents,
    places: first.places + next.places,
    amounts: [...first.amounts, ...next.amounts],
    oldestAt: first.oldestAt < next.oldestAt ? first.oldestAt : next.oldestAt,
  };
}
