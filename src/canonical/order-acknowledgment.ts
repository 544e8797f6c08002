/**
 * A supplier's answer to an order.
 *
 * A line may be answered in parts: six shipped now, four on backorder. So a line holds responses, not one status.
 */
import { z } from 'zod';
import { item, notes, orderReference, party, price, quantity, shared } from './parts.js';
import { choice, day, decimal, integer, text } from './scalars.js';

const response = z.strictObject({
  status: choice([
    'accepted',
    'backordered',
    'changed',
    'deleted',
    'price-changed',
    'quantity-changed',
    'rescheduled',
    'substituted',
    'on-hold',
    'pending',
    'rejected',
    'not-on-contract',
    'item-unknown',
    'unit-invalid',
    'contract-expired',
  ]),
  quantity: quantity.optional(),
  price: price.optional(),
  shipDate: day.optional(),
  deliveryDate: day.optional(),
  /** What is sent instead. */
  item: item.optional(),
  notes: notes.optional(),
});

const line = z.strictObject({
  number: text.optional(),
  order: orderReference.optional(),
  item: item.optional(),
  quantity: quantity.optional(),
  price: price.optional(),
  responses: z.array(response).optional(),
  notes: notes.optional(),
});

export const orderAcknowledgment = z.strictObject({
  ...shared('order-acknowledgment@1'),
  order: orderReference.extend({ number: text }),
  number: text.optional(),
  purpose: choice(['original', 'change', 'cancel', 'confirmation', 'replace', 'duplicate']).optional(),
  status: choice(['accepted', 'accepted-with-changes', 'rejected', 'acknowledged']).optional(),
  date: day,
  contract: text.optional(),
  supplier: party.optional(),
  buyer: party.optional(),
  shipTo: party.optional(),
  shipDate: day.optional(),
  deliveryDate: day.optional(),
  totals: z
    .strictObject({ stated: decimal.optional(), computed: decimal.optional(), lines: integer.optional() })
    .optional(),
  lines: z.array(line),
});
export type OrderAcknowledgment = z.infer<typeof orderAcknowledgment>;
