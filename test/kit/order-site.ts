/**
 * A site whose purchasing system drops orders as JSON, and a supplier that gets them as 850s. Short timings.
 */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const hubFile = `organization: Order test
timezone: UTC
data: ./data
erp: {}
api: { listen: 127.0.0.1:0 }
defaults:
  attempts: { max: 200, firstDelayMs: 100, maxDelayMs: 1000 }
timing: { leaseMs: 5000, heartbeatMs: 200, hubSilentMs: 1000, sweepIntervalMs: 200 }
`;

const purchasing = `partner: purchasing
name: Our purchasing system
status: live
connections:
  purchasing-folder:
    transport: folder
    pollIntervalMs: 500
    receive: { path: ./exchange/orders, match: ['*.json'], ready: { settleMs: 0 }, finish: { move: ./exchange/done } }
agreements:
  - { id: orders, document: json/orders, direction: in, match: '*.json', mapping: orders, forward: { to: supplier } }
`;

const supplier = `partner: acme
name: Acme
status: live
identifiers:
  x12:
    - { ours: { qualifier: ZZ, id: HOSPITAL }, theirs: { qualifier: ZZ, id: ACME } }
    - { ours: { qualifier: ZZ, id: HOSPITAL, group: HOSPWEST }, theirs: { qualifier: ZZ, id: ACMEWEST, group: WEST } }
  vendorNumbers: [V-1]
  gln: '9521004200001'
connections:
  acme-folder:
    transport: folder
    pollIntervalMs: 500
    receive: { path: ./exchange/acme-in, match: ['*.x12'], ready: { settleMs: 0 }, finish: { move: ./exchange/acme-done } }
    send: { path: ./exchange/acme-out }
agreements:
  - { id: out-orders, document: x12/850/004010, direction: out, mapping: out-orders, connection: acme-folder }
`;

const ordersMapping = `map: orders
version: 1
status: live
title: Orders of our own
from: { format: json, document: orders }
to: purchase-order@1
fields:
  number: number
  date: { value: '2026-04-15', type: date }
  currency: { value: USD }
  supplier.identifiers: { pairs: { buyer: vendor, gln: gln } }
  totals.stated: total
  lines:
    each: lines
    fields: { number: line, item.number: item, quantity: { from: quantity, unit: { from: unit, values: { BX: BX, CA: CA } } }, price: price }
`;

const crosswalk = 'item_number,vendor_item\r\nI-1,A-1\r\n';

const x12Mapping = `map: out-orders
version: 1
status: live
title: Orders as 850
from: purchase-order@1
to: { format: x12, set: '850', version: '004010' }
crosswalks:
  items: { file: items.csv, key: item_number, onMissing: hold }
segments:
  - segment: BEG
    fixed: { BEG01: '00', BEG02: SA }
    fields: { BEG03: { from: number, required: true }, BEG05: date }
  - each: lines
    required: true
    segments:
      - segment: PO1
        fixed: { PO103: BX, PO106: VC }
        fields: { PO101: number, PO102: quantity.value, PO104: price.value, PO107: { from: item.number, crosswalk: items.vendor_item } }
  - segment: CTT
    fields: { CTT01: { count: lines } }
`;

const csvMapping = `map: out-sheet
version: 1
status: live
title: Orders as CSV
from: purchase-order@1
to: { format: csv, columns: [Order, Item, Quantity] }
rows:
  - each: lines
    rows:
      - fields: { Order: ^number, Item: item.number, Quantity: quantity.value }
`;

const xmlMapping = `map: out-xml
version: 1
status: live
title: Orders as XML
from: purchase-order@1
to: { format: xml, root: Order }
elements:
  - { element: Number, text: number }
`;

export interface OrderSite {
  root: string;
  /** Where the supplier finds what we send. */
  outbox: string;
  /** Where the supplier's files come in. */
  inbox: string;
  write(path: string, text: string): Promise<void>;
  /** Writes a file anew with one text in place of another, which must be there. */
  change(path: string, from: string, to: string): Promise<void>;
  /** Drops a file of the purchasing system whole. */
  drop(name: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export async function openOrderSite(): Promise<OrderSite> {
  const root = await mkdtemp(join(tmpdir(), 'waybill-orders-'));
  const site: OrderSite = {
    root,
    outbox: join(root, 'exchange/acme-out'),
    inbox: join(root, 'exchange/acme-in'),
    async write(path, text) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    async change(path, from, to) {
      const text = await readFile(join(root, path), 'utf8');
      if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
      await writeFile(join(root, path), text.replace(from, to));
    },
    async drop(name, text) {
      await writeFile(join(root, name), text);
      await rename(join(root, name), join(root, 'exchange/orders', name));
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
  for (const folder of ['orders', 'done', 'acme-in', 'acme-done', 'acme-out'])
    await mkdir(join(root, 'exchange', folder), { recursive: true });
  await site.write('hub.yaml', hubFile);
  await site.write('partners/purchasing.yaml', purchasing);
  await site.write('partners/acme.yaml', supplier);
  await site.write('mappings/orders.yaml', ordersMapping);
  await site.write('mappings/out-orders.yaml', x12Mapping);
  await site.write('mappings/out-sheet.yaml', csvMapping);
  await site.write('mappings/out-xml.yaml', xmlMapping);
  await site.write('mappings/items.csv', crosswalk);
  return site;
}

/** A file of orders: numbers, and what differs from an order of ten boxes of I-1 at V-1. */
export function orderFile(orders: readonly (string | Record<string, unknown>)[]): string {
  const usual = (order: string | Record<string, unknown>) => {
    const { item = 'I-1', ...given } = typeof order === 'string' ? { number: order } : order;
    const lines = [{ line: 1, item, quantity: 10, unit: 'BX', price: 12.5 }];
    return { vendor: 'V-1', total: 125, lines, ...given };
  };
  return JSON.stringify({ orders: orders.map(usual) });
}
