import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { mapTry, type MapTryOptions } from '../../src/commands/map/map-try.js';
import { makeTerminal } from './made-terminal.js';

const root = resolve(import.meta.dirname, '../..');

describe('waybill map try', () => {
  const run = async (mapping: string, file: string, options: MapTryOptions = {}) => {
    const terminal = makeTerminal();
    const code = await mapTry(root, { mapping, file: join(root, 'samples', file) }, options, terminal);
    return { code, out: terminal.out, err: terminal.err };
  };

  it('shows each value with its place and what was received', async () => {
    const { code, out } = await run('x12-810', 'acme-medical/810-standard/input.x12', {
      partner: 'acme-medical',
    });
    expect(code).to.equal(0);
    expect(out).to.match(/^810 0001: invoice@1 AM-INV-88213 by x12-810 version \d+\n/);
    expect(out).to.match(/^ {2}number +AM-INV-88213 +BIG02 \(2\)$/m);
    expect(out).to.match(/^ {2}date +2026-04-04 +BIG01 \(2\) +20260404$/m);
    expect(out).to.match(/^ {2}totals\.computed +2946\.10 +not from the file$/m);
    expect(out).to.match(/It would be accepted\.\n$/);
  });

  it('shows issues under the element at fault', async () => {
    const { code, out } = await run('x12-810', 'acme-medical/810-unknown-unit/input.x12');
    expect(code).to.equal(1);
    expect(out).to.match(/^held\[CROSSWALK_MISSING\]:.*\(lines\.0\.item\.number\)$/m);
    expect(out).to.match(/^ 13 \| IT1\*1\*2\*CT\*.*\n +\| {9}\^\^$/m);
    expect(out).to.match(/It would be held\.\n$/);
  });

  it('shows issues of XML with their line and path', async () => {
    const { out } = await run('cxml-invoice', 'harbor-exchange/invoice-detail/input.xml');
    expect(out).to.match(/^ --> .*input\.xml: line 46, \/cXML\/.*\/InvoiceDetailItem\[1\]\/UnitOfMeasure$/m);
    expect(out).to.match(/^ 46 \| <UnitOfMeasure>BX<.*\n +\| {16}\^\^$/m);
  });

  it('calls the place of an issue its origin in JSON', async () => {
    const { out } = await run('x12-810', 'acme-medical/810-unknown-unit/input.x12', { json: true });
    const { documents } = JSON.parse(out) as { documents: { issues: Record<string, unknown>[] }[] };
    const [issue] = documents[0]!.issues;
    expect(issue).to.include({ code: 'CROSSWALK_MISSING', action: 'hold' });
    expect(issue).to.not.have.property('place');
    expect(issue?.['origin']).to.deep.include({ segment: 5, segmentId: 'N1', element: 4 });
  });

  it('tells what the partner sends and the mapping does not take', async () => {
    const { out } = await run('x12-810', 'acme-medical/810-unknown-unit/input.x12');
    const left = out.slice(out.indexOf('Not taken'));
    expect(left).to.match(/^ {2}CUR01 +CUR\*SE\*USD$/m);
    expect(left, 'a qualifier that leads to a value').not.to.match(/REF01|N101|IT106/);
    expect(left, 'what a rule reads').not.to.match(/CTT/);
  });

  it('tells whole segments by their qualifier, once each', async () => {
    const { out } = await run('x12-855', 'acme-medical/855-accepted/input.x12', { json: true });
    const { documents } = JSON.parse(out) as { documents: { notTaken: { name: string; count: number }[] }[] };
    for (const { name, count } of documents[0]!.notTaken) {
      expect(name).to.match(/^[A-Z0-9]+(\([A-Z0-9]+\))?$/);
      expect(count).to.be.greaterThan(0);
    }
    const names = documents[0]!.notTaken.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('shows rows and columns of CSV, document by document', async () => {
    const { out } = await run('ohio-lab-invoices', 'ohio-lab-supply/invoices-daily/input.csv');
    expect(out).to.match(/^document 2: invoice@1 OL-60412/m);
    expect(out).to.match(/^ {2}lines\.0\.amount +1050\.00 +extended \(2\) +"1,050\.00"$/m);
  });

  it('tells what of XML the mapping does not take, by its path from the document', async () => {
    const { out } = await run('cxml-order-request', 'harbor-exchange/order-request/input.xml', {
      json: true,
    });
    const { documents } = JSON.parse(out) as { documents: { notTaken: { name: string; text: string }[] }[] };
    const names = documents[0]!.notTaken.map(({ name }) => name);
    expect(names).to.include('ItemOut/ItemDetail/Description@lang');
    expect(names, 'what a selector compares').not.to.include('OrderRequestHeader/Contact@role');
    expect(names, 'what becomes a field').not.to.include('OrderRequestHeader@orderID');
  });

  it('says what a file holds that has nothing for the mapping', async () => {
    const { code, err } = await run('x12-810', 'acme-medical/855-accepted/input.x12');
    expect(code).to.equal(1);
    expect(err).to.contain('It holds 855 of version 004010, and no 810.');
  });

  it('suggests a mapping for one that there is not', async () => {
    const { code, err } = await run('x12-801', 'acme-medical/855-accepted/input.x12');
    expect(code).to.equal(2);
    expect(err).to.match(/^There is no mapping x12-801\. Did you mean x12-810\?/);
  });
});
