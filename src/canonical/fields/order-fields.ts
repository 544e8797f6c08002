/**
 * What purchase orders and changes to them have in common: the conditions of the order, and those of a line.
 *
 * An order states all of it; a change states what is new.
 */
import { z } from 'zod';
import { costBearers, surcharges, terms, totals } from './amounts.js';
import { components, lots, price, quantity } from './goods.js';
import { carrier, dayRange, orderReference, orderType, purpose, remainder } from './links.js';
import { party } from './parties.js';
import { procedure } from './procedure.js';
import { day, decimal, text } from './scalars.js';

const scheduled = z.strictObject({
  quantity: quantity.describe('How many on that day (SCH01, SCH02)'),
  date: day.describe('Day on which they are needed (SCH06)'),
  location: text.optional().describe("Where, in the hospital's own code (SDQ03)"),
});

/** When goods are wanted, of a whole order or of a line. */
const wanted = {
  neededBy: day.optional().describe('Day on which the goods are needed (DTM 002)'),
  deliveryWindow: dayRange.optional().describe('Days between which the dock takes the goods (DTM 063, 064)'),
};

export const orderFields = {
  purpose: purpose.optional().describe('Why it is sent (BEG01, BCH01)'),
  type: orderType
    .optional()
    .describe(
      'Sort of order (BEG02, BCH02); bill-only and consignment need no receipt, X12 has no code for them',
    ),
  parent: orderReference
    .optional()
    .describe('The blanket order that a release draws on, or the bill-only order that a replacement follows'),
  ...wanted,
  shipBy: day.optional().describe('Day by which the goods must leave the supplier (DTM 010)'),
  cancelAfter: day.optional().describe('Day after which nobody wants the goods any more (DTM 001)'),
  contract: text.optional().describe('Contract that the prices come from (REF CT)'),
  quote: text.optional().describe("The supplier's quote (REF PR)"),
  requisition: text.optional().describe("The hospital's requisition (REF RQ)"),
  freightTerms: text.optional().describe('Who pays the freight, as sent: PP prepaid, CC collect (FOB01)'),
  carrier: carrier.optional().describe('Who is to carry the goods (TD5)'),
  buyer: party.optional().describe('Who orders (N1 BY)'),
  supplier: party.optional().describe('Who is to deliver (N1 SU, SE, VN)'),
  shipTo: party.optional().describe('Where the goods go; of a drop ship, a third place (N1 ST)'),
  billTo: party.optional().describe('Where the invoice goes (N1 BT)'),
  deliverTo: text.optional().describe('Room, desk or person for the label'),
  terms: terms.optional().describe('Terms of payment (ITD)'),
  ...surcharges,
  taxExemption: text.optional().describe('Certificate by which the hospital pays no tax (REF TX)'),
  procedure: procedure.optional().describe('The case behind a bill-only order; sensitive'),
  totals: totals.optional().describe('Totals of the order'),
};

export const orderLineNumber = text
  .optional()
  .describe('Line number of the order; the supplier repeats it (PO101, POC01)');

export const orderLineFields = {
  price: price.optional().describe('Price of one unit (PO104, POC06)'),
  amount: decimal.optional().describe('Quantity times price'),
  type: orderType.optional().describe('Sort of order, where this line differs from the others'),
  contract: text.optional().describe('Contract that the price comes from (REF CT)'),
  requisition: text.optional().describe("The hospital's requisition (REF RQ)"),
  ...wanted,
  schedule: z.array(scheduled).optional().describe('Deliveries in parts, by day and place (SCH, SDQ)'),
  ...costBearers,
  shipTo: party.optional().describe('Where this line goes, if elsewhere (N1 ST)'),
  deliverTo: text.optional().describe('Room, desk or person for the label'),
  stockLocation: text.optional().describe('Storeroom, shelf or bin that is filled up'),
  lots: lots
    .optional()
    .describe('Lots and serial numbers that were used already: implants of a bill-only order'),
  components: components.optional().describe('What a kit or procedure pack is made of (SLN)'),
  ...surcharges,
  ...remainder,
};
