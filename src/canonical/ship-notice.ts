/**
 * What a supplier has shipped, in which packages, with which lots (X12 856).
 *
 * Lines and packages are flat lists; `package` and `parent` name the package something stands in.
 */
import { z } from 'zod';
import {
  components,
  item,
  lots,
  quantity,
  weight,
  header,
  carrier,
  orderReference,
  purpose,
  remainder,
  shipmentNumbers,
  party,
  procedure,
  choice,
  day,
  integer,
  text,
} from './fields/index.js';

const shippedPackage = z.strictObject({
  id: text.describe('Unique in this notice (HL01)'),
  parent: text.optional().describe('Id of the package that it stands in: the pallet of a carton (HL02)'),
  kind: choice(['pallet', 'carton', 'tote', 'container', 'package'])
    .optional()
    .describe('What it is (HL03, TD101)'),
  sscc: text
    .optional()
    .describe('Serial Shipping Container Code of GS1, 18 digits, as on the label (MAN02 with GM)'),
  trackingNumber: text.optional().describe("The carrier's number of this package (MAN02 with CP)"),
  weight: weight.optional().describe('Gross weight (TD107, TD108)'),
  storage: text.optional().describe('How it must be kept, as sent (TD4)'),
});

const line = z.strictObject({
  number: text.optional().describe("The supplier's own numbering (HL01, LIN01)"),
  order: orderReference.optional().describe('The order line that it fills (PRF01, LIN01)'),
  item: item.describe('What is shipped (LIN, PID05)'),
  substituteFor: item.optional().describe('What was ordered, where something else is shipped'),
  quantity: quantity.describe('How many are shipped in this package (SN102, SN103)'),
  ordered: quantity.optional().describe('How many were ordered (SN105, SN106)'),
  backordered: quantity.optional().describe('How many will follow'),
  status: choice(['complete', 'partial', 'backordered', 'substituted', 'cancelled'])
    .optional()
    .describe('What becomes of the rest of the order line (SN108)'),
  lots: lots.optional().describe('Lots, serial numbers and expiry, from LIN, REF and DTM'),
  package: text.optional().describe('Id of the package that it stands in'),
  components: components.optional().describe('What a kit or procedure pack is made of (SLN)'),
  ...remainder,
});

export const shipNotice = z
  .strictObject({
    ...header('ship-notice@1'),
    number: text.describe("The supplier's number of the shipment (BSN02)"),
    purpose: purpose.optional().describe('Why it is sent (BSN01)'),
    date: day.describe('Date of the notice (BSN03)'),
    structure: text.optional().describe('Shape of the hierarchy, as the supplier states it (BSN05)'),
    shipDate: day.optional().describe('Day on which the goods left the supplier (DTM 011)'),
    deliveryDate: day.optional().describe('Day on which they will arrive (DTM 017, 067)'),
    supplier: party.optional().describe('Who sends the goods (N1 SU, SE, VN)'),
    buyer: party.optional().describe('Who ordered them (N1 BY)'),
    shipFrom: party.optional().describe('Where they come from (N1 SF)'),
    shipTo: party.optional().describe('Where they go (N1 ST)'),
    carrier: carrier.optional().describe('Who carries them (TD5)'),
    ...shipmentNumbers,
    freightTerms: text.optional().describe('Who pays the freight, as sent (FOB01)'),
    weight: weight.optional().describe('Gross weight of the shipment (TD107, TD108)'),
    packageCount: integer.optional().describe('How many packages (TD102)'),
    procedure: procedure.optional().describe('The case that the goods replace or are for; sensitive'),
    orders: z.array(orderReference).optional().describe('The orders that it fills (PRF)'),
    packages: z
      .array(shippedPackage)
      .optional()
      .describe('Pallets and cartons, each naming the one it stands in'),
    totals: z
      .strictObject({ lines: integer.optional().describe('How many lines arrived (compare CTT01)') })
      .optional()
      .describe('Totals of the notice'),
    lines: z.array(line).describe('What is shipped, one for each item in each package (HL I)'),
  })
  .describe('What a supplier has shipped, in which packages, with which lots. X12 856.');
export type ShipNotice = z.infer<typeof shipNotice>;
