/**
 * How a partner writes its JSON files: the `from:` of a mapping.
 */
import { z } from 'zod';

const limits = z.strictObject({
  depthMax: z.int().positive().max(500).default(64),
  valuesMax: z.int().positive().default(1_000_000),
});

export const jsonOptions = z.strictObject({
  format: z.literal('json'),
  /** Path of the value that is one document, a list for several; without it the file is one document, or a list of them. */
  document: z.string().min(1).optional(),
  encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']).default('utf-8'),
  /** A condition on a document that says that it is a test: its record is held. */
  test: z.record(z.string(), z.unknown()).optional(),
  limits: limits.prefault({}),
});

export type JsonOptions = z.output<typeof jsonOptions>;
