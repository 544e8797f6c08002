/**
 * What partners owe and did not send in time: the documents it is about, and its end when a person settles it.
 */
import { z } from 'zod';
import { RefusedError } from '../../errors.js';
import { listOverdue, settleOverdue } from '../../store/sent/index.js';
import { addEvents, type HubEvent } from '../../store/working/index.js';
import { operation } from '../operation.js';
import { reason } from '../why.js';

/** Expectations in one reply; the status of the hub counts them all. */
const listedMax = 1_000;

const choice = {
  partner: z.string().min(1).max(63).optional(),
  /** Of outbound documents. */
  outboundDocumentIds: z.array(z.uuid()).min(1).max(10_000).optional(),
};

const output = z.strictObject({
  overdue: z.array(
    z.strictObject({
      outboundDocumentId: z.string(),
      partner: z.string(),
      /** 997, ta1, or a transaction set such as 855. */
      awaited: z.string(),
      /** As agreed: 24h, 1bd. */
      within: z.string(),
      dueAt: z.iso.datetime(),
      /** Such as x12/850/004010. */
      document: z.string().nullable(),
      businessKey: z.string(),
      interchangeControlNumber: z.string().nullable(), // ISA13
      groupControlNumber: z.string().nullable(), // GS06
      /** Name of the file at the partner. */
      fileName: z.string().nullable(),
    }),
  ),
  /** More expectations are overdue than this reply lists. */
  more: z.boolean(),
});

export type ListedOverdue = z.infer<typeof output>;

export const listOverdueExpectations = operation(
  {
    summary: 'Lists what partners owe for sent documents and did not send in time.',
    role: 'viewer',
    owner: 'operations',
    http: { method: 'GET', path: '/expectations/overdue' },
    acts: false,
    content: true,
    input: z.strictObject(choice),
    output,
  },
  async ({ sql }, asked) => {
    const found = await listOverdue(sql, asked, listedMax + 1);
    return {
      overdue: found.slice(0, listedMax).map((one) => ({ ...one, dueAt: one.dueAt.toISOString() })),
      more: found.length > listedMax,
    };
  },
);

/** @throws RefusedError NOTHING_OVERDUE when none of the named expectations is overdue */
export const settleOverdueExpectations = operation(
  {
    summary: 'Settles overdue expectations: they are no longer expected.',
    role: 'operator',
    owner: 'operations',
    http: { method: 'POST', path: '/expectations/settle' },
    acts: true,
    input: z.strictObject({ ...choice, why: reason }),
    output: z.strictObject({ settled: z.int() }),
  },
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
      throw new RefusedError('NOTHING_OVERDUE', 'None of the named expectations is overdue.');
    return { settled: settled.length };
  },
);
