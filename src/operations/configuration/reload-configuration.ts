/**
 * Takes a changed configuration at once, and returns the live version.
 */
import { z } from 'zod';
import { findLiveVersion } from '../../store/configuration/index.js';
import { operation } from '../operation.js';

export const reloadConfiguration = operation(
  {
    summary: 'Takes a changed configuration at once, without waiting for the next look at the folder.',
    role: 'integrator',
    owner: 'integration',
    http: { method: 'POST', path: '/configurations/reload' },
    acts: true,
    input: z.strictObject({}),
    output: z.strictObject({
      running: z.boolean(),
      take: z.enum(['at-once', 'applied']),
      hash: z.string().nullable(),
    }),
  },
  async (context) => {
    await context.reload();
    const { take } = context.configuration().settings.changes;
    return { running: context.running, take, hash: (await findLiveVersion(context.sql))?.hash ?? null };
  },
);
