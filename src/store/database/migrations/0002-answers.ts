/**
 * Answer files: which outbound files answer which received file for people, and their numbers.
 *
 * The reference to the outbound file is checked at the end of the transaction: the row is added first, because whether
 * it is new decides whether there is a file at all.
 */

/** Statements in order; each runs by itself inside the migration's transaction. */
export const answerTables: readonly string[] = [
  `CREATE TABLE answers (
     cause text PRIMARY KEY,
     received_file_id uuid NOT NULL REFERENCES files,
     file_id uuid NOT NULL UNIQUE REFERENCES files DEFERRABLE INITIALLY DEFERRED)`,
  `CREATE INDEX answers_received ON answers (received_file_id)`,
  `ALTER TABLE control_numbers DROP CONSTRAINT control_numbers_kind_check`,
  `ALTER TABLE control_numbers ADD CONSTRAINT control_numbers_kind_check
     CHECK (kind IN ('interchange', 'group', 'answer'))`,
];
