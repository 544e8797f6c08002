/**
 * What bench/mapping.ts maps: an 810 and an 856 of many lines, the mapping of each, and the crosswalks that they ask.
 *
 * Everything is sound, so that no way of mapping is measured at writing issues.
 */
import type { X12Document } from '../src/x12/document.js';
import { openX12Reader } from '../src/x12/read/reader.js';

export const mappingSets = ['810', '856'] as const;
export type MappingSet = (typeof mappingSets)[number];

export const partner = 'bench';
export const today = '2026-03-02';

const head = `version: 1
status: live
crosswalks:
  uom: { file: uom.csv, key: unit, onMissing: hold }
  items: { file: items.csv, key: [vendor_item, vendor_unit], onMissing: hold }
  locations: { file: locations.csv, key: account, onMissing: hold }
`;

/** Mapping files; the invoice's has 15 fields for each line. */
export const mappingTexts: Record<MappingSet, string> = {
  '810': `map: bench-810
from: { format: x12, set: '810', version: '004010' }
to: invoice@1
${head}
fields:
  number: { from: BIG02, clean: [upper] }
  date: BIG01
  kind: { from: BIG07, values: { DI: invoice, CR: credit, DR: debit }, default: invoice }
  currency: { from: CUR02, default: USD }
  contract: REF(CT).REF02
  order.number: BIG04
  order.date: BIG03
  shipTo.name: N1(ST).N102
  shipTo.location: { from: N1(ST).N104, crosswalk: locations.location }
  terms.netDays: ITD07
  totals.stated: { from: TDS01, type: implied-decimal, places: 2 }
  totals.computed: { sum: [lines.amount] }
  lines:
    each: IT1
    required: true
    fields:
      number: IT101
      order.number: REF(PO).REF02
      order.line: REF(LI).REF02
      item.number: { from: [IT1.id(VC|VN|VP), IT103], crosswalk: items.item_number }
      item.description: PID(F).PID05
      item.identifiers: { pairs: IT1 }
      quantity:
        from: IT102
        unit: { from: IT103, crosswalk: uom.hub, factor: uom.factor }
        stock: { from: [IT1.id(VC|VN|VP), IT103], unit: items.stock_unit, factor: items.factor }
      shipped: { from: IT301, unit: { from: IT302, crosswalk: uom.hub, factor: uom.factor } }
      price: { from: IT104, unit: { from: IT103, crosswalk: uom.hub, factor: uom.factor } }
      amount: { multiply: [quantity, price], round: 2 }
      lots: { lots: IT1 }
      contract: REF(CT).REF02
      shipNotice.number: REF(SI).REF02
      shipDate: DTM(011).DTM02
      costCenter: REF(CA).REF02
rules:
  - id: total-adds-up
    check: { equals: [totals.computed, totals.stated], within: '0.01' }
    otherwise: hold
  - id: line-count
    check: { count: lines, equals: CTT01 }
    otherwise: warn
`,
  '856': `map: bench-856
from: { format: x12, set: '856', version: '004010' }
to: ship-notice@1
${head}
fields:
  number: BSN02
  date: BSN03
  shipDate: DTM(011).DTM02
  shipTo.name: HL(S)/N1(ST).N102
  shipTo.location: { from: HL(S)/N1(ST).N104, crosswalk: locations.location }
  carrier.code: HL(S)/TD503
  billOfLading: HL(S)/REF(BM).REF02
  packageCount: HL(S)/TD102
  totals.lines: { count: lines }
  orders:
    each: HL(O)
    fields: { number: PRF01, date: PRF04 }
  packages:
    each: HL(T|P)
    fields:
      id: HL01
      kind: { from: HL03, values: { T: pallet, P: carton } }
      sscc: MAN(GM).MAN02
  lines:
    each: HL(I)
    required: true
    fields:
      number: HL01
      order.number: ^PRF01
      order.line: LIN01
      item.number: { from: [LIN.id(VC|VN|VP), SN103], crosswalk: items.item_number }
      item.description: PID(F).PID05
      item.identifiers: { pairs: LIN }
      quantity:
        from: SN102
        unit: { from: SN103, crosswalk: uom.hub, factor: uom.factor }
        stock: { from: [LIN.id(VC|VN|VP), SN103], unit: items.stock_unit, factor: items.factor }
      ordered: { from: SN105, unit: { from: SN106, crosswalk: uom.hub, factor: uom.factor } }
      package: ^HL(T|P)/HL01
      lots: { lots: LIN }
rules:
  - id: level-count
    check: { count: HL, equals: CTT01 }
    otherwise: warn
`,
};

/** Crosswalk files by name: of a hospital that knows 5,000 items of this supplier in two units. */
export const tables: Readonly<Record<string, string>> = {
  'uom.csv': 'partner,unit,hub,factor\n,EA,EA,1\n,CA,CA,1\n,DZ,EA,12\nbench,CS,CA,1\n',
  'locations.csv': 'partner,account,location\nbench,H-0042,MAIN-OR\n',
  'items.csv': [
    'partner,vendor_item,vendor_unit,item_number,stock_unit,factor,valid_from,valid_to',
    ...Array.from({ length: 5_000 }, (_, index) => index + 1).flatMap((item) => [
      `bench,AM-${7000 + item},CA,${itemNumber(item)},BX,10,2025-01-01,`,
      `bench,AM-${7000 + item},DZ,${itemNumber(item)},EA,12,2025-01-01,`,
    ]),
  ].join('\n'),
};

/** One interchange with one set of so many lines. */
export function mappingFile(set: MappingSet, lines: number): Buffer {
  const parties = `*ZZ*${'SUPPLIER01'.padEnd(15)}*ZZ*${'HOSPITAL01'.padEnd(15)}`;
  const blank = ' '.repeat(10);
  const body = set === '810' ? invoice(lines) : shipNotice(lines);
  return Buffer.from(
    [
      `ISA*00*${blank}*00*${blank}${parties}*260301*1205*U*00401*000000101*0*P*>`,
      `GS*${set === '810' ? 'IN' : 'SH'}*SUPPLIER01*HOSPITAL01*20260301*1205*101*X*004010`,
      ...[`ST*${set}*0001`, ...body, `SE*${body.length + 2}*0001`, 'GE*1*101', 'IEA*1*000000101', ''],
    ].join('~\n'),
  );
}

/** The one set of a file. */
export function readDocument(bytes: Uint8Array): X12Document {
  const documents: X12Document[] = [];
  const reader = openX12Reader({ wants: () => true, onSet: (document) => documents.push(document) });
  reader.write(bytes);
  const verdict = reader.end().interchanges[0]?.verdict;
  const [document] = documents;
  if (verdict !== 'accepted' || !document) throw new Error(`the generated file was read as ${verdict}`);
  return document;
}

function invoice(count: number): string[] {
  const lines = Array.from({ length: count }, (_, index) => index + 1);
  const cents = lines.reduce((sum, line) => sum + quantity(line) * priceCents(line), 0);
  return [
    ...['BIG*20260301*INV-1*20260225*PO-1***DI', 'CUR*SE*USD', 'REF*CT*GPO-20871'],
    ...['N1*ST*CITY HOSPITAL RECEIVING*92*H-0042', 'ITD*01*3*****30', 'DTM*011*20260228'],
    ...lines.flatMap((line) => [
      `IT1*${line}*${quantity(line)}*${unit(line)}*${(priceCents(line) / 100).toFixed(2)}**VC*AM-${7000 + line}*UK*${gtin(line)}*LT*L-${line}`,
      `IT3*${quantity(line)}*${unit(line)}`,
      `PID*F****GLOVE EXAM NITRILE POWDER FREE SIZE ${line}`,
      `REF*PO*PO-${(line % 4) + 1}`,
      `REF*LI*${line}`,
      'REF*CT*GPO-20871',
      `REF*SI*SHP-${line % 4}`,
      `REF*CA*71${line % 90}`,
      'DTM*011*20260228',
    ]),
    `TDS*${cents}`,
    `CTT*${count}`,
  ];
}

/** Shipment, orders, cartons, items: ten items in a carton, 25 cartons of an order. */
function shipNotice(count: number): string[] {
  let level = 1;
  let [order, carton] = [0, 0];
  const body = [
    ...[
      'BSN*00*SHP-1*20260301*1430*0001',
      'DTM*011*20260301',
      'HL*1**S*1',
      `TD1*CTN*${Math.ceil(count / 10)}`,
    ],
    ...['TD5*B*2*FDEG*M*FEDEX GROUND', 'REF*BM*BOL-1', 'N1*ST*CITY HOSPITAL RECEIVING*92*H-0042'],
  ];
  for (let line = 1; line <= count; line += 1) {
    if (line % 250 === 1) body.push(`HL*${(order = ++level)}*1*O*1`, `PRF*PO-${line}***20260225`);
    if (line % 10 === 1) body.push(`HL*${(carton = ++level)}*${order}*P*1`, `MAN*GM*${sscc(line)}`);
    body.push(
      `HL*${++level}*${carton}*I*0`,
      `LIN*${line}*VC*AM-${7000 + line}*UK*${gtin(line)}*LT*L-${line}`,
      `SN1*${line}*${quantity(line)}*${unit(line)}**${quantity(line)}*${unit(line)}`,
      `PID*F****GLOVE EXAM NITRILE POWDER FREE SIZE ${line}`,
      'DTM*036*20301130',
    );
  }
  return [...body, `CTT*${level}`];
}

function quantity(line: number): number {
  return 1 + ((line * 7) % 48);
}

function unit(line: number): string {
  return line % 8 === 0 ? 'DZ' : 'CA';
}

function priceCents(line: number): number {
  return 105 + ((line * 1013) % 99_900);
}

function itemNumber(item: number): string {
  return String(481_500 + item).padStart(9, '0');
}

function gtin(line: number): string {
  return withCheckDigit(String(1_952_441_077_300 + line));
}

function sscc(line: number): string {
  return withCheckDigit(String(19_524_410_774_120_000 + line));
}

function withCheckDigit(digits: string): string {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1)
    sum += Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 3 : 1);
  return digits + String((10 - (sum % 10)) % 10);
}
