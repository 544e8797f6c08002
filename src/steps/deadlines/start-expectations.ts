/**
 * Starts the clocks of what is expected for documents, once they are sent: the time is the database's, of the sending.
 */
import type { Sql } from '../../store/database/index.js';
import { findUnstarted, setDue } from '../../store/sent/index.js';
import { type BusinessTime, dueTime } from '../../timing/index.js';

/**
 * To be called in the transaction that says that the files are sent, after it did. Clocks that run already are left alone.
 * @param business the hub's time zone and calendar
 */
export async function startExpectations(
  sql: Sql,
  business: BusinessTime,
  fileIds: readonly string[],
): Promise<void> {
  const started = await findUnstarted(sql, fileIds);
  // What is sent together has one time.
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
