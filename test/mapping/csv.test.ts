/**
 * CSV files to records: flat ones grouped by a column, and the banner and H/D/T rows of the design's worked example.
 */
import { expect } from 'chai';
import { readCsv } from '../../src/formats/csv/csv.js';
import { readAt } from '../../src/mapping/file/record-path.js';
import { runMappingTests } from '../../src/mapping/mapping-tests.js';
import { mappingOf } from './made-mapping.js';

const files = {
  'crosswalks/uom.csv': 'partner,unit,hub\n,PK,PK\n,BX,BX\n',
  'crosswalks/items.csv':
    'vendor_item,vendor_unit,item_number\nTUBE-EDTA-4ML,PK,000330101\nGAUZE-4X4,BX,000330102\n',
  'crosswalks/locations.csv': 'account,location\n0042-LAB,MAIN-LAB\n',
};

const extract = `ACME OF OHIO - DAILY INVOICE EXTRACT
Generated 04/02/2026 06:00 AM

H,INV-5501,04/01/2026,4500071300,ST MARY LAB,0042-LAB,"1,204.50"
D,1,TUBE-EDTA-4ML,PK,12,87.50,1050.00,
D,2,GAUZE-4X4,BX,10,14.20,142.00,
T,2,"1,204.50",12.50,,,,
`;

const mapping = mappingOf(
  `map: acme-ohio-csv
version: 1
status: review
title: Acme of Ohio daily invoice extract
from:
  format: csv
  delimiter: ","
  skipUntil: "^H,"
  records:
    H: { starts: document, columns: [type, invoice_no, invoice_date, po_no, ship_to, account, gross] }
    D: { columns: [type, line_no, item, uom, qty, price, ext] }
    T: { columns: [type, line_count, total, freight] }
to: invoice@1
crosswalks:
  uom:       { file: crosswalks/uom.csv, key: unit }
  items:     { file: crosswalks/items.csv, key: [vendor_item, vendor_unit] }
  locations: { file: crosswalks/locations.csv, key: account }
fixed: { currency: USD, kind: invoice }
fields:
  number:          { from: H.invoice_no, clean: [upper] }
  date:            { from: H.invoice_date, format: MM/dd/yyyy }
  order.number:    H.po_no
  shipTo.name:     H.ship_to
  shipTo.identifiers: { pairs: { vendor: H.account } }
  shipTo.location: { from: H.account, crosswalk: locations.location }
  totals.stated:   { from: T.total, clean: [strip-commas] }
  lines:
    each: D
    fields:
      number:      D.line_no
      order.number: H.po_no
      item.identifiers: { pairs: { vendor: D.item } }
      item.number: { from: [D.item, D.uom], crosswalk: items.item_number }
      quantity:    { from: D.qty, unit: { from: D.uom, crosswalk: uom.hub } }
      price:       { from: D.price, unit: { from: D.uom, crosswalk: uom.hub } }
      amount:      { multiply: [quantity, price], round: 2 }
  charges:
    each: T
    when: { T.freight: present }
    fields: { kind: { value: freight }, amount: T.freight }
rules:
  - id: total-adds-up
    check: { sum: [lines.amount, charges.amount], equals: totals.stated, within: "0.01" }
  - id: line-count
    check: { count: D, equals: T.line_count }
tests:
  - name: banner skipped, quoted thousands, freight in trailer
    input: ../samples/inv-htd/input.csv
    expect:
      number: INV-5501
      date: "2026-04-01"
      shipTo.location: MAIN-LAB
      lines.0.item.number: "000330101"
      lines.0.order.number: "4500071300"
      lines.1.amount: "142.00"
      charges.0.amount: "12.50"
      totals.stated: "1204.50"
      issues: []
  - name: a test that cannot pass tells why
    input: ../samples/inv-htd/input.csv
    expect: { number: INV-1, contract: "7", issues: [{ code: RULE }] }
`,
  files,
);

function documentsOf(text: string) {
  if (mapping.from.format !== 'csv') throw new Error('not a CSV mapping');
  return readCsv(Buffer.from(text), mapping.from.options);
}

describe('a CSV file with a banner and record types', () => {
  it('becomes the record of the worked example', () => {
    const [first, second] = runMappingTests(mapping, (path) => {
      expect(path).to.equal('samples/inv-htd/input.csv');
      return documentsOf(extract).documents;
    });
    expect(first).to.deep.include({
      name: 'banner skipped, quoted thousands, freight in trailer',
      passed: true,
      differences: [],
    });
    expect(second?.differences).to.deep.equal([
      { path: 'number', expected: '"INV-1"', found: '"INV-5501"' },
      { path: 'contract', expected: '"7"', found: 'nothing' },
      { path: 'issues', expected: '1 issue', found: 'no issue' },
    ]);
    expect(second?.found).to.deep.equal({ number: 'INV-5501', contract: null, issues: [] });
  });

  it('says of each value in which row, column and bytes it stood', () => {
    const [document] = documentsOf(extract).documents;
    const { origins } = mapping.apply(document!, { partner: 'acme' });
    const { offset, length, row, column } = origins['totals.stated']!;
    expect({ row, column }).to.deep.equal({ row: 7, column: 'total' });
    expect(extract.slice(offset, offset + length)).to.equal('"1,204.50"');
  });
});

const flat = `map: flat
version: 1
status: live
from:
  format: csv
  groupBy: number
  columns: { number: [Invoice], day: Date, item: Item, qty: Qty, total: Total, freight: { headings: [Freight], optional: true } }
to: invoice@1
fixed: { kind: invoice }
fields:
  number: row.number
  date: { from: row.day, format: [MM/dd/yyyy, yyyy-MM-dd] }
  totals.stated: row.total
  lines: { each: row, fields: { item.number: row.item, quantity: row.qty } }
  charges: { each: here, when: { row.freight: present }, fields: { kind: { value: freight }, amount: row.freight } }
`;

function applyFlat(text: string) {
  const compiled = mappingOf(flat);
  if (compiled.from.format !== 'csv') throw new Error('not a CSV mapping');
  const { documents, issues } = readCsv(Buffer.from(text), compiled.from.options);
  expect(issues.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  return documents.map((document) => compiled.apply(document, { partner: 'ohio' }));
}

describe('a flat CSV file', () => {
  it('makes one record for each value of the groupBy column, in order of first appearance', () => {
    const made = applyFlat(
      'Invoice,Date,Item,Qty,Total\nB,04/01/2026,i1,1,5\nA,04/01/2026,i2,2,6\nB,04/01/2026,i3,3,5\n',
    );
    expect(made.map(({ record }) => [record['number'], (record['lines'] as unknown[]).length])).to.deep.equal(
      [
        ['B', 2],
        ['A', 1],
      ],
    );
    expect(made.map(({ businessKey }) => businessKey)).to.deep.equal(['B', 'A']);
  });

  it('is held when the rows of a document disagree about its header, at the first row that does', () => {
    const [made] = applyFlat(
      'Invoice,Date,Item,Qty,Total\nA,04/01/2026,i1,1,5\nA,04/01/2026,i2,2,6\nA,04/02/2026,i2,2,5\n',
    );
    expect(
      made?.issues.map(({ code, action, place }) => [code, action, place?.row, place?.column]),
    ).to.deep.equal([
      ['GROUP_DIFFERS', 'hold', 4, 'day'],
      ['GROUP_DIFFERS', 'hold', 3, 'total'],
    ]);
  });

  it('may leave header cells empty on the rows after the first', () => {
    const [made] = applyFlat('Invoice,Date,Item,Qty,Total\nA,,i1,1,\nA,04/01/2026,i2,2,5\n');
    expect(made?.issues).to.deep.equal([]);
    expect(made?.record['date']).to.equal('2026-04-01');
  });

  it('makes one charge of a header column that all rows repeat', () => {
    const [made] = applyFlat(
      'Invoice,Date,Item,Qty,Total,Freight\nA,04/01/2026,i1,1,5,7.50\nA,2026-04-01,i2,2,5,7.50\n'.replace(
        '2026-04-01',
        '04/01/2026',
      ),
    );
    expect(made?.record['charges']).to.deep.equal([{ kind: 'freight', amount: '7.50' }]);
    const [without] = applyFlat('Invoice,Date,Item,Qty,Total\nA,04/01/2026,i1,1,5\n');
    expect(without?.record).not.to.have.property('charges');
  });

  it('says which column of which row is at fault', () => {
    const [made] = applyFlat('Invoice,Date,Item,Qty,Total\nA,13/07/2026,i1,six,"1,204.50"\n');
    expect(
      made?.issues.map(({ code, place, value }) => [code, place?.row, place?.column, value]),
    ).to.deep.equal([
      ['DATE_INVALID', 2, 'day', '13/07/2026'],
      ['DECIMAL_INVALID', 2, 'total', '1,204.50'],
      ['DECIMAL_INVALID', 2, 'qty', 'six'],
    ]);
    expect(readAt(made?.record, 'lines.0.item.number')).to.equal('i1');
  });
});
