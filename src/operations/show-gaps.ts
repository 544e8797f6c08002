/**
 * What waits for rows that crosswalks lack. Values of keys are document content: for the person who asks.
 */
import { z } from 'zod';
import { findGaps, type Gap, type Gaps } from '../store/received/index.js';
import { operation } from './operation.js';

export interface ShownGaps extends Omit<Gaps, 'gaps'> {
  gaps: (Omit<Gap, 'oldestAt'> & { oldestAt: string })[];
}

export const showGaps = operation(z.strictObject({}), async ({ sql }): Promise<ShownGaps> => {
  const { gaps, ...rest } = await findGaps(sql);
  return { ...rest, gaps: gaps.map((gap) => ({ ...gap, oldestAt: gap.oldestAt.toISOString() })) };
});
