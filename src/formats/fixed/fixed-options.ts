/**
 * How a partner writes its fixed-width files: the `from:` of a mapping. Columns are places in a row, counted from 1.
 */
import { z } from 'zod';

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'letters, digits and _ only, a letter first');

const span = z.tuple([z.int().positive().max(100_000), z.int().positive().max(100_000)], {
  error: 'where the column starts and how many characters it has: [1, 10]',
});

const columns = z.record(name, span);

const recordType = z.strictObject({
  /** What the rows of this type begin with; the name of the type when it is not said. */
  prefix: z.string().min(1).optional(),
  starts: z.literal('document').optional(),
  columns,
});

const limits = z.strictObject({
  recordCharactersMax: z.int().positive().default(100_000),
  rowsMax: z.int().positive().default(1_000_000),
  /** Issues kept for one file; the rest are counted. */
  issuesMax: z.int().positive().default(100),
});

export const fixedOptions = z.strictObject({
  format: z.literal('fixed'),
  encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']).default('utf-8'),
  /** Rows all of one kind; or `records`, whose first characters say which kind they are. */
  columns: columns.optional(),
  records: z.record(name, recordType).optional(),
  groupBy: name.optional(),
  identifiers: z.array(name).default([]),
  /** Characters that every row must have. Without it, what is missing at the end of a row counts as blank. */
  rowLength: z.int().positive().max(100_000).optional(),
  /** A condition on a document that says that it is a test: its record is held. */
  test: z.record(z.string(), z.unknown()).optional(),
  limits: limits.prefault({}),
});

export type FixedOptions = z.output<typeof fixedOptions>;
