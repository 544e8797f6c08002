/**
 * Our records: what every partner document becomes, whatever it looked like.
 */
export { type Field, fieldOf, fieldsOf, sensitivePaths } from './fields.js';
export type { FieldShape } from './marks.js';
export type { Lot } from './goods.js';
export type { Origin } from './header.js';
export {
  type ItemIdentifier,
  type ItemIdentifierKind,
  itemIdentifierKinds,
  type PartyIdentifier,
  type PartyIdentifierKind,
  partyIdentifierKinds,
} from './identifiers.js';
export type { Inventory } from './inventory.js';
export type { Invoice } from './invoice.js';
export type { ItemMaster } from './item-master.js';
export type { Location } from './location.js';
export type { OrderAcknowledgment } from './order-acknowledgment.js';
export type { Party } from './parties.js';
export type { PriceCatalog } from './price-catalog.js';
export type { PurchaseOrderChange } from './purchase-order-change.js';
export type { PurchaseOrder } from './purchase-order.js';
export type { Receipt } from './receipt.js';
export {
  businessKeyOf,
  orderKeyOf,
  isRecordKind,
  keyPaths,
  type RecordKind,
  recordKinds,
  type Records,
  schemaOf,
} from './records.js';
export type { Remittance } from './remittance.js';
export { Arithmetic, type Decimal, decimalDigitsMax, toDecimal } from './scalars.js';
export type { ShipNotice } from './ship-notice.js';
export type { Supplier } from './supplier.js';
export { type SuspectIdentifier, suspectIdentifiers } from './check-digits.js';
