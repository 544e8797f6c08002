import { expect } from 'chai';
import { compileMapping } from '../../src/mapping/compile.js';
import { outlineOf } from '../../src/x12/guides/outline.js';

const orders = (fields: string): string => `map: made
version: 1
status: live
from: { format: x12, set: "850", version: "004010" }
to: purchase-order@1
fields:
  number: BEG03
  date: BEG05
${fields.replace(/^/gm, '  ')}
  lines: { each: PO1, fields: { item.identifiers: { pairs: PO1 }, quantity: { from: PO102, unit: PO103 } } }
`;

const notices = (fields: string): string => `map: made
version: 1
status: live
from: { format: x12, set: "856", version: "004010" }
to: ship-notice@1
fields:
  number: BSN02
  date: BSN03
${fields.replace(/^/gm, '  ')}
`;

function found(text: string): { severity: string; message: string; help?: string; line: number }[] {
  const { problems } = compileMapping(
    { file: 'mappings/made.yaml', text },
    { readText: () => undefined, outlines: outlineOf },
  );
  return problems.filter(({ code }) => code === 'MAP131');
}

describe('a selector that can never find anything', () => {
  it('is told with the way there', () => {
    const [problem, ...rest] = found(orders('contract: LQ(0).LQ02'));
    expect(rest).to.deep.equal([]);
    expect(problem).to.deep.include({
      severity: 'error',
      message: '"LQ(0).LQ02" can never find anything: LQ does not stand there in x12/850/004010',
      line: 9,
    });
    expect(problem!.help).to.match(/^from the top of the set it is \/LM\/LQ\(0\)\.LQ02 or /);
    expect(found(orders('contract: LM/LQ02'))).to.deep.equal([]);
    expect(found(orders('contract: /LM/LQ02'))).to.deep.equal([]);
  });

  it('is told of the total of an order only where no AMT can stand', () => {
    expect(found(orders('totals.stated: CTT/AMT(TT).AMT02'))).to.deep.equal([]);
    expect(found(orders('totals.stated: N1/AMT(TT).AMT02'))[0]!.help).to.contain('/CTT/AMT(TT).AMT02');
  });

  it('is told of a segment that the set does not have', () => {
    expect(found(orders('contract: BIG04'))[0]!.message).to.equal('x12/850/004010 has no segment BIG');
  });

  it('is told in conditions, units, choices, parties and lists', () => {
    for (const field of [
      'contract: { from: REF(CT).REF02, when: { BIG01: present } }',
      'contract: { from: REF(CT).REF02, when: { any: [{ not: { BIG01: present } }] } }',
      'contract: [REF(CT).REF02, BIG01]',
      'contract: { choose: [{ from: BIG01 }] }',
      'shipTo: { party: BIG(ST) }',
      'references: { each: BIG, fields: { qualifier: BIG01, value: BIG02 } }',
      'totals.lines: { count: IT1 }',
      'totals.lines: { count: { of: PO1, when: { BIG01: present } } }',
      'notes: { each: N9/MSG, fields: { text: { choose: [{ from: BIG01 }] } } }',
    ])
      expect(found(orders(field)), field).not.to.deep.equal([]);
  });

  it('is told in pairs, lots and rules', () => {
    const lines = (field: string) => orders('').replace('item.identifiers: { pairs: PO1 }', field);
    expect(found(lines('item.identifiers: { pairs: POC }'))[0]!.message).to.contain('no segment POC');
    expect(found(lines('item.number: PO107, lots: { lots: IT1 }'))[0]!.message).to.contain('no segment IT1');
    const rule = (check: string) => found(`${orders('')}rules: [{ id: r, ${check} }]\n`);
    for (const check of [
      'when: { BIG01: present }, check: { count: lines, min: 1 }',
      'check: { count: IT1, equals: 1 }',
      'check: { count: lines, equals: TDS01 }',
      'check: { equals: [number, BIG01] }',
      'check: { every: lines.quantity.value, max: BIG02 }',
      'check: { count: { of: PO1, when: { BIG01: present } }, min: 1 }',
    ])
      expect(rule(check), check).to.have.length(1);
    expect(rule('check: { count: PO1, equals: CTT01 }')).to.deep.equal([]);
    expect(rule('when: { REF(CT).REF02: present }, check: { equals: [number, BEG03] }')).to.deep.equal([]);
  });

  it('is a warning where it hangs on the list of codes, or the number of elements', () => {
    const code = found(orders('shipTo: { party: N1(QQQ) }'));
    expect(code.map(({ severity }) => severity)).to.satisfy((all: string[]) =>
      all.every((one) => one === 'warning'),
    );
    const [element] = found(orders('contract: BEG44'));
    expect(element).to.deep.include({ severity: 'warning' });
    expect(element!.message).to.match(/^BEG has \d+ elements in x12\/850\/004010, and no 44$/);
  });

  it('is not told of what a selector sees: own segments, first ones of loops inside, and upward', () => {
    for (const field of ['shipTo.name: N1(ST).N102', 'shipTo.address.city: N1(ST)/N401', 'currency: CUR02'])
      expect(found(orders(field)), field).to.deep.equal([]);
  });

  it('follows HL loops, which stand inside each other', () => {
    const sound = `orders: { each: HL(O), fields: { number: PRF01 } }
lines:
  each: HL(I)
  when: { SN102: present }
  fields:
    order.number: ^PRF01
    package: ^HL(T|P)/HL01
    shipTo: { party: ^HL(S)/N1(ST) }
    item.identifiers: { pairs: LIN }
    quantity: { from: SN102, unit: SN103 }`;
    expect(found(notices(sound)).map(({ message }) => message)).to.deep.equal([]);
    expect(found(notices('carrier.name: TD505'))[0]!.help).to.contain('/HL/TD505');
    expect(found(notices('carrier.name: HL(S)/TD505'))).to.deep.equal([]);
  });

  it('is not looked for without a guide', () => {
    expect(found(orders('contract: BIG04').replace('004010', '003010'))).to.deep.equal([]);
  });
});
