/**
 * What a supplier asks to be paid, or gives back (X12 810).
 *
 * A credit's amounts are positive; its `kind` says which way the money goes.
 */
import { z } from 'zod';
import {
  costBearers,
  surcharges,
  terms,
  totals,
  components,
  item,
  lots,
  price,
  quantity,
  header,
  carrier,
  dayRange,
  documentReference,
  orderReference,
  purpose,
  remainder,
  shipmentNumbers,
  party,
  procedure,
  choice,
  day,
  decimal,
  text,
} from './fields/index.js';

const line = z.strictObject({
  number: text.optional().describe("The supplier's own numbering: a hint, never a key (IT101)"),
  order: orderReference.optional().describe('The order line that is billed, where the supplier names it'),
  item: item.describe('What is billed (IT106 and following, PID05)'),
  quantity: quantity.describe('How many are billed (IT102, IT103)'),
  ordered: quantity.optional().describe('How many were ordered'),
  shipped: quantity.optional().describe('How many were shipped (IT301, IT302)'),
  backordered: quantity.optional().describe('How many will follow'),
  price: price.optional().describe('Price of one unit (IT104)'),
  amount: decimal.optional().describe('Quantity times price, before the charges of the line'),
  lots: lots.optional().describe('Lots and serial numbers: of implants, what was used'),
  ...surcharges,
  contract: text.optional().describe('Contract that the price comes from (REF CT)'),
  original: documentReference.optional().describe('The line of the invoice that a credit takes back'),
  shipNotice: documentReference.optional().describe('The shipment that the line came with'),
  shipTo: party.optional().describe('Where this line went, if elsewhere'),
  shipDate: day.optional().describe('Day on which it left the supplier, if another one (DTM 011)'),
  ...costBearers,
  components: components.optional().describe('What a kit or procedure pack is made of (SLN)'),
  ...remainder,
});

const invoiceTotals = totals.extend({
  stated: decimal.describe('What is to be paid or given back, as the invoice says it (TDS01)'),
  goods: decimal.optional().describe('Lines without charges, allowances and taxes'),
  charges: decimal.optional().describe('All charges'),
  allowances: decimal.optional().describe('All allowances'),
  taxes: decimal.optional().describe('All taxes'),
  discountable: decimal.optional().describe('Part that the discount for early payment is for (TDS02)'),
  discounted: decimal.optional().describe('What is to be paid when the discount is taken (TDS03)'),
  discount: decimal.optional().describe('Discount for early payment (TDS04)'),
});

export const invoice = z
  .strictObject({
    ...header('invoice@1'),
    number: text.describe("The supplier's invoice number (BIG02)"),
    date: day.describe('Date of the invoice (BIG01)'),
    kind: choice(['invoice', 'credit', 'debit']).describe('Which way the money goes (BIG07)'),
    purpose: purpose.optional().describe('Why it is sent (BIG08)'),
    order: orderReference
      .optional()
      .describe('The order that is billed; lines may name others (BIG03, BIG04)'),
    original: documentReference
      .optional()
      .describe('The invoice that a credit, debit or second billing refers to (REF OI, IV)'),
    returnAuthorization: text.optional().describe('The return that a credit is for (RMA)'),
    reason: text.optional().describe('Why a credit or debit is given, in words or as sent'),
    contract: text.optional().describe('Contract that the prices come from (REF CT)'),
    supplier: party.optional().describe('Who bills (N1 SE, SU, VN)'),
    remitTo: party.optional().describe('Where the money goes (N1 RE)'),
    buyer: party.optional().describe('Who ordered (N1 BY)'),
    billTo: party.optional().describe('Who is billed (N1 BT)'),
    shipFrom: party.optional().describe('Where the goods came from (N1 SF)'),
    shipTo: party.optional().describe('Where the goods went (N1 ST)'),
    shipDate: day.optional().describe('Day on which the goods left the supplier (DTM 011)'),
    period: dayRange.optional().describe('Days that a service is billed for'),
    shipNotice: documentReference.optional().describe('The shipment that is billed (REF SI)'),
    ...shipmentNumbers,
    carrier: carrier.optional().describe('Who carried the goods (CAD)'),
    freightTerms: text.optional().describe('Who pays the freight, as sent (FOB01)'),
    terms: terms.optional().describe('Terms of payment (ITD)'),
    ...surcharges,
    procedure: procedure.optional().describe('The case behind a bill-only invoice; sensitive'),
    totals: invoiceTotals.describe('Totals, positive also in a credit'),
    lines: z.array(line).describe('What is billed (IT1)'),
  })
  .describe('What a supplier asks to be paid, or gives back: invoice, credit memo, debit memo. X12 810.');
export type Invoice = z.infer<typeof invoice>;
