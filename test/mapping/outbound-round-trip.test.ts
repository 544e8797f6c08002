/**
 * Records that go out as X12 and come in again: for generated ones, what both mappings carry is the same.
 */
import { resolve } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { schemaOf } from '../../src/canonical/index.js';
import { loadMappings } from '../../src/mapping/index.js';
import { composeDocument, type Sending } from '../../src/steps/compose-document.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import { readX12 } from './made-mapping.js';

const { mappings, outbound } = loadMappings(resolve(import.meta.dirname, '../..'), outlineOf);
const runs = { seed: 4010, numRuns: 60 };

const sending: Sending = {
  ours: { qualifier: 'ZZ', id: 'OURS', group: 'OURS' },
  theirs: { qualifier: 'ZZ', id: 'THEIRS', group: 'THEIRS' },
  usage: 'P',
  interchangeControlNumber: 1,
  groupControlNumber: 1,
  transactionSetControlNumber: 1,
  at: { date: '20260415', time: '0930' },
  syntax: {},
  validation: {},
};

type Json = Record<string, unknown>;

/** The record after it went out by one mapping and came in by another; fails on any issue in between. */
function thereAndBack(out: string, back: string, record: Json): Json {
  const mapping = outbound.get(out)!;
  expect(schemaOf(mapping.from).safeParse(record).error?.issues).to.equal(undefined);
  const context = { partner: 'acme', today: '2026-04-15', time: '0930' };
  const file = composeDocument(mapping, mapping.compose(record, context), sending);
  expect(file.issues.filter(({ action }) => action !== 'warn')).to.deep.equal([]);
  const [document] = readX12(file.bytes!);
  const { record: read, issues } = mappings.get(back)!.apply(document!, context);
  expect(issues.filter(({ action }) => action !== 'warn')).to.deep.equal([]);
  return read;
}

/** What was sent, as it was read: fields that only reading adds, such as raw values and sums, are left out. */
function asSent(read: unknown, sent: unknown): unknown {
  if (Array.isArray(sent) && Array.isArray(read))
    return read.map((one, index) => (index < sent.length ? asSent(one, sent[index]) : one));
  if (typeof sent !== 'object' || sent === null || typeof read !== 'object' || read === null) return read;
  const names = Object.keys(sent).filter((name) => Object.hasOwn(read, name));
  return Object.fromEntries(names.map((name) => [name, asSent((read as Json)[name], (sent as Json)[name])]));
}

/** Some of the fields; those that are left out are absent, not undefined. */
function some(
  fields: Record<string, fc.Arbitrary<unknown>>,
  required: readonly string[] = [],
): fc.Arbitrary<Json> {
  return fc.record(fields, { requiredKeys: [...required] });
}

function textOf(max: number, characters = 'ABCXYZ abc019.,-/#&()\u00e9\u00df'): fc.Arbitrary<string> {
  return fc
    .string({ unit: fc.constantFrom(...characters), minLength: 2, maxLength: max })
    .map((text) => text.trim())
    .filter((text) => text.length >= 2);
}

const plain = 'ABCXYZ abc019.,-/#&()';
const code = textOf(20, 'ABCXYZ019-');
const day = fc
  .integer({ min: 0, max: 3650 })
  .map((days) => new Date(Date.UTC(2021, 0, 1 + days)).toISOString().slice(0, 10));
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, places]) => decimalText(digits, places));
const unit = fc.constantFrom('EA', 'BX', 'CA', 'PK', 'KT');

function decimalText(digits: number, places: number): string {
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

const address = some(
  {
    line1: textOf(55),
    line2: textOf(55),
    line3: textOf(55),
    city: textOf(30),
    state: fc.constantFrom('IL', 'TX'),
    postalCode: fc.constantFrom('01234', '60601-1234'),
    country: fc.constantFrom('US', 'USA'),
  },
  ['line1'],
);
const contact = some(
  {
    role: fc.constantFrom('BD', 'CN'),
    name: textOf(60),
    phone: fc.constant('5555550100'),
    fax: fc.constant('5555550199'),
    email: fc.constant('a@b.example'),
  },
  ['role', 'name'],
);
const partyNumber = fc.oneof(
  fc.constantFrom('vendor', 'buyer', 'hin', 'npi').chain((kind) => code.map((value) => ({ kind, value }))),
  fc.constant({ kind: 'gln', value: '9521004200025' }),
  fc.constant({ kind: 'duns', value: '123456789' }),
  fc.constant({ kind: 'duns', value: '1234567890123' }),
);
const party = some(
  {
    name: textOf(60),
    identifiers: partyNumber.map((one) => [one]),
    address,
    contacts: fc.array(contact, { minLength: 1, maxLength: 3 }),
  },
  ['name'],
);
/** One that the table of locations knows. */
const place = party.map((one) => ({ ...one, identifiers: [{ kind: 'gln', value: '9521004200018' }] }));
const itemNumber = fc
  .constantFrom('vendor', 'buyer', 'manufacturer', 'ndc', 'udi-di', 'catalog', 'hcpcs')
  .chain((kind) => code.map((value) => ({ kind, value })));
const gtin = fc.constant({ kind: 'gtin', value: '09521004220412' });
const item = some(
  {
    description: textOf(80, plain),
    identifiers: fc.array(fc.oneof(itemNumber, gtin), { minLength: 1, maxLength: 10 }),
  },
  ['identifiers'],
);
const notes = fc.array(textOf(100, plain.replace('  ', ' ')), { minLength: 1, maxLength: 3 });
const noteList = notes.map((all) => all.map((text) => ({ text: text.replace(/ +/g, ' ') })));
const described = item.map((one) =>
  'description' in one ? { ...one, description: String(one['description']).replace(/ +/g, ' ') } : one,
);

/** Quantity and price are in the same unit, as PO103 says it of both. */
const goods = fc
  .record(
    { value: decimal, unit, price: decimal, per: fc.constantFrom('100', '1000') },
    { requiredKeys: ['value', 'unit'] },
  )
  .map(({ value, unit: own, price, per }) => ({
    quantity: { value, unit: own },
    ...(price === undefined
      ? {}
      : { price: { value: price, unit: own, ...(per === undefined ? {} : { per }) } }),
  }));

function numbered(lines: readonly Json[]): Json[] {
  return lines.map((line, index) => ({ number: String(index + 1), ...line }));
}

/** The hospital's own number is the first that the partner knows as ours. */
function withOwnNumber(one: Json): Json {
  const own = (one['identifiers'] as { kind: string; value: string }[]).find(({ kind }) => kind === 'buyer');
  return own ? { ...one, number: own.value } : one;
}

const orderType = fc.constantFrom(
  ...(['standard', 'rush', 'blanket', 'blanket-release', 'drop-ship', 'direct-ship'] as const),
  ...(['consignment', 'bill-only', 'bill-and-replace'] as const),
);
const terms = fc.oneof(
  some({ netDays: fc.integer({ min: 0, max: 365 }) }, ['netDays']),
  fc.constant({ discountPercent: '2', discountDays: 10, netDays: 30 }),
);

describe('a record that goes out and comes in again', () => {
  it('is the same purchase order', () => {
    const wanted = some({
      neededBy: day,
      contract: code,
      requisition: code,
      shipTo: place,
      schedule: fc.array(fc.record({ quantity: fc.record({ value: decimal, unit }), date: day }), {
        minLength: 1,
        maxLength: 2,
      }),
    });
    const line = fc
      .tuple(goods, described, wanted)
      .map(([measured, one, more]) => ({ item: withOwnNumber(one), ...measured, ...more }));
    const charge = fc.record({
      kind: fc.constantFrom('freight', 'handling', 'discount'),
      amount: fc.integer({ min: 1, max: 99_999 }).map((cents) => decimalText(cents, 2)),
      settlement: fc.constantFrom('on-document', 'bill-back'),
    });
    const order = some(
      {
        number: code,
        date: day,
        release: code,
        purpose: fc.constantFrom('original', 'cancel', 'change', 'confirmation'),
        type: orderType,
        neededBy: day,
        shipBy: day,
        cancelAfter: day,
        deliveryWindow: fc.record({ from: day, to: day }),
        currency: fc.constantFrom('USD', 'CAD'),
        contract: code,
        quote: code,
        requisition: code,
        taxExemption: code,
        references: code.map((value) => [{ qualifier: 'DP', value }]),
        freightTerms: fc.constantFrom('PP', 'CC'),
        carrier: fc.constant({ code: 'UPSN', mode: 'M', name: 'UPS' }),
        charges: fc.array(charge, { minLength: 1, maxLength: 2 }),
        allowances: fc.array(charge, { minLength: 1, maxLength: 2 }),
        terms,
        buyer: party,
        supplier: party,
        billTo: party,
        shipTo: place,
        notes: noteList,
        totals: decimal.map((stated) => ({ stated })),
        lines: fc.array(line, { minLength: 1, maxLength: 4 }).map(numbered),
      },
      ['number', 'date', 'purpose', 'type', 'currency', 'shipTo', 'lines'],
    );
    fc.assert(
      fc.property(order, (made) => {
        // What says that an order is bill-only is read as a reference, too.
        const { references, ...others } = made;
        const isMarked = String(made['type']).startsWith('bill');
        const record = {
          record: 'purchase-order@1',
          partner: 'acme',
          ...others,
          ...(isMarked || references === undefined ? {} : { references }),
        };
        expect(asSent(thereAndBack('out-850', 'x12-850', record), record)).to.deep.equal(record);
      }),
      runs,
    );
  });

  it('is the same change of an order', () => {
    const line = fc
      .tuple(goods, described, fc.constantFrom('add', 'cancel', 'replace', 'change', 'price', 'none'))
      .map(([measured, one, change]) => ({ change, item: withOwnNumber(withoutVendor(one)), ...measured }));
    const made = some(
      {
        order: some({ number: code, date: day, release: code }, ['number', 'date']),
        number: textOf(8, 'ABC019'),
        date: day,
        purpose: fc.constantFrom('original', 'cancel', 'change', 'replace'),
        type: orderType,
        neededBy: day,
        currency: fc.constantFrom('USD', 'CAD'),
        contract: code,
        freightTerms: fc.constantFrom('PP', 'CC'),
        buyer: party,
        supplier: party,
        billTo: party,
        shipTo: place,
        lines: fc.array(line, { minLength: 1, maxLength: 4 }).map(numbered),
      },
      ['order', 'date', 'purpose', 'type', 'currency', 'shipTo', 'lines'],
    );
    fc.assert(
      fc.property(made, (one) => {
        const record = { record: 'purchase-order-change@1', partner: 'acme', ...one };
        expect(asSent(thereAndBack('out-860', 'x12-860', record), record)).to.deep.equal(record);
      }),
      runs,
    );
  });

  it('is the same order acknowledgment', () => {
    const response = some(
      {
        status: fc.constantFrom(
          'accepted',
          'backordered',
          'rescheduled',
          'substituted',
          'rejected',
          'not-on-contract',
        ),
        quantity: fc.record({ value: decimal, unit }),
      },
      ['status'],
    );
    const days = fc.oneof(
      fc.constant({}),
      day.map((shipDate) => ({ shipDate })),
      day.map((deliveryDate) => ({ deliveryDate })),
    );
    const line = fc.record({
      goods,
      item: described,
      responses: fc.array(fc.tuple(response, days), { minLength: 1, maxLength: 3 }),
    });
    const acknowledgment = some(
      {
        order: some({ number: code, date: day, release: code, supplierNumber: code }, ['number', 'date']),
        date: day,
        purpose: fc.constantFrom('original', 'cancel', 'change', 'confirmation'),
        status: fc.constantFrom('accepted', 'accepted-with-changes', 'rejected', 'acknowledged'),
        currency: fc.constantFrom('USD', 'CAD'),
        contract: code,
        supplier: party,
        shipTo: place,
        shipDate: day,
        deliveryDate: day,
        notes: noteList,
        lines: fc.array(line, { minLength: 1, maxLength: 4 }),
      },
      ['order', 'date', 'purpose', 'status', 'currency', 'shipTo', 'lines'],
    );
    fc.assert(
      fc.property(acknowledgment, ({ lines, ...made }) => {
        const record = {
          record: 'order-acknowledgment@1',
          partner: 'acme',
          ...made,
          lines: (lines as { goods: Json; item: Json; responses: [Json, Json][] }[]).map((one, index) => ({
            order: { line: String(index + 1) },
            item: withoutVendor(one.item),
            ...one.goods,
            responses: one.responses.map(([first, when]) => ({
              ...first,
              ...when,
            })),
          })),
        };
        expect(asSent(thereAndBack('out-855', 'x12-855', record), record)).to.deep.equal(record);
      }),
      runs,
    );
  });

  it('is the same invoice, credit or debit', () => {
    const amount = fc.integer({ min: 1, max: 99_999 });
    const charge = fc.record({
      kind: fc.constantFrom('freight', 'handling', 'fuel'),
      cents: amount,
      settlement: fc.constantFrom('on-document', 'bill-back', 'credit-later'),
    });
    const allowance = charge.map((one) => ({ ...one, kind: one.kind === 'fuel' ? 'promotion' : 'discount' }));
    const tax = fc.record({ kind: fc.constantFrom('sales', 'state', 'county', 'city'), cents: amount });
    const surcharged = {
      charges: fc.array(charge, { maxLength: 3 }),
      allowances: fc.array(allowance, { maxLength: 3 }),
      taxes: fc.array(tax, { maxLength: 2 }),
    };
    const line = fc.record({
      count: fc.integer({ min: 1, max: 500 }),
      cents: amount,
      unit,
      item: described,
      lot: code,
      ...surcharged,
    });
    const invoice = some(
      {
        number: code,
        date: day,
        kind: fc.constantFrom('invoice', 'credit', 'debit'),
        currency: fc.constantFrom('USD', 'CAD'),
        contract: code,
        order: some({ number: code, date: day, supplierNumber: code }, ['number']),
        original: code.map((number) => ({ number })),
        supplier: party,
        remitTo: party,
        billTo: party,
        shipTo: place,
        shipDate: day,
        terms,
        ...surcharged,
        lines: fc.array(line, { minLength: 1, maxLength: 4 }),
      },
      ['number', 'date', 'kind', 'currency', 'shipTo', 'lines'],
    );
    fc.assert(
      fc.property(invoice, (made) => {
        const record = invoiceOf(made);
        const read = thereAndBack('out-810', 'x12-810', record);
        expect(asSent(read, record)).to.deep.equal(record);
        expect((read['totals'] as Json)['computed']).to.equal((read['totals'] as Json)['stated']);
      }),
      runs,
    );
  });

  it('is the same ship notice: each line with its order, its packages and its lots', () => {
    const line = fc.record({
      order: fc.nat(2),
      package: fc.option(fc.nat(4), { nil: undefined }),
      item: described,
      quantity: fc.record({ value: decimal, unit }),
      lots: fc.oneof(fc.constant([]), lotsOf(1), lotsOf(3)),
    });
    const notice = some(
      {
        number: code,
        date: day,
        purpose: fc.constantFrom('original', 'cancel', 'change', 'replace'),
        shipDate: day,
        deliveryDate: day,
        supplier: party,
        shipFrom: party,
        shipTo: place,
        carrier: some(
          {
            code: fc.constantFrom('UPSN', 'FDEG'),
            mode: fc.constant('M'),
            name: textOf(35, 'ABC xyz').map((text) => text.replace(/ +/g, ' ')),
          },
          ['code'],
        ),
        trackingNumber: code,
        billOfLading: code,
        weight: decimal.map((value) => ({ value: value.slice(0, 9).replace(/\.$/, ''), unit: 'LB' })),
        packageCount: fc.integer({ min: 1, max: 999 }),
        parents: fc.array(fc.option(fc.nat(3), { nil: undefined }), { minLength: 5, maxLength: 5 }),
        lines: fc.array(line, { minLength: 1, maxLength: 8 }),
      },
      ['number', 'date', 'purpose', 'shipTo', 'parents', 'lines'],
    );
    fc.assert(
      fc.property(notice, (made) => {
        const record = noticeOf(made);
        const read = thereAndBack('out-856', 'x12-856', record);
        const lines = linesOf(record);
        expect(asSent(linesOf(read), lines)).to.deep.equal(lines);
        const { lines: _lines, packages: _packages, orders: _orders, ...head } = record;
        expect(asSent(read, head)).to.deep.equal(head);
      }),
      runs,
    );
  });
});

/** A vendor's number would be looked up as an item of ours, which nobody has mapped. */
function withoutVendor(one: Json): Json {
  const numbers = one['identifiers'] as { kind: string }[];
  const kept = numbers.filter(({ kind }) => kind !== 'vendor');
  return { ...one, identifiers: kept.length > 0 ? kept : [{ kind: 'catalog', value: 'C-1' }] };
}

interface Surcharge {
  kind: string;
  cents: number;
  settlement?: string;
}

interface BilledLine {
  count: number;
  cents: number;
  unit: string;
  item: Json;
  lot: string;
}

/** What the lists of charges, allowances and taxes, as far as they are not empty, make with what is settled elsewhere left out. */
function surchargesOf(made: Json): { lists: Json; cents: number } {
  let cents = 0;
  const lists: Json = {};
  for (const name of ['charges', 'allowances', 'taxes']) {
    const all = (made[name] as Surcharge[] | undefined) ?? [];
    for (const one of all) {
      if ((one.settlement ?? 'on-document') !== 'on-document') continue;
      cents += name === 'allowances' ? -one.cents : one.cents;
    }
    const written = all.map(({ cents: amount, ...one }) => ({ ...one, amount: decimalText(amount, 2) }));
    if (written.length > 0) lists[name] = written;
  }
  return { lists, cents };
}

/** Amounts in cents, with totals that add up. */
function invoiceOf({ charges, allowances, taxes, ...made }: Json): Json {
  const head = surchargesOf({ charges, allowances, taxes });
  const lines = (made['lines'] as (BilledLine & Json)[]).map((line) => ({ line, extra: surchargesOf(line) }));
  const total = lines.reduce(
    (sum, { line, extra }) => sum + line.count * line.cents + extra.cents,
    head.cents,
  );
  return {
    record: 'invoice@1',
    partner: 'acme',
    ...made,
    ...head.lists,
    totals: { stated: total < 0 ? `-${decimalText(-total, 2)}` : decimalText(total, 2) },
    lines: numbered(
      lines.map(({ line: { count, cents, unit: own, item: one, lot }, extra }) => ({
        item: withoutVendor(one),
        quantity: { value: String(count), unit: own },
        price: { value: decimalText(cents, 2), unit: own },
        lots: [{ lot }],
        ...extra.lists,
      })),
    ),
  };
}

function lotsOf(count: number): fc.Arbitrary<Json[]> {
  return fc.record({ date: day, has: fc.boolean() }).map(({ date, has }) =>
    Array.from({ length: count }, (_, index) => ({
      lot: `LOT${index}`,
      serial: `S${index}`,
      ...(has ? { expires: date } : {}),
    })),
  );
}

/** Three orders; packages whose parents come before them. */
function noticeOf({ parents, lines, ...made }: Json): Json {
  const packages = (parents as (number | undefined)[]).map((parent, index) => ({
    id: `P${index}`,
    kind: index === 0 || (parent === 0 && index === 1) ? 'pallet' : 'carton',
    weight: { value: String(index + 1), unit: 'LB' },
    sscc: `09521004200000000${index}`,
    ...(parent !== undefined && parent < index ? { parent: `P${parent}` } : {}),
  }));
  const shipped = lines as { order: number; package?: number; item: Json; quantity: Json; lots: Json[] }[];
  return {
    record: 'ship-notice@1',
    partner: 'acme',
    ...made,
    orders: [0, 1, 2].map((index) => ({ number: `PO-${index}` })),
    packages,
    lines: shipped.map(({ order, package: inside, item: one, quantity, lots }, index) => ({
      order: { number: `PO-${order}`, line: String(index + 1) },
      item: withoutVendor(one),
      quantity,
      ...(inside === undefined ? {} : { package: `P${inside}` }),
      ...(lots.length === 0 ? {} : { lots }),
    })),
  };
}

/** By order line, what each line says, with the labels of the packages around it instead of their ids. */
function linesOf(record: Json): unknown[] {
  const packages = new Map(((record['packages'] as Json[] | undefined) ?? []).map((one) => [one['id'], one]));
  const labels = (id: unknown): unknown[] => {
    const one = packages.get(id);
    return one === undefined ? [] : [...labels(one['parent']), one['sscc'], one['kind'], one['weight']];
  };
  const lines = (record['lines'] as Json[]).map(({ number: _, package: inside, ...line }) => ({
    ...line,
    packages: labels(inside),
  }));
  const key = (line: Json) => Number((line['order'] as { line: string }).line);
  return lines.sort((one: Json, other: Json) => key(one) - key(other));
}
