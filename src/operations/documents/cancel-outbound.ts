/**
 * Cancels unsent documents: they were settled in another way, or never should have gone out.
 */
import { z } from 'zod';
import { RefusedError } from '../../errors.js';
import { cancelDocuments } from '../../store/sent/index.js';
import { addEvents, type HubEvent } from '../../store/working/index.js';
import { operation } from '../operation.js';
import { reason } from '../why.js';

/** @throws RefusedError NOTHING_CANCELLED when none of the named documents is unsent */
export const cancelOutbound = operation(
  {
    summary: 'Cancels unsent documents for partners.',
    role: 'operator',
    owner: 'operations',
    http: { method: 'POST', path: '/outbound-documents/cancel' },
    acts: true,
    input: z.strictObject({ outboundDocumentIds: z.array(z.uuid()).min(1).max(10_000), why: reason }),
    output: z.strictObject({ cancelled: z.int() }),
  },
  async ({ sql, actor }, { outboundDocumentIds, why }) => {
    const cancelled = await sql.transaction().execute(async (trx) => {
      const found = await cancelDocuments(trx, outboundDocumentIds);
      const events = found.map((subjectId): HubEvent<'document.cancelled'> => ({
        event: 'document.cancelled',
        subjectKind: 'outbound-document',
        subjectId,
        detail: { why: why ?? null },
      }));
      await addEvents(trx, events, actor);
      return found.length;
    });
    if (cancelled === 0)
      throw new RefusedError('NOTHING_CANCELLED', 'None of the named documents is unsent.');
    return { cancelled };
  },
);
