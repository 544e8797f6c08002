/**
 * A change to an order that the supplier already has (X12 860).
 *
 * It holds what changes, line by line; what it does not name stays as it was. `quantity` is the new quantity, never the difference.
 */
import { z } from 'zod';
import {
  item,
  quantity,
  header,
  orderReference,
  orderFields,
  orderLineFields,
  orderLineNumber,
  choice,
  day,
  text,
} from './fields/index.js';

/** What happens to a line of an order (670 of X12). */
export const lineChange = choice([
  ...(['add', 'cancel', 'replace', 'change', 'price', 'quantity', 'quantity-and-price'] as const),
  ...(['date', 'none'] as const),
]);

const line = z.strictObject({
  number: orderLineNumber,
  change: lineChange.describe('What happens to the line; none repeats it as it is (POC02)'),
  item: item.optional().describe('The item; of an added or replaced line the new one (POC08 and following)'),
  quantity: quantity.optional().describe('The whole quantity that is wanted now, not the difference (POC03)'),
  open: quantity.optional().describe('How many of it the hospital still waits for (POC04)'),
  ...orderLineFields,
});

export const purchaseOrderChange = z
  .strictObject({
    ...header('purchase-order-change@1'),
    order: orderReference
      .extend({ number: text.describe("The hospital's order number (BCH03)") })
      .describe('The order that is changed (BCH03, BCH04, BCH06)'),
    number: text.optional().describe('Which change of the order it is (BCH05)'),
    date: day.describe('Date of the change (BCH11, else BCH06)'),
    reason: text.optional().describe('Why, in words'),
    ...orderFields,
    lines: z.array(line).describe('The lines that change (POC); none, when only the head of the order does'),
  })
  .describe('What changes in an order that the supplier already has. X12 860.');
export type PurchaseOrderChange = z.infer<typeof purchaseOrderChange>;
