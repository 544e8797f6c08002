/**
 * What a supplier asks to be paid, or gives back.
 *
 * A credit's amounts are positive; its `kind` says which way the money goes.
 */
import { z } from 'zod';
import {
  charge,
  item,
  lots,
  notes,
  orderReference,
  party,
  price,
  quantity,
  shared,
  tax,
  terms,
} from './parts.js';
import { choice, day, decimal, integer, text } from './scalars.js';

const line = z.strictObject({
  /** The supplier's own numbering: a hint, never a key. */
  number: text.optional(),
  order: orderReference.optional(),
  item,
  quantity,
  price: price.optional(),
  amount: decimal.optional(),
  lots: lots.optional(),
  charges: z.array(charge).optional(),
  allowances: z.array(charge).optional(),
  taxes: z.array(tax).optional(),
  contract: text.optional(),
  notes: notes.optional(),
});

export const invoice = z.strictObject({
  ...shared('invoice@1'),
  number: text,
  date: day,
  kind: choice(['invoice', 'credit', 'debit']),
  order: orderReference.optional(),
  /** The invoice that a credit or debit refers to. */
  original: z.strictObject({ number: text.optional(), date: day.optional() }).optional(),
  contract: text.optional(),
  supplier: party.optional(),
  remitTo: party.optional(),
  billTo: party.optional(),
  shipTo: party.optional(),
  shipDate: day.optional(),
  terms: terms.optional(),
  charges: z.array(charge).optional(),
  allowances: z.array(charge).optional(),
  taxes: z.array(tax).optional(),
  totals: z.strictObject({ stated: decimal, computed: decimal.optional(), lines: integer.optional() }),
  lines: z.array(line),
});
export type Invoice = z.infer<typeof invoice>;
