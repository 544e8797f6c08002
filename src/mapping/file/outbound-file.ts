/**
 * The mapping file of a document that goes out, as YAML: from a record to X12, CSV or XML.
 *
 * Blocks and fields are checked one by one when they are compiled, so that a message is about them and not about all possible forms.
 */
import { z } from 'zod';
import {
  actions,
  anything,
  choose,
  constant,
  mappingHeader,
  name,
  rule,
  selector,
  term,
  valueOptions,
  x12From,
} from './mapping-file.js';

const blocks = z.array(anything).min(1);

/** What becomes of a block of the base: parts of it, another block, or further blocks around it; nothing takes it away. */
const override = z.looseObject({ before: blocks.optional(), after: blocks.optional() });

const test = z.strictObject({
  name,
  input: name,
  today: z.iso.date().optional(),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3])[0-5]\d$/, 'hours and minutes: "0930"')
    .optional(),
  partner: z.string().default(''),
  expect: anything,
});

export const outboundFile = z.strictObject({
  ...mappingHeader,
  from: name.optional(),
  to: anything.optional(),
  /** Of X12, CSV and XML, in this order. */
  segments: blocks.optional(),
  rows: blocks.optional(),
  elements: blocks.optional(),
  /** Of a base: blocks by their id, or by what they begin with. */
  overrides: z.record(name, z.union([z.null(), override])).optional(),
  rules: z.array(rule).optional(),
  tests: z.array(test).optional(),
});
export type OutboundFile = z.output<typeof outboundFile>;
export type OutboundTest = z.output<typeof test>;

/** X12: set and version, as where it is read. */
export const x12To = x12From;

export const csvTo = z.strictObject({
  format: z.literal('csv'),
  delimiter: z.string().length(1, 'one character, such as "," or ";"').default(','),
  quote: z.enum(['always', 'needed']).default('needed'),
  lineEnding: z.enum(['crlf', 'lf']).default('crlf'),
  formulas: z.enum(['guard', 'keep']).default('guard'),
  header: z.boolean().default(true),
  columns: z.union([z.array(name).min(1), z.record(z.string(), name)]).optional(),
  records: z.record(z.string(), z.array(name).min(1)).optional(),
});

const xmlName = z
  .string()
  .regex(
    /^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$/,
    'a name of XML: a letter first, then letters, digits, - _ .',
  );

export const xmlTo = z.strictObject({
  format: z.literal('xml'),
  root: xmlName,
  namespaces: z.record(z.union([z.literal(''), xmlName]), name).default({}),
  doctype: z
    .string()
    .regex(/^[^<>"\s]+$/, 'the address of the document type')
    .optional(),
  declaration: z.boolean().default(true),
  indent: z.int().min(0).max(8).default(2),
});

export const outboundField = z.strictObject({
  ...valueOptions,
  each: selector.optional(),
  required: z.boolean().optional(),
  otherwise: actions.optional(),
  type: z.enum(['text', 'decimal', 'integer', 'date', 'implied-decimal']).optional(),
  places: z.int().min(0).max(10).optional(),
  format: name.optional(),
  when: anything.optional(),
  choose,
  multiply: z.array(name).min(1).optional(),
  multiplyBy: z.union([constant, anything]).optional(),
  divideBy: z.union([constant, anything]).optional(),
  round: z.int().min(0).max(10).optional(),
  sum: z.array(term).min(1).optional(),
  count: term.optional(),
  clock: z.enum(['date', 'time']).optional(),
  max: z.int().positive().optional(),
  note: z.string().optional(),
  sensitive: z.boolean().optional(),
});
export type OutboundField = z.output<typeof outboundField>;

/** What may stand before the blocks of a part. */
const condition = {
  id: z
    .string()
    .regex(/^[A-Za-z][\w-]*$/, 'letters, digits, - and _')
    .optional(),
  when: anything.optional(),
  note: z.string().optional(),
};

export const segmentBlock = z.strictObject({
  segment: z.string().regex(/^[A-Z][A-Z0-9]{1,2}$/, 'two or three capital letters and digits'),
  ...condition,
  fixed: z.record(z.string(), constant).optional(),
  fields: anything.optional(),
  pairs: z
    .strictObject({
      from: selector,
      first: z.string().regex(/^[A-Z][A-Z0-9]{1,2}\d\d$/, 'the element of the first qualifier: PO106'),
      kinds: z.record(z.string(), name).optional(),
      otherwise: actions.optional(),
    })
    .optional(),
});
export type SegmentBlock = z.output<typeof segmentBlock>;

export const eachBlock = z.strictObject({
  each: selector,
  ...condition,
  required: z.boolean().optional(),
  otherwise: actions.optional(),
  segments: blocks.optional(),
  rows: blocks.optional(),
  elements: blocks.optional(),
});

/** A row of CSV; `row` names its type where there are several. */
export const rowBlock = z.strictObject({
  row: name.optional(),
  ...condition,
  fixed: z.record(z.string(), constant).optional(),
  fields: anything.optional(),
});

export const elementBlock = z.strictObject({
  element: xmlName,
  ...condition,
  attributes: anything.optional(),
  text: z.unknown().optional(),
  elements: blocks.optional(),
});

/** Segments of which none is written without the first. */
export const loopBlock = z.strictObject({ loop: blocks, ...condition });

export const partyBlock = z.strictObject({
  party: selector,
  as: z.string().min(2).max(3),
  ...condition,
  identifiers: z.array(name).min(1).optional(),
  address: z.boolean().default(true),
  contacts: z.boolean().default(true),
  fields: anything.optional(),
});
export type PartyBlock = z.output<typeof partyBlock>;

export const lotsBlock = z.strictObject({ lots: selector, ...condition, otherwise: actions.optional() });

const levelSpec = z.strictObject({
  level: z.string().min(1).max(2),
  each: z.enum(['orders', 'packages', 'lines']).optional(),
  ...condition,
  optional: z.boolean().default(false),
  split: z.literal('lots').optional(),
  segments: blocks.optional(),
});

export const levelsBlock = z.strictObject({
  levels: z.array(levelSpec).min(2),
  childCodes: z.boolean().default(true),
  id: condition.id,
  note: z.string().optional(),
});
export type LevelsBlock = z.output<typeof levelsBlock>;
