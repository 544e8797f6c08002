/**
 * A place of the hospital: where goods go, are kept and are used.
 */
import { z } from 'zod';
import { header, partyIdentifiers, address, contact, choice, text } from './fields/index.js';

const supplierAccount = z.strictObject({
  supplier: text.describe("The ERP's supplier number"),
  number: text.describe("The supplier's account number for this place"),
  use: choice(['ship-to', 'bill-to', 'both']).optional().describe('What the account is used for'),
});

export const location = z
  .strictObject({
    ...header('location@1'),
    number: text.describe("The hospital's own code for the place; `party.location` holds it"),
    name: text.describe('Name'),
    kind: choice([
      ...([
        'facility',
        'building',
        'department',
        'dock',
        'storeroom',
        'warehouse',
        'operating-room',
      ] as const),
      ...(['par', 'pharmacy', 'laboratory', 'clinic', 'office', 'other'] as const),
    ])
      .optional()
      .describe('What sort of place it is'),
    status: choice(['proposed', 'active', 'blocked', 'closed'])
      .optional()
      .describe('Whether goods may go there'),
    parent: text.optional().describe('Code of the place that it is part of'),
    identifiers: partyIdentifiers.optional().describe('Its numbers: GLN, HIN, DEA'),
    address: address.optional().describe('Where it is'),
    deliverTo: text.optional().describe('Room, desk or person for the label'),
    contacts: z.array(contact).optional().describe('Whom to ask there'),
    receivingHours: text.optional().describe('When the dock takes goods, in words'),
    costCenter: text
      .optional()
      .describe('Cost center that bears what goes there, where no order says another'),
    account: text.optional().describe('Account of the general ledger'),
    supplierAccounts: z
      .array(supplierAccount)
      .optional()
      .describe("The suppliers' account numbers for this place"),
  })
  .describe('A place of the hospital, where goods go, are kept and are used. From the ERP.');
export type Location = z.infer<typeof location>;
