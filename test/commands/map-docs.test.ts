import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { mapDocs } from '../../src/commands/map/map-docs.js';
import { makeTerminal } from './made-terminal.js';

const root = resolve(import.meta.dirname, '../..');

describe('waybill map docs', () => {
  const page = async (name: string) => {
    const terminal = makeTerminal();
    const code = await mapDocs(root, name, terminal);
    return { code, out: terminal.out, err: terminal.err };
  };

  it('tells the partner which elements are read, which must be there, and which codes are understood', async () => {
    const { code, out } = await page('x12-810');
    expect(code).to.equal(0);
    expect(out).to.match(/^# Invoice \(X12 810, 004010\)\n/);
    expect(out).to.match(
      /^\| `BIG02` \| The supplier's invoice number \| yes \| text, 1 to 22 characters \|  \| `AM-INV-88213` \|$/m,
    );
    expect(out).to.match(/^\| `BIG07` \| [^|]+ \|  \| code, 2 characters \| DI, .*CR.*\| `DI` \|$/m);
    expect(out).to.match(
      /^\| `IT1\/IT103` \| [^|]+ \| [^|]*\| [^|]*\| [^|]*EA, BX, CA, [^|]*our table uom\) \|/m,
    );
    expect(out).to.match(
      /^\| `TDS01` \| [^|]+ \| [^|]*\| digits, the last 2 behind a point that is not written \|/m,
    );
  });

  it('tells what is checked in the words of the rules, and what becomes of a document then', async () => {
    const { out } = await page('x12-810');
    expect(out).to.contain('## What we check\n');
    expect(out).to.match(/^- ".+" Then it waits until a person here has looked at it\.$/m);
  });

  it('shows the input of a test as the example', async () => {
    const { out } = await page('x12-810');
    expect(out).to.match(/## An example\n\n```\nISA\*[^]+IEA\*\S+\n```\n$/);
  });

  it('speaks of columns for CSV', async () => {
    const { out } = await page('ohio-lab-invoices');
    expect(out).to.contain('What we read of your documents: CSV.');
    expect(out).to.contain("| `Invoice # or Invoice Number` | The supplier's invoice number | yes |");
    expect(out).to.contain('| `Invoice Date` | Date of the invoice | yes | date MM/dd/yyyy |');
    expect(out).to.contain('May be absent as a whole: Freight.');
    expect(out).not.to.contain('row.');
  });

  it('speaks of characters for fixed width, and of how rows begin', async () => {
    const { out } = await page('tri-county-invoices');
    expect(out).to.contain('Every row has exactly 80 characters, or the file is refused.');
    expect(out).to.contain('  - `01`, which begins a document\n');
    expect(out).to.contain('| `row 01, characters 3 to 12 (number)` |');
    expect(out, 'an example in Windows-1252').to.contain('ST MARY CAF\u00c9');
  });

  it('speaks of paths for XML and JSON', async () => {
    const { out } = await page('cxml-order-request');
    expect(out).to.contain('Each `Request/OrderRequest` in it is one document');
    expect(out).to.match(/^\| `ItemOut@quantity` \| How many \| yes \| number, [^|]+\|  \| `40` \|$/m);
    expect((await page('st-mary-orders')).out).to.contain('- JSON, UTF-8.');
  });

  it('names each place once, whatever it is read for, and no example of what is sensitive', async () => {
    for (const name of ['x12-810', 'x12-856', 'redwood-850', 'cxml-invoice', 'acme-ohio-csv']) {
      const { out } = await page(name);
      const places = out.split('\n').flatMap((line) => /^\| (`[^`]+`) \|/.exec(line)?.[1] ?? []);
      expect(new Set(places).size, name).to.equal(places.length);
    }
    const { out } = await page('redwood-850');
    const table = out.slice(0, out.indexOf('## What we check'));
    expect(table).to.match(/^\| `REF\(EJ\)\.REF02` \|.*\|  \|$/m);
  });

  it('tells what is answered, and that what is held is not', async () => {
    expect((await page('x12-810')).out).to.match(
      /## What we answer\n\nEvery functional group is answered by a 997/,
    );
    expect((await page('ohio-lab-invoices')).out).to.contain('Nothing answers such a file by itself');
  });

  it('tells what we send: elements, what they are, which values, and an example', async () => {
    const { code, out } = await page('out-850');
    expect(code).to.equal(0);
    expect(out).to.contain('What we send you.');
    expect(out).to.match(/^\| `BEG03` \| order number: The hospital's order number \|  \|$/m);
    expect(out).to.match(/^\| `BEG02` \| [^|]+ \| SA, RO, .*\|$/m);
    expect(out).to.match(/^\| `REF\(CT\)\.REF02` \|/m);
    expect(out).to.match(/^\| `each of lines: PO102` \|/m);
    expect(out).to.match(/## An example\n\n```\nBEG\*/);
    expect((await page('out-856')).out).to.contain('| `HL(O)/PRF01` | order number:');
  });

  it('shows columns and elements of CSV and XML that we send', async () => {
    const root = mkdtempSync(join(tmpdir(), 'waybill-docs-'));
    try {
      mkdirSync(join(root, 'mappings'));
      const head = 'version: 1\nstatus: live\ntitle: Order\nfrom: purchase-order@1\n';
      writeFileSync(
        join(root, 'mappings/c.yaml'),
        `map: c\n${head}to: { format: csv, columns: { order_no: Order Number, item: Item } }\nrows:\n  - each: lines\n    rows: [{ fields: { order_no: /number, item: item.number } }]\n`,
      );
      writeFileSync(
        join(root, 'mappings/x.yaml'),
        `map: x\n${head}to: { format: xml, root: Order }\nelements:\n  - element: Header\n    attributes: { number: number }\n    elements: [{ element: Date, text: date }]\n`,
      );
      const of = async (name: string) => {
        const terminal = makeTerminal();
        expect(await mapDocs(root, name, terminal), terminal.err).to.equal(0);
        return terminal.out;
      };
      expect(await of('c')).to.contain('The first row holds the headings: Order Number, Item.');
      expect(await of('c')).to.contain("| `each of lines: Order Number` | The hospital's order number |  |");
      expect(await of('x')).to.contain("| `Header@number` | The hospital's order number |  |");
      expect(await of('x')).to.contain('| `Header/Date` | Date of the order |  |');
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
