/**
 * Trading partners: their files, checked and with defaults filled in, and the look-ups that the steps make.
 */
export { loadPartners } from './load-partners.js';
export { type FileAgreement, findIdentity, type PartnerBook, type X12Address } from './partner-book.js';
export { type AgreedDocument, type Agreement, type Awaited, type Connection, type FileFormat, type Identifiers, isInUse, type Partner, type ReceiveRule, type X12Identity, type X12Party } from './partner.js';
