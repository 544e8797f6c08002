/**
 * The mapping file as YAML: which keys there are and what form their values have.
 *
 * Fields are checked one by one when they are compiled, so that a message is about the field and not about all its possible forms.
 */
import { z } from 'zod';

export const actions = z.enum(['hold', 'reject', 'warn']);
export const name = z.string().min(1);
export const selector = z.string().min(1);
export const selectors = z.union([selector, z.array(selector).min(1)]);
export const constant = z.union([z.string(), z.int()]);
const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal in quotation marks: "0.01"');
const crosswalkColumn = z.string().regex(/^[^.\s]+\.[^.\s]+$/, 'crosswalk and column: items.item_number');
export const anything = z.record(z.string(), z.unknown());

const crosswalk = z.strictObject({
  file: name,
  key: z.union([name, z.array(name).min(1)]),
  onMissing: actions.default('hold'),
});

/** A path, or a path with a condition on the entries of the last list that it leads through. */
export const term = z.union([name, z.strictObject({ of: name, when: anything })]);
export type TermSpec = z.output<typeof term>;

/** What a value of a rule may be held against, beside `equals:`. */
export const boundWords = {
  min: 'at least',
  above: 'more than',
  max: 'at most',
  below: 'less than',
} as const;
export type Bound = keyof typeof boundWords;

/** Which of them go together is checked when a rule is compiled. */
const check = z.strictObject({
  sum: z.array(term).min(1).optional(),
  count: term.optional(),
  every: term.optional(),
  unique: term.optional(),
  equals: z.union([constant, z.tuple([constant, constant])]).optional(),
  within: decimalText.optional(),
  min: constant.optional(),
  above: constant.optional(),
  max: constant.optional(),
  below: constant.optional(),
});
export type CheckSpec = z.output<typeof check>;

export const rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and hyphens'),
  each: name.optional(),
  when: anything.optional(),
  /** null takes the rule of the base away. */
  check: check.nullable(),
  otherwise: actions.default('hold'),
  say: z.string().optional(),
});

const test = z.strictObject({
  name,
  input: name,
  document: z.int().positive().default(1),
  today: z.iso.date().optional(),
  partner: z.string().default(''),
  expect: anything,
});

export const change = z.looseObject({ version: z.int().positive() });

/** What mappings of both directions have. */
export const mappingHeader = {
  map: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and hyphens')
    .optional(),
  version: z.int().positive().optional(),
  status: z.enum(['base', 'draft', 'review', 'live', 'retired']).optional(),
  title: z.string().optional(),
  extends: name.optional(),
  crosswalks: z.record(z.string(), crosswalk).optional(),
  changes: z.array(change).optional(),
};

export const mappingFile = z.strictObject({
  ...mappingHeader,
  from: anything.optional(),
  to: name.optional(),
  fixed: z.record(z.string(), constant).optional(),
  fields: anything.optional(),
  rules: z.array(rule).optional(),
  tests: z.array(test).optional(),
});
export type MappingFile = z.output<typeof mappingFile>;
export type MappingTest = z.output<typeof test>;
export type RuleSpec = z.output<typeof rule>;
export type CrosswalkSpec = z.output<typeof crosswalk>;

export const x12From = z.strictObject({
  format: z.literal('x12'),
  set: z.string().regex(/^\d{3}$/, 'a set such as "810", in quotation marks'),
  version: z.string().regex(/^\d{6}[A-Z0-9]{0,6}$/, 'a version such as "004010", in quotation marks'),
});

export const cleanings = [
  'trim', 'upper', 'lower', 'strip-commas', 'strip-currency', 'strip-leading-zeros', 'strip-sign', 'decimal-comma',
  'parentheses-negative', 'digits-only', 'single-spaces', 'x12-safe',
] as const; // prettier-ignore

/** What may stand wherever one value is taken from the document. */
export const valueOptions = {
  from: selectors.optional(),
  value: constant.optional(),
  default: constant.optional(),
  clean: z.array(z.enum(cleanings)).optional(),
  values: z.record(z.string(), z.string()).optional(),
  crosswalk: crosswalkColumn.optional(),
};

const unitSpec = z.strictObject({ ...valueOptions, factor: crosswalkColumn.optional() });
const stockSpec = z.strictObject({ from: selectors, unit: crosswalkColumn, factor: crosswalkColumn });

/** Fields of which the first whose condition holds is used; a plain selector is one without a condition. */
export const choose = z
  .array(z.union([selectors, anything]))
  .min(1)
  .optional();

export const fieldSpec = z.strictObject({
  ...valueOptions,
  required: z.boolean().optional(),
  otherwise: actions.optional(),
  type: z.enum(['text', 'decimal', 'integer', 'date', 'implied-decimal']).optional(),
  places: z.int().min(0).max(10).optional(),
  format: z.union([name, z.array(name).min(1)]).optional(),
  when: anything.optional(),
  choose,
  multiply: z.array(name).min(1).optional(),
  multiplyBy: z.union([constant, anything]).optional(),
  divideBy: z.union([constant, anything]).optional(),
  round: z.int().min(0).max(10).optional(),
  sum: z.array(term).min(1).optional(),
  count: term.optional(),
  max: z.int().positive().optional(),
  unit: z.union([selector, unitSpec]).optional(),
  stock: stockSpec.optional(),
  per: z.union([selector, z.strictObject(valueOptions)]).optional(),
  party: selector.optional(),
  pairs: z.union([selector, z.record(z.string(), selector)]).optional(),
  kinds: z.record(z.string(), z.string()).optional(),
  lots: selector.optional(),
  note: z.string().optional(),
  sensitive: z.boolean().optional(),
});
export type FieldSpec = z.output<typeof fieldSpec>;
export type UnitSpec = z.output<typeof unitSpec>;

export const listSpec = z.strictObject({
  each: selector,
  when: anything.optional(),
  required: z.boolean().optional(),
  otherwise: actions.optional(),
  fixed: z.record(z.string(), constant).optional(),
  fields: anything,
  note: z.string().optional(),
});
export type ListSpec = z.output<typeof listSpec>;
