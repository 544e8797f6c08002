/**
 * Starts the clocks of expectations once their documents are sent; the time of sending comes from the database.
 */
import type { Sql } from '../../store/database/index.js';
import { findUnstarted, setDue } from '../../store/sent/index.js';
import { type BusinessTime, dueTime } from '../../timing/index.js';

/**
 * Call it in the transaction that marks the files as sent, after that. It leaves running clocks alone.
 * @param business the hub's time zone and calendar
 */
export async function startExpectations(
  sql: Sql,
  business: BusinessTime,
  fileIds: readonly string[],
): Promise<void> {
  const started = await findUnstarted(sql, fileIds);
  // Documents that were sent together have one time.
  const known = new Map<string, Date>();
  const dueOf = (sentAt: Date, within: string) => {
    const key = `${sentAt.getTime()} ${within}`;
    const due = known.get(key) ?? dueTime(sentAt, within, business);
    known.set(key, due);
    return due;
  };
  await setDue(
    sql,
    started.map(({ id, within, sentAt }) => ({ id, dueAt: dueOf(sentAt, within) })),
  );
}
