/**
 * The kinds of record, with their schemas and the key by which business knows one.
 */
import type { ZodType } from 'zod';
import { invoice, type Invoice } from './invoice.js';
import { orderAcknowledgment, type OrderAcknowledgment } from './order-acknowledgment.js';
import { purchaseOrder, type PurchaseOrder } from './purchase-order.js';
import { shipNotice, type ShipNotice } from './ship-notice.js';
import { supplier, type Supplier } from './supplier.js';

/** Every kind with its type; the number after @ is the version of its shape. */
export interface Records {
  'purchase-order@1': PurchaseOrder;
  'order-acknowledgment@1': OrderAcknowledgment;
  'ship-notice@1': ShipNotice;
  'invoice@1': Invoice;
  'supplier@1': Supplier;
}
export type RecordKind = keyof Records;

const schemas = {
  'purchase-order@1': purchaseOrder,
  'order-acknowledgment@1': orderAcknowledgment,
  'ship-notice@1': shipNotice,
  'invoice@1': invoice,
  'supplier@1': supplier,
} as const satisfies { [Kind in RecordKind]: ZodType<Records[Kind]> };

export const recordKinds = Object.keys(schemas) as RecordKind[];

export function isRecordKind(word: string): word is RecordKind {
  return Object.hasOwn(schemas, word);
}

/** The strict schema of a kind. */
export function schemaOf<Kind extends RecordKind>(kind: Kind): (typeof schemas)[Kind] {
  return schemas[kind];
}

/** What makes a record of a kind the same one to a buyer; parts that are absent are left out. */
const keyPaths: Record<RecordKind, readonly string[]> = {
  'purchase-order@1': ['number', 'release'],
  'order-acknowledgment@1': ['order.number', 'order.release', 'number', 'date'],
  'ship-notice@1': ['number'],
  'invoice@1': ['number'],
  'supplier@1': ['number'],
};

/**
 * @param record may be incomplete, as a held one is
 * @returns e.g. "INV-88213"; several parts are joined by " / ", '' when nothing is known. Unique only together with the partner,
 *   and not even then: a partner may send the same invoice twice.
 */
export function businessKeyOf(kind: RecordKind, record: Record<string, unknown>): string {
  const parts = keyPaths[kind].map((path) => textAt(record, path));
  return parts.filter((part) => part !== '').join(' / ');
}

function textAt(record: Record<string, unknown>, path: string): string {
  let at: unknown = record;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return '';
    at = (at as Record<string, unknown>)[step];
  }
  return typeof at === 'string' ? at : '';
}
