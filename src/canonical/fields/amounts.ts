/**
 * Money beside prices: charges, allowances, taxes, terms of payment, and who bears the cost.
 *
 * Amounts are positive decimals in the currency of the record: the list that one stands in says which way the money goes.
 */
import { z } from 'zod';
import { choice, day, decimal, integer, text } from './scalars.js';

/** A charge or an allowance. */
export const charge = z
  .strictObject({
    kind: choice([
      ...(['freight', 'handling', 'fuel', 'discount', 'tax', 'restocking', 'minimum-order'] as const),
      ...(['hazardous', 'insurance', 'expedite', 'packaging', 'cold-chain', 'rebate', 'promotion'] as const),
      ...(['trade-in', 'service', 'administrative-fee', 'other'] as const),
    ]).describe('What it is for, in our words (SAC02)'),
    code: text.optional().describe('What it is for, as sent (SAC02)'),
    description: text.optional().describe('In words (SAC15)'),
    amount: decimal.optional().describe('How much (SAC05, two implied decimals)'),
    percent: decimal.optional().describe('Percentage that the amount was calculated with (SAC07)'),
    rate: decimal.optional().describe('Amount for one unit (SAC08)'),
    quantity: decimal.optional().describe('Units that the rate was multiplied by (SAC10)'),
    unit: text.optional().describe('Unit of `quantity`, as sent (SAC09)'),
    settlement: choice(['on-document', 'bill-back', 'credit-later', 'information'])
      .optional()
      .describe('How it is settled; only on-document, and where absent, counts into the total (SAC12)'),
    reference: text.optional().describe('Number that justifies it, such as a freight bill (SAC13)'),
  })
  .meta({ id: 'charge', description: 'A charge or an allowance, beside the price' });

export const tax = z
  .strictObject({
    kind: choice(['sales', 'state', 'county', 'city', 'local', 'use', 'vat', 'gst', 'excise', 'other'])
      .optional()
      .describe('Which tax, in our words; sales where nobody says whose (TXI01)'),
    code: text.optional().describe('Which tax, as sent (TXI01)'),
    amount: decimal.describe('How much (TXI02)'),
    percent: decimal.optional().describe('Percentage (TXI03)'),
    taxable: decimal.optional().describe('Amount that was taxed (TXI08)'),
    jurisdiction: text.optional().describe('Who taxes, as sent (TXI05)'),
    exempt: text.optional().describe('Why nothing is taxed, as sent (TXI06)'),
  })
  .meta({ id: 'tax', description: 'A tax' });

/** What a document or a line costs beside the prices. */
export const surcharges = {
  charges: z
    .array(charge)
    .optional()
    .describe('What is added beside the price: freight, handling (SAC with C)'),
  allowances: z.array(charge).optional().describe('What is taken off (SAC with A)'),
  taxes: z.array(tax).optional().describe('Taxes that are not in the price (TXI)'),
};

export const terms = z
  .strictObject({
    description: text.optional().describe('In words (ITD12)'),
    code: text.optional().describe('Type of terms, as sent (ITD01)'),
    basis: choice(['invoice-date', 'delivery-date', 'receipt-date', 'order-date', 'end-of-month', 'other'])
      .optional()
      .describe('Day from which days are counted (ITD02)'),
    discountPercent: decimal.optional().describe('Discount for early payment: "2" is 2 % (ITD03)'),
    discountAmount: decimal.optional().describe('Discount for early payment, as an amount (ITD08)'),
    discountDays: integer.optional().describe('Days in which the discount holds (ITD05)'),
    discountDue: day.optional().describe('Last day of the discount (ITD04)'),
    netDays: integer.optional().describe('Days in which the whole is due (ITD07)'),
    netDue: day.optional().describe('Day on which the whole is due (ITD06)'),
  })
  .meta({ id: 'terms', description: 'Terms of payment' });

/** The totals of a document: as its sender says, and as the hub adds them up. */
export const totals = z
  .strictObject({
    stated: decimal.optional().describe('Total as the document says it (AMT02, TDS01)'),
    computed: decimal.optional().describe('Total as the mapping adds it up'),
    lines: integer.optional().describe('How many lines arrived (compare CTT01)'),
  })
  .meta({ id: 'totals', description: 'Totals of the document' });

export const distribution = z
  .strictObject({
    costCenter: text.optional().describe("The hospital's cost center"),
    account: text.optional().describe('Account of the general ledger'),
    project: text.optional().describe('Project, grant or capital request'),
    percent: decimal.optional().describe('Share of the line in percent'),
    quantity: decimal.optional().describe('Share of the line in its unit'),
    amount: decimal.optional().describe('Share of the line as an amount'),
  })
  .meta({ id: 'distribution', description: 'Who bears a share of the cost' });

/** Who bears the cost of a line: one cost center and account, or several with their shares. */
export const costBearers = {
  costCenter: text.optional().describe("The hospital's cost center"),
  account: text.optional().describe('Account of the general ledger'),
  distributions: z
    .array(distribution)
    .optional()
    .describe('Shares, where several cost centers bear the line; they stand instead of the two fields above'),
};
