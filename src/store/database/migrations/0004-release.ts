/**
 * Release: what waits is translated again when a crosswalk, mapping or partner file has changed.
 *
 * What a later translation has replaced stays, and says since when it does not count any more.
 */

/** Statements in order; each runs by itself inside the migration's transaction. */
export const releaseTables: readonly string[] = [
  `ALTER TABLE records ADD COLUMN superseded_at timestamptz`,
  `CREATE INDEX records_held ON records (file_id) WHERE state = 'held' AND superseded_at IS NULL`,
  `ALTER TABLE issues ADD COLUMN superseded_at timestamptz`,
  `ALTER TABLE issues ADD COLUMN missing jsonb`,
  `CREATE INDEX issues_missing ON issues (subject_id) WHERE missing IS NOT NULL AND superseded_at IS NULL`,
  `CREATE INDEX issues_unmapped ON issues (subject_id)
     WHERE subject_kind = 'transaction-set' AND action = 'hold' AND superseded_at IS NULL`,
  `ALTER TABLE files ADD COLUMN tried_with text`,
  `ALTER TABLE work DROP CONSTRAINT work_step_check`,
  `ALTER TABLE work ADD CONSTRAINT work_step_check
     CHECK (step IN ('translate', 'acknowledge', 'deliver', 'send', 'release'))`,
];
