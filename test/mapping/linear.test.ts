/**
 * Twice the lines take twice the looks at the document, whatever selectors a mapping uses. Looks are counted and not timed:
 * every read of a loop or a segment is one.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { compileMapping } from '../../src/mapping/compile.js';
import type { Mapping } from '../../src/mapping/file/mapping.js';
import type { X12Document, X12Loop, X12Segment } from '../../src/x12/document.js';
import { invoiceMapping, makeInvoice, makeSet, mappingOf } from './made-mapping.js';

const folder = resolve(import.meta.dirname, '../../mappings');

function shipped(name: string): Mapping {
  const readText = (path: string) => readFileSync(`${folder}/${path}`, 'utf8');
  const { mapping } = compileMapping({ file: `mappings/${name}`, text: readText(name) }, { readText });
  return mapping!;
}

/** With selectors that look all over the set from each item. */
const farLooking = mappingOf(`map: made
version: 1
status: live
from: { format: x12, set: "856", version: "004010" }
to: ship-notice@1
fields:
  number: BSN02
  date: BSN03
  packages:
    each: HL(T|P)
    fields: { id: HL01, parent: ^HL(T|P)/HL01 }
  lines:
    each: HL(I)
    fields:
      order.number: ^PRF01
      order.date: ^HL(O)/PRF04
      order.supplierNumber: ^REF(VN).REF02
      order.release: ^N1(ST)/N401
      item.manufacturer: /HL(S)/N1(SF).N102
      item.countryOfOrigin: /HL(S)/REF(BM).REF02
      item.identifiers: { pairs: LIN }
      quantity: { from: SN102 }
      lots: { lots: LIN }
`);

/** How often a mapping reads from the document's loops and segments. */
function looks(mapping: Mapping, document: X12Document): number {
  let count = 0;
  const counted = <T extends object>(one: T): T =>
    new Proxy(one, {
      get: (target, name, receiver) => {
        count += 1;
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
  // Not a recursion: levels may be as deep as the set is long.
  const copyOf = (loop: X12Loop, parent: X12Loop | undefined): X12Loop & { loops: X12Loop[] } => ({
    ...loop,
    segments: loop.segments.map((segment): X12Segment => counted(segment)),
    loops: [],
    ...(parent ? { parent } : {}),
  });
  const rootCopy = copyOf(document.root, undefined);
  const root = counted(rootCopy);
  const open = [{ from: document.root, copy: rootCopy, seen: root }];
  for (let at = open.pop(); at; at = open.pop()) {
    for (const inner of at.from.loops) {
      const copy = copyOf(inner, at.seen);
      const seen = counted(copy);
      at.copy.loops.push(seen);
      open.push({ from: inner, copy, seen });
    }
  }
  mapping.apply({ ...document, root }, { partner: 'acme-medical', today: '2026-04-05' });
  return count;
}

function expectLinear(mapping: Mapping, make: (lines: number) => X12Document): void {
  const [few, many] = [looks(mapping, make(200)), looks(mapping, make(400))];
  expect(many / few).to.be.within(1.5, 2.1);
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const line = (number: number) => [
  `IT1*${number}*10*CA*12.50**VC*AM-7731*LT*L${number}`,
  'PID*F****GLOVES',
  'REF*PO*PO-1',
  'N1*ST*DOCK*92*H-1',
];

const item = (id: number, parent: number) => [
  `HL*${id}*${parent}*I`,
  `LIN*${id}*VC*AM-7731*LT*L${id}`,
  'SN1**10*CA',
  'DTM*036*20301130',
];

const shipment = ['BSN*00*SHP1*20260403*1200*0001', 'HL*1**S', 'REF*BM*BOL', 'N1*SF*DC 3*91*DC3'];

/** All items stand in one carton. */
const crowdedNotice = (count: number) =>
  makeSet('856', [
    ...[...shipment, 'HL*2*1*O', 'PRF*PO-A***20260401', 'HL*3*2*P'],
    ...numbers(count).flatMap((number) => item(number + 3, 3)),
  ]);

/** Each item has an order and a carton of its own. */
const scatteredNotice = (count: number) =>
  makeSet('856', [
    ...shipment,
    ...numbers(count).flatMap((number) => {
      const id = number * 3;
      return [`HL*${id}*1*O`, `PRF*PO-${number}`, `HL*${id + 1}*${id}*P`, ...item(id + 2, id + 1)];
    }),
  ]);

/** Each item stands inside the one before. */
const deepNotice = (count: number) =>
  makeSet('856', [
    ...[...shipment, 'HL*2*1*O', 'PRF*PO-A***20260401', 'HL*3*2*P'],
    ...numbers(count).flatMap((number) => item(number + 3, number + 2)),
  ]);

describe('the looks that a mapping takes at a document grow as its lines do', () => {
  it('in an invoice, with the shipped mapping', () => {
    expectLinear(shipped('x12-810.yaml'), (count) => makeInvoice(numbers(count).flatMap(line)));
  });

  it('in an invoice whose lines look outward', () => {
    const fields = `lines:
  each: IT1
  fields:
    item.number: IT107
    quantity: { from: IT102 }
    contract: ^REF(CT).REF02
    order.number: /BIG04
    order.supplierNumber: ^N1(ST).N104
    shipTo.name: /N1(RE)/N3.N301`;
    expectLinear(mappingOf(invoiceMapping(fields)), (count) =>
      makeInvoice([...numbers(count).map((number) => `REF*ZZ*${number}`), ...numbers(count).flatMap(line)]),
    );
  });

  it('in a ship notice of one carton', () => {
    expectLinear(shipped('x12-856.yaml'), crowdedNotice);
    expectLinear(farLooking, crowdedNotice);
  });

  it('in a ship notice of many orders and cartons', () => {
    expectLinear(shipped('x12-856.yaml'), scatteredNotice);
    expectLinear(farLooking, scatteredNotice);
  });

  it('in a ship notice whose levels stand one inside the other', () => {
    expectLinear(shipped('x12-856.yaml'), deepNotice);
    expectLinear(farLooking, deepNotice);
  });
});
