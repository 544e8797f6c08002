/**
 * Reports the replies that partners owe and did not send in time: each once, however many hubs look.
 */
import { type OverdueExpectation, setOverdue } from '../../store/sent/index.js';
import { addEvents, type HubEvent } from '../../store/working/index.js';
import type { Hub } from '../../working/index.js';

/** Expectations reported by one transaction. */
const reportedAtOnce = 500;

const acknowledgments: readonly string[] = ['997', '999', 'ta1'];

export async function reportOverdue({
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
      const found = await setOverdue(trx, inboxes, reportedAtOnce);
      await addEvents(trx, found.map(eventOf));
      return found;
    });
    logOverdue(log, overdue);
    if (overdue.length < reportedAtOnce || stopping.aborted) return;
  }
}

/** One line for each silent partner, however many of its documents are overdue. */
function logOverdue(log: Hub['log'], overdue: readonly OverdueExpectation[]): void {
  const counts = new Map<string, number>();
  for (const { partner, awaited } of overdue) {
    const key = JSON.stringify([partner ?? '', awaited]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts) {
    const [partner, awaited] = JSON.parse(key) as [string, string];
    log.warn('A partner did not reply to documents in time', { partner, awaited, count });
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
