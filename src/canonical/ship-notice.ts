/**
 * What a supplier has shipped, in which packages, with which lots.
 *
 * Lines and packages are flat lists; `package` and `parent` name the package something stands in.
 */
import { z } from 'zod';
import { item, lots, notes, orderReference, party, quantity, shared, weight } from './parts.js';
import { choice, day, integer, text } from './scalars.js';

const shippedPackage = z.strictObject({
  /** Unique in this notice. */
  id: text,
  parent: text.optional(),
  kind: choice(['pallet', 'carton', 'package']).optional(),
  /** Serial shipping container code, GS1. */
  sscc: text.optional(),
  trackingNumber: text.optional(),
  weight: weight.optional(),
});

const line = z.strictObject({
  number: text.optional(),
  order: orderReference.optional(),
  item,
  /** Shipped. */
  quantity,
  ordered: quantity.optional(),
  lots: lots.optional(),
  package: text.optional(),
  notes: notes.optional(),
});

export const shipNotice = z.strictObject({
  ...shared('ship-notice@1'),
  number: text,
  purpose: choice(['original', 'change', 'cancel', 'confirmation', 'replace', 'duplicate']).optional(),
  date: day,
  /** The shape of the hierarchy as the supplier states it. */
  structure: text.optional(),
  shipDate: day.optional(),
  deliveryDate: day.optional(),
  supplier: party.optional(),
  shipFrom: party.optional(),
  shipTo: party.optional(),
  carrier: z.strictObject({ name: text.optional(), code: text.optional(), mode: text.optional() }).optional(),
  trackingNumber: text.optional(),
  billOfLading: text.optional(),
  weight: weight.optional(),
  packageCount: integer.optional(),
  orders: z.array(orderReference).optional(),
  packages: z.array(shippedPackage).optional(),
  totals: z.strictObject({ lines: integer.optional() }).optional(),
  lines: z.array(line),
});
export type ShipNotice = z.infer<typeof shipNotice>;
