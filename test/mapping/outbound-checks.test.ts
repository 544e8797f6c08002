/**
 * What the checker says about a mapping that writes: where, and what to do.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import type { Files } from './made-mapping.js';
import { compileOut, orderOut } from './made-outbound.js';

/** `line:col code message (help)` of every problem. */
function problems(text: string, files: Files = {}): string[] {
  const { problems: found, outbound } = compileOut(text, files);
  expect(outbound === undefined).to.equal(found.some(({ severity }) => severity === 'error'));
  return found.map(({ line, col, code, message, help }) => `${line}:${col} ${code} ${message} (${help})`);
}

const beg =
  '  - segment: BEG\n    fixed: { BEG01: "00", BEG02: SA }\n    fields: { BEG03: number, BEG05: date }\n';

/** Problems of fields of a BEG; the fields stand on line 10. */
function ofFields(fields: string): string[] {
  return problems(orderOut(`  - segment: BEG\n    fixed: { BEG01: "00" }\n    fields: { ${fields} }\n`)).map(
    (text) => text.replace(/^\d+:\d+ /, ''),
  );
}

describe('the checker of mappings that write', () => {
  it('knows the segments and elements of the set and version', () => {
    const text = orderOut(`${beg}  - segment: PO2
    fields: { PO201: number }
  - each: lines
    segments:
      - segment: PO1
        fields: { PO126: number, PID05: number, PO1: number }
      - segment: REF
        fields: { REF04: contract, REF04-9: contract }
`);
    expect(problems(text)).to.deep.equal([
      '11:14 MAP117 there is no segment PO2 in x12/850/004010 (did you mean "PO1"?)',
      '16:19 MAP117 PO1 has no element 26 (it has 25)',
      '16:34 MAP117 PID05 is no element of PO1 (write PO105)',
      '16:49 MAP117 "PO1" is no element (write PO101, or PO104-1 for a component)',
      '18:19 MAP117 REF04 is a composite (name its components: REF04-1)',
      '18:36 MAP117 REF04 has no component 9 (it has 6)',
    ]);
  });

  it('holds segments to the order of the guide, also where they repeat', () => {
    const late = '  - segment: CUR\n    fixed: { CUR01: BY, CUR02: USD }\n';
    const [first, ...rest] = problems(orderOut(`  - { party: shipTo, as: ST }\n${late}${beg}`));
    expect([first, rest.length]).to.deep.equal([
      '9:14 MAP118 CUR cannot stand here in x12/850/004010 (write the segments in the order of the guide; what belongs to a loop follows its first segment)',
      1,
    ]);
    const repeated = `${beg}  - each: lines
    segments:
      - segment: CTT
        fields: { CTT01: { count: PO1 } }
      - segment: BEG
        fixed: { BEG01: "00" }
`;
    expect(problems(orderOut(repeated))[0]).to.match(/^15:18 MAP118 BEG cannot stand here/);
  });

  it('knows the fields of the record', () => {
    expect(ofFields('BEG03: nubmer')).to.deep.equal([
      'MAP103 purchase-order@1 has no field "nubmer" (did you mean "number"?)',
    ]);
    expect(ofFields('BEG03: shipTo')[0]).to.contain(
      '"shipTo" holds several values (name one of them: shipTo.name',
    );
    expect(ofFields('BEG03: references.value')[0]).to.contain(
      'leads through a list (pick an entry, references(QUALIFIER)',
    );
    expect(ofFields('BEG03: shipTo.id(vendr)')).to.deep.equal([
      'MAP103 "vendr" is no kind of shipTo.identifiers (did you mean "vendor"?)',
    ]);
    expect(ofFields('BEG03: ^number')[0]).to.contain('nothing around has a field "number" (take away the ^');
    expect(ofFields('BEG03: a b')[0]).to.contain('MAP103 "a b" is not a selector');
    const quantity = problems(
      orderOut('  - each: lines\n    segments: [{ segment: PO1, fields: { PO102: quantity } }]\n'),
    );
    expect(quantity[0]).to.contain('quantity.value, quantity.unit, quantity.raw.value, quantity.stock.value');
    const each = problems(
      orderOut('  - each: line\n    segments: [{ segment: PO1, fields: { PO101: number } }]\n'),
    );
    expect(each).to.deep.equal(['8:11 MAP103 purchase-order@1 has no field "line" (did you mean "lines"?)']);
  });

  it('knows which codes and lengths an element takes', () => {
    expect(ofFields('BEG03: { value: A234567890123456789012X }')).to.deep.equal([
      'MAP112 "A234567890123456789012X" does not fit BEG03, which takes 1 to 22 characters (undefined)',
    ]);
    expect(ofFields('BEG07: { value: QQ }')[0]).to.contain('MAP112 "QQ" is no code of BEG07');
    expect(ofFields('BEG05: { value: today }')[0]).to.contain('"today" does not fit BEG05');
    expect(ofFields('BEG02: type')[0]).to.contain(
      'BEG02 is a code, and type holds a word of ours: standard, rush',
    );
    expect(ofFields('BEG02: { from: type, values: { rsuh: RO } }')).to.deep.equal([
      'MAP112 type is never "rsuh" (did you mean "rush"?)',
    ]);
  });

  it('refuses options that contradict each other', () => {
    expect(ofFields('BEG03: { from: number, value: X }')).to.deep.equal([
      'MAP107 value: does not go with from: (undefined)',
    ]);
    expect(ofFields('BEG03: { required: true }')[0]).to.contain('nothing says what BEG03 holds');
    expect(ofFields('BEG03: { value: X, clean: [upper] }')[0]).to.contain('clean: needs from:');
    expect(ofFields('BEG05: { from: date, format: yyyyQQ }')[0]).to.contain('"yyyyQQ" is not a date format');
    expect(ofFields('BEG05: { from: date, max: 4 }')[0]).to.contain('max: cuts text');
    expect(ofFields('BEG03: { from: number, forr: 1 }')[0]).to.contain('unknown key "forr"');
    expect(ofFields('BEG01: number')[0]).to.contain('BEG01 stands in fixed: too');
    expect(ofFields('BEG03: { choose: [number], default: X, max: 3 }')).to.deep.equal([
      'MAP107 default: does not go with choose: (undefined)',
      'MAP107 max: does not go with choose: (undefined)',
    ]);
    expect(ofFields('BEG03: { from: number, each: lines }')[0]).to.contain('BEG03 does not repeat');
  });

  it('refuses a table whose key is not unique going out, and says how to mend it', () => {
    const files = { 'uom.csv': 'unit,hub\nCA,CA\nCS,CA\n' };
    const text = orderOut(beg, 'crosswalks: { uom: { file: uom.csv, key: hub } }');
    const [first] = problems(text, files);
    expect(first).to.contain('3:1 CROSSWALK_KEY_TWICE');
    expect(first).to.contain('write "in" in a column "direction" of the rows that are only read');
    expect(problems(text, { 'uom.csv': 'unit,hub,direction\nCA,CA,\nCS,CA,in\n' })).to.deep.equal([]);
    expect(problems(text, { 'uom.csv': 'unit,hub,direction\nCA,CA,both\n' })[0]).to.contain(
      'CROSSWALK_DIRECTION',
    );
  });

  it('refuses a set without a guide, a kind that does not exist, and blocks of another format', () => {
    const text = orderOut(beg);
    expect(problems(text.replace('"004010"', '"006020"'))[0]).to.contain(
      'there is no guide for x12/850/006020',
    );
    expect(problems(text.replace('purchase-order@1', 'purchase-ordr@1'))[0]).to.contain(
      'did you mean "purchase-order@1"?',
    );
    expect(problems(text.replace('segments:', 'rows:'))).to.have.length(2);
    expect(problems(orderOut('  - sgment: BEG\n'))[0]).to.contain('nothing says what is written here');
    expect(problems(orderOut('  - levels: [{ level: S }, { level: I, each: lines }]\n'))[0]).to.contain(
      'levels: stands at the top of a mapping from ship-notice@1',
    );
  });

  it('knows the columns of a CSV file', () => {
    const text = `map: made
version: 1
status: live
from: purchase-order@1
to: { format: csv, columns: [number, day] }
rows: [{ fields: { nubmer: number } }]
`;
    expect(problems(text)).to.deep.equal([
      '6:20 MAP117 there is no column "nubmer" (did you mean "number"?)',
    ]);
    const both = text.replace('columns:', 'records: { H: [a] }, columns:').replace('nubmer', 'number');
    expect(problems(both)[0]).to.contain('MAP114 a CSV file has either columns: or records:');
  });
});

describe('docs/reference/mapping-files.md', () => {
  it('shows a mapping that writes as it compiles, with the tables that ship', () => {
    const root = resolve(import.meta.dirname, '../..');
    const part = readFileSync(join(root, 'docs/reference/mapping-files.md'), 'utf8').split(
      '\n## Mappings that write\n',
    )[1]!;
    const text = /```yaml\n([^]*?)```/.exec(part)![1]!;
    const items = readFileSync(join(root, 'mappings/crosswalks/items.csv'), 'utf8');
    expect(problems(text, { 'crosswalks/items.csv': items })).to.deep.equal([]);
  });
});
