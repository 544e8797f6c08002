/**
 * Goods: items, quantities, prices, lots and serial numbers.
 *
 * Raw and converted values stand side by side; what the partner wrote is never lost.
 */
import { z } from 'zod';
import { itemIdentifiers } from './identifiers.js';
import { marks } from './marks.js';
import { choice, day, decimal, text } from './scalars.js';

export const item = z
  .strictObject({
    number: text.optional().describe("The hospital's item number, from a crosswalk: `item@1` number"),
    description: text.optional().describe('What it is, in words (PID05)'),
    identifiers: itemIdentifiers.optional().describe('Its numbers, each with its kind (LIN, PO1, IT1)'),
    manufacturer: text.optional().describe('Who makes it, where that is not the seller (N102 of N1 MF)'),
    countryOfOrigin: text.optional().describe('Country where it was made, as sent'),
  })
  .meta({ id: 'item', description: 'Which item it is' });

/** `value` and `unit` in the hub's units; `raw` as the partner wrote it; `stock` in the unit that the hospital keeps. */
export const quantity = z
  .strictObject({
    value: decimal.describe('How many, counted in `unit`'),
    unit: text.optional().describe("Unit in the hub's words, from a crosswalk: EA, BX, CA"),
    raw: z
      .strictObject({
        value: decimal.describe('How many, as sent'),
        unit: text.optional().describe('Unit, as sent; suppliers write CS and mean a case'),
      })
      .optional()
      .describe('As the partner wrote it'),
    stock: z
      .strictObject({
        value: decimal.describe('How many, counted in the stock unit: raw.value x factor'),
        unit: text.describe('Unit in which the hospital keeps the item'),
        factor: decimal.describe('Stock units in one unit as sent: a case of 10 boxes has "10"'),
      })
      .optional()
      .describe('In the unit that the hospital keeps; ordered, received and billed are compared in it'),
  })
  .meta({ id: 'quantity', description: 'How many of which unit' })
  .register(marks, { shape: 'quantity' });

/** Price of one `unit`, or of `per` units where that is given. */
export const price = z
  .strictObject({
    value: decimal.describe('Price of `per` units, in the currency of the record'),
    unit: text.optional().describe("Unit that is priced, in the hub's words"),
    per: decimal
      .optional()
      .describe('Units that the price is for: "100" is a price for a hundred; 1 where absent'),
    basis: choice(['contract', 'catalog', 'list', 'quote', 'net', 'estimate', 'no-charge', 'other'])
      .optional()
      .describe('Where the price comes from (PO105, IT105, CTP02)'),
    raw: z
      .strictObject({
        value: decimal.describe('Price, as sent'),
        unit: text.optional().describe('Unit that is priced, as sent'),
      })
      .optional()
      .describe('As the partner wrote it'),
  })
  .meta({ id: 'price', description: 'What one unit costs' })
  .register(marks, { shape: 'price' });

export const lot = z
  .strictObject({
    lot: text.optional().describe('Lot or batch number (LT)'),
    serial: text.optional().describe('Serial number of one piece (SN, REF SE)'),
    expires: day.optional().describe('Last day of use (DTM 036)'),
    manufactured: day.optional().describe('Day of manufacture (DTM 094, 405)'),
    quantity: decimal
      .optional()
      .describe('How many of the line are of this lot, in the unit of the line as sent'),
    udi: text
      .optional()
      .describe('The whole UDI as read from the label: device, lot, expiry and serial in one'),
  })
  .meta({ id: 'lot', description: 'A lot, or one piece with a serial number' });
export type Lot = z.infer<typeof lot>;

export const lots = z.array(lot).register(marks, { shape: 'lots' });

export const component = z
  .strictObject({
    number: text.optional().describe('Number of the component in its kit (SLN01)'),
    item: item.describe('What is in the kit (SLN09 and following)'),
    quantity: quantity.optional().describe('How many in one kit (SLN04, SLN05)'),
    price: price.optional().describe('Its price, where it has one of its own (SLN06)'),
    lots: lots.optional().describe('Its lots and serial numbers'),
  })
  .meta({ id: 'component', description: 'A part of a kit or procedure pack (SLN)' });

export const components = z.array(component);

export const weight = z
  .strictObject({
    value: decimal.describe('How much'),
    unit: text.optional().describe('Unit of weight, as sent: LB, KG'),
  })
  .meta({ id: 'weight', description: 'A weight' });
