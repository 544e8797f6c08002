/**
 * Records that go out as X12 and come in again: for generated ones, what both mappings carry is the same.
 */
import { resolve } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { schemaOf } from '../../src/canonical/records.js';
import { composeDocument, type Sending } from '../../src/composition/compose-document.js';
import { loadMappings } from '../../src/mapping/load-mappings.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import {
  code,
  day,
  decimal,
  decimalText,
  described,
  goods,
  invoiceOf,
  type Json,
  linesOf,
  lotsOf,
  noteList,
  noticeOf,
  numbered,
  orderType,
  party,
  place,
  some,
  terms,
  textOf,
  unit,
  withoutVendor,
  withOwnNumber,
} from './any-record.js';
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
    return read.map((one: unknown, index): unknown => (index < sent.length ? asSent(one, sent[index]) : one));
  if (typeof sent !== 'object' || sent === null || typeof read !== 'object' || read === null) return read;
  const names = Object.keys(sent).filter((name) => Object.hasOwn(read, name));
  return Object.fromEntries(names.map((name) => [name, asSent((read as Json)[name], (sent as Json)[name])]));
}

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
