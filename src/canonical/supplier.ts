/**
 * A supplier as the ERP knows it: for onboarding, look-up and paying.
 */
import { z } from 'zod';
import {
  terms,
  header,
  partyIdentifiers,
  address,
  bank,
  contact,
  choice,
  day,
  decimal,
  integer,
  text,
} from './fields/index.js';

const site = z.strictObject({
  number: text.describe("The ERP's code of the site"),
  use: choice(['order', 'remit', 'return', 'ship-from', 'other']).optional().describe('What it is used for'),
  name: text.optional().describe('Name'),
  identifiers: partyIdentifiers.optional().describe('Its numbers'),
  address: address.optional().describe('Where it is'),
  contacts: z.array(contact).optional().describe('Whom to ask there'),
});

const certificate = z.strictObject({
  kind: text.describe('What it certifies: W-9, liability insurance, diversity, license'),
  number: text.optional().describe('Its number'),
  validTo: day.optional().describe('Last day on which it is valid'),
});

export const supplier = z
  .strictObject({
    ...header('supplier@1'),
    number: text.describe("The ERP's supplier number"),
    name: text.describe('Name'),
    legalName: text.optional().describe('Name as registered, where it is another'),
    kind: choice(['manufacturer', 'distributor', 'service', 'carrier', 'government', 'individual', 'other'])
      .optional()
      .describe('What sort of supplier it is'),
    status: choice(['proposed', 'active', 'blocked', 'closed']).optional().describe('Whether we buy from it'),
    parent: text.optional().describe('Supplier number of the company that it belongs to'),
    identifiers: partyIdentifiers.optional().describe('Its numbers: GLN, D-U-N-S, HIN, tax'),
    address: address.optional().describe('Where it is'),
    remitTo: address.optional().describe('Where payments go'),
    sites: z.array(site).optional().describe('Places that orders, payments and returns go to'),
    contacts: z.array(contact).optional().describe('Whom to ask'),
    terms: terms.optional().describe('Terms of payment'),
    freightTerms: text.optional().describe('Who pays the freight'),
    minimumOrder: decimal.optional().describe('Least amount of an order'),
    leadTimeDays: integer.optional().describe('Days from order to delivery'),
    paymentMethod: choice(['ach', 'wire', 'check', 'card', 'netting', 'other'])
      .optional()
      .describe('How it is paid'),
    bank: bank.optional().describe('Its bank account; sensitive'),
    certificates: z.array(certificate).optional().describe('What it has proved to us'),
  })
  .describe('A supplier as the ERP knows it. From the ERP or from onboarding.');
export type Supplier = z.infer<typeof supplier>;
