/**
 * Mappings that write CSV and XML.
 */
import { expect } from 'chai';
import { csvOptions } from '../../src/formats/csv/csv-options.js';
import { readCsv } from '../../src/formats/csv/csv.js';
import { composeWith, issueText, type Json, order } from './made-outbound.js';

function out(to: string, blocks: string): string {
  return `map: made
version: 1
status: live
from: purchase-order@1
to: ${to}
${blocks}
`;
}

function textOf(text: string, record: Json = order): string {
  const { document } = composeWith(text, record);
  if (document.format === 'x12') throw new Error('X12');
  return document.text;
}

describe('a mapping that writes CSV', () => {
  const flat = `rows:
  - each: lines
    rows:
      - fields: { order_no: /number, day: /date, item: item.number, qty: quantity.value }`;

  it('writes a row for each line under its headings', () => {
    const to = '{ format: csv, columns: { order_no: "Order No", day: Date, item: Item, qty: Qty } }';
    expect(textOf(out(to, flat))).to.equal(
      'Order No,Date,Item,Qty\r\nPO-1,2026-04-01,000481516,100\r\nPO-1,2026-04-01,000220400,3\r\n',
    );
  });

  it('writes rows of several types, each with its type in front', () => {
    const to =
      '{ format: csv, delimiter: ";", lineEnding: lf, records: { H: [type, no, day], D: [type, no, text] } }';
    const rows = `rows:
  - row: H
    fields: { no: number, day: { from: date, format: MM/dd/yyyy } }
  - each: lines
    rows: [{ row: D, fields: { no: number, text: item.description } }]`;
    expect(textOf(out(to, rows))).to.equal('H;PO-1;04/01/2026\nD;1;\nD;2;Suture\n');
  });

  it('guards cells that a spreadsheet would run, unless the partner wants them as they are', () => {
    const record = { ...order, number: '=1+1', contract: 'say "a,b"' };
    const rows = 'rows: [{ fields: { a: number, b: contract, c: totals.stated } }]';
    const to = (more: string) => `{ format: csv, header: false, columns: [a, b, c]${more} }`;
    expect(textOf(out(to(''), rows), record)).to.equal(`'=1+1,"say ""a,b""",1234.5\r\n`);
    expect(textOf(out(to(', formulas: keep, quote: always'), rows), record)).to.equal(
      '"=1+1","say ""a,b""","1234.5"\r\n',
    );
  });

  it('is read by our own reader as it was meant', () => {
    const record = { ...order, contract: 'a,"b";\'c' };
    const rows = 'rows: [{ fields: { a: number, b: contract } }]';
    const text = textOf(out('{ format: csv, columns: [a, b] }', rows), record);
    const options = csvOptions.parse({ format: 'csv', columns: { a: 'a', b: 'b' } });
    const [document] = readCsv(Buffer.from(text), options).documents;
    expect(document?.rows.map((row) => [row.cell('a'), row.cell('b')])).to.deep.equal([
      ['PO-1', 'a,"b";\'c'],
    ]);
  });

  it('tells the cell that each value stands in', () => {
    const { origins } = composeWith(out('{ format: csv, columns: [order_no, day, item, qty] }', flat));
    expect(origins).to.include({ '2.1': 'number', '3.4': 'lines.1.quantity.value' });
  });
});

describe('a mapping that writes XML', () => {
  const blocks = `elements:
  - element: Header
    attributes: { no: number, kind: { from: type, values: { rush: URGENT } }, version: { value: "1.2" } }
    elements:
      - { element: Day, text: date }
      - { element: Contract, text: contract }
  - each: lines
    elements:
      - element: Line
        attributes: { no: number }
        elements:
          - { element: Text, text: item.description }`;

  it('writes elements, attributes and text, and leaves out what is empty', () => {
    expect(textOf(out('{ format: xml, root: Order, namespaces: { "": "urn:x" } }', blocks))).to.equal(
      `<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:x">
  <Header no="PO-1" kind="URGENT" version="1.2">
    <Day>2026-04-01</Day>
  </Header>
  <Line no="1"/>
  <Line no="2">
    <Text>Suture</Text>
  </Line>
</Order>
`,
    );
  });

  it('escapes whatever could end a text, an attribute or a comment', () => {
    const record = { ...order, number: `<&>"'`, contract: ']]> --> \n\tx' };
    const to = '{ format: xml, root: O, declaration: false, indent: 0, doctype: "http://x/y.dtd" }';
    const one = 'elements: [{ element: A, attributes: { b: number }, text: contract }]';
    expect(textOf(out(to, one), record)).to.equal(
      '<!DOCTYPE O SYSTEM "http://x/y.dtd"><O><A b="&lt;&amp;&gt;&quot;&apos;">]]&gt; --&gt; &#10;&#9;x</A></O>',
    );
  });

  it('holds what XML cannot hold', () => {
    const record = { ...order, number: 'a\u0001\ud800b' };
    const to = '{ format: xml, root: O, declaration: false, indent: 0 }';
    const { document, issues } = composeWith(out(to, 'elements: [{ element: A, text: number }]'), record);
    expect(document).to.include({ text: '<O><A>ab</A></O>' });
    expect(issues.map(issueText)).to.deep.equal(['VALUE_NOT_WRITABLE hold number A']);
  });
});
