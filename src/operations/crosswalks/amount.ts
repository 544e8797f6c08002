/**
 * Money of one currency, as operations return it.
 */
import { z } from 'zod';

export const amount = z.strictObject({
  /** '' where the documents name none. */
  currency: z.string(),
  /** Decimal. */
  value: z.string(),
});
