/**
 * Rules: when they speak, what they say, and when they keep silent.
 */
import { expect } from 'chai';
import { apply, invoiceMapping, makeInvoice } from './made-mapping.js';

const lines =
  'lines: { each: IT1, fields: { number: IT101, item.number: IT107, quantity: { from: IT102 }, price: { from: IT104 }, amount: { multiply: [quantity, price], round: 2 } } }';

function issuesOf(rule: string, segments: string[], total: string, fields = lines) {
  return apply(invoiceMapping(fields, `rules: [{ id: r, ${rule} }]`), makeInvoice(segments, total)).issues;
}

const two = ['IT1*1*10*CA*125.00**VC*A1', 'IT1*2*4*BX*18.25**VC*A2'];

describe('a rule', () => {
  const sum =
    'check: { sum: [lines.amount], equals: totals.stated, within: "0.01" }, say: "Lines make {sum}, the invoice says {totals.stated}."';

  it('says nothing when a sum agrees, to the cent of its tolerance', () => {
    expect(issuesOf(sum, two, 'TDS*132300')).to.deep.equal([]);
    expect(issuesOf(sum, two, 'TDS*132301')).to.deep.equal([]);
    expect(issuesOf(sum, two, 'TDS*132302')).to.have.length(1);
  });

  it('keeps its sentence without values in words and with them in value, and points at what was expected', () => {
    const [issue] = issuesOf(sum, two, 'TDS*200000');
    expect(issue).to.include({
      code: 'RULE',
      rule: 'r',
      action: 'hold',
      words: 'Lines make {sum}, the invoice says {totals.stated}.',
      value: 'Lines make 1323.00, the invoice says 2000.00.',
    });
    expect(issue?.origin).to.include({ segmentId: 'TDS', element: 1 });
  });

  it('holds, rejects or warns', () => {
    for (const action of ['hold', 'reject', 'warn']) {
      expect(
        issuesOf(`check: { count: lines, equals: "3" }, otherwise: ${action}`, two, 'TDS*1')[0],
      ).to.include({ action });
    }
  });

  it('counts a list, or loops of the document', () => {
    expect(issuesOf('check: { count: lines, equals: "2" }', two, 'TDS*1')).to.deep.equal([]);
    expect(issuesOf('check: { count: IT1, equals: "2" }', two, 'TDS*1')).to.deep.equal([]);
    const [issue] = issuesOf('check: { count: lines, equals: "3" }', two, 'TDS*1');
    expect(issue?.value).to.equal('There are 2, but 3 were expected.');
  });

  it('compares with an element that is written in another way', () => {
    const withCount = [...two, 'TDS*1', 'CTT*0002'];
    expect(issuesOf('check: { count: lines, equals: CTT01 }', withCount, '')).to.deep.equal([]);
  });

  it('does not apply where its operand is absent', () => {
    expect(issuesOf('check: { count: lines, equals: CTT01 }', two, 'TDS*1')).to.deep.equal([]);
    expect(
      issuesOf('check: { equals: [shipDate, date] }', two, 'TDS*1', `${lines}\nshipDate: DTM(011).DTM02`),
    ).to.deep.equal([]);
  });

  it('finds what occurs twice, and where', () => {
    const [issue] = issuesOf('check: { unique: lines.number }', [two[0]!, two[0]!], 'TDS*1');
    expect(issue).to.include({ path: 'lines.1.number', value: 'lines.number 1 occurs twice.' });
    expect(issue?.origin).to.include({ segment: 4, element: 1 });
  });

  it('tells no value of a field that is sensitive', () => {
    const fields = `${lines}\ncontract: { from: REF02, sensitive: true }`;
    const [issue] = issuesOf(
      'check: { equals: [number, date] }, say: "{value} of {contract}"',
      [...two, 'REF*CT*SECRET'],
      'TDS*1',
      fields,
    );
    expect(issue).to.include({ words: '{value} of {contract}' }).and.not.to.have.property('value');
  });

  it('adds up and counts only the entries that its condition picks', () => {
    const fields = `${lines}
charges: { each: SAC(C), fields: { kind: { from: SAC02, values: { D240: freight }, default: other }, code: SAC02, amount: { from: SAC05, type: implied-decimal, places: 2 }, settlement: { from: SAC12, values: { '01': bill-back }, default: on-document } } }`;
    const sac = [...two, 'TDS*132800', 'SAC*C*D240***500', 'SAC*C*D500***900*******01'];
    const check = (written: string) => issuesOf(`check: ${written}`, sac, '', fields);
    const sum =
      '{ sum: [lines.amount, { of: charges.amount, when: { settlement: on-document } }], equals: totals.stated }';
    expect(check(sum)).to.deep.equal([]);
    expect(check(sum.replace('on-document', 'bill-back'))[0]).to.include({
      value: 'The sum is 1332.00, but 1328.00 was expected.',
    });
    expect(
      check('{ sum: [{ of: charges.amount, when: { not: { code: { in: [D240] } } } }], max: 9 }'),
    ).to.deep.equal([]);
    expect(check('{ count: { of: charges, when: { kind: freight } }, equals: 1 }')).to.deep.equal([]);
    expect(check('{ count: { of: SAC, when: { SAC12: present } }, equals: 1 }')).to.deep.equal([]);
    expect(check('{ count: { of: charges, when: { kind: fuel } }, min: 1 }')[0]).to.include({
      value: 'There are 0, but at least 1 were expected.',
    });
  });

  it('looks at every value by itself, and points at the first that is not as it should be', () => {
    const every = (written: string) => issuesOf(`check: { every: ${written} }`, two, 'TDS*1');
    expect(every('lines.quantity.value, above: 0')).to.deep.equal([]);
    expect(every('lines.price.value, min: "18.25", max: "125"')).to.deep.equal([]);
    const [issue] = every('lines.price.value, below: "18.25"');
    expect(issue).to.include({
      path: 'lines.0.price.value',
      value: 'lines.price.value is 125.00, but less than 18.25 was expected.',
    });
    expect(issue?.origin).to.include({ segmentId: 'IT1', element: 4 });
    expect(every('date, min: 2026-01-01')).to.deep.equal([]);
    expect(every('date, above: date')).to.have.length(1);
    expect(every('{ of: lines.price.value, when: { number: "2" } }, equals: "18.250"')).to.deep.equal([]);
  });

  it('is asked only where its own condition holds', () => {
    const rule = (when: string) => `when: ${when}, check: { count: lines, equals: 9 }`;
    expect(issuesOf(rule('{ REF(CT).REF02: present }'), two, 'TDS*1')).to.deep.equal([]);
    expect(issuesOf(rule('{ BIG02: present }'), two, 'TDS*1')).to.have.length(1);
  });

  it('keeps its own sentence beside another one about the same element', () => {
    const rules = `rules:
  - { id: a, check: { sum: [lines.amount], equals: totals.stated } }
  - { id: b, check: { count: lines, equals: totals.stated }, otherwise: warn }`;
    const { issues } = apply(invoiceMapping(lines, rules), makeInvoice(two, 'TDS*1'));
    expect(issues.map(({ rule, action }) => `${rule} ${action}`)).to.deep.equal(['a hold', 'b warn']);
  });

  it('is asked of each entry of a list, in the words of the entry', () => {
    const fields = lines.replace(
      'amount: {',
      'charges: { each: SAC(C), fields: { kind: { value: freight }, code: SAC02, amount: { from: SAC05, type: implied-decimal } } }, amount: {',
    );
    const segments = [two[0]!, 'SAC*C*D240***500', two[1]!, 'SAC*C*D240***900', 'SAC*C*D500***200'];
    const each = (written: string) => issuesOf(`each: lines, ${written}`, segments, 'TDS*1', fields);
    expect(each('check: { sum: [charges.amount], max: 11 }')).to.deep.equal([]);
    const [issue] = each(
      'check: { sum: [charges.amount], max: 10 }, say: "{sum} on line {number} of {totals.stated}"',
    );
    expect(issue).to.include({ path: 'lines.1', value: '11.00 on line 2 of 0.01' });
    const [price] = each('check: { equals: [amount, price.value] }');
    expect(price).to.include({ path: 'lines.0.price.value' });
    expect(price?.origin).to.include({ segmentId: 'IT1', element: 4 });
    expect(
      each(
        'when: { quantity.value: "4" }, check: { count: { of: charges, when: { code: D500, ^number: "2" } }, equals: 1 }',
      ),
    ).to.deep.equal([]);
    expect(
      issuesOf('each: lines.charges, check: { every: amount, max: ^amount }', segments, 'TDS*1', fields),
    ).to.deep.equal([]);
    expect(
      issuesOf('each: lines.charges, check: { every: amount, below: "9" }', segments, 'TDS*1', fields)[0],
    ).to.include({
      path: 'lines.1.charges.0.amount',
    });
  });
});
