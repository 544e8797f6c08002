/**
 * An item as the hospital's item master knows it: its packs, where it comes from, where it is kept.
 *
 * Crosswalks are made from it: vendor number and unit to item number, stock unit and factor.
 */
import { z } from 'zod';
import { price, header, itemIdentifiers, party, choice, decimal, integer, text } from './fields/index.js';

const pack = z.strictObject({
  unit: text.describe("Unit in the hub's words: CA"),
  factor: decimal.describe('Stock units in it: "10"'),
  use: choice(['stock', 'purchase', 'issue', 'charge', 'other'])
    .optional()
    .describe('What the unit is used for'),
  identifiers: itemIdentifiers.optional().describe('Numbers of this pack: each pack has a GTIN of its own'),
});

const source = z.strictObject({
  supplier: text.describe("The ERP's supplier number"),
  identifiers: itemIdentifiers.optional().describe("The supplier's and manufacturer's numbers"),
  unit: text.optional().describe("Unit that is bought, in the hub's words"),
  factor: decimal.optional().describe('Stock units in it'),
  price: price.optional().describe('Price of one unit'),
  contract: text.optional().describe('Contract that the price comes from'),
  leadTimeDays: integer.optional().describe('Days from order to delivery'),
  rank: integer.optional().describe('Which source is asked first: 1'),
});

const place = z.strictObject({
  location: text.describe("The hospital's own code: `location@1` number"),
  bin: text.optional().describe('Shelf or bin'),
  unit: text.optional().describe('Unit that is kept there'),
  parMinimum: decimal.optional().describe('Stock below which it is filled up'),
  parMaximum: decimal.optional().describe('Stock up to which it is filled'),
});

export const itemMaster = z
  .strictObject({
    ...header('item@1'),
    number: text.describe("The hospital's item number"),
    description: text.describe('What it is, in words'),
    status: choice(['proposed', 'active', 'blocked', 'closed']).optional().describe('Whether it is bought'),
    kind: choice([
      ...(['supply', 'implant', 'instrument', 'equipment', 'drug', 'reagent', 'blood-product'] as const),
      ...(['kit', 'service', 'other'] as const),
    ])
      .optional()
      .describe('What sort of item it is'),
    identifiers: itemIdentifiers.optional().describe('Numbers of the item in its stock unit'),
    manufacturer: party.optional().describe('Who makes it'),
    stockUnit: text.optional().describe("Unit in which it is kept, in the hub's words"),
    packs: z.array(pack).optional().describe('Its units, each in stock units'),
    tracking: choice(['none', 'lot', 'serial', 'lot-and-serial'])
      .optional()
      .describe('What must be kept of each piece'),
    storage: choice(['room', 'refrigerated', 'frozen', 'controlled', 'hazardous', 'other'])
      .optional()
      .describe('How it must be kept'),
    deviceClass: choice(['I', 'II', 'III']).optional().describe('Class of a medical device'),
    category: text.optional().describe("The hospital's own category"),
    costCenter: text.optional().describe('Cost center that bears it, where no order says another'),
    account: text.optional().describe('Account of the general ledger'),
    chargeCode: text.optional().describe('Code by which a patient is charged for it'),
    replacedBy: text.optional().describe('Item number of what is bought instead'),
    sources: z.array(source).optional().describe('Who sells it to us'),
    locations: z.array(place).optional().describe('Where it is kept'),
  })
  .describe("An item as the hospital's item master knows it. From the ERP.");
export type ItemMaster = z.infer<typeof itemMaster>;
