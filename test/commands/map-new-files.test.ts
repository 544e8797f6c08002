import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { mapNew } from '../../src/commands/map/map-new.js';
import { mapTry } from '../../src/commands/map/map-try.js';
import { loadMappings } from '../../src/mapping/load-mappings.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import { makeTerminal } from './made-terminal.js';

const shipped = resolve(import.meta.dirname, '../..');

const ubl = `<?xml version="1.0" encoding="UTF-8"?>
<!-- SECRET REMARK -->
<Invoice xmlns="urn:example:Invoice-2" xmlns:cac="urn:example:aggregate" xmlns:cbc="urn:example:basic">
  <cbc:ID>F-2026-118</cbc:ID><cbc:IssueDate>2026-04-03</cbc:IssueDate>
  <cac:OrderReference><cbc:ID>4500098765</cbc:ID></cac:OrderReference>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Delta Wound Care</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cbc:PayableAmount>120.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="BX">4</cbc:InvoicedQuantity><cbc:LineExtensionAmount>80.00</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>Foam dressing</cbc:Name><cac:SellersItemIdentification><cbc:ID>FD-1010</cbc:ID></cac:SellersItemIdentification></cac:Item>
    <cac:Price><cbc:PriceAmount>20.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
  <cac:InvoiceLine><cbc:ID>2</cbc:ID><cbc:InvoicedQuantity unitCode="EA">2</cbc:InvoicedQuantity><cbc:LineExtensionAmount>40.00</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>Gel</cbc:Name><cac:SellersItemIdentification><cbc:ID>GL-5</cbc:ID></cac:SellersItemIdentification></cac:Item>
    <cac:Price><cbc:PriceAmount>20.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>
`;

const shipments = {
  sender: 'PHX',
  shipments: [
    {
      shipmentNumber: 'S-1001',
      shipDate: '2026-04-02',
      parties: [
        { role: 'ST', name: 'St Mary', address: { city: 'Dallas', zip: '75001' } },
        { role: 'SF', name: 'Phoenix' },
      ],
      items: [
        { line: 1, sku: 'A-1', qtyShipped: 10, uom: 'EA', lot: 'L1' },
        { line: 2, sku: 'A-2', qtyShipped: 5, uom: 'BX' },
      ],
    },
    {
      shipmentNumber: 'S-1002',
      shipDate: '2026-04-03',
      items: [{ line: 1, sku: 'A-1', qtyShipped: 1, uom: 'EA' }],
    },
  ],
};

const fixed = [
  '01INV-77     20260401   MAIN DOCK      ',
  '02A-100        0000012 EA GLOVES       ',
  '02A-2          0000100 BX TUBES        ',
  '09000002                               ',
  '',
].join('\n');

describe('waybill map new, of files that are no X12', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'waybill-draft-'));
    cpSync(join(shipped, 'mappings/crosswalks'), join(root, 'mappings/crosswalks'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const draft = async (name: string, content: string, options = {}) => {
    const from = join(root, name);
    writeFileSync(from, content);
    const terminal = makeTerminal();
    const code = await mapNew(root, { from, name: 'own', ...options }, terminal);
    if (code !== 0) return { code, err: terminal.err, text: '', errors: [], from };
    const { problems } = loadMappings(root, outlineOf);
    const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    return {
      code,
      err: terminal.err,
      text: readFileSync(join(root, 'mappings/own.yaml'), 'utf8'),
      errors,
      from,
    };
  };
  const records = async (file: string) => {
    const terminal = makeTerminal();
    await mapTry(root, { mapping: 'own', file }, { json: true }, terminal);
    return (JSON.parse(terminal.out) as { documents: { record: Record<string, unknown> }[] }).documents;
  };

  it('drafts from XML: namespaces as the file calls them, the lines, and fields by name and form', async () => {
    const { text, errors } = await draft('ubl.xml', ubl);
    expect(errors).to.deep.equal([]);
    expect(text).to.contain('root: Invoice\n');
    expect(text).to.contain("cbc: 'urn:example:basic'");
    expect(text).to.contain("default: 'urn:example:Invoice-2'");
    expect(text).to.contain("number: 'cbc:ID'\n");
    expect(text).to.contain("order.number: 'cac:OrderReference/cbc:ID'\n");
    expect(text).to.contain("totals.stated: 'cac:LegalMonetaryTotal/cbc:PayableAmount'\n");
    expect(text).to.contain("each: 'cac:InvoiceLine'\n");
    expect(text).to.contain("unit: { from: 'cbc:InvoicedQuantity@unitCode', crosswalk: uom.hub }");
    expect(text).to.contain('# TODO no field is guessed for what else stands at the top.');
  });

  it('reads its own sample by the draft', async () => {
    const { from } = await draft('ubl.xml', ubl);
    const [document] = await records(from);
    expect(document!.record).to.deep.include({ number: 'F-2026-118', date: '2026-04-03' });
    const lines = document!.record['lines'] as Record<string, unknown>[];
    expect(lines.map(({ amount }) => amount)).to.deep.equal(['80.00', '40.00']);
  });

  it('finds the documents in a batch of JSON, and parties that a role tells apart', async () => {
    const { text, errors, from } = await draft('asn.json', JSON.stringify(shipments));
    expect(errors).to.deep.equal([]);
    expect(text).to.contain('from: { format: json, document: shipments }\n');
    expect(text).to.contain('to: ship-notice@1\n');
    expect(text).to.contain("shipTo.name: 'parties(role=ST).name'\n");
    expect(text).to.contain('each: items\n');
    expect(text).to.contain('lot: lot\n');
    expect(await records(from)).to.have.length(2);
  });

  it('finds the orders and lines of cXML', async () => {
    const file = join(shipped, 'samples/harbor-exchange/order-request/input.xml');
    const { text, errors } = await draft('order.xml', readFileSync(file, 'utf8'));
    expect(errors).to.deep.equal([]);
    expect(text).to.contain('document: Request/OrderRequest');
    expect(text).to.contain('doctype: ignore');
    expect(text).to.contain('number: OrderRequestHeader@orderID\n');
    expect(text).to.contain('each: ItemOut\n');
  });

  it('takes one entry of a list in JSON for a list', async () => {
    const [, second] = shipments.shipments;
    const { text } = await draft('asn.json', JSON.stringify({ shipments: [second] }));
    expect(text).to.contain('document: shipments');
    expect(text).to.match(/lines:\n {4}each: items\n/);
  });

  it('writes no value of a sample into the draft', async () => {
    const { text } = await draft('ubl.xml', ubl);
    for (const value of ['F-2026', '4500098765', 'Delta', '120.00', 'FD-1010', 'Foam', 'SECRET'])
      expect(text).not.to.contain(value);
    rmSync(join(root, 'mappings/own.yaml'));
    const { text: second } = await draft('asn.json', JSON.stringify(shipments));
    for (const value of ['S-1001', 'St Mary', 'Dallas', '75001', 'A-1', 'PHX', 'L1'])
      expect(second).not.to.contain(value);
  });

  it('proposes types of rows and columns of fixed width, and marks all of them to be decided', async () => {
    const { text, errors } = await draft('stock.dat', fixed, { to: 'invoice@1' });
    expect(errors).to.deep.equal([]);
    expect(text).to.contain('rowLength: 39');
    expect(text).to.match(
      /R01:\n {6}prefix: '01'\n {6}starts: document\n {6}columns: \{ c3: \[3, 11\], c14: \[14, 11\], c25: \[25, 15\] \}/,
    );
    expect(text).to.match(
      /R02:\n {6}prefix: '02'\n {6}columns: \{ c3: \[3, 13\], c16: \[16, 8\], c24: \[24, 3\], c27: \[27, 13\] \}/,
    );
    expect(text).to.contain('# TODO columns were guessed from blanks');
    expect(text).to.contain('each: R02\n');
  });

  it('asks what rows of fixed width are, and says what is wrong with a file that is not sound', async () => {
    expect((await draft('stock.dat', fixed)).err).to.contain(
      'fixed width, which has no headings. Say what its rows are: --to',
    );
    expect((await draft('cut.xml', ubl.slice(0, 900))).err).to.match(/It is no sound XML\. Line \d+: /);
    expect((await draft('cut.json', '{"orders": [1,')).err).to.match(/It is no sound JSON\. Line 1: /);
    expect((await draft('plain.xml', '<a><b>1</b></a>')).err).to.contain('--to invoice@1');
  });
});
