/**
 * What somebody has in stock (X12 846): a supplier's stock for us, consigned stock in our rooms, or our own.
 *
 * It is what there is at a moment, not what has moved.
 */
import { z } from 'zod';
import {
  item,
  lots,
  price,
  quantity,
  header,
  purpose,
  remainder,
  party,
  choice,
  day,
  decimal,
  integer,
  text,
} from './fields/index.js';

const counted = z.strictObject({
  kind: choice([
    ...(['on-hand', 'available', 'reserved', 'on-order', 'in-transit', 'backordered', 'consigned'] as const),
    ...(['quarantined', 'damaged', 'expired', 'allocated', 'used', 'other'] as const),
  ]).describe('What is counted (QTY01)'),
  code: text.optional().describe('What is counted, as sent (QTY01)'),
  quantity: quantity.describe('How many (QTY02, QTY03)'),
  date: day.optional().describe('Day that it is expected or was counted (DTM, SCH06)'),
});

const line = z.strictObject({
  number: text.optional().describe('Line of the list (LIN01)'),
  item: item.describe('Which item (LIN, PID05)'),
  quantities: z.array(counted).optional().describe('How many there are, by what is counted (QTY)'),
  lots: lots.optional().describe('The lots and serial numbers that are there'),
  stockLocation: text.optional().describe('Storeroom, shelf or bin'),
  location: party.optional().describe('Where, if elsewhere than the list says (N1)'),
  parMinimum: decimal.optional().describe('Stock below which it is filled up'),
  parMaximum: decimal.optional().describe('Stock up to which it is filled'),
  status: choice(['available', 'backordered', 'on-allocation', 'discontinued', 'recalled'])
    .optional()
    .describe('Whether it can be had'),
  availableFrom: day.optional().describe('Day from which it can be had again'),
  substitutes: z.array(item).optional().describe('What can be had instead'),
  price: price.optional().describe('Price of one unit (CTP03)'),
  ...remainder,
});

export const inventory = z
  .strictObject({
    ...header('inventory@1'),
    number: text.describe('Number of the list (BIA03)'),
    date: day.describe('Day that it speaks of (BIA04)'),
    kind: choice(['supplier-stock', 'consigned-stock', 'hospital-stock', 'other'])
      .optional()
      .describe('Whose stock, and where (BIA02)'),
    purpose: purpose.optional().describe('Why it is sent (BIA01)'),
    supplier: party.optional().describe('Who supplies the items (N1 SU, SE, VN)'),
    owner: party.optional().describe('Whose they are, as with consigned stock (N1 OW)'),
    location: party.optional().describe('Where they are (N1 ST)'),
    totals: z
      .strictObject({ lines: integer.optional().describe('How many lines arrived (compare CTT01)') })
      .optional()
      .describe('Totals of the list'),
    lines: z.array(line).describe('The items (LIN)'),
  })
  .describe('What somebody has in stock: the supplier for us, consigned in our rooms, or we. X12 846.');
export type Inventory = z.infer<typeof inventory>;
