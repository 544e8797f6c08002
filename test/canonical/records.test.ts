/**
 * Canonical records: strict, exact, and known field by field.
 */
import { expect } from 'chai';
import { fieldsOf, fieldOf } from '../../src/canonical/fields.js';
import { Arithmetic, toDecimal } from '../../src/canonical/fields/scalars.js';
import { businessKeyOf, isRecordKind, recordKinds, schemaOf } from '../../src/canonical/records.js';

const invoice = {
  record: 'invoice@1',
  partner: 'acme',
  number: 'INV-1',
  date: '2026-04-04',
  kind: 'invoice',
  totals: { stated: '100.00' },
  lines: [
    {
      item: { identifiers: [{ kind: 'vendor', value: 'A1', qualifier: 'VC' }] },
      quantity: { value: '10', unit: 'CA' },
    },
  ],
};

const parses = (change: object) => schemaOf('invoice@1').safeParse({ ...invoice, ...change }).success;

describe('a record', () => {
  it('is accepted when it holds what its kind must have, and nothing that it does not know', () => {
    expect(parses({})).to.equal(true);
    expect(parses({ numbr: 'x' })).to.equal(false);
    expect(parses({ number: '' })).to.equal(false);
    expect(parses({ number: undefined })).to.equal(false);
    expect(parses({ kind: 'bill' })).to.equal(false);
    expect(parses({ record: 'invoice@2' })).to.equal(false);
  });

  it('holds decimals as exact text and days that exist, never numbers', () => {
    for (const stated of ['0', '-3', '0.125', '12.50']) expect(parses({ totals: { stated } })).to.equal(true);
    for (const stated of [100, '1e3', '+1', '01', '.5', '1.', '', '1,000', 'NaN']) {
      expect(parses({ totals: { stated } }), String(stated)).to.equal(false);
    }
    expect(parses({ date: '2026-02-29' })).to.equal(false);
    expect(parses({ date: '20260404' })).to.equal(false);
  });

  it('may carry the origin of each value', () => {
    expect(
      parses({ origins: { number: { offset: 3, length: 5, segment: 2, segmentId: 'BIG', element: 2 } } }),
    ).to.equal(true);
    expect(parses({ origins: { number: { offset: -1, length: 5 } } })).to.equal(false);
  });

  it('has a business key made of the parts that are there', () => {
    expect(businessKeyOf('invoice@1', invoice)).to.equal('INV-1');
    expect(businessKeyOf('purchase-order@1', { number: 'PO-1', release: '2' })).to.equal('PO-1 / 2');
    expect(
      businessKeyOf('order-acknowledgment@1', { order: { number: 'PO-1' }, date: '2026-04-04' }),
    ).to.equal('PO-1 / 2026-04-04');
    expect(businessKeyOf('invoice@1', {})).to.equal('');
  });
});

describe('the fields of a kind', () => {
  it('are found by path, without list positions', () => {
    expect(fieldOf('invoice@1', 'lines.quantity.value')).to.include({ shape: 'decimal', required: true });
    expect(fieldOf('invoice@1', 'lines.quantity')).to.include({ shape: 'quantity', required: true });
    expect(fieldOf('invoice@1', 'terms.netDays')).to.include({ shape: 'integer', required: false });
    expect(fieldOf('invoice@1', 'kind')?.choices).to.deep.equal(['invoice', 'credit', 'debit']);
    expect(fieldOf('invoice@1', 'lines.0.quantity')).to.equal(undefined);
    expect(fieldOf('invoice@1', 'constructor')).to.equal(undefined);
    expect(fieldOf('invoice@1', '')).to.equal(undefined);
  });

  it('say which are masked, with all that is inside', () => {
    expect(fieldOf('purchase-order@1', 'procedure.patient')?.sensitive).to.equal(true);
    expect(fieldOf('purchase-order@1', 'procedure')?.sensitive).to.equal(true);
    expect(fieldOf('purchase-order@1', 'number')?.sensitive).to.equal(false);
  });

  it('are known for every kind, and each has a shape that a mapping can fill', () => {
    expect(recordKinds).to.have.length(12);
    for (const kind of recordKinds) {
      expect(isRecordKind(kind)).to.equal(true);
      expect([...fieldsOf(kind).values()].filter(({ shape }) => shape === undefined)).to.deep.equal([]);
      expect(fieldOf(kind, 'record')).to.include({ required: true });
    }
    expect(isRecordKind('toString')).to.equal(false);
  });
});

describe('a decimal', () => {
  it('is refused when it is none', () => {
    expect(toDecimal('12.50')).to.equal('12.50');
    expect(() => toDecimal('12,50')).to.throw();
  });

  it('is calculated with exactly, at any size that is allowed', () => {
    const large = '999999999999999.999999999999999';
    const squared = new Arithmetic(large).times(large).plus('0.1').toFixed();
    expect(squared).to.equal('999999999999999999999999999998.100000000000000000000000000001');
  });
});
