/**
 * `overrides:`: a mapping that writes changes single blocks of the one that it extends.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { segmentText } from '../../src/mapping/mapping-tests.js';
import { compileOut, outboundOf, order, orderOut } from './made-outbound.js';

const base = orderOut(`  - segment: BEG
    fixed: { BEG01: "00", BEG02: SA }
    fields: { BEG03: number, BEG05: date }
  - segment: REF
    fields: { REF01: { value: DP }, REF02: references(DP).value }
  - segment: REF
    id: account
    fields: { REF01: { value: IA }, REF02: references(IA).value }
  - { party: shipTo, as: ST }
  - each: lines
    segments:
      - segment: PO1
        fixed: { PO106: VC }
        fields: { PO101: number, PO102: quantity.value, PO107: item.id(vendor) }
  - segment: CTT
    fields: { CTT01: { count: lines } }
`).replace('status: live', 'status: base');

function child(overrides: string, rest = ''): string {
  return `map: made
version: 1
status: live
extends: base.yaml
overrides:
${overrides}
${rest}`;
}

function segments(overrides: string, rest = ''): string[] {
  const mapping = outboundOf(child(overrides, rest), { 'base.yaml': base });
  const { document } = mapping.compose(order, { partner: 'acme' });
  return document.format === 'x12' ? document.segments.map(segmentText) : [];
}

function problems(text: string, baseText = base): string[] {
  return compileOut(text, { 'base.yaml': baseText }).problems.map(
    ({ file, line, col, code, message, help }) => `${file}:${line}:${col} ${code} ${message} (${help})`,
  );
}

const plain = [
  'BEG*00*SA*PO-1**20260401',
  'REF*DP*SURGERY',
  'REF*IA*V-1',
  'N1*ST*Main OR*92*OR-1',
  'PO1*1*100****VC*AM-7731',
  'PO1*2*3',
  'CTT*2',
];

describe('overrides', () => {
  it('change parts of a block, and leave the others as they are', () => {
    expect(segments('  BEG: { fields: { BEG05: ~, BEG04: release } }')).to.deep.equal([
      'BEG*00*SA*PO-1',
      ...plain.slice(1),
    ]);
    const [beg] = segments('  BEG: { fields: { BEG02: { value: RO } } }');
    expect(beg).to.equal('BEG*00*RO*PO-1**20260401');
    const [fixed] = segments('  BEG: { fixed: { BEG03: NONE } }');
    expect(fixed).to.equal('BEG*00*SA*NONE**20260401');
    expect(segments('  shipTo: { as: BY, identifiers: [gln] }')[3]).to.equal(
      'N1*BY*Main OR*UL*9521004200025',
    );
    expect(segments('  lines: { when: { number: "2" } }').slice(4)).to.deep.equal(['PO1*2*3', 'CTT*2']);
  });

  it('take a block away, put another in its place, and write further ones before and after it', () => {
    expect(segments('  account: ~\n  shipTo: ~')).to.deep.equal([plain[0], plain[1], ...plain.slice(4)]);
    expect(
      segments('  shipTo: { segment: N1, fixed: { N101: ST }, fields: { N102: shipTo.location } }')[3],
    ).to.equal('N1*ST*MAIN-OR');
    const around = `  PO1:
    fields: { PO103: quantity.unit }
    after: [{ segment: PID, fixed: { PID01: F }, fields: { PID05: item.description } }]
  CTT: { after: [{ segment: AMT, fixed: { AMT01: TT }, fields: { AMT02: totals.stated } }] }`;
    expect(segments(around).slice(4)).to.deep.equal([
      'PO1*1*100*BX***VC*AM-7731',
      'PO1*2*3*EA',
      'PID*F****Suture',
      'CTT*2',
      'AMT*TT*1234.5',
    ]);
  });

  it('name blocks by their id, or by what they begin with where only one does', () => {
    expect(problems(child('  REFS: ~'))).to.deep.equal([
      'mappings/made.yaml:6:3 MAP111 the base has no block "REFS" (did you mean "REF"?)',
    ]);
    const [unknown] = problems(child('  notes: ~'));
    expect(unknown).to.contain('(blocks: BEG, REF, account, shipTo, lines, PO1, CTT)');
    const two = base.replace('    id: account\n', '');
    expect(problems(child('  REF: ~'), two)).to.deep.equal([
      'mappings/made.yaml:6:3 MAP111 the base has 2 blocks "REF" (give the one that is meant an id: in mappings/base.yaml)',
    ]);
  });

  it('are told of in the file that says what is wrong, wherever blocks have moved', () => {
    expect(problems(child('  BEG: { fields: { BEG03: nubmer } }'))).to.deep.equal([
      'mappings/made.yaml:6:27 MAP103 purchase-order@1 has no field "nubmer" (did you mean "number"?)',
    ]);
    expect(problems(child('  BEG: { feilds: { BEG03: number } }'))).to.deep.equal([
      'mappings/made.yaml:6:10 KEY_UNKNOWN unknown key "feilds" (known keys: segment, id, when, note, fixed, fields, pairs)',
    ]);
    expect(problems(child('  REF: ~'), base.replace('PO107: item', 'PO107: itme'))).to.deep.equal([
      'mappings/base.yaml:21:64 MAP103 lines has no field "itme" (did you mean "item"?)',
    ]);
    expect(
      problems(child('  CTT: { after: [{ segment: AMT, fields: { AMT02: totals.stat } }] }'))[0],
    ).to.match(/^mappings\/made.yaml:6:51 MAP103 totals has no field "stat"/);
  });

  it('go with a base, and not with blocks of their own', () => {
    expect(
      problems(orderOut('  - { segment: BEG, fields: { BEG03: number } }\n') + 'overrides: { BEG: ~ }\n')[0],
    ).to.contain('MAP111 overrides: change a base, and nothing is extended here');
    const both = child('  BEG: ~', 'segments: [{ segment: BEG, fields: { BEG03: number } }]\n');
    expect(problems(both)[0]).to.contain(
      'MAP111 overrides: change the blocks of a base, and segments: replace',
    );
  });

  it('change levels of a ship notice, rows of CSV and elements of XML', () => {
    const root = resolve(import.meta.dirname, '../../mappings');
    const files = {
      'base.yaml': readFileSync(resolve(root, 'out-856.yaml'), 'utf8'),
      'crosswalks/uom.csv': readFileSync(resolve(root, 'crosswalks/uom.csv'), 'utf8'),
    };
    const text = child(
      '  P: ~\n  S: { segments: [{ segment: TD1, fields: { TD102: packageCount } }] }\n  PID: ~',
    );
    const { document } = outboundOf(text, files).compose(
      {
        number: 'S1',
        date: '2026-04-01',
        packageCount: 2,
        orders: [{ number: 'PO-1' }],
        packages: [{ id: 'a' }],
        lines: [
          {
            order: { number: 'PO-1' },
            package: 'a',
            item: { description: 'X' },
            quantity: { value: '1', unit: 'EA' },
          },
        ],
      },
      { partner: 'acme', time: '0930' },
    );
    expect(document.format === 'x12' && document.segments.map(segmentText)).to.deep.equal([
      'BSN*00*S1*20260401*0930*0001',
      'HL*1**S*1',
      'TD1**2',
      'HL*2*1*O*1',
      'PRF*PO-1',
      'HL*3*2*I*0',
      'SN1**1*EA',
      'CTT*3',
    ]);
    const csv = `map: made
version: 1
status: base
from: purchase-order@1
to: { format: csv, columns: [number, day], header: false }
rows: [{ id: head, fields: { number: number, day: date } }]
`;
    const rows = outboundOf(child('  head: { fields: { day: ~ } }'), { 'base.yaml': csv });
    expect(rows.compose(order, { partner: 'acme' }).document).to.deep.include({ rows: ['PO-1,'] });
    const xml = `map: made
version: 1
status: base
from: purchase-order@1
to: { format: xml, root: Order, declaration: false, indent: 0 }
elements: [{ element: Head, attributes: { number: number }, elements: [{ element: Day, text: date }] }]
`;
    const tree = outboundOf(child('  Day: ~\n  Head: { attributes: { type: type } }'), { 'base.yaml': xml });
    expect(tree.compose(order, { partner: 'acme' }).document).to.deep.include({
      text: '<Order><Head number="PO-1" type="rush"/></Order>',
    });
  });
});
