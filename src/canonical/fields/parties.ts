/**
 * Companies and places: names, identifiers, addresses, people.
 *
 * A party is what a partner says about it; `location` is the one field in it that is the hospital's own.
 */
import { z } from 'zod';
import { partyIdentifiers } from './identifiers.js';
import { marks } from './marks.js';
import { text } from './scalars.js';

export const address = z
  .strictObject({
    line1: text.optional().describe('Street (N301)'),
    line2: text.optional().describe('Second line of the street (N302)'),
    line3: text.optional().describe('Third line of the street (second N3)'),
    city: text.optional().describe('City (N401)'),
    state: text.optional().describe('State or province, as sent (N402)'),
    postalCode: text.optional().describe('Postal code; leading zeros are part of it (N403)'),
    country: text.optional().describe('Country, as sent: US, USA (N404)'),
  })
  .meta({ id: 'address', description: 'A postal address' });

export const contact = z
  .strictObject({
    name: text.optional().describe('Who it is (PER02)'),
    role: text.optional().describe('What for, as sent: BD is a buyer, CN a general contact (PER01)'),
    phone: text.optional().describe('Telephone number (PER04 with TE)'),
    fax: text.optional().describe('Fax number (PER04 with FX)'),
    email: text.optional().describe('Mail address (PER04 with EM)'),
  })
  .meta({ id: 'contact', description: 'A person or desk to ask' });

export const party = z
  .strictObject({
    name: text.optional().describe('Name (N102)'),
    identifiers: partyIdentifiers.optional().describe('Its numbers, each with its kind (N103, N104, REF)'),
    location: text
      .optional()
      .describe("The hospital's own code for the place, from a crosswalk: `location@1` number"),
    address: address.optional().describe('Where it is (N3, N4)'),
    contacts: z.array(contact).optional().describe('Whom to ask there (PER)'),
  })
  .meta({ id: 'party', description: 'A company or a place' })
  .register(marks, { shape: 'party' });
export type Party = z.infer<typeof party>;

export const bank = z
  .strictObject({
    name: text.optional().describe('Name of the bank'),
    routing: text.optional().describe('Routing number of the bank, ABA or BIC (BPR07, BPR13)'),
    account: text.optional().describe('Account number (BPR09, BPR15)'),
    accountType: text.optional().describe('Sort of account, as sent (BPR08, BPR14)'),
  })
  .meta({ id: 'bank', description: 'A bank account' })
  .register(marks, { sensitive: true });
