/**
 * Mappings that write X12: what is taken from a record, in which form, and what is left out.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { loadMappings } from '../../src/mapping/load-mappings.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import { resolve } from 'node:path';
import { compileOut, composeWith, issueText, type Json, order, orderOut, written } from './made-outbound.js';

const items = {
  yaml: 'crosswalks: { items: { file: items.csv, key: [item_number, stock_unit] } }',
  files: {
    'items.csv': `vendor_item,vendor_unit,item_number,stock_unit,factor,direction
AM-7731,CA,000481516,BX,10,
AM-7731,CS,000481516,BX,10,in
`,
  },
};

const beg =
  '  - segment: BEG\n    fixed: { BEG01: "00", BEG02: SA }\n    fields: { BEG03: number, BEG05: date }\n';

function line(fields: string, more = ''): string {
  return `  - each: lines\n    segments:\n      - segment: PO1\n        fields: { ${fields} }\n${more}`;
}

describe('what a mapping writes', () => {
  it('is in the form of the element: days, implied decimals, whole numbers, decimals', () => {
    const fields = 'SAC05: totals.stated, SAC12: { value: "06" }';
    const segments = `${beg}  - segment: SAC\n    fixed: { SAC01: C, SAC02: D240 }\n    fields: { ${fields} }\n`;
    expect(written(segments).segments).to.deep.equal([
      'BEG*00*SA*PO-1**20260401',
      'SAC*C*D240***123450*******06',
    ]);
  });

  it('takes values by path, by kind of number, by qualifier, from the record and from around', () => {
    const segments = `  - segment: N1
    fixed: { N101: ST, N103: UL }
    fields: { N102: shipTo.name, N104: shipTo.id(hin|gln) }
  - each: references(IA|DP)
    segments: [{ segment: REF, fields: { REF01: qualifier, REF02: value, REF03: /number } }]
  - segment: REF
    fields: { REF01: { value: IA }, REF02: references(IA).value }
${line('PO101: number, PO102: quantity.value, PO109: ^number')}`;
    expect(written(segments).segments).to.deep.equal([
      'N1*ST*Main OR*UL*9521004200025',
      'REF*DP*SURGERY*PO-1',
      'REF*IA*V-1*PO-1',
      'REF*IA*V-1',
      'PO1*1*100*******PO-1',
      'PO1*2*3*******PO-1',
    ]);
  });

  it('leaves out a segment without a value, and a qualifier without its value', () => {
    const segments = `${beg}  - segment: REF
    fixed: { REF01: CT }
    fields: { REF02: contract }
  - segment: REF
    fixed: { REF01: ZZ, REF02: BILL ONLY }
  - each: lines
    segments:
      - segment: PO1
        fixed: { PO106: VC, PO108: IN }
        fields: { PO101: number, PO102: quantity.value, PO103: quantity.unit, PO107: item.id(vendor), PO109: item.number }
`;
    expect(written(segments).segments.slice(1)).to.deep.equal([
      'REF*ZZ*BILL ONLY',
      'PO1*1*100*BX***VC*AM-7731*IN*000481516',
      'PO1*2*3*EA*****IN*000220400',
    ]);
  });

  it('converts quantity and price by the same factor of a table that is read both ways', () => {
    const key = '[item.number, quantity.unit]';
    const fields = [
      `PO102: { from: quantity.value, divideBy: { from: ${key}, crosswalk: items.factor }, type: integer }`,
      `PO103: { from: ${key}, crosswalk: items.vendor_unit }`,
      `PO104: { from: price.value, multiplyBy: { from: ${key}, crosswalk: items.factor } }`,
    ].join(', ');
    const { segments, issues } = written(beg + line(fields), order, items);
    expect(segments[1]).to.equal('PO1**10*CA*125');
    expect(issues).to.deep.equal(['CROSSWALK_MISSING hold lines.1.quantity.unit PO102']);
  });

  it('holds a quantity that does not divide, and an amount with too many places', () => {
    const half = {
      ...order,
      lines: [{ ...(order['lines'] as Json[])[0], quantity: { value: '95', unit: 'BX' } }],
    };
    const fields = 'PO102: { from: quantity.value, divideBy: "10", type: integer }';
    expect(written(beg + line(fields), half).issues).to.deep.equal([
      'INTEGER_INVALID hold lines.0.quantity.value PO102',
    ]);
    const sac = `${beg}  - segment: SAC\n    fixed: { SAC01: C, SAC02: D240 }\n    fields: { SAC05: totals.stated }\n`;
    const odd = { ...order, totals: { stated: '1.005' } };
    expect(written(sac, odd).issues).to.deep.equal(['DECIMAL_INVALID hold totals.stated SAC05']);
    const rounded = sac.replace('totals.stated', '{ from: totals.stated, round: 2 }');
    expect(written(rounded, odd)).to.deep.equal({
      segments: ['BEG*00*SA*PO-1**20260401', 'SAC*C*D240***101'],
      issues: [],
    });
  });

  it('cuts text only when asked, and then says so', () => {
    const long = { ...order, number: 'P'.repeat(30) };
    const number = (field: string) =>
      written(
        `  - segment: BEG\n    fixed: { BEG01: "00", BEG02: SA }\n    fields: { BEG03: ${field}, BEG05: date }\n`,
        long,
      );
    expect(number('number').issues).to.deep.equal(['VALUE_TOO_LONG hold number BEG03']);
    const cut = number('{ from: number, max: 22 }');
    expect(cut.issues).to.deep.equal(['VALUE_CUT warn number BEG03']);
    expect(cut.segments[0]).to.equal(`BEG*00*SA*${'P'.repeat(22)}**20260401`);
  });

  it('tells a required value that is missing, and a word that the mapping does not know', () => {
    const fields =
      'BEG02: { from: type, values: { standard: SA } }, BEG03: { from: release, required: true }';
    const { issues } = written(
      `  - segment: BEG\n    fixed: { BEG01: "00" }\n    fields: { ${fields}, BEG05: date }\n`,
    );
    expect(issues).to.deep.equal(['VALUE_UNKNOWN hold type BEG02', 'REQUIRED_MISSING hold release BEG03']);
  });

  it('calculates: products, sums, counts of lists and of segments', () => {
    const segments = `${beg}${line('PO101: number, PO102: quantity.value, PO103: quantity.unit, PO104: { multiply: [quantity.value, price.value], round: 2 }')}
  - segment: CTT
    fields: { CTT01: { count: PO1 }, CTT02: { sum: [lines.quantity.value] } }
  - segment: AMT
    fixed: { AMT01: TT }
    fields: { AMT02: { count: lines } }
`;
    expect(written(segments).segments.slice(1)).to.deep.equal([
      'PO1*1*100*BX*1250.00',
      'PO1*2*3*EA*1.00',
      'CTT*2*103',
      'AMT*TT*2',
    ]);
  });

  it('writes components, chooses, asks conditions, and takes the clock', () => {
    const segments = `  - segment: BEG
    fixed: { BEG01: "00" }
    fields:
      BEG02: { choose: [{ value: RO, when: { type: rush } }, { value: SA }] }
      BEG03: number
      BEG05: { clock: date }
  - segment: REF
    when: { all: [{ type: { in: [rush] } }, { not: { contract: present } }] }
    fixed: { REF01: DP, REF04-1: IA }
    fields: { REF02: references(DP).value, REF04-2: references(IA).value }
`;
    expect(written(segments).segments).to.deep.equal(['BEG*00*RO*PO-1**20260405', 'REF*DP*SURGERY**IA>V-1']);
  });

  it('chooses among plain selectors and fields, and asks of each what is asked of the field', () => {
    const beg = (field: string) =>
      written(
        `  - segment: BEG\n    fixed: { BEG01: "00", BEG02: SA }\n    fields: { BEG03: ${field}, BEG05: date }\n`,
      );
    const plain = 'choose: [{ from: release, when: { release: present } }, [contract, number]]';
    expect(beg(`{ ${plain} }`).segments).to.deep.equal(['BEG*00*SA*PO-1**20260401']);
    expect(beg('{ choose: [release], required: true, otherwise: reject }').issues).to.deep.equal([
      'REQUIRED_MISSING reject release BEG03',
    ]);
  });

  it('counts entries that a bracket or a condition picks', () => {
    const fields =
      'BEG03: { count: references(DP|IA) }, BEG04: { count: { of: lines, when: { item.description: present } } }';
    const text = `  - segment: BEG\n    fixed: { BEG01: "00", BEG02: SA }\n    fields: { ${fields}, BEG05: date }\n`;
    expect(written(text).segments).to.deep.equal(['BEG*00*SA*2*1*20260401']);
  });

  it('repeats an element where the guide lets it, one value or composite for each entry of a list', () => {
    const invoice = (field: string) => `map: made
version: 1
status: live
from: invoice@1
to: { format: x12, set: "810", version: "005010" }
segments:
  - { segment: BIG, fields: { BIG01: date, BIG02: number } }
  - { segment: N1, fixed: { N101: QC, N102: X } }
  - segment: DMG
    fixed: { DMG03: U }
    fields: { ${field} }
`;
    const race = 'DMG05-1: { each: references, from: value }';
    const given = (count: number) => ({
      date: '2026-04-01',
      number: 'I-1',
      references: Array.from({ length: count }, (_, index) =>
        index === 1 ? { qualifier: 'X' } : { qualifier: `Q${index}`, value: String(index) },
      ),
    });
    const both = `${race}, DMG05-3: { each: references, from: qualifier }`;
    const { document, origins } = composeWith(invoice(both), given(3));
    expect(document.format === 'x12' && document.segments[2]).to.deep.equal([
      'DMG', '', '', 'U', '', [['0', '', 'Q0'], ['', '', 'X'], ['2', '', 'Q2']],
    ]); // prettier-ignore
    expect(origins).to.include({ '4.5-1': 'references.2.value' });
    const alone = composeWith(invoice(race), given(3)).document;
    expect(alone.format === 'x12' && alone.segments[2]!.at(-1)).to.deep.equal([['0'], ['2']]);
    expect(composeWith(invoice(race), given(12)).issues.map(issueText)).to.deep.equal([
      'VALUE_TOO_LONG hold references DMG05-1',
    ]);
    const { problems } = compileOut(invoice('DMG01: { each: references, from: value }'));
    expect(problems[0]).to.include({ code: 'MAP117', message: 'DMG01 does not repeat in x12/810/005010' });
  });

  it('writes a party as N1, N3, N4 and PER, with the number that is wanted', () => {
    const shipTo = {
      ...(order['shipTo'] as Json),
      address: { line1: '1 Main', city: 'X' },
      contacts: [{ phone: '555' }],
    };
    const { segments } = written(`${beg}  - { party: shipTo, as: ST, identifiers: [gln, buyer] }\n`, {
      ...order,
      shipTo,
    });
    expect(segments.slice(1)).to.deep.equal([
      'N1*ST*Main OR*UL*9521004200025',
      'N3*1 Main',
      'N4*X',
      'PER*CN**TE*555',
    ]);
  });

  it('keeps the values of sensitive fields out of issues', () => {
    const long = { ...order, procedure: { patient: 'DOE'.repeat(30) } };
    const text = `${beg}  - segment: REF\n    fixed: { REF01: EJ }\n    fields: { REF02: procedure.patient }\n`;
    const [issue] = composeWith(orderOut(text), long).issues;
    expect(issue).to.include({ code: 'VALUE_TOO_LONG', path: 'procedure.patient', target: 'REF02' });
    expect(issue).not.to.have.property('value');
  });

  it('tells of each element which field of the record it came from', () => {
    const { origins } = composeWith(orderOut(beg + line('PO101: number, PO102: quantity.value')));
    expect(origins).to.deep.equal({
      '2.3': 'number',
      '2.5': 'date',
      '3.1': 'lines.0.number',
      '3.2': 'lines.0.quantity.value',
      '4.1': 'lines.1.number',
      '4.2': 'lines.1.quantity.value',
    });
  });

  it('never throws, whatever stands in the record', () => {
    const { outbound } = loadMappings(resolve(import.meta.dirname, '../..'), outlineOf);
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('__proto__', '\u0000', '9'.repeat(99), null, [[]], { kind: {} }),
    );
    const names = fc.constantFrom(
      'number',
      'date',
      'lines',
      'orders',
      'packages',
      'shipTo',
      'notes',
      'totals',
      'order',
      'type',
    );
    const entry = fc.dictionary(
      fc.constantFrom('number', 'quantity', 'item', 'package', 'order', 'lots', 'id', 'parent'),
      odd,
    );
    const record = fc.dictionary(names, fc.oneof(odd, fc.array(entry, { maxLength: 4 })));
    fc.assert(
      fc.property(record, (made) => {
        for (const mapping of outbound.values()) {
          expect(mapping.compose(made, { partner: 'acme' }).document).to.have.property('format');
        }
      }),
      { seed: 850, numRuns: 100 },
    );
  });
});
