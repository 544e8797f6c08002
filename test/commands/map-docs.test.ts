import { resolve } from 'node:path';
import { expect } from 'chai';
import { mapDocs } from '../../src/commands/map-docs.js';
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
    expect(out).to.match(/^\| `BIG02` \| The supplier's invoice number \| yes \|  \|$/m);
    expect(out).to.match(/^\| `BIG07` \| [^|]+ \|  \| DI, .*CR.*\|$/m);
    expect(out).to.match(/^\| `IT1\/IT103` \| [^|]+ \| [^|]*\| in our table uom \|$/m);
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
    expect(out).to.contain('| `row.invoice_no` |');
  });

  it('makes no page of a mapping that writes', async () => {
    const { code, err } = await page('out-850');
    expect(code).to.equal(2);
    expect(err).to.contain('writes documents');
  });
});
