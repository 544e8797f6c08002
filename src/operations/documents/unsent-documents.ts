/**
 * Lists the documents for partners that are unsent, and why.
 */
import { z } from 'zod';
import { findUnsentDocuments } from '../../store/sent/index.js';
import { operation } from '../operation.js';

/** Documents in one reply. */
const documentsMax = 1_000;

const output = z.strictObject({
  documents: z.array(
    z.strictObject({
      id: z.string(),
      /** Of the record, such as purchase-order@1. */
      kind: z.string(),
      businessKey: z.string(),
      /** The partner that the record came from. */
      from: z.string(),
      /** null while none is found. */
      recipient: z.string().nullable(),
      state: z.enum(['waiting', 'held', 'written', 'sent', 'dead-lettered', 'cancelled']),
      /** Code of the cause; of written documents, why they could not be sent last. */
      reason: z.string().nullable(),
      /** The first fault that holds it, in words, and the value at fault. */
      words: z.string().nullable(),
      value: z.string().nullable(),
      createdAt: z.iso.datetime(),
    }),
  ),
  /** More documents are unsent than this reply lists. */
  more: z.boolean(),
});

export type ListedDocuments = z.infer<typeof output>;

export const listUnsentDocuments = operation(
  {
    summary: 'Lists the documents for partners that are unsent, and why.',
    role: 'viewer',
    owner: 'operations',
    http: { method: 'GET', path: '/outbound-documents/unsent' },
    acts: false,
    content: true,
    input: z.strictObject({}),
    output,
  },
  async ({ sql }) => {
    const found = await findUnsentDocuments(sql, documentsMax + 1);
    const documents = found
      .slice(0, documentsMax)
      .map((document) => ({ ...document, createdAt: document.createdAt.toISOString() }));
    return { documents, more: found.length > documentsMax };
  },
);
