/**
 * A person says that documents shall not go out: they were settled in another way, or never should have.
 */
import { z } from 'zod';
import { RefusedError } from '../errors.js';
import { cancelDocuments } from '../store/sent/index.js';
import { addEvents, type HubEvent } from '../store/working/index.js';
import { reason } from './apply-configuration.js';
import { operation } from './operation.js';

/** @throws RefusedError NOTHING_CANCELLED when nothing that was named can be called back */
export const cancelOutbound = operation(
  z.strictObject({ outboundDocumentIds: z.array(z.uuid()).min(1).max(10_000), why: reason }),
  async ({ sql, actor }, { outboundDocumentIds, why }): Promise<{ cancelled: number }> => {
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
      throw new RefusedError('NOTHING_CANCELLED', 'Nothing that was named waits to go out.');
    return { cancelled };
  },
);
