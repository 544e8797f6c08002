/**
 * What the checker of mapping files says: where, what, and what was probably meant.
 */
import { expect } from 'chai';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { compileText, type Files, invoiceMapping, makeInvoice } from './made-mapping.js';

const files: Files = {
  'crosswalks/uom.csv': 'unit,hub\nEA,EA\n',
  'crosswalks/factors.csv': 'unit,hub,factor,kind\nEA,EA,1,freight\nBX,BX,0,frieght\nCA,CA,ten,\n',
  'crosswalks/broken.csv': 'unit,hub\nEA,EA\nEA,BX\n',
};

function problemsOf(text: string) {
  const { mapping, problems } = compileText(text, files);
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(mapping === undefined).to.equal(errors.length > 0);
  return problems;
}

/** The first problem of an invoice mapping with these fields, and the text it underlines. */
function first(fields: string, rest = '') {
  const text = invoiceMapping(fields, rest);
  const [problem] = problemsOf(text);
  if (!problem) return undefined;
  const line = text.split('\n')[problem.line - 1] ?? '';
  const { code, message, help, severity } = problem;
  return { code, message, help, severity, at: line.slice(problem.col - 1, problem.col - 1 + problem.length) };
}

const uom = 'crosswalks: { uom: { file: crosswalks/uom.csv, key: unit } }';

describe('a mapping file', () => {
  const cases: [string, string, string, Record<string, string>][] = [
    ['an unknown target field', 'shipTo.locaton: N104', '', { code: 'MAP102', at: 'shipTo.locaton', help: 'did you mean "shipTo.location"?' }],
    ['a field that the hub sets', 'partner: N104', '', { code: 'MAP102', at: 'partner' }],
    ['a list filled from outside', 'lines.number: IT101', '', { code: 'MAP102', help: 'write lines: { each: ..., fields: { ... } }' }],
    ['an unknown option', 'contract: { form: REF02 }', '', { code: 'KEY_UNKNOWN', at: 'form', help: 'did you mean "from"?' }],
    ['a selector that is none', 'contract: REF-02', '', { code: 'MAP103', at: 'REF-02' }],
    ['square brackets in a selector', 'contract: "REF[CT].REF02"', '', { code: 'MAP103' }],
    ['an unknown crosswalk', 'contract: { from: REF02, crosswalk: uon.hub }', uom, { code: 'MAP104', at: 'uon.hub', help: 'did you mean "uom"?' }],
    ['an unknown crosswalk column', 'contract: { from: REF02, crosswalk: uom.hubb }', uom, { code: 'MAP104', help: 'did you mean "hub"?' }],
    ['a key of the wrong length', 'contract: { from: REF02, crosswalk: two.hub }', 'crosswalks: { two: { file: crosswalks/uom.csv, key: [unit, hub] } }', { code: 'MAP104' }],
    ['a missing crosswalk file', 'contract: REF02', 'crosswalks: { uom: { file: crosswalks/none.csv, key: unit } }', { code: 'MAP108', at: 'crosswalks/none.csv' }],
    ['a date where a decimal stands', 'totals.computed: { from: TDS01, type: date }', '', { code: 'MAP106', at: 'date' }],
    ['a format of no date', 'contract: { from: REF02, format: yyyyMMdd }', '', { code: 'MAP107', at: 'yyyyMMdd' }],
    ['a date format that is none', 'shipDate: { from: DTM02, format: yyyy-mm-dd }', '', { code: 'MAP106', at: 'yyyy-mm-dd' }],
    ['a word of ours that is none', 'charges: { each: SAC, fields: { kind: { from: SAC02, values: { D240: frieght } } } }', '', { code: 'MAP112', at: 'frieght', help: 'did you mean "freight"?' }],
    ['a default of another form', 'totals.computed: { from: TDS01, default: none }', '', { code: 'MAP112', at: 'none' }],
    ['a field without a source', 'contract: { clean: [trim] }', '', { code: 'MAP107', help: 'give it from: or value:' }],
    ['two sources', 'contract: { from: REF02, value: x }', '', { code: 'MAP107', at: 'x' }],
    ['a choice with an option of its own', 'contract: { choose: [REF02], max: 3 }', '', { code: 'MAP107', at: '3' }],
    ['kinds without pairs', 'contract: { from: REF02, kinds: { ZZ: vendor } }', '', { code: 'MAP107' }],
    ['a sum of what its condition can never pick', 'totals.charges: { sum: [{ of: charges.amount, when: { kind: frieght } }] }\ncharges: { each: SAC, fields: { kind: SAC02, amount: SAC05 } }', '', { code: 'MAP112', help: 'did you mean "freight"?' }],
    ['a condition on what nothing fills', 'totals.charges: { sum: [{ of: charges.amount, when: { settlement: bill-back } }] }\ncharges: { each: SAC, fields: { kind: SAC02, amount: SAC05 } }', '', { code: 'MAP103', help: 'map it, or move it up' }],
    ['an operand that leads through a list', '', 'rules: [{ id: r, check: { equals: [lines.quantity.value, totals.stated] } }]', { code: 'MAP106', help: 'every: asks each of them, sum: adds them up' }],
    ['a rule over what holds several values', '', 'rules: [{ id: r, check: { unique: lines.quantity } }]', { code: 'MAP106', at: 'lines.quantity' }],
    ['a rule without anything to hold it against', '', 'rules: [{ id: r, check: { count: lines } }]', { code: 'MAP107', help: 'equals:, min:, above:, max: or below:' }],
    ['a rule of each entry of no list', '', 'rules: [{ id: r, each: line, check: { every: quantity.value, min: 0 } }]', { code: 'MAP110', at: 'line', help: 'did you mean "lines"?' }],
    ['a rule of each entry that looks at the document', '', 'rules: [{ id: r, each: lines, check: { equals: [quantity.value, IT102] } }]', { code: 'MAP110', at: 'IT102' }],
    ['a rule of each entry with a field that nothing fills', '', 'rules: [{ id: r, each: lines, check: { every: amount, min: 0 } }]', { code: 'MAP110', at: 'amount' }],
    ['a maker with a source', 'totals.computed: { sum: [totals.stated], from: TDS01 }', '', { code: 'MAP107', at: 'TDS01' }],
    ['places without implied decimals', 'totals.computed: { from: TDS01, places: 2 }', '', { code: 'MAP107', at: '2' }],
    ['one selector for a whole party', 'shipTo: N104', '', { code: 'MAP106' }],
    ['a party where text stands', 'contract: { party: N1(ST) }', '', { code: 'MAP107' }],
    ['a unit where text stands', 'contract: { from: REF02, unit: IT103 }', '', { code: 'MAP107' }],
    ['a sum over a field that is not filled', 'totals.computed: { sum: [charges.amount] }', '', { code: 'MAP110', at: 'charges.amount' }],
    ['a sum over text', 'totals.computed: { sum: [number] }', '', { code: 'MAP106', at: 'number' }],
    ['a product of later fields', 'totals.computed: { sum: [totals.lines] }\ntotals.lines: { count: lines }', '', { code: 'MAP110', at: 'totals.lines' }],
    ['a number that should be quoted', 'contract: { from: REF02, when: { REF01: 1 } }', '', { code: 'MAP100', at: '1' }],
    ['a rule over an unknown field', 'contract: REF02', 'rules: [{ id: a, check: { sum: [lines.amont], equals: totals.stated } }]', { code: 'MAP110' }],
    ['a sentence with an unknown name', 'contract: REF02', 'rules: [{ id: a, check: { count: lines, equals: CTT01 }, say: "{cuont}" }]', { code: 'MAP110', help: 'did you mean "count"?' }],
    ['two rules of one name', 'contract: REF02', 'rules: [{ id: a, check: { count: lines, equals: CTT01 } }, { id: a, check: { count: lines, equals: CTT01 } }]', { code: 'MAP113' }],
    ['a list item without what it must have', 'charges: { each: SAC, fields: { code: SAC02 } }', '', { code: 'MAP105', help: 'add kind:' }],
    ['half of an optional thing', 'taxes: { each: TXI, fields: { kind: TXI01 } }', '', { code: 'MAP105', help: 'add amount:' }],
    ['an unknown kind of identifier', 'lines: { each: IT1, fields: { quantity: { from: IT102 }, item.identifiers: { pairs: IT1, kinds: { ZZ: vendr } } } }', '', { code: 'MAP112', help: 'did you mean "vendor"?' }],
    ['a factor of zero in a table', 'lines: { each: IT1, fields: { item.number: IT107, quantity: { from: IT102, unit: { from: IT103, crosswalk: f.hub, factor: f.factor } } } }', 'crosswalks: { f: { file: crosswalks/factors.csv, key: unit } }', { code: 'MAP112', message: 'crosswalks/factors.csv row 3: "0" in column "factor" is not above zero' }],
    ['a factor that is no number in a table', 'totals.computed: { from: TDS01, multiplyBy: { from: REF02, crosswalk: f.kind } }', 'crosswalks: { f: { file: crosswalks/factors.csv, key: unit } }', { code: 'MAP112', at: 'f.kind' }],
    ['a word in a table that is none of ours', 'charges: { each: SAC, fields: { kind: { from: SAC02, crosswalk: f.kind } } }', 'crosswalks: { f: { file: crosswalks/factors.csv, key: unit } }', { code: 'MAP112', at: 'f.kind' }],
    ['unit and factor of two tables', 'lines: { each: IT1, fields: { item.number: IT107, quantity: { from: IT102, unit: { from: IT103, crosswalk: f.hub, factor: g.factor } } } }', 'crosswalks: { f: { file: crosswalks/uom.csv, key: unit }, g: { file: crosswalks/factors.csv, key: hub } }', { code: 'MAP107', at: 'g.factor' }],
    ['a table and a small table', 'contract: { from: REF02, crosswalk: uom.hub, values: { A: B } }', uom, { code: 'MAP107' }],
    ['pairs of a segment without any', 'lines: { each: IT1, fields: { quantity: { from: IT102 }, item.identifiers: { pairs: PID } } }', '', { code: 'MAP103', at: 'PID' }],
  ]; // prettier-ignore
  for (const [name, fields, rest, expected] of cases) {
    it(`is refused for ${name}`, () => expect(first(fields, rest)).to.deep.include(expected));
  }

  it('is refused when nothing fills what the record must have', () => {
    const text =
      'map: m\nversion: 1\nstatus: live\nfrom: { format: x12, set: "810", version: "004010" }\nto: invoice@1\nfields:\n  number: BIG02\n';
    const problems = problemsOf(text);
    expect(problems.map(({ code }) => code)).to.deep.equal(Array(4).fill('MAP105'));
    expect(problems.map(({ message }) => message.split(' ')[2])).to.have.members([
      'date,',
      'kind,',
      'totals.stated,',
      'lines,',
    ]);
    expect(problems[0]?.line).to.equal(6);
  });

  it('is refused without its head, and for a kind of record that does not exist', () => {
    expect(
      problemsOf('from: { format: x12, set: "810", version: "004010" }\nto: invoice@1\n').map(
        ({ message }) => message,
      ),
    ).to.include.members([
      'missing key "map"',
      'missing key "version"',
      'missing key "status"',
      'missing key "fields"',
    ]);
    expect(
      problemsOf(
        'map: m\nversion: 1\nstatus: live\nfrom: { format: x12, set: "810", version: "004010" }\nto: invoic@1\nfields: {}\n',
      )[0],
    ).to.include({ code: 'MAP109', help: 'did you mean "invoice@1"?' });
    expect(problemsOf('map: m\nto: invoice@1\n')[0]).to.include({ code: 'MAP101' });
    expect(problemsOf('')).to.have.length(1);
    expect(problemsOf('- a\n- b\n')).to.have.length(1);
  });

  it('is told about a crosswalk at its own row', () => {
    const text = invoiceMapping(
      'contract: { from: REF02, crosswalk: broken.hub }',
      'crosswalks: { broken: { file: crosswalks/broken.csv, key: unit } }',
    );
    expect(problemsOf(text)).to.have.length(1);
    expect(problemsOf(text)[0]).to.include({
      code: 'CROSSWALK_KEY_TWICE',
      file: 'mappings/crosswalks/broken.csv',
      line: 3,
      sourceLine: 'EA,BX',
    });
  });

  it('is warned when a unit is taken as the partner sends it', () => {
    const fields =
      'lines: { each: IT1, fields: { item.number: IT107, quantity: { from: IT102, unit: IT103 } } }';
    expect(first(fields)).to.include({ code: 'MAP115', severity: 'warning' });
  });

  it('of a CSV file is refused for unknown columns, and dates without a format', () => {
    const text = (fields: string, from = '') => `map: m
version: 1
status: live
from: { format: csv, columns: { number: N, day: D, total: T }${from} }
to: invoice@1
fields: { number: row.number, date: { from: row.day, format: yyyyMMdd }, kind: { value: invoice }, totals.stated: row.total, lines: { each: row, fields: { item.number: row.number, quantity: row.total } }, ${fields} }
`;
    expect(problemsOf(text('contract: row.numbr'))[0]).to.include({
      code: 'MAP103',
      help: 'did you mean "number"?',
    });
    expect(problemsOf(text('contract: rwo.number'))[0]).to.include({
      code: 'MAP103',
      help: 'did you mean "row"?',
    });
    expect(problemsOf(text('contract: BIG02'))[0]).to.include({ code: 'MAP103' });
    expect(problemsOf(text('shipDate: row.day'))[0]).to.include({ code: 'MAP106' });
    expect(problemsOf(text('shipTo: { party: N1(ST) }'))[0]).to.include({ code: 'MAP107' });
    expect(problemsOf(text('contract: row.number', ', groupBy: numbre'))[0]).to.include({
      code: 'MAP114',
      help: 'did you mean "number"?',
    });
    expect(problemsOf(text('contract: row.number', ', records: {}'))[0]).to.include({ code: 'MAP114' });
    expect(problemsOf(text('contract: row.number'))).to.deep.equal([]);
  });

  it('shows its problems with the line and a caret', () => {
    const [problem] = problemsOf(invoiceMapping('shipTo.locaton: N104'));
    expect(renderProblem(problem!))
      .to.match(/mappings\/made\.yaml:\d+:3/)
      .and.match(/\^{14}/);
  });
});

describe('a mapping that extends another', () => {
  const base = invoiceMapping(
    'contract: REF(CT).REF02\nshipDate: DTM(011).DTM02\nlines:\n  each: IT1\n  fields: { item.number: IT107, item.description: PID05, quantity: { from: IT102 } }',
    'rules: [{ id: lines, check: { count: lines, equals: CTT01 } }]\ntests: [{ name: of the base, input: x, expect: {} }]',
  );
  const extending = (rest: string) =>
    compileText(`map: own\nversion: 2\nstatus: draft\nextends: base.yaml\n${rest}`, {
      ...files,
      'base.yaml': base,
    });

  it('replaces, adds and removes fields by name, down into lists', () => {
    const { mapping, problems } = extending(
      'fields:\n  contract: REF(CO).REF02\n  shipDate: ~\n  lines: { fields: { item.description: ~, number: IT101 } }\nrules: [{ id: lines, check: { count: IT1, equals: CTT01 }, otherwise: warn }]\n',
    );
    expect(problems).to.deep.equal([]);
    expect(mapping).to.include({ name: 'own', version: 2, status: 'draft', to: 'invoice@1' });
    expect(mapping?.tests).to.deep.equal([]);
  });

  it('shows each problem in the file where it stands', () => {
    const own = extending('fields: { contract: REF-02 }\n').problems;
    expect(own.map(({ file, code }) => [file, code])).to.deep.equal([['mappings/made.yaml', 'MAP103']]);
    const broken = { 'base.yaml': base.replace('DTM(011).DTM02', 'DTM-02') };
    const inBase = compileText('map: own\nversion: 2\nstatus: live\nextends: base.yaml\n', broken).problems;
    expect(inBase.map(({ file, code }) => [file, code])).to.deep.equal([['mappings/base.yaml', 'MAP103']]);
  });

  it('replaces, adds and takes away rules by their id, each told where it stands', () => {
    const places = (rest: string, text = base) =>
      compileText(`map: own\nversion: 2\nstatus: draft\nextends: base.yaml\n${rest}`, {
        'base.yaml': text,
      }).problems.map(({ file, line, code }) => `${file}:${line} ${code}`);
    const at = base.split('\n').findIndex((line) => line.startsWith('rules:')) + 1;
    const wrong = base.replace('equals: CTT01', 'equals: nothing');
    expect(places('', wrong)).to.deep.equal([`mappings/base.yaml:${at} MAP110`]);
    const own = (rule: string) =>
      `rules:\n  - { id: own, check: { unique: lines.item.number } }\n  - ${rule}\n`;
    expect(places(own('{ id: lines, check: ~ }'), wrong)).to.deep.equal([]);
    expect(places(own('{ id: lines, check: { count: nothing, equals: 1 } }'))).to.deep.equal([
      'mappings/made.yaml:7 MAP103',
    ]);
    expect(places(own('{ id: lnes, check: ~ }'))).to.deep.equal(['mappings/made.yaml:7 MAP111']);
    expect(places(own('{ id: own, check: { count: lines, min: 1 } }'))).to.deep.equal([
      'mappings/made.yaml:7 MAP113',
    ]);
    const without = extending('rules: [{ id: lines, check: ~ }]\n').mapping!;
    const { issues } = without.apply(makeInvoice(['IT1*1*1*EA*1**VC*A', 'TDS*1', 'CTT*9']), { partner: '' });
    expect(issues).to.deep.equal([]);
  });

  it('has another hash when its base changes', () => {
    const hash = (text: string) =>
      compileText('map: own\nversion: 2\nstatus: live\nextends: base.yaml\n', { 'base.yaml': text }).mapping
        ?.hash;
    expect(hash(base))
      .to.be.a('string')
      .and.not.equal(hash(base.replace('PID05', 'PID04')));
    expect(hash(base)).to.equal(hash(base));
  });

  it('cannot extend what is missing, or what extends something itself', () => {
    expect(extending('').problems).to.deep.equal([]);
    expect(compileText('map: a\nextends: none.yaml\n').problems[0]).to.include({ code: 'MAP111' });
    const chain = { 'base.yaml': `extends: other.yaml\n${base}` };
    expect(compileText('map: a\nextends: base.yaml\n', chain).problems[0]).to.include({ code: 'MAP111' });
  });
});
