/**
 * What partners owe and did not send in time: which documents it is about, and an end to it when a person has settled it.
 */
import { z } from 'zod';
import { RefusedError } from '../errors.js';
import { listOverdue, settleOverdue, type ShownOverdue } from '../store/sent/index.js';
import { addEvents, type HubEvent } from '../store/working/index.js';
import { reason } from './apply-configuration.js';
import { operation } from './operation.js';

/** Listed at once; `waybill status` counts them all. */
const listedMax = 1_000;

const choice = {
  partner: z.string().min(1).max(63).optional(),
  /** Of outbound documents. */
  outboundDocumentIds: z.array(z.uuid()).min(1).max(10_000).optional(),
};

export interface ListedOverdue {
  overdue: (Omit<ShownOverdue, 'dueAt'> & { dueAt: string })[];
  /** Whether there are more than are listed. */
  more: boolean;
}

export const listOverdueExpectations = operation(
  z.strictObject(choice),
  async ({ sql }, asked): Promise<ListedOverdue> => {
    const found = await listOverdue(sql, asked, listedMax + 1);
    return {
      overdue: found.slice(0, listedMax).map((one) => ({ ...one, dueAt: one.dueAt.toISOString() })),
      more: found.length > listedMax,
    };
  },
);

/** @throws RefusedError NOTHING_OVERDUE when nothing that was named is overdue */
export const settleOverdueExpectations = operation(
  z.strictObject({ ...choice, why: reason }),
  async ({ sql, actor }, { why, ...asked }) => {
    const { partner, outboundDocumentIds } = asked;
    if (partner === undefined && outboundDocumentIds === undefined)
      throw new RefusedError('REQUEST_INVALID', 'Name documents by their ids, or a partner.');
    const settled = await sql.transaction().execute(async (trx) => {
      const found = await settleOverdue(trx, asked);
      const events = found.map(({ outboundDocumentId, awaited }): HubEvent<'expectation.settled'> => ({
        event: 'expectation.settled',
        subjectKind: 'outbound-document',
        subjectId: outboundDocumentId,
        detail: { awaited, why: why ?? null },
      }));
      await addEvents(trx, events, actor);
      return found;
    });
    if (settled.length === 0)
      throw new RefusedError('NOTHING_OVERDUE', 'Nothing is overdue of what was named.');
    return { settled: settled.length };
  },
);
