/**
 * The parts that several records share: identifiers, parties, items, quantities, prices, lots, charges.
 *
 * Raw and converted values stand side by side; what the partner wrote is never lost.
 */
import { z } from 'zod';
import { marks } from './marks.js';
import { choice, day, decimal, integer, text } from './scalars.js';

/** `vendor` and `buyer` are what the seller or the buyer has assigned, to an item or to a party. */
export const identifierKinds = [
  'vendor',
  'buyer',
  'manufacturer',
  'gtin',
  'ndc',
  'udi',
  'catalog',
  'hcpcs',
  'gln',
  'duns',
  'hin',
  'dea',
  'tax',
  // a qualifier that we do not know; it stands beside the value
  'other',
] as const;

/** One typed identifier of a party or an item; `qualifier` is the partner's own, as sent. */
export const identifier = z.strictObject({
  kind: choice(identifierKinds),
  value: text,
  qualifier: text.optional(),
});
export type Identifier = z.infer<typeof identifier>;
export type IdentifierKind = Identifier['kind'];

export const identifiers = z.array(identifier).register(marks, { shape: 'identifiers' });

export const address = z.strictObject({
  line1: text.optional(),
  line2: text.optional(),
  line3: text.optional(),
  city: text.optional(),
  state: text.optional(),
  postalCode: text.optional(),
  country: text.optional(),
});

export const contact = z.strictObject({
  name: text.optional(),
  role: text.optional(),
  phone: text.optional(),
  fax: text.optional(),
  email: text.optional(),
});

export const party = z
  .strictObject({
    name: text.optional(),
    identifiers: identifiers.optional(),
    /** The hospital's own code for the place. */
    location: text.optional(),
    address: address.optional(),
    contacts: z.array(contact).optional(),
  })
  .register(marks, { shape: 'party' });
export type Party = z.infer<typeof party>;

export const item = z.strictObject({
  /** The hospital's item number. */
  number: text.optional(),
  description: text.optional(),
  identifiers: identifiers.optional(),
});
export type Item = z.infer<typeof item>;

/** `value` and `unit` in the hub's units; `raw` as the partner wrote it; `stock` in the unit that the hospital keeps. */
export const quantity = z
  .strictObject({
    value: decimal,
    unit: text.optional(),
    raw: z.strictObject({ value: decimal, unit: text.optional() }).optional(),
    /** stock.value = raw.value x factor */
    stock: z.strictObject({ value: decimal, unit: text, factor: decimal }).optional(),
  })
  .register(marks, { shape: 'quantity' });
export type Quantity = z.infer<typeof quantity>;

/** Price of one `unit`, or of `per` units where that is given. */
export const price = z
  .strictObject({
    value: decimal,
    unit: text.optional(),
    per: decimal.optional(),
    raw: z.strictObject({ value: decimal, unit: text.optional() }).optional(),
  })
  .register(marks, { shape: 'price' });
export type Price = z.infer<typeof price>;

export const lot = z.strictObject({
  lot: text.optional(),
  serial: text.optional(),
  expires: day.optional(),
  manufactured: day.optional(),
  quantity: decimal.optional(),
});
export type Lot = z.infer<typeof lot>;

export const lots = z.array(lot).register(marks, { shape: 'lots' });

/** A charge or an allowance. Amounts are positive: the list it stands in says which way the money goes. */
export const charge = z.strictObject({
  kind: choice([
    'freight',
    'handling',
    'fuel',
    'discount',
    'tax',
    'restocking',
    'minimum-order',
    'hazardous',
    'insurance',
    'other',
  ]),
  code: text.optional(),
  description: text.optional(),
  amount: decimal.optional(),
  percent: decimal.optional(),
});

export const tax = z.strictObject({
  kind: text.optional(),
  amount: decimal,
  percent: decimal.optional(),
  jurisdiction: text.optional(),
});

export const terms = z.strictObject({
  description: text.optional(),
  discountPercent: decimal.optional(),
  discountAmount: decimal.optional(),
  discountDays: integer.optional(),
  discountDue: day.optional(),
  netDays: integer.optional(),
  netDue: day.optional(),
});

/** A purchase order of ours, or a line of it, as the partner refers to it. */
export const orderReference = z.strictObject({
  number: text.optional(),
  release: text.optional(),
  line: text.optional(),
  date: day.optional(),
  /** The supplier's own number for it. */
  supplierNumber: text.optional(),
});

export const weight = z.strictObject({ value: decimal, unit: text.optional() });

/** The lists that gather what has no field of its own; a half-empty entry of them is no fault. */
export const references = z
  .array(z.strictObject({ qualifier: text, value: text, description: text.optional() }))
  .register(marks, { sparse: true });
export const notes = z
  .array(z.strictObject({ qualifier: text.optional(), text }))
  .register(marks, { sparse: true });
const dates = z.array(z.strictObject({ qualifier: text, date: day })).register(marks, { sparse: true });

/** Where a value of a record stood in the file: bytes and segment in X12, row and column in CSV. */
export const origin = z.strictObject({
  /** Bytes from the start of the file, and how many; 0 bytes when something is missing. */
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
  /** Position in the transaction set, ST is 1. */
  segment: z.int().positive().optional(),
  segmentId: z.string().optional(),
  /** From 1, as in the standard. */
  element: z.int().positive().optional(),
  component: z.int().positive().optional(),
  /** Record of the file, from 1, header included. */
  row: z.int().positive().optional(),
  /** The mapping's own name of the column. */
  column: z.string().optional(),
});
export type Origin = z.infer<typeof origin>;

/** What every record carries. `id` and `revision` come with the first save. */
export function shared<const Kind extends string>(kind: Kind) {
  return {
    record: z.literal(kind),
    id: text.optional(),
    revision: integer.optional(),
    partner: text,
    facility: text.optional(),
    currency: text.optional(),
    references: references.optional(),
    dates: dates.optional(),
    notes: notes.optional(),
    /** By path into the record: "lines.0.quantity.unit". */
    origins: z.record(z.string(), origin).optional(),
  };
}
