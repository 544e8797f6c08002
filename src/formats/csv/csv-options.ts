/**
 * How a partner writes its CSV files: the `from:` of a mapping. Nothing about a file is guessed.
 */
import { z } from 'zod';
import { problemOfExpression } from '../line-expression.js';

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'letters, digits and _ only, a letter first');
const heading = z.string().min(1);

const column = z.union([
  heading.transform((only) => ({ headings: [only], optional: false })),
  z
    .array(heading)
    .min(1)
    .transform((headings) => ({ headings, optional: false })),
  z.strictObject({ headings: z.array(heading).min(1), optional: z.boolean().default(false) }),
]);

const recordType = z.strictObject({
  starts: z.literal('document').optional(),
  /** In the order of the file; the first one is the record type itself. */
  columns: z.array(name).min(1),
});

const limits = z.strictObject({
  /** Bytes in one row. */
  recordCharactersMax: z.int().positive().default(1_048_576),
  rowsMax: z.int().positive().default(1_000_000),
  /** Lines that skipUntil is tried on. */
  bannerRowsMax: z.int().positive().max(10_000).default(1_000),
  columnsMax: z.int().positive().default(1_000),
  /** Issues kept for one file; the rest are counted. */
  issuesMax: z.int().positive().default(100),
});

const expression = z.string().superRefine((text, context) => {
  const message = problemOfExpression(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

export const csvOptions = z.strictObject({
  format: z.literal('csv'),
  delimiter: z
    .string()
    .regex(/^[\t\x20-\x7e]$/, 'one character, e.g. "," or ";" or "\\t"')
    .default(','),
  quote: z
    .string()
    .regex(/^[\x21-\x7e]$/, 'one character')
    .default('"'),
  encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']).default('utf-8'),
  skipUntil: expression.optional(),
  headerRow: z.int().positive().max(100).optional(),
  columns: z.record(name, column).optional(),
  groupBy: name.optional(),
  identifiers: z.array(name).default([]),
  records: z.record(name, recordType).optional(),
  /** A condition on a document that says that it is a test: its record is held. */
  test: z.record(z.string(), z.unknown()).optional(),
  limits: limits.prefault({}),
});

export type CsvOptions = z.output<typeof csvOptions>;
