/**
 * Parts that records share: amounts, goods, parties, identifiers, links.
 */
export { costBearers, surcharges, terms, totals } from './amounts.js';
export { suspectIdentifiers } from './check-digits.js';
export { components, item, type Lot, lots, price, quantity, weight } from './goods.js';
export { header, type Origin } from './header.js';
export { type ItemIdentifier, type ItemIdentifierKind, itemIdentifiers, type PartyIdentifier, type PartyIdentifierKind, partyIdentifiers } from './identifiers.js';
export { carrier, dayRange, documentReference, orderReference, purpose, remainder, shipmentNumbers } from './links.js';
export { type FieldShape, marks } from './marks.js';
export { orderFields, orderLineFields, orderLineNumber } from './order-fields.js';
export { address, bank, contact, party, type Party } from './parties.js';
export { procedure } from './procedure.js';
export { Arithmetic, choice, day, decimal, decimalDigitsMax, integer, text } from './scalars.js';
