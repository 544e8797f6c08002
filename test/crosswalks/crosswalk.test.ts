/**
 * Crosswalks: the right row or none, and the damage that spreadsheets do.
 */
import { expect } from 'chai';
import { openCrosswalkReader, readCrosswalk } from '../../src/crosswalks/crosswalk.js';

function crosswalkOf(text: string, key: string[]) {
  const { crosswalk, issues } = readCrosswalk(text, key);
  if (!crosswalk) throw new Error(issues.map(({ words }) => words).join('\n'));
  return (values: string[], partner = 'acme', day: string | undefined = '2026-04-05') =>
    crosswalk.find(values, { partner, day })?.cell('hub');
}

function faultOf(text: string, key = ['unit']) {
  const { crosswalk, issues } = readCrosswalk(text, key);
  const [{ code, severity, row, column } = { code: 'none', severity: 'none' }] = issues;
  expect(crosswalk === undefined).to.equal(issues.some((issue) => issue.severity === 'error'));
  return {
    code,
    severity,
    ...(row === undefined ? {} : { row }),
    ...(column === undefined ? {} : { column }),
  };
}

describe('a crosswalk', () => {
  it('tells a hundred repeated keys and no more: the table has another key than the mapping says', () => {
    const text = `item,hub\n${'A,x\n'.repeat(5_000)}`;
    const { issues } = readCrosswalk(text, ['item']);
    expect(issues).to.have.length(100);
    expect(issues[99]).to.include({ code: 'CROSSWALK_KEY_TWICE', row: 102 });
  });

  it('finds the row of a key, or nothing', () => {
    const find = crosswalkOf('unit,hub\nEA,each\nCA,case\n', ['unit']);
    expect([find(['EA']), find(['ea']), find(['']), find(['__proto__'])]).to.deep.equal([
      'each',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('looks up the rows of the partner before those for everybody', () => {
    const find = crosswalkOf('partner,unit,hub\n,CS,case\nacme,CS,carton\n', ['unit']);
    expect([find(['CS']), find(['CS'], 'other'), find(['CS'], '')]).to.deep.equal(['carton', 'case', 'case']);
  });

  it('takes * as any value, after exact rows, and never lets it cross partners', () => {
    const find = crosswalkOf('partner,item,unit,hub\n,*,CS,case\n,A1,CS,carton\nacme,*,BX,box\n', [
      'item',
      'unit',
    ]);
    expect([
      find(['A1', 'CS']),
      find(['A2', 'CS']),
      find(['A1', 'BX']),
      find(['A1', 'BX'], 'other'),
    ]).to.deep.equal(['carton', 'case', 'box', undefined]);
  });

  it('takes the row that is valid on the day, both ends included', () => {
    const text = 'unit,hub,valid_from,valid_to\nCS,old,,2026-03-31\nCS,new,2026-04-01,2026-06-30\n';
    const find = crosswalkOf(text, ['unit']);
    const on = (day: string) => find(['CS'], 'acme', day);
    expect([
      on('2020-01-01'),
      on('2026-03-31'),
      on('2026-04-01'),
      on('2026-06-30'),
      on('2026-07-01'),
    ]).to.deep.equal(['old', 'old', 'new', 'new', undefined]);
    const { crosswalk } = readCrosswalk(text, ['unit']);
    expect(crosswalk?.find(['CS'], { partner: 'acme', day: undefined })?.cell('hub')).to.equal('new');
  });

  it('does not mix up keys whose parts look alike when joined', () => {
    const find = crosswalkOf('a,b,hub\nx,yz,1\nxy,z,2\n', ['a', 'b']);
    expect([find(['x', 'yz']), find(['xy', 'z'])]).to.deep.equal(['1', '2']);
  });

  it('keeps leading zeros, quotes and line ends of any kind', () => {
    const find = crosswalkOf('\ufeffunit,hub\r\nCS,000481516\r\n"C,X","a ""b"""\r\n', ['unit']);
    expect([find(['CS']), find(['C,X'])]).to.deep.equal(['000481516', 'a "b"']);
  });
});

describe('a reader of crosswalks', () => {
  const text = 'unit,hub\nEA,EA\n';

  it('gives the table that is in use again, for the same text, key and direction only', () => {
    const read = openCrosswalkReader();
    const { crosswalk } = read(text, ['unit']);
    expect(read(text, ['unit'], 'in').crosswalk).to.equal(crosswalk);
    expect(read(`${text}CA,CA\n`, ['unit']).crosswalk?.rows).to.have.length(2);
    expect(read(text, ['hub']).crosswalk).to.not.equal(crosswalk);
    expect(read(text, ['unit'], 'out').crosswalk).to.not.equal(crosswalk);
    expect(openCrosswalkReader()(text, ['unit']).crosswalk).to.not.equal(crosswalk);
  });

  it('tells issues each time', () => {
    const read = openCrosswalkReader();
    for (const [text, code] of [
      ['unit,hub\n3-Jan,EA\n', 'CROSSWALK_DAMAGED'],
      ['unit,hub\nEA,EA\nEA,CA\n', 'CROSSWALK_KEY_TWICE'],
    ] as const)
      for (const { issues } of [read(text, ['unit']), read(text, ['unit'])])
        expect(issues.map((issue) => issue.code)).to.deep.equal([code]);
  });
});

describe('a damaged crosswalk', () => {
  const cases: [string, string, object][] = [
    ['a key that stands twice', 'unit,hub\nEA,each\nCA,case\nEA,piece\n', { code: 'CROSSWALK_KEY_TWICE', row: 4, column: 'unit' }],
    ['a key that stands twice in the same time', 'unit,hub,valid_from,valid_to\nEA,a,2026-01-01,\nEA,b,,2026-01-01\n', { code: 'CROSSWALK_KEY_TWICE', row: 3 }],
    ['a code that a spreadsheet has rounded', 'unit,hub\nEA,1.08854E+13\n', { code: 'CROSSWALK_DAMAGED', row: 2, column: 'hub' }],
    ['blanks behind a value', 'unit,hub\nEA ,each\n', { code: 'CROSSWALK_BLANKS', row: 2, column: 'unit' }],
    ['a no-break space', 'unit,hub\nEA,\u00a0each\n', { code: 'CROSSWALK_BLANKS', row: 2, column: 'hub' }],
    ['an empty key', 'unit,hub\n,each\n', { code: 'CROSSWALK_KEY_EMPTY', row: 2, column: 'unit' }],
    ['a short row', 'unit,hub\nEA\n', { code: 'CROSSWALK_ROW_LENGTH', row: 2 }],
    ['a missing key column', 'hub\neach\n', { code: 'CROSSWALK_HEADER', row: 1 }],
    ['a column that stands twice', 'unit,hub,hub\nEA,a,b\n', { code: 'CROSSWALK_HEADER', row: 1, column: 'hub' }],
    ['a column without a name', 'unit,\nEA,a\n', { code: 'CROSSWALK_HEADER', row: 1 }],
    ['a date of another form', 'unit,hub,valid_from\nEA,a,1/1/2026\n', { code: 'CROSSWALK_DATE', row: 2, column: 'valid_from' }],
    ['a day that the calendar does not have', 'unit,hub,valid_to\nEA,a,2026-02-30\n', { code: 'CROSSWALK_DATE', row: 2, column: 'valid_to' }],
    ['a row that ends before it begins', 'unit,hub,valid_from,valid_to\nEA,a,2026-02-02,2026-02-01\n', { code: 'CROSSWALK_DATE', row: 2, column: 'valid_to' }],
    ['a formula that failed', 'unit,hub\nEA,#N/A\n', { code: 'CROSSWALK_DAMAGED', row: 2, column: 'hub' }],
    ['a character that nobody sees', 'unit,hub\nE\u200bA,each\n', { code: 'CROSSWALK_BLANKS', row: 2, column: 'unit' }],
    ['columns parted by semicolons', 'unit;hub\nEA;each\n', { code: 'CROSSWALK_HEADER', row: 1 }],
    ['a fault behind a cell of several lines, at its own line', 'unit,hub\nEA,"e\na"\n', { code: 'CROSSWALK_BLANKS', row: 2 }],
    ['a quote that is never closed', 'unit,hub\nEA,"each\n', { code: 'CROSSWALK_UNREADABLE' }],
    ['nothing in it', '', { code: 'CROSSWALK_HEADER', row: 1 }],
  ]; // prettier-ignore
  for (const [name, text, expected] of cases) {
    it(`is refused for ${name}`, () => expect(faultOf(text)).to.include({ severity: 'error', ...expected }));
  }

  it('is refused for a key that means two rows when it is written, not when it is read', () => {
    const text = 'unit,hub\nCA,CA\nCS,CA\n';
    const out = (table: string) =>
      readCrosswalk(table, ['hub'], 'out').issues.map(({ code, row }) => ({ code, row }));
    expect(out(text)).to.deep.equal([{ code: 'CROSSWALK_KEY_TWICE', row: 3 }]);
    expect(readCrosswalk(text, ['unit'], 'in').issues).to.deep.equal([]);
    expect(out('unit,hub,direction\nCA,CA,\nCS,CA,in\n')).to.deep.equal([]);
    expect(out('unit,hub,valid_from,valid_to\nCA,CA,,2026-01-31\nCS,CA,2026-02-01,\n')).to.deep.equal([]);
  });

  it('tells faults at their line, though cells before them hold line endings', () => {
    const { issues } = readCrosswalk('unit,note,hub\nA,"two\nlines",x\nB,n,y \n', ['unit']);
    expect(issues.map(({ code, row }) => `${code} ${row}`)).to.deep.equal([
      'CROSSWALK_BLANKS 2',
      'CROSSWALK_BLANKS 4',
    ]);
  });

  it('is warned about codes that seem to have become days', () => {
    expect(faultOf('unit,hub\nA,2-Sep\n')).to.include({
      code: 'CROSSWALK_DAMAGED',
      severity: 'warning',
      row: 2,
    });
  });

  it('is warned about codes that seem to have lost their zeros', () => {
    const text = 'unit,hub\nA,000481516\nB,000330101\nC,512003\n';
    expect(faultOf(text)).to.deep.equal({
      code: 'CROSSWALK_ZEROS',
      severity: 'warning',
      row: 4,
      column: 'hub',
    });
    expect(faultOf('unit,hub\nA,10\nB,5\n').code).to.equal('none');
  });
});
