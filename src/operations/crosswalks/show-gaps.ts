/**
 * The rows that crosswalks lack, and what waits for them. Values of keys are document content.
 */
import { z } from 'zod';
import { findGaps } from '../../store/received/index.js';
import { operation } from '../operation.js';
import { amount } from './amount.js';

const gapsOutput = z.strictObject({
  gaps: z.array(
    z.strictObject({
      /** Of the crosswalk, in mappings/. */
      file: z.string(),
      /** Value by key column; absent where it is sensitive. */
      key: z.record(z.string(), z.string()).optional(),
      /** A row exists, but this column of it is empty. */
      column: z.string().optional(),
      partners: z.array(z.string()),
      documents: z.int(),
      /** Elements or cells with the value. */
      places: z.int(),
      amounts: z.array(amount),
      /** Arrival of the first of the files, UTC. */
      oldestAt: z.iso.datetime(),
    }),
  ),
  /** All documents that wait for any row, each once. */
  documents: z.int(),
  amounts: z.array(amount),
});

export type ShownGaps = z.infer<typeof gapsOutput>;

export const showGaps = operation(
  {
    summary: 'Lists the rows that crosswalks lack, with the documents and the money that wait for them.',
    role: 'viewer',
    owner: 'integration',
    http: { method: 'GET', path: '/crosswalks/gaps' },
    acts: false,
    content: true,
    input: z.strictObject({}),
    output: gapsOutput,
  },
  async ({ sql }) => {
    const { gaps, ...rest } = await findGaps(sql);
    return { ...rest, gaps: gaps.map((gap) => ({ ...gap, oldestAt: gap.oldestAt.toISOString() })) };
  },
);
