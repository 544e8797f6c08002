/**
 * Mappings of JSON: dotted paths, conditions, lists, upward and from the top.
 */
import { expect } from 'chai';
import { compileText, mappingOf, readFor } from './made-mapping.js';

const order = (fields: string) => `map: made
version: 1
status: live
from: { format: json, document: orders }
to: purchase-order@1
fields:
  number: header.number
  date: header.date
  lines:
    each: lines
    fields: { number: no, quantity: qty, price: price.amount, requisition: ^requisition, item.identifiers: { pairs: { vendor: ids(type=VN).value, gtin: ids(type=GTIN).value } } }
${fields}`;

const file = `{"batch":"B-7","orders":[
 {"header":{"number":"PO-1","date":"2026-04-07","sold to":"X"},"requisition":"R-1","parties":[{"role":"BT","name":"Accounts"},{"role":"ST","name":"Dock"}],
  "lines":[{"no":1,"qty":40,"price":{"amount":24.10},"ids":[{"type":"VN","value":"1e5"},{"type":"GTIN","value":"00012345678905"}]},{"no":2,"qty":123456789012345678,"ids":{"type":"VN","value":7}}],"tags":["rush","cold"]},
 {"header":{"number":"PO-2","date":"07.04.2026"},"lines":{"no":1,"qty":1e5}}]}`;

function map(fields = '', document = 1) {
  const mapping = mappingOf(order(fields));
  return mapping.apply(readFor(mapping, Buffer.from(file))[document - 1]!, { partner: 'acme' });
}

describe('a mapping of JSON', () => {
  it('takes numbers to the last digit, and strings as they are', () => {
    const { record, issues } = map();
    expect(issues).to.deep.equal([]);
    expect(record).to.deep.include({ number: 'PO-1', date: '2026-04-07' });
    expect(record['lines']).to.deep.equal([
      {
        number: '1',
        quantity: { value: '40', raw: { value: '40' } },
        price: { value: '24.10', raw: { value: '24.10' } },
        requisition: 'R-1',
        item: { identifiers: [{ kind: 'vendor', value: '1e5' }, { kind: 'gtin', value: '00012345678905' }] },
      },
      {
        number: '2',
        quantity: { value: '123456789012345678', raw: { value: '123456789012345678' } },
        requisition: 'R-1',
        item: { identifiers: [{ kind: 'vendor', value: '7' }] },
      },
    ]); // prettier-ignore
  });

  it('makes one line of an object where others have a list, and holds what is no decimal or date', () => {
    const { issues, record } = map('', 2);
    expect(record['lines']).to.have.length(1);
    expect(issues.map(({ code, place }) => [code, place?.path, place?.line])).to.deep.include.members([
      ['DATE_INVALID', 'orders[2].header.date', 4],
      ['DECIMAL_INVALID', 'orders[2].lines.qty', 4],
    ]);
  });

  const selectors: [string, string | undefined][] = [
    ['parties(role=ST).name', 'Dock'],
    ['parties(!role=BT).name', 'Dock'],
    ['header."sold to"', 'X'],
    ['/batch', 'B-7'],
    ['^batch', 'B-7'],
    ['tags', 'rush'],
    ['header.nothing', undefined],
    ['header', undefined],
  ];
  for (const [selector, value] of selectors) {
    it(`takes ${selector}`, () => {
      expect(map(`  contract: '${selector}'`).record['contract']).to.equal(value);
    });
  }

  it('takes the entries of a list themselves', () => {
    expect(map('  notes: { each: tags, fields: { text: . } }').record['notes']).to.deep.equal([
      { text: 'rush' },
      { text: 'cold' },
    ]);
  });

  it('does not understand what is no path', () => {
    for (const selector of ['a..b', 'a(', 'a/b', 'a b', '.a']) {
      const { problems } = compileText(order(`  contract: '${selector}'`));
      expect(
        problems.map(({ code }) => code),
        selector,
      ).to.include('MAP103');
    }
  });
});
