/**
 * The ship notice of bench/mapping-subject.ts written by hand: a walk down the levels that keeps the order and the package
 * it stands in.
 */
import type { X12Document, X12Loop } from '../src/x12/document.js';
import {
  type ByHand,
  checkDigit,
  day,
  identify,
  lookUp,
  measure,
  need,
  originOf,
  stock,
  take,
  type Work,
} from './mapping-closures.js';

/** The levels around an item; each is read when it is entered, and its origin noted with each item. */
interface Around {
  order: X12Loop | undefined;
  pack: X12Loop | undefined;
}

interface Lists {
  orders: Record<string, string>[];
  packages: Record<string, string>[];
  lines: Record<string, unknown>[];
}

export function shipNoticeByHand(document: X12Document, work: Work): ByHand {
  const { root } = document;
  const at = (name: string) => ({ prefix: '', name });
  const bsn = root.segments.find((segment) => segment.id === 'BSN');
  const left = root.segments.find((segment) => segment.id === 'DTM' && segment.element(1) === '011');
  const shipment = root.loops.find((loop) => loop.level === 'S');
  const own = (id: string) => shipment?.segments.find((segment) => segment.id === id);
  const [shipTo] =
    shipment?.loops.find((loop) => loop.id === 'N1' && loop.segments[0]?.element(1) === 'ST')?.segments ?? [];
  const bol = shipment?.segments.find((segment) => segment.id === 'REF' && segment.element(1) === 'BM');
  const lists: Lists = { orders: [], packages: [], lines: [] };
  const levels = walk(work, root.loops, { order: undefined, pack: undefined }, lists);
  Object.assign(work.record, {
    number: need(work, bsn, 2, at('number')),
    date: day(work, need(work, bsn, 3, at('date')), 'date'),
    shipDate: day(work, take(work, left, 2, at('shipDate')), 'shipDate'),
    shipTo: {
      name: take(work, shipTo, 2, at('shipTo.name')),
      location: lookUp(work, 'locations', [take(work, shipTo, 4, at('shipTo.location'))], {
        column: 'location',
        path: 'shipTo.location',
      }),
    },
    carrier: { code: take(work, own('TD5'), 3, at('carrier.code')) },
    billOfLading: take(work, bol, 2, at('billOfLading')),
    packageCount: Number(take(work, own('TD1'), 2, at('packageCount'))),
    totals: { lines: lists.lines.length },
    ...lists,
  });
  const ctt = root.segments.find((segment) => segment.id === 'CTT');
  if (Number(ctt?.element(1)) !== levels) work.issues.push({ code: 'LEVELS', path: 'lines' });
  return work;
}

/** @returns the number of levels */
function walk(work: Work, loops: readonly X12Loop[], around: Around, lists: Lists): number {
  let count = 0;
  for (const loop of loops) {
    if (loop.id !== 'HL') continue;
    count += 1;
    let inside = around;
    if (loop.level === 'O') {
      addOrder(work, loop, lists.orders);
      inside = { ...around, order: loop };
    } else if (loop.level === 'P' || loop.level === 'T') {
      addPackage(work, loop, lists.packages);
      inside = { ...around, pack: loop };
    } else if (loop.level === 'I') {
      lists.lines.push(line(work, loop, around, `lines.${lists.lines.length}.`));
    }
    count += walk(work, loop.loops, inside, lists);
  }
  return count;
}

function addOrder(work: Work, loop: X12Loop, orders: Record<string, string>[]): void {
  const prefix = `orders.${orders.length}.`;
  const prf = loop.segments.find((segment) => segment.id === 'PRF');
  orders.push({
    number: take(work, prf, 1, { prefix, name: 'number' }),
    date: day(work, take(work, prf, 4, { prefix, name: 'date' }), `${prefix}date`),
  });
}

function addPackage(work: Work, loop: X12Loop, packages: Record<string, string>[]): void {
  const prefix = `packages.${packages.length}.`;
  const [hl] = loop.segments;
  const man = loop.segments.find((segment) => segment.id === 'MAN' && segment.element(1) === 'GM');
  const sscc = take(work, man, 2, { prefix, name: 'sscc' });
  checkDigit(work, sscc, `${prefix}sscc`);
  const kind = take(work, hl, 3, { prefix, name: 'kind' }) === 'T' ? 'pallet' : 'carton';
  packages.push({ id: take(work, hl, 1, { prefix, name: 'id' }), kind, sscc });
}

function line(work: Work, loop: X12Loop, around: Around, prefix: string) {
  const own = (id: string) => loop.segments.find((segment) => segment.id === id);
  const [hl, lin, sn1] = [own('HL'), own('LIN'), own('SN1')];
  if (!lin || !sn1) throw new TypeError('an item has LIN and SN1');
  const pid =
    loop.loops.find((inner) => inner.id === 'PID' && inner.segments[0]?.element(1) === 'F')?.segments[0] ??
    loop.segments.find((segment) => segment.id === 'PID' && segment.element(1) === 'F');
  const expiry = loop.segments.find((segment) => segment.id === 'DTM' && segment.element(1) === '036');
  const prf = around.order?.segments.find((segment) => segment.id === 'PRF');
  const { identifiers, lots, vendor } = identify(work, lin, 2, prefix);
  if (expiry && lots[0]) {
    const expires = take(work, expiry, 2, { prefix, name: 'lots.0.expires' });
    lots[0]['expires'] = day(work, expires, `${prefix}lots.0.expires`);
  }
  const unit = sn1.element(3);
  const number = lookUp(work, 'items', [vendor, unit], {
    column: 'item_number',
    path: `${prefix}item.number`,
  });
  if (work.origins) work.origins[`${prefix}item.number`] = originOf(sn1, 3);
  const quantity = measure(work, sn1, { value: 2, unit: 3 }, { path: `${prefix}quantity`, isPrice: false });
  return {
    number: take(work, hl, 1, { prefix, name: 'number' }),
    order: {
      number: take(work, prf, 1, { prefix, name: 'order.number' }),
      line: take(work, lin, 1, { prefix, name: 'order.line' }),
    },
    item: { number, description: take(work, pid, 5, { prefix, name: 'item.description' }), identifiers },
    quantity: {
      ...quantity,
      stock: stock(
        work,
        { sent: quantity.raw.value, item: vendor, unit: quantity.raw.unit },
        { path: `${prefix}quantity`, segment: sn1, element: 3 },
      ),
    },
    ordered: measure(work, sn1, { value: 5, unit: 6 }, { path: `${prefix}ordered`, isPrice: false }),
    package: take(work, around.pack?.segments[0], 1, { prefix, name: 'package' }),
    lots,
  };
}
