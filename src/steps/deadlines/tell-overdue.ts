/**
 * Tells what partners owe and did not send in time: once each, however many hubs look.
 */
import { type OverdueExpectation, setOverdue } from '../../store/sent/index.js';
import { addEvents, type HubEvent } from '../../store/working/index.js';
import type { Hub } from '../../working/index.js';

/** Told in one transaction. */
const toldAtOnce = 500;

const acknowledgments: readonly string[] = ['997', '999', 'ta1'];

export async function tellOverdue({
  sql,
  book,
  log,
  stopping,
}: Pick<Hub, 'sql' | 'book' | 'log' | 'stopping'>): Promise<void> {
  const inboxes = book.connections.flatMap(({ partner, name, receive }) =>
    receive === undefined ? [] : [{ partner, connection: name }],
  );
  for (;;) {
    const overdue = await sql.transaction().execute(async (trx) => {
      const found = await setOverdue(trx, inboxes, toldAtOnce);
      await addEvents(trx, found.map(eventOf));
      return found;
    });
    tellLog(log, overdue);
    if (overdue.length < toldAtOnce || stopping.aborted) return;
  }
}

/** One line for a partner that is silent, however many documents it has. */
function tellLog(log: Hub['log'], overdue: readonly OverdueExpectation[]): void {
  const counts = new Map<string, number>();
  for (const { partner, awaited } of overdue) {
    const key = JSON.stringify([partner ?? '', awaited]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts) {
    const [partner, awaited] = JSON.parse(key) as [string, string];
    log.warn('A partner did not answer documents in time', { partner, awaited, count });
  }
}

function eventOf(overdue: OverdueExpectation): HubEvent<'acknowledgment.overdue' | 'document.overdue'> {
  const { outboundDocumentId, partner, awaited, within, dueAt, correlationId } = overdue;
  return {
    event: acknowledgments.includes(awaited) ? 'acknowledgment.overdue' : 'document.overdue',
    subjectKind: 'outbound-document',
    subjectId: outboundDocumentId,
    ...(correlationId === null ? {} : { correlationId }),
    detail: { partner, awaited, within, due: dueAt.toISOString() },
  };
}
