/**
 * The kinds of record, with their schemas and the key by which business knows one.
 */
import type { ZodType } from 'zod';
import { inventory, type Inventory } from './inventory.js';
import { invoice, type Invoice } from './invoice.js';
import { itemMaster, type ItemMaster } from './item-master.js';
import { location, type Location } from './location.js';
import { orderAcknowledgment, type OrderAcknowledgment } from './order-acknowledgment.js';
import { priceCatalog, type PriceCatalog } from './price-catalog.js';
import { purchaseOrderChange, type PurchaseOrderChange } from './purchase-order-change.js';
import { purchaseOrder, type PurchaseOrder } from './purchase-order.js';
import { receipt, type Receipt } from './receipt.js';
import { remittance, type Remittance } from './remittance.js';
import { shipNotice, type ShipNotice } from './ship-notice.js';
import { supplier, type Supplier } from './supplier.js';

/** Every kind with its type; the number after @ is the version of its shape. */
export interface Records {
  'purchase-order@1': PurchaseOrder;
  'purchase-order-change@1': PurchaseOrderChange;
  'order-acknowledgment@1': OrderAcknowledgment;
  'ship-notice@1': ShipNotice;
  'receipt@1': Receipt;
  'invoice@1': Invoice;
  'remittance@1': Remittance;
  'price-catalog@1': PriceCatalog;
  'inventory@1': Inventory;
  'supplier@1': Supplier;
  'item@1': ItemMaster;
  'location@1': Location;
}
export type RecordKind = keyof Records;

const schemas = {
  'purchase-order@1': purchaseOrder,
  'purchase-order-change@1': purchaseOrderChange,
  'order-acknowledgment@1': orderAcknowledgment,
  'ship-notice@1': shipNotice,
  'receipt@1': receipt,
  'invoice@1': invoice,
  'remittance@1': remittance,
  'price-catalog@1': priceCatalog,
  'inventory@1': inventory,
  'supplier@1': supplier,
  'item@1': itemMaster,
  'location@1': location,
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
export const keyPaths: Readonly<Record<RecordKind, readonly string[]>> = {
  'purchase-order@1': ['number', 'release'],
  'purchase-order-change@1': ['order.number', 'order.release', 'number', 'date'],
  'order-acknowledgment@1': ['order.number', 'order.release', 'number', 'date'],
  'ship-notice@1': ['number'],
  'receipt@1': ['number'],
  'invoice@1': ['number'],
  'remittance@1': ['number'],
  'price-catalog@1': ['number', 'edition'],
  'inventory@1': ['number', 'date'],
  'supplier@1': ['number'],
  'item@1': ['number'],
  'location@1': ['number'],
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

const orderPaths: Readonly<Partial<Record<RecordKind, readonly string[]>>> = {
  'purchase-order@1': ['number', 'release'],
  'purchase-order-change@1': ['order.number', 'order.release'],
  'order-acknowledgment@1': ['order.number', 'order.release'],
};

/** The order of which records tell one after the other; '' for a kind that stands by itself, or without a number. */
export function orderKeyOf(kind: RecordKind, record: Record<string, unknown>): string {
  const [number = '', release = ''] = (orderPaths[kind] ?? []).map((path) => textAt(record, path));
  return number === '' || release === '' ? number : `${number} / ${release}`;
}

function textAt(record: Record<string, unknown>, path: string): string {
  let at: unknown = record;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return '';
    at = (at as Record<string, unknown>)[step];
  }
  return typeof at === 'string' ? at : '';
}
