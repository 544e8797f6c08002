/**
 * Takes a changed configuration at once, and says what is live then.
 */
import { z } from 'zod';
import { findLiveVersion } from '../store/configuration/index.js';
import { operation } from './operation.js';

export const reloadConfiguration = operation(z.strictObject({}), async (context) => {
  await context.reload();
  const { take } = context.configuration().config.changes;
  return { running: context.running, take, hash: (await findLiveVersion(context.sql))?.hash ?? null };
});
