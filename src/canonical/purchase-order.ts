/**
 * An order of the hospital, or of a sister site that orders through it (X12 850).
 *
 * It is always the whole order, whatever its purpose; single changes are a `purchase-order-change`.
 */
import { z } from 'zod';
import {
  item,
  quantity,
  header,
  orderFields,
  orderLineFields,
  orderLineNumber,
  day,
  text,
} from './fields/index.js';

const line = z.strictObject({
  number: orderLineNumber,
  item: item.describe('What is ordered (PO106 and following, PID05)'),
  quantity: quantity.describe('How many (PO102, PO103)'),
  ...orderLineFields,
});

export const purchaseOrder = z
  .strictObject({
    ...header('purchase-order@1'),
    number: text.describe("The hospital's order number (BEG03)"),
    release: text.optional().describe('Release of a blanket order (BEG04)'),
    date: day.describe('Date of the order (BEG05)'),
    ...orderFields,
    lines: z.array(line).describe('What is ordered (PO1)'),
  })
  .describe('An order of the hospital, or of a sister site that orders through it. X12 850.');
export type PurchaseOrder = z.infer<typeof purchaseOrder>;
