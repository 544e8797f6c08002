/**
 * Rules of mappings that write: over the record, and over what has been written.
 */
import { expect } from 'chai';
import { compileOut, composeWith, issueText, type Json, order, orderOut } from './made-outbound.js';

const segments = `  - segment: BEG
    fixed: { BEG01: "00", BEG02: SA }
    fields: { BEG03: number, BEG05: date }
  - segment: SAC
    fixed: { SAC01: C, SAC02: D240 }
    fields: { SAC05: totals.stated }
  - each: lines
    segments:
      - segment: PO1
        fields: { PO101: number, PO102: { from: quantity.value, type: integer }, PO104: price.value }
  - segment: CTT
    fields: { CTT01: { count: lines } }
`;

function rules(rule: string): string {
  return `${orderOut(segments)}rules: [{ id: r, ${rule} }]\n`;
}

function issuesOf(rule: string, record: Json = order) {
  return composeWith(rules(rule), record).issues;
}

function problems(rule: string): string[] {
  return compileOut(rules(rule)).problems.map(
    ({ code, message, help }) => `${code} ${message}${help === undefined ? '' : ` (${help})`}`,
  );
}

describe('a rule of a mapping that writes', () => {
  it('adds up and counts the record', () => {
    expect(issuesOf('check: { sum: [lines.quantity.value], equals: 103 }')).to.deep.equal([]);
    expect(issuesOf('check: { count: lines, equals: 2 }')).to.deep.equal([]);
    expect(issuesOf('check: { count: { of: lines, when: { quantity.unit: BX } }, equals: 1 }')).to.deep.equal(
      [],
    );
    expect(
      issuesOf('check: { sum: [{ of: lines.quantity.value, when: { /type: rush } }], max: 100 }')[0],
    ).to.deep.equal({
      code: 'RULE',
      rule: 'r',
      action: 'hold',
      words: 'The sum is {sum}, but {expected} was expected.',
      value: 'The sum is 103, but at most 100 was expected.',
    });
  });

  it('adds up and counts what has been written, amounts with their point', () => {
    expect(issuesOf('check: { count: PO1, equals: CTT01 }')).to.deep.equal([]);
    expect(issuesOf('check: { equals: [SAC05, totals.stated] }')).to.deep.equal([]);
    expect(issuesOf('check: { sum: [PO102, -lines.quantity.value], equals: 0 }')).to.deep.equal([]);
    expect(issuesOf('check: { sum: [{ of: PO102, when: { PO101: "1" } }], equals: 100 }')).to.deep.equal([]);
    expect(
      issuesOf('check: { count: { of: PO1, when: { PO104: { in: ["12.50"] } } }, equals: 1 }'),
    ).to.deep.equal([]);
    expect(issuesOf('check: { unique: PO101 }')).to.deep.equal([]);
  });

  it('rejects, holds or warns, and tells the field and the element', () => {
    const twice = { ...order, lines: [(order['lines'] as Json[])[0], (order['lines'] as Json[])[0]] };
    const [issue] = issuesOf(
      'check: { unique: PO101 }, otherwise: reject, say: "{number} has line {value} twice"',
      twice,
    );
    expect(issueText(issue!)).to.equal('RULE reject lines.1.number PO101');
    expect(issue).to.include({ words: '{number} has line {value} twice', value: 'PO-1 has line 1 twice' });
    const [price] = issuesOf('check: { every: lines.price.value, min: 1 }, otherwise: warn');
    expect(issueText(price!)).to.equal('RULE warn lines.1.price.value undefined');
  });

  it('says nothing about an element that an issue has left empty', () => {
    const half = { ...order, lines: [{ number: '1', quantity: { value: '1.5' } }] };
    expect(issuesOf('check: { sum: [PO102], equals: 99 }', half).map(issueText)).to.deep.equal([
      'INTEGER_INVALID hold lines.0.quantity.value PO102',
    ]);
  });

  it('is asked only where its own condition holds', () => {
    expect(issuesOf('when: { type: standard }, check: { count: lines, equals: 9 }')).to.deep.equal([]);
    expect(issuesOf('when: { type: rush }, check: { count: lines, equals: 9 }')).to.have.length(1);
  });

  it('is asked of each entry of a list', () => {
    const [issue] = issuesOf(
      'each: lines, when: { quantity.unit: EA }, check: { every: quantity.value, above: 3 }',
    );
    expect(issueText(issue!)).to.equal('RULE hold lines.1.quantity.value undefined');
    expect(issuesOf('each: lines, check: { equals: [item.id(vendor), /number] }')[0]).to.include({
      value: 'AM-7731 was found where PO-1 was expected.',
    });
    expect(problems('each: lines, check: { every: PO102, above: 3 }')).to.have.length(1);
  });

  it('tells no value of a field that is sensitive, nor of an element made from one', () => {
    const [record] = issuesOf('check: { equals: [procedure.patient, number] }');
    expect(record).to.include({ code: 'RULE' }).and.not.to.have.property('value');
    const text = `${orderOut(segments.replace('BEG03: number', 'BEG03: procedure.patient'))}rules: [{ id: r, check: { equals: [BEG03, number] } }]\n`;
    expect(composeWith(text).issues[0]).to.include({ code: 'RULE' }).and.not.to.have.property('value');
  });

  it('is checked: names, options that do not go together, words that a field never holds', () => {
    expect(problems('check: { sum: [lines.quantty.value], equals: 1 }')).to.deep.equal([
      'MAP110 there is no field "lines.quantty.value" here (did you mean "lines.quantity.value"?)',
    ]);
    expect(problems('check: { equals: [nubmer, date] }')).to.deep.equal([
      'MAP110 "nubmer" is no field of the record, and nothing that is written (did you mean "number"?)',
    ]);
    expect(problems('check: { unique: REF02 }')[0]).to.match(
      /^MAP110 this mapping writes no REF \(segments: BEG, SAC/,
    );
    expect(problems('check: { unique: PO144 }')).to.deep.equal(['MAP117 PO1 has no element 44 (it has 25)']);
    expect(problems('check: { count: REF, equals: 1 }')[0]).to.contain('nothing that is written');
    expect(problems('check: { sum: [lines.number], equals: 1 }')).to.deep.equal([
      'MAP106 lines.number is not a number',
    ]);
    expect(problems('check: { every: lines.number, above: 1 }')).to.deep.equal([
      'MAP106 lines.number is neither a number nor a date',
    ]);
    expect(problems('check: { sum: [lines.quantity.value] }')[0]).to.contain(
      'MAP107 nothing says what it should be',
    );
    expect(problems('check: { count: lines, unique: PO101, equals: 1 }')).to.deep.equal([
      'MAP107 unique: does not go with count:',
    ]);
    expect(problems('check: { unique: PO101, min: 1 }')).to.deep.equal([
      'MAP107 min: does not go with unique:',
    ]);
    expect(problems('check: { count: lines, min: 1, within: "1" }')).to.deep.equal([
      'MAP107 within: goes with equals:',
    ]);
    expect(problems('check: { within: "1" }')[0]).to.contain('MAP107 nothing says what is checked');
    expect(problems('when: { type: rsuh }, check: { count: lines, min: 1 }')).to.deep.equal([
      'MAP112 type is never "rsuh" (did you mean "rush"?)',
    ]);
    expect(problems('check: { count: { of: PO1, when: { BEG03: present } }, min: 1 }')[0]).to.contain(
      'MAP103 "BEG03" does not stand in PO1',
    );
    expect(problems('check: { count: lines, min: 1 }, say: "{nubmer}"')).to.deep.equal([
      'MAP110 "{nubmer}" stands for nothing (did you mean "number"?)',
    ]);
  });

  it('counts rows and adds up columns of CSV', () => {
    const text = `map: made
version: 1
status: live
from: purchase-order@1
to: { format: csv, records: { H: [type, number], D: [type, item, qty] } }
rows:
  - { row: H, fields: { number: number } }
  - { each: lines, rows: [{ row: D, fields: { item: item.number, qty: quantity.value } }] }
rules:
  - { id: a, check: { count: D, equals: 2 } }
  - { id: b, check: { sum: [D.qty], equals: 103 } }
  - { id: c, check: { sum: [{ of: D.qty, when: { item: "000220400" } }], above: 3 } }
`;
    expect(composeWith(text).issues.map(({ rule, value }) => `${rule} ${value}`)).to.deep.equal([
      'c The sum is 3, but more than 3 was expected.',
    ]);
    expect(compileOut(text.replace('D.qty]', 'D.qyt]')).problems[0]).to.include({
      code: 'MAP117',
      help: 'did you mean "qty"?',
    });
  });
});
