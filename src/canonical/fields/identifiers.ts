/**
 * Typed identifiers of parties and items: always a list, for each side has numbers of its own for the same thing.
 *
 * `vendor` is what the seller has assigned, `buyer` what the hospital has assigned: to an item, or to a party.
 */
import { z } from 'zod';
import { marks } from './marks.js';
import { choice, text } from './scalars.js';

/** What each kind of a party's identifier means. */
export const partyIdentifierKinds = {
  vendor: 'assigned by the seller: our account number with it (N103 91)',
  buyer: "assigned by the hospital: the supplier's vendor number in the ERP (N103 92)",
  gln: 'GS1 Global Location Number, 13 digits (N103 UL)',
  duns: 'D-U-N-S number, with or without a suffix of four characters (N103 1, 9)',
  hin: 'Health Industry Number, nine characters (N103 21)',
  dea: 'registration for controlled substances in the USA (N103 11)',
  npi: 'National Provider Identifier in the USA, ten digits (N103 XX)',
  tax: 'tax number of a business (N103 24, FI)',
  other: 'a qualifier that we do not know; it stands beside the value',
} as const;
export type PartyIdentifierKind = keyof typeof partyIdentifierKinds;

/** What each kind of an item's identifier means. */
export const itemIdentifierKinds = {
  vendor: "the seller's catalog number (VC, VN, VP)",
  buyer: "the hospital's item number, as the partner knows it (IN, BP, PI)",
  manufacturer: "the manufacturer's catalog number (MG, MF)",
  gtin: 'GS1 trade item number of one pack level: 8, 12 (UPC), 13 (EAN) or 14 digits (UK, UP, EN)',
  ndc: 'National Drug Code, with or without hyphens (N4, ND)',
  'udi-di': 'device identifier of a UDI, whoever issued it (UX)',
  hibc: 'HIBC of the health industry, with its leading plus sign',
  catalog: 'number in a catalog of somebody else, such as a purchasing group (CG)',
  hcpcs: 'HCPCS code, which a hospital bills by (HC)',
  unspsc: 'UNSPSC class, eight digits',
  other: 'a qualifier that we do not know; it stands beside the value',
} as const;
export type ItemIdentifierKind = keyof typeof itemIdentifierKinds;

export const partyIdentifier = z
  .strictObject({
    kind: choice(wordsOf(partyIdentifierKinds)).describe('What sort of number it is (N103, REF01)'),
    value: text.describe('The number, as sent (N104, REF02)'),
    qualifier: text.optional().describe("The partner's own qualifier, as sent (N103, REF01)"),
  })
  .meta({ id: 'partyIdentifier', description: 'One number of a party' });
export type PartyIdentifier = z.infer<typeof partyIdentifier>;

export const itemIdentifier = z
  .strictObject({
    kind: choice(wordsOf(itemIdentifierKinds)).describe(
      'What sort of number it is (qualifiers of LIN, PO1, IT1)',
    ),
    value: text.describe('The number, as sent'),
    qualifier: text.optional().describe("The partner's own qualifier, as sent"),
    unit: text
      .optional()
      .describe('The pack that it stands for, where it is another one than that of the line: CA, BX'),
  })
  .meta({ id: 'itemIdentifier', description: 'One number of an item' });
export type ItemIdentifier = z.infer<typeof itemIdentifier>;

export const partyIdentifiers = z.array(partyIdentifier).register(marks, { shape: 'identifiers' });
export const itemIdentifiers = z.array(itemIdentifier).register(marks, { shape: 'identifiers' });

function wordsOf<Word extends string>(words: Record<Word, string>): [Word, ...Word[]] {
  return Object.keys(words) as [Word, ...Word[]];
}
