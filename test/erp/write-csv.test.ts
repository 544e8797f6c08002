import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { recordKinds, schemaOf } from '../../src/canonical/records.js';
import { columnsOf, writeCsv } from '../../src/erp/adapters/write-csv.js';
import { RefusedError } from '../../src/errors.js';
import { sampleDelivery, sampleInvoice } from '../conformance/erp.js';

const rowsOf = (body: object, changes = {}): Record<string, string>[] =>
  parse(writeCsv(sampleDelivery({ body, ...changes })), { columns: true });

const withDescription = (description: string) =>
  rowsOf({ ...sampleInvoice, lines: [{ item: { description }, quantity: { value: '1' } }] })[0]?.[
    'lines.item.description'
  ];

describe('a record as CSV', () => {
  it('starts from a record that is whole', () => {
    expect(schemaOf('invoice@1').safeParse(sampleInvoice)).to.have.property('success', true);
  });

  it('has one row per line, the record repeated on each, numbers as they are', () => {
    const [line] = sampleInvoice.lines;
    const rows = rowsOf({ ...sampleInvoice, lines: [line, { ...line, number: '2', amount: '-5.00' }] });
    expect(rows).to.have.length(2);
    expect(rows[1]).to.include({
      id: sampleDelivery().recordId,
      revision: '1',
      record: 'invoice@1',
      businessKey: 'INV-88213',
      partner: 'acme-medical',
      number: 'INV-88213',
      'totals.stated': '1250.00',
      'lines.number': '2',
      'lines.quantity.value': '10',
      'lines.amount': '-5.00',
      'lines.item.identifiers': '[{"kind":"vendor","value":"AM-7731"}]',
    });
  });

  it('has one row for a record without lines', () => {
    expect(rowsOf({ ...sampleInvoice, lines: [] })).to.have.length(1);
  });

  it('has the same columns whatever the record holds', () => {
    const heading = (body: object) => writeCsv(sampleDelivery({ body })).split('\r\n')[0];
    expect(heading({})).to.equal(heading(sampleInvoice));
  });

  for (const kind of recordKinds) {
    it(`has columns without doubles, and no origins, for ${kind}`, () => {
      const { record, line } = columnsOf(kind);
      const names = [
        ...record.map((path) => path.join('.')),
        ...line.map((path) => `lines.${path.join('.')}`),
      ];
      expect(names).to.include('number');
      expect(new Set(names).size).to.equal(names.length);
      expect(names.filter((name) => name.startsWith('origins'))).to.deep.equal([]);
    });
  }

  const formulas = ['=1+1', '+1', '-1+1', '@SUM(A1)', ' =1', '\t=1', '\r=1', '\uFF1D1', '-'];
  for (const text of formulas) {
    it(`keeps a spreadsheet from running ${JSON.stringify(text)}`, () => {
      expect(withDescription(text)).to.equal(`'${text}`);
    });
  }

  const plain = ['-12.50', 'Gauze, 4"x4"', 'two\r\nlines', 'a=b', ' blank ', '\u00dcml\u00e4ut'];
  for (const text of plain) {
    it(`keeps ${JSON.stringify(text)} as it is`, () => {
      expect(withDescription(text)).to.equal(text);
    });
  }

  it('refuses a kind that it does not know', () => {
    expect(() => writeCsv(sampleDelivery({ kind: 'receipt@2' }))).to.throw(RefusedError);
  });
});
