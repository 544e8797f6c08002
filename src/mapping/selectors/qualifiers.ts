/**
 * What the qualifiers of identifiers mean, in our own kinds. Chosen by hand: those that hospital suppliers use.
 */
import type { ItemIdentifierKind, PartyIdentifierKind } from '../../canonical/index.js';

/** Of items: qualifiers in IT1, PO1, LIN, ACK and SLN (data element 235). */
export const itemKinds: ReadonlyMap<string, ItemIdentifierKind> = table({
  VC: 'vendor',
  VN: 'vendor',
  VP: 'vendor',
  VA: 'vendor',
  SK: 'vendor',
  IN: 'buyer',
  BP: 'buyer',
  PI: 'buyer',
  CB: 'buyer',
  MG: 'manufacturer',
  MF: 'manufacturer',
  MN: 'manufacturer',
  UK: 'gtin',
  UP: 'gtin',
  EN: 'gtin',
  EO: 'gtin',
  UA: 'gtin',
  UE: 'gtin',
  UI: 'gtin',
  UN: 'gtin',
  ND: 'ndc',
  N1: 'ndc',
  N2: 'ndc',
  N3: 'ndc',
  N4: 'ndc',
  UX: 'udi-di',
  HC: 'hcpcs',
  CG: 'catalog',
});

/** Pairs that say which lot or piece it is, not what it is. */
export const lotQualifiers = { lot: 'LT', serial: 'SN' } as const;

/** Of parties: qualifiers in N103 (data element 66). What a seller or a buyer has assigned is theirs. */
export const partyKinds: ReadonlyMap<string, PartyIdentifierKind> = table({
  '1': 'duns',
  '9': 'duns',
  '11': 'dea',
  '21': 'hin',
  '24': 'tax',
  '91': 'vendor',
  '92': 'buyer',
  FI: 'tax',
  UL: 'gln',
  XX: 'npi',
});

/** Of parties: qualifiers of REF segments in their loop. */
export const partyReferenceKinds: ReadonlyMap<string, PartyIdentifierKind> = table({
  HI: 'hin',
  VR: 'buyer',
  TJ: 'tax',
  EI: 'tax',
});

/** PER03, PER05 and PER07. */
export const contactKinds: ReadonlyMap<string, 'phone' | 'fax' | 'email'> = table({
  TE: 'phone',
  CP: 'phone',
  WP: 'phone',
  FX: 'fax',
  EM: 'email',
});

/** DTM01 of dates that belong to a lot. */
export const lotDates: ReadonlyMap<string, 'expires' | 'manufactured'> = table({
  '036': 'expires',
  '208': 'expires',
  '511': 'expires',
  '094': 'manufactured',
  '405': 'manufactured',
});

/** REF01 of lot and serial numbers. */
export const lotReferences: ReadonlyMap<string, 'lot' | 'serial'> = table({
  LT: 'lot',
  BT: 'lot',
  SE: 'serial',
});

/** Asked with text of partners, so no plain object: that would answer to "constructor" too. */
function table<Kind>(kinds: Readonly<Record<string, Kind>>): ReadonlyMap<string, Kind> {
  return new Map(Object.entries(kinds));
}
