/**
 * What the hospital has taken in, and what it thinks of it (X12 861).
 *
 * All quantities are positive; `kind` says whether goods came in, went back, or a receipt is taken back.
 */
import { z } from 'zod';
import {
  costBearers,
  item,
  lots,
  quantity,
  header,
  carrier,
  documentReference,
  orderReference,
  purpose,
  remainder,
  shipmentNumbers,
  party,
  choice,
  day,
  integer,
  text,
} from './fields/index.js';

const fault = z.strictObject({
  kind: choice([
    ...(['damaged', 'defective', 'expired', 'short-dated', 'short', 'over', 'wrong-item'] as const),
    ...(['wrong-lot', 'temperature', 'not-ordered', 'recalled', 'other'] as const),
  ]).describe('What is wrong (RCD08)'),
  code: text.optional().describe('What is wrong, as sent (RCD08)'),
  quantity: quantity.optional().describe('With how many (RCD06, RCD07)'),
  disposition: choice(['kept', 'returned', 'scrapped', 'on-hold'])
    .optional()
    .describe('What becomes of them'),
  returnAuthorization: text.optional().describe("The supplier's number by which it takes them back (RMA)"),
  description: text.optional().describe('In words'),
});

const line = z.strictObject({
  number: text.optional().describe('Line of the receipt (RCD01)'),
  order: orderReference.optional().describe('The order line that is filled (PRF01, LIN01)'),
  shipNotice: documentReference.optional().describe('The line of the ship notice that it came with'),
  item: item.describe('What came in (LIN)'),
  quantity: quantity.describe('How many came in, good or not (RCD02, RCD03)'),
  accepted: quantity
    .optional()
    .describe(
      'How many of them are kept: what an invoice may bill. All but the rejected and questioned, where absent',
    ),
  rejected: quantity.optional().describe('How many of them are refused; none, where absent'),
  returned: quantity.optional().describe('How many of the rejected have gone back (RCD04, RCD05)'),
  questioned: quantity
    .optional()
    .describe('How many of them are neither kept nor refused yet (RCD06, RCD07)'),
  faults: z.array(fault).optional().describe('What is wrong with them'),
  lots: lots.optional().describe('Lots, serial numbers and expiry, as read at the dock'),
  sscc: text.optional().describe('Serial Shipping Container Code of the package (MAN02 with GM)'),
  stockLocation: text.optional().describe('Storeroom, shelf or bin where they are now'),
  ...costBearers,
  ...remainder,
});

export const receipt = z
  .strictObject({
    ...header('receipt@1'),
    number: text.describe("The hospital's number of the receipt (BRA01)"),
    date: day.describe('Date of the receipt (BRA02)'),
    kind: choice(['receipt', 'return', 'reversal']).describe(
      'Goods came in; went back to the supplier; or a receipt that was wrong is taken back (BRA04)',
    ),
    purpose: purpose.optional().describe('Why it is sent (BRA03)'),
    receivedDate: day.optional().describe('Day on which the goods came in, if earlier (DTM 050)'),
    original: documentReference.optional().describe('The receipt that a return or reversal refers to'),
    order: orderReference.optional().describe('The order, where all lines are of one (PRF01)'),
    shipNotice: documentReference.optional().describe('The ship notice that it came with'),
    supplier: party.optional().describe('Who sent the goods (N1 SU, SE, VN)'),
    shipFrom: party.optional().describe('Where they came from (N1 SF)'),
    shipTo: party.optional().describe('Where they came in (N1 ST)'),
    carrier: carrier.optional().describe('Who brought them (TD5)'),
    ...shipmentNumbers,
    packageCount: integer.optional().describe('How many packages came in'),
    receivedBy: text.optional().describe('Who took them in'),
    totals: z
      .strictObject({ lines: integer.optional().describe('How many lines there are (compare CTT01)') })
      .optional()
      .describe('Totals of the receipt'),
    lines: z.array(line).describe('What came in (RCD)'),
  })
  .describe('What the hospital has taken in, kept, refused or sent back. X12 861.');
export type Receipt = z.infer<typeof receipt>;
