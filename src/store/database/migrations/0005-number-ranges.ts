/**
 * Ranges of control numbers: which numbers were ever taken, so that an answer about one from before the last wrap is known.
 */

/** Statements in order; each runs by itself inside the migration's transaction. */
export const numberRanges: readonly string[] = [
  `ALTER TABLE control_numbers ADD COLUMN lowest bigint`,
  `ALTER TABLE control_numbers ADD COLUMN highest bigint`,
  `UPDATE control_numbers SET lowest = 1, highest = CASE WHEN next = 1 THEN 999999999 ELSE next - 1 END`,
  `ALTER TABLE control_numbers ALTER COLUMN lowest SET NOT NULL`,
  `ALTER TABLE control_numbers ALTER COLUMN highest SET NOT NULL`,
];
