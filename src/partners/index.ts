/**
 * Trading partners: their files, checked and with defaults filled in, and the look-ups that the steps make.
 */
export type { KnownMapping, KnownNames } from './known-names.js';
export { loadPartners } from './load-partners.js';
export { findIdentity } from './partner-book.js';
export type { ArrivedSet, FileAgreement, PartnerBook, X12Address } from './partner-book.js';
export { isInUse } from './partner.js';
export type {
  AgreedDocument,
  Agreement,
  Awaited,
  Connection,
  FileFormat,
  Forward,
  Identifiers,
  Partner,
  PartnerStatus,
  ReceiveRule,
  X12Identity,
  X12Party,
} from './partner.js';
