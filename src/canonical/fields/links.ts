/**
 * How documents point at each other: orders, shipments, originals, and whatever else a partner refers to.
 *
 * The lists gather what has no field of its own; a half-empty entry of them is no fault.
 */
import { z } from 'zod';
import { marks } from './marks.js';
import { choice, day, text } from './scalars.js';

/** Why a document was sent. */
export const purpose = choice(['original', 'change', 'cancel', 'confirmation', 'replace', 'duplicate']);

/** What sort of order it is; it decides whether goods are received and where. X12 has no code for most of them. */
export const orderType = choice([
  ...(['standard', 'rush', 'blanket', 'blanket-release', 'drop-ship', 'direct-ship'] as const),
  ...(['consignment', 'bill-only', 'bill-and-replace'] as const),
]);

/** A purchase order of ours, or a line of it, as the partner refers to it. */
export const orderReference = z
  .strictObject({
    number: text.optional().describe("The hospital's order number (BEG03, BIG04, PRF01)"),
    release: text.optional().describe('Release of a blanket order (BEG04, BIG05, PRF02)'),
    line: text.optional().describe("The order's line number; of an invoice only a hint (PO101)"),
    date: day.optional().describe('Date of the order (BIG03, PRF04)'),
    type: orderType.optional().describe('Type of the order, where the partner says it (BEG02, PRF06)'),
    supplierNumber: text.optional().describe("The supplier's own number for the order (REF VN)"),
  })
  .meta({ id: 'orderReference', description: 'A purchase order, or a line of it' });

/** Another document, or a line of it. */
export const documentReference = z
  .strictObject({
    number: text.optional().describe('Its number'),
    date: day.optional().describe('Its date'),
    line: text.optional().describe('The line of it that is meant'),
  })
  .meta({ id: 'documentReference', description: 'Another document, or a line of it' });

/** What to look for at the dock and on the freight bill. */
export const shipmentNumbers = {
  trackingNumber: text.optional().describe("The carrier's tracking or PRO number (REF 2I, CN)"),
  billOfLading: text.optional().describe('Bill of lading (REF BM)'),
  packingSlip: text.optional().describe('Packing slip (REF PK)'),
};

export const carrier = z
  .strictObject({
    name: text.optional().describe('Carrier or route, in words (TD505)'),
    code: text.optional().describe('Carrier, as sent: a SCAC (TD503)'),
    mode: text.optional().describe('Way of transport, as sent: M is road, A is air (TD504)'),
    service: text.optional().describe('Level of service, as sent: next day, second day (TD512)'),
    account: text.optional().describe("The hospital's account with the carrier, for freight collect"),
  })
  .meta({ id: 'carrier', description: 'Who carries the goods' });

export const dayRange = z
  .strictObject({
    from: day.optional().describe('First day'),
    to: day.optional().describe('Last day'),
  })
  .meta({ id: 'dayRange', description: 'From one day to another, both included' });

const reference = z
  .strictObject({
    qualifier: text.describe('What sort of number it is, as sent (REF01)'),
    value: text.describe('The number, as sent (REF02)'),
    description: text.optional().describe('In words (REF03)'),
  })
  .meta({ id: 'reference', description: 'A number that has no field of its own' });

const note = z
  .strictObject({
    qualifier: text.optional().describe('What sort of note it is, as sent (NTE01)'),
    text: text.describe('The note (NTE02, MSG01)'),
  })
  .meta({ id: 'note', description: 'Free text' });

const date = z
  .strictObject({
    qualifier: text.describe('What sort of date it is, as sent (DTM01)'),
    date: day.describe('The day (DTM02)'),
  })
  .meta({ id: 'date', description: 'A date that has no field of its own' });

export const references = z.array(reference).register(marks, { sparse: true });
export const notes = z.array(note).register(marks, { sparse: true });
export const dates = z.array(date).register(marks, { sparse: true });

/** What has no field of its own, at a document or a line. */
export const remainder = {
  references: references.optional().describe('Numbers that have no field of their own (REF)'),
  dates: dates.optional().describe('Dates that have no field of their own (DTM)'),
  notes: notes.optional().describe('Free text (NTE, MSG)'),
};
