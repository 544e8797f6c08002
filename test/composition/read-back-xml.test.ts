/**
 * The second reading of XML: everything that our writer writes is read as meant, and any change of it shows.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { readBackXml } from '../../src/composition/read-back-xml.js';
import { writeXml, type XmlNode } from '../../src/formats/xml/write-xml.js';

const name = fc.constantFrom('Order', 'Line', 'Item', 'cac:Party', 'Price');
const text = fc.string({
  unit: fc.constantFrom(...'ab 1.&<>"\'\t\n\r]', ']]>', '-->', '&amp;', 'é', '€', '😀'),
  maxLength: 12,
});
const attributes = fc.uniqueArray(fc.tuple(fc.constantFrom('id', 'unit', 'xml:lang'), text), {
  selector: ([key]) => key,
  maxLength: 2,
});
const { node } = fc.letrec<{ node: XmlNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.record({ name, attributes, text, children: fc.constant([]) }),
    fc.record({ name, attributes, children: fc.array(tie('node'), { minLength: 1, maxLength: 4 }) }),
  ),
}));
const how = fc.record({ declaration: fc.boolean(), indent: fc.constantFrom(0, 2) });

describe('reading XML back', () => {
  it('M17 finds what was written, whatever it holds', () => {
    fc.assert(
      fc.property(node, how, (root, manner) => {
        expect(readBackXml(writeXml(root, manner), root)).to.equal(undefined);
      }),
    );
  });

  it('names the place of what reads otherwise', () => {
    const line = (quantity: string): XmlNode => ({
      name: 'Line',
      attributes: [['unit', 'EA']],
      text: quantity,
      children: [],
    });
    const order = (quantity: string): XmlNode => ({
      name: 'Order',
      attributes: [],
      children: [line('1'), line(quantity)],
    });
    const written = writeXml(order('2'), { declaration: true, indent: 2 });
    expect(readBackXml(written, order('2'))).to.equal(undefined);
    expect(readBackXml(written, order('3'))).to.equal('Order/Line');
    expect(readBackXml(written.replace('"EA"', '"CA"'), order('2'))).to.equal('Order/Line');
    expect(readBackXml(written.replace('</Order>', ''), order('2'))).to.equal('Order');
    expect(readBackXml(written.replace('<Order>', '<Order><Line/>'), order('2'))).to.equal('Order');
  });

  it('reads thousands of references', () => {
    const children = Array.from({ length: 20_000 }, (): XmlNode => ({
      name: 'Item',
      attributes: [],
      text: 'A & B',
      children: [],
    }));
    const root = { name: 'Order', attributes: [], children };
    expect(readBackXml(writeXml(root, { declaration: true, indent: 0 }), root)).to.equal(undefined);
  });
});
