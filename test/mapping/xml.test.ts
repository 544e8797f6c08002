/**
 * Mappings of XML: paths, attributes, conditions, namespaces, upward and from the top; and what is wrong with selectors.
 */
import { expect } from 'chai';
import { xmlOptions } from '../../src/formats/xml/xml-options.js';
import { compileText, mappingOf, readFor } from './made-mapping.js';

const head = `map: made
version: 1
status: live
from: { format: xml, root: Orders, document: Order }
to: purchase-order@1
`;

const order = (fields: string, from = '') => `${from === '' ? head : head.replace(/^from:.*$/m, from)}fields:
  number: '@id'
  date: Date
  lines:
    each: Lines/Line
    fields: { quantity: Qty, item.description: { from: Item } }
${fields}`;

const file = `<Orders batch="B-7"><Sender>Harbor</Sender>
<Order id="1" xml:lang="en"><Date>2026-04-07T23:30:00-05:00</Date>
  <Party role="bt"><Name>Accounts</Name></Party>
  <Party role="st"><Name/><Name>Dock</Name><Zip>05502</Zip></Party>
  <Extra name="a &amp; b (c)">odd</Extra>
  <Lines unit="BX"><Line><Qty>2</Qty><Item>Gloves</Item></Line><Line unit="EA"><Qty>3</Qty><Item>Mask</Item></Line></Lines>
</Order>
<Order id="2"><Date>2026-04-08</Date><Lines><Line><Qty>1</Qty></Line></Lines></Order></Orders>`;

function map(fields: string, { from = '', text = file, document = 1 } = {}) {
  const mapping = mappingOf(order(fields, from));
  const documents = readFor(mapping, Buffer.from(text));
  return mapping.apply(documents[document - 1]!, { partner: 'acme' });
}

const taken = (selector: string) => map(`  contract: '${selector}'`).record['contract'];

describe('a mapping of XML', () => {
  it('makes a record of each document in the file', () => {
    expect(map('').record).to.deep.include({ number: '1', date: '2026-04-07' });
    expect(map('', { document: 2 }).record).to.deep.include({ number: '2', date: '2026-04-08' });
    expect(map('').issues).to.deep.equal([]);
  });

  const selectors: [string, string | undefined][] = [
    ['Party/Name', 'Accounts'],
    ['Party(@role=st)/Name', 'Dock'],
    ['Party(@role=st|xx)/Zip', '05502'],
    ['Party(Zip=05502&@role=st)/Name', 'Dock'],
    ['Party(Zip)/Name', 'Dock'],
    ['Party(!Zip)/Name', 'Accounts'],
    ['Party(!@role=bt)/Zip', '05502'],
    ['Party(@role=no)/Name', undefined],
    ['Party@role', 'bt'],
    ['Party(@role=st)@role', 'st'],
    ['Extra(@name="a & b (c)")', 'odd'],
    ['@xml:lang', 'en'],
    ['/Sender', 'Harbor'],
    ['/@batch', 'B-7'],
    ['^Sender', 'Harbor'],
    ['^@batch', 'B-7'],
    ['Lines/Line(@unit=EA)/Item', 'Mask'],
    ['Order', undefined],
  ];
  for (const [selector, value] of selectors) {
    it(`takes ${selector}`, () => {
      expect(taken(selector)).to.equal(value);
    });
  }

  it('stands on each element of a list, and looks upward for what is common', () => {
    const { record, origins } = map(
      `  notes: { each: Lines/Line, fields: { text: Item, qualifier: ['@unit', ^@unit] } }`,
    );
    expect(record['notes']).to.deep.equal([
      { text: 'Gloves', qualifier: 'BX' },
      { text: 'Mask', qualifier: 'EA' },
    ]);
    const { offset, length, line, path } = origins['notes.1.text']!;
    expect(file.slice(offset, offset + length)).to.equal('Mask');
    expect({ line, path }).to.deep.equal({ line: 6, path: '/Orders/Order[1]/Lines/Line[2]/Item' });
  });

  it('takes the element of a list itself', () => {
    expect(map(`  notes: { each: Lines/Line/Item, fields: { text: . } }`).record['notes']).to.deep.equal([
      { text: 'Gloves' },
      { text: 'Mask' },
    ]);
  });

  it('says where a required value is missing, and joins faults of one value', () => {
    const { issues } = map('  requisition: { from: Nothing, required: true }');
    expect(issues.map(({ code, place }) => [code, place?.path])).to.deep.equal([
      ['REQUIRED_MISSING', '/Orders/Order[1]'],
    ]);
    const twice = map('  neededBy: { from: Party/Name }\n  shipBy: { from: Party/Name }').issues;
    expect(twice).to.have.length(1);
    expect(twice[0]).to.deep.include({ code: 'DATE_INVALID', value: 'Accounts', also: ['shipBy'] });
  });

  it('holds a document that says of itself that it is a test', () => {
    const from = 'from: { format: xml, root: Orders, document: Order, test: { /@batch: B-7 } }';
    expect(map('', { from }).issues.map(({ code, action }) => [code, action])).to.deep.equal([
      ['TEST_DOCUMENT', 'hold'],
    ]);
    expect(map('', { from: from.replace('B-7', 'B-8') }).issues).to.deep.equal([]);
    const { problems } = compileText(order('', from.replace('/@batch', 'a(')));
    expect(problems.map(({ code }) => code)).to.deep.equal(['MAP103']);
  });

  it('finds names in namespaces by their URI', () => {
    const from = `from: { format: xml, root: o:Orders, document: o:Order, namespaces: { o: 'urn:o', default: 'urn:d' } }`;
    const text = `<x:Orders xmlns:x="urn:o" xmlns="urn:d"><x:Order id="9"><Date>2026-04-07</Date><Lines><Line><Qty>1</Qty></Line></Lines></x:Order></x:Orders>`;
    expect(map('', { from, text }).record).to.deep.include({ number: '9', date: '2026-04-07' });
    expect(readFor(mappingOf(order('', from)), Buffer.from(text.replace('urn:o', 'urn:p')))).to.deep.equal(
      [],
    );
  });

  const faults: [string, string][] = [
    ['Party(@role', 'is not a selector'],
    ['Party()', 'is not a selector'],
    ['Party(@role=)', 'is not a selector'],
    ['a/', 'is not a selector'],
    ['1a', 'no name'],
    ['//Order', 'is not a selector'],
    ['x:Name', 'no namespace "x"'],
  ];
  for (const [selector, words] of faults) {
    it(`does not understand "${selector}"`, () => {
      const { problems } = compileText(order(`  contract: { from: '${selector}' }`));
      expect(problems.map(({ message }) => message).join()).to.contain(words);
    });
  }

  it('is told what its from: lacks', () => {
    const problems = (from: string) => compileText(order('', from)).problems.map(({ code }) => code);
    expect(problems('from: { format: xml }')).not.to.deep.equal([]);
    expect(problems('from: { format: xml, root: "a b" }')).not.to.deep.equal([]);
    expect(problems('from: { format: xml, root: x:Orders }')).to.deep.equal(['MAP103']);
    expect(problems('from: { format: xml, root: Orders, document: /Order }')).to.deep.equal(['MAP103']);
    expect(xmlOptions.parse({ format: 'xml', root: 'r' }).doctype).to.equal('refuse');
  });
});
