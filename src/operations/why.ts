/**
 * The reason that a person gives for an act; its event keeps it.
 */
import { z } from 'zod';

/** Why something was done, for its event. */
export const reason = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]{1,500}$/u, 'must be one line of at most 500 characters')
  .optional();
