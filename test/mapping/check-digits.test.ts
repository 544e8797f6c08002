/**
 * Numbers of GS1 with a wrong check digit: told as a warning, at their element, and the record goes on.
 */
import { expect } from 'chai';
import { invoiceMapping, makeSet, mappingOf } from './made-mapping.js';

const lines = 'lines: { each: IT1, fields: { item.identifiers: { pairs: IT1 }, quantity: IT102 } }';

function issuesOf(it1: string) {
  const document = makeSet('810', ['BIG*20260404*INV-1', it1, 'TDS*100']);
  return mappingOf(invoiceMapping(lines)).apply(document, { partner: 'acme' });
}

describe('a GTIN with a wrong check digit', () => {
  it('is a warning at its element, without the number, and leaves the record as it is', () => {
    const { record, issues } = issuesOf('IT1*1*1*EA*1**VC*A1*UK*00312345678907');
    expect(issues).to.have.length(1);
    expect(issues[0]).to.include({
      code: 'CHECK_DIGIT_WRONG',
      action: 'warn',
      path: 'lines.0.item.identifiers.1.value',
      words: 'lines.item.identifiers.value is no GTIN: its length or its check digit is wrong.',
    });
    expect(issues[0]?.place).to.include({ segmentId: 'IT1', element: 9 });
    expect(issues[0]).not.to.have.property('value');
    expect(record).to.have.nested.property('lines[0].item.identifiers[1].value', '00312345678907');
  });

  it('is told of no other number', () => {
    expect(issuesOf('IT1*1*1*EA*1**VC*00312345678907*UK*00312345678906').issues).to.deep.equal([]);
  });
});
