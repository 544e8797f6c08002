/**
 * A supplier's answer to an order or to a change of it, or its own wish to change one (X12 855, 865).
 *
 * A line may be answered in parts: six shipped now, four on backorder. So a line holds responses, not one status.
 */
import { z } from 'zod';
import {
  surcharges,
  terms,
  totals,
  components,
  item,
  price,
  quantity,
  header,
  carrier,
  orderReference,
  purpose,
  remainder,
  party,
  procedure,
  choice,
  day,
  text,
} from './fields/index.js';
import { lineChange } from './purchase-order-change.js';

const response = z.strictObject({
  status: choice([
    ...(['accepted', 'backordered', 'changed', 'deleted', 'price-changed', 'quantity-changed'] as const),
    ...(['rescheduled', 'substituted', 'shipped', 'on-hold', 'pending', 'rejected'] as const),
    ...(['not-on-contract', 'item-unknown', 'unit-invalid', 'contract-expired', 'discontinued'] as const),
    ...(['allocated'] as const),
  ]).describe('What the supplier says to this part of the line (ACK01)'),
  quantity: quantity.optional().describe('How many it says it of (ACK02, ACK03)'),
  price: price.optional().describe('The price that it will bill'),
  shipDate: day.optional().describe('Day on which it will leave the supplier (ACK05 with 068)'),
  deliveryDate: day.optional().describe('Day on which it will arrive (ACK05 with 067)'),
  item: item.optional().describe('What is sent instead of the ordered item (ACK07 and following)'),
  reason: text.optional().describe('Why, as sent (ACK29)'),
  notes: remainder.notes,
});

const line = z.strictObject({
  number: text.optional().describe("The supplier's own numbering"),
  order: orderReference.optional().describe('The order line that is answered (PO101, POC01)'),
  change: lineChange.optional().describe('The change that is answered or wished for (POC02)'),
  item: item.optional().describe('The item, as the supplier knows it (PO106 and following)'),
  quantity: quantity.optional().describe('How many were ordered, as the supplier repeats it (PO102)'),
  price: price.optional().describe('Price, as the supplier repeats or corrects it (PO104)'),
  responses: z
    .array(response)
    .optional()
    .describe('The answer, in parts (ACK); none means that the supplier says nothing to the line'),
  contract: text.optional().describe('Contract that the price comes from (REF CT)'),
  components: components.optional().describe('What a kit or procedure pack is made of (SLN)'),
  ...surcharges,
  ...remainder,
});

export const orderAcknowledgment = z
  .strictObject({
    ...header('order-acknowledgment@1'),
    order: orderReference
      .extend({ number: text.describe("The hospital's order number (BAK03, BCA03)") })
      .describe('The order that is answered (BAK03, BAK05, BCA03)'),
    answers: choice(['order', 'change', 'nothing'])
      .optional()
      .describe(
        'What is answered: order (855), change (865), or nothing: the supplier wishes for a change (865)',
      ),
    changeNumber: text.optional().describe('Which change of the order is answered (BCA05)'),
    number: text.optional().describe("The supplier's number of its answer or order (BAK08, BCA09)"),
    purpose: purpose.optional().describe('Why it is sent (BAK01, BCA01)'),
    status: choice(['accepted', 'accepted-with-changes', 'rejected', 'acknowledged'])
      .optional()
      .describe('The answer as a whole; acknowledged says only that the order arrived (BAK02, BCA02)'),
    date: day.describe('Date of the answer (BAK09, BCA10)'),
    contract: text.optional().describe('Contract that the prices come from (REF CT)'),
    supplier: party.optional().describe('Who answers (N1 SU, SE, VN)'),
    buyer: party.optional().describe('Who ordered (N1 BY)'),
    billTo: party.optional().describe('Where the invoice will go (N1 BT)'),
    shipFrom: party.optional().describe('Where the goods will come from (N1 SF)'),
    shipTo: party.optional().describe('Where the goods will go (N1 ST)'),
    shipDate: day.optional().describe('Day on which the goods will leave the supplier (DTM 010, 068)'),
    deliveryDate: day.optional().describe('Day on which they will arrive (DTM 017, 067)'),
    freightTerms: text.optional().describe('Who pays the freight, as sent (FOB01)'),
    carrier: carrier.optional().describe('Who will carry the goods (TD5)'),
    terms: terms.optional().describe('Terms of payment (ITD)'),
    ...surcharges,
    procedure: procedure.optional().describe('The case behind a bill-only order; sensitive'),
    totals: totals.optional().describe('Totals of the answer'),
    lines: z
      .array(line)
      .describe('Answers line by line (PO1, POC); none, when the answer is for the whole order'),
  })
  .describe(
    "A supplier's answer to an order or to a change of it, or its own wish to change one. X12 855, 865.",
  );
export type OrderAcknowledgment = z.infer<typeof orderAcknowledgment>;
