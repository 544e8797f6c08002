/**
 * What a supplier sells at which price, or what a contract agrees (X12 832, 845).
 *
 * An item may have several prices: by unit, quantity, tier and day. None of them is chosen here.
 */
import { z } from 'zod';
import {
  terms,
  item,
  price,
  header,
  dayRange,
  purpose,
  remainder,
  party,
  choice,
  day,
  decimal,
  integer,
  text,
} from './fields/index.js';

const offered = z.strictObject({
  kind: choice(['contract', 'list', 'net', 'promotion', 'retail', 'other'])
    .optional()
    .describe('What sort of price it is (CTP02)'),
  price: price.describe('Price of one unit (CTP03, CTP05)'),
  quantityFrom: decimal.optional().describe('Holds from this quantity on (CTP10, CTP04)'),
  quantityTo: decimal.optional().describe('Holds up to this quantity'),
  tier: text.optional().describe('Tier of the contract that it is for'),
  contract: text.optional().describe('Contract, where it is another one than that of the catalog'),
  effective: dayRange.optional().describe('Days on which it holds (DTM 007 and 036, or 196 and 197)'),
});

const pack = z.strictObject({
  unit: text.describe("Unit in the hub's words: CA"),
  factor: decimal.describe('How many of `of` are in it: "10" (PO401)'),
  of: text.describe('The unit that it is made of: BX'),
});

const line = z.strictObject({
  number: text.optional().describe('Line of the catalog (LIN01)'),
  change: choice(['add', 'change', 'remove', 'none']).optional().describe('What is new about it (CTB, LIN)'),
  item: item.describe('What is sold (LIN, PID05)'),
  prices: z.array(offered).optional().describe('What it costs (CTP)'),
  packs: z.array(pack).optional().describe('How its units go into each other (PO4)'),
  minimumOrder: decimal.optional().describe('Least quantity of an order (CTB)'),
  orderMultiple: decimal.optional().describe('Orders are for a multiple of it'),
  leadTimeDays: integer.optional().describe('Days from order to delivery (LDT02)'),
  status: choice(['available', 'discontinued', 'not-yet', 'on-allocation'])
    .optional()
    .describe('Whether it is sold'),
  replaces: item.optional().describe('The item that it takes the place of'),
  category: text.optional().describe('Category, as the supplier names it'),
  ...remainder,
});

export const priceCatalog = z
  .strictObject({
    ...header('price-catalog@1'),
    number: text.describe('Number of the catalog or price list (BCT02)'),
    edition: text.optional().describe('Version of it, as sent (BCT03)'),
    date: day.optional().describe('Date on which it was made'),
    kind: choice(['catalog', 'contract', 'quote', 'authorization']).optional().describe('What it is (BCT01)'),
    purpose: purpose.optional().describe('Why it is sent; change holds only what is new (BCT10)'),
    contract: z
      .strictObject({
        number: text.optional().describe('Number of the contract (REF CT)'),
        tier: text.optional().describe('Tier that the hospital has reached'),
        group: text.optional().describe('Purchasing group that agreed it'),
        title: text.optional().describe('What it is about'),
      })
      .optional()
      .describe('The contract behind the prices'),
    effective: dayRange
      .optional()
      .describe('Days on which the prices hold (DTM 007 and 036, or 196 and 197)'),
    supplier: party.optional().describe('Who sells (N1 SE, SU, VN)'),
    manufacturer: party.optional().describe('Who makes the items, where that is not the seller (N1 MF)'),
    buyer: party.optional().describe('Who may buy at these prices (N1 BY)'),
    eligible: z
      .array(party)
      .optional()
      .describe('The places that may buy at these prices; all, where absent'),
    terms: terms.optional().describe('Terms of payment (ITD)'),
    totals: z
      .strictObject({ lines: integer.optional().describe('How many lines arrived (compare CTT01)') })
      .optional()
      .describe('Totals of the catalog'),
    lines: z.array(line).describe('What is sold (LIN)'),
  })
  .describe('What a supplier sells at which price, or what a contract agrees. X12 832, 845.');
export type PriceCatalog = z.infer<typeof priceCatalog>;
