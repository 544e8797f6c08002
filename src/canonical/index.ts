/**
 * Our records: what every partner document becomes, whatever it looked like.
 */
export { type Field, fieldOf, fieldsOf } from './fields.js';
export type { FieldShape } from './marks.js';
export type { Invoice } from './invoice.js';
export type { OrderAcknowledgment } from './order-acknowledgment.js';
export {
  type Identifier,
  type IdentifierKind,
  identifierKinds,
  type Item,
  type Lot,
  type Origin,
  type Party,
  type Price,
  type Quantity,
} from './parts.js';
export type { PurchaseOrder } from './purchase-order.js';
export {
  businessKeyOf,
  isRecordKind,
  type RecordKind,
  recordKinds,
  type Records,
  schemaOf,
} from './records.js';
export { Arithmetic, type Decimal, decimalDigitsMax, toDecimal } from './scalars.js';
export type { ShipNotice } from './ship-notice.js';
export type { Supplier } from './supplier.js';
