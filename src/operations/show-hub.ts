/**
 * Says which hub answers: whether one runs at all, and in which process.
 */
import { z } from 'zod';
import { operation } from './operation.js';

export const showHub = operation(z.strictObject({}), async ({ running, actor }) => ({
  running,
  process: process.pid,
  actor,
}));
