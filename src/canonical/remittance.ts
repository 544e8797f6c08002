/**
 * What a payment is for (X12 820).
 *
 * Its amounts have a sign: what is taken off, such as a credit, is negative, so that the lines add up to the payment.
 */
import { z } from 'zod';
import {
  totals,
  header,
  documentReference,
  orderReference,
  purpose,
  remainder,
  bank,
  party,
  choice,
  day,
  decimal,
  text,
} from './fields/index.js';

const adjustment = z.strictObject({
  reason: choice([
    'discount',
    'price',
    'quantity',
    'freight',
    'tax',
    'damaged',
    'returned',
    'duplicate',
    'other',
  ])
    .optional()
    .describe('Why, in our words (RMR07, ADX02)'),
  code: text.optional().describe('Why, as sent (RMR07, ADX02)'),
  amount: decimal.describe('How much; negative when less is paid (RMR08, ADX01)'),
  reference: text.optional().describe('Number that justifies it (ADX04)'),
  description: text.optional().describe('In words'),
});

const line = z.strictObject({
  number: text.optional().describe('Line of the remittance'),
  kind: choice(['invoice', 'credit', 'debit', 'prepayment', 'adjustment', 'other']).describe(
    'What is settled (RMR01)',
  ),
  document: documentReference.optional().describe("The supplier's invoice or credit (RMR02, DTM 003)"),
  order: orderReference.optional().describe('The order behind it (REF PO)'),
  gross: decimal.optional().describe('Total of the invoice; negative for a credit (RMR05)'),
  discount: decimal.optional().describe('Discount for early payment that was taken, positive (RMR06)'),
  paid: decimal.describe('What is paid of it; negative for a credit (RMR04)'),
  adjustments: z.array(adjustment).optional().describe('Why another amount is paid than billed (ADX)'),
  ...remainder,
});

export const remittance = z
  .strictObject({
    ...header('remittance@1'),
    number: text.describe('Number of the payment: trace or check number (TRN02)'),
    date: day.describe('Day on which the money moves (BPR16)'),
    purpose: purpose.optional().describe('Why it is sent'),
    kind: choice(['advice', 'payment-order', 'payment-order-with-advice'])
      .optional()
      .describe('Tells of a payment, or orders the bank to make one (BPR01)'),
    method: choice(['ach', 'wire', 'check', 'card', 'netting', 'other'])
      .optional()
      .describe('How it is paid (BPR04)'),
    payer: party.optional().describe('Who pays (N1 PR)'),
    payee: party.optional().describe('Who is paid (N1 PE)'),
    payerBank: bank.optional().describe('Where the money comes from (BPR06 to BPR09); sensitive'),
    payeeBank: bank.optional().describe('Where the money goes (BPR12 to BPR15); sensitive'),
    totals: totals
      .extend({ stated: decimal.describe('What is paid in all (BPR02)') })
      .describe('Totals of the payment'),
    lines: z.array(line).describe('What is settled, document by document (RMR)'),
  })
  .describe(
    'Which invoices and credits a payment settles, and why another amount is paid than billed. X12 820.',
  );
export type Remittance = z.infer<typeof remittance>;
