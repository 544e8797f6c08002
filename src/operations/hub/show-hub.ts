/**
 * Shows which hub replies: whether one runs at all, and in which process.
 */
import { z } from 'zod';
import { operation } from '../operation.js';

export const showHub = operation(
  {
    summary: 'Shows whether a hub runs, in which process, and who asks.',
    role: 'viewer',
    owner: 'platform',
    http: { method: 'GET', path: '/hub' },
    acts: false,
    input: z.strictObject({}),
    output: z.strictObject({ running: z.boolean(), process: z.int(), actor: z.string() }),
  },
  async ({ running, actor }) => ({ running, process: process.pid, actor }),
);
