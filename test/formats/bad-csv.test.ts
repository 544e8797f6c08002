/**
 * Broken and hostile CSV, by the numbers of the list of bad input: refused with row and column, or read as it stands.
 */
import { expect } from 'chai';
import { writeCsv } from '../../src/erp/adapters/write-csv.js';
import { csvOptions } from '../../src/formats/csv/csv-options.js';
import { readCsv } from '../../src/formats/csv/csv.js';
import { mappingOf } from '../mapping/made-mapping.js';
import { sampleDelivery } from '../conformance/erp.js';

type Written = Parameters<typeof csvOptions.parse>[0];

function read(file: string | Uint8Array, more: object = {}) {
  const written: Written = {
    format: 'csv',
    columns: { number: 'Invoice', item: 'Item', qty: 'Qty' },
    identifiers: ['item'],
    ...more,
  };
  return readCsv(typeof file === 'string' ? Buffer.from(file) : file, csvOptions.parse(written));
}

const header = 'Invoice,Item,Qty\n';

function cells(file: string | Uint8Array, more: object = {}) {
  const { documents, issues } = read(file, more);
  expect(issues.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  return documents.flatMap(({ rows }) =>
    rows.map(({ cell }) => ['number', 'item', 'qty'].map((column) => cell(column))),
  );
}

/** Codes with their place, where nothing of the file is taken. */
function refusal(file: string | Uint8Array, more: object = {}) {
  const { documents, issues } = read(file, more);
  expect(documents).to.deep.equal([]);
  const { code, place } = issues.find(({ severity }) => severity === 'error') ?? issues[0]!;
  return [code, place?.row, place?.column];
}

const sound = [['I1', 'A', '2']];
const body = 'I1,A,2\n';

/** What one cell becomes as a decimal or a date. */
function mapped(field: string, cell: string): unknown {
  const mapping = mappingOf(`map: made
version: 1
status: live
from: { format: csv, columns: { number: Invoice, item: Item, qty: Qty } }
to: invoice@1
fields:
  number: row.number
  date: { value: '2026-04-01' }
  kind: { value: invoice }
  ${field.includes('totals') ? field : `totals.stated: { value: '1' }\n  ${field}`}
  lines: { each: row, fields: { quantity: { value: '1' }, item.description: row.item } }
`);
  if (mapping.from.format !== 'csv') throw new Error('not CSV');
  const bytes = Buffer.from(`${header}I1,A,"${cell}"\n`);
  const [document] = readCsv(bytes, mapping.from.options).documents;
  const { record, issues } = mapping.apply(document!, { partner: 'acme' });
  const told = issues.find(({ code }) => code !== 'REQUIRED_MISSING');
  if (told) return [told.code, told.place?.row, told.place?.column];
  return record['shipDate'] ?? (record['totals'] as { stated?: string } | undefined)?.stated;
}

describe('bad CSV', () => {
  it('V01 reads UTF-8 and UTF-16 with a byte order mark under the right headings', () => {
    expect(cells(`\ufeff${header}${body}`)).to.deep.equal(sound);
    const wide = Buffer.from(`\ufeff${header}${body}`, 'utf16le');
    expect(cells(wide)).to.deep.equal(sound);
    expect(cells(Buffer.from(wide).swap16())).to.deep.equal(sound);
  });

  it('V02 refuses Windows-1252 where UTF-8 was agreed, and reads it, the euro sign too, where it was', () => {
    const bytes = Buffer.from(`${header}I1,caf\xe9 \x80,2\n`, 'latin1');
    expect(refusal(bytes)).to.deep.equal(['ENCODING', 2, 'item']);
    expect(cells(bytes, { encoding: 'windows-1252' })).to.deep.equal([['I1', 'caf\u00e9 \u20ac', '2']]);
  });

  it('V03 takes headings in any order, warns of unknown ones, and refuses a file without one', () => {
    expect(cells('Qty,Invoice,Item\n2,I1,A\n')).to.deep.equal(sound);
    expect(cells('Invoice,Item,Qty,More\nI1,A,2,x\n')).to.deep.equal(sound);
    expect(read('Invoice,Item,Qty,More\nI1,A,2,x\n').issues[0]).to.include({
      code: 'HEADER_EXTRA',
      severity: 'warning',
    });
    expect(refusal('Invoice,Item,Quantity\nI1,A,2\n')).to.deep.equal(['HEADER_MISSING', 1, 'qty']);
  });

  it('V04 refuses a heading that stands twice', () => {
    expect(refusal('Invoice,Item,Qty,Item\nI1,A,2,B\n')).to.deep.equal(['HEADER_DUPLICATE', 1, 'column 4']);
  });

  it('V05 refuses a column without a heading', () => {
    expect(refusal('Invoice,Item,,Qty\nI1,A,x,2\n')).to.deep.equal(['HEADER_EMPTY', 1, 'column 3']);
  });

  it('V06 takes headings that mean something to a program for text', () => {
    const options = { columns: { number: '__proto__', item: 'constructor', qty: 'toString' } };
    expect(cells('__proto__,constructor,toString\nI1,A,2\n', options)).to.deep.equal(sound);
    expect(
      read('__proto__,constructor,toString\nI1,A,2\n', options).documents[0]?.rows[0]?.cell('__proto__'),
    ).to.equal(undefined);
    expect(refusal('__proto__,__proto__,toString\nI1,A,2\n', options)[0]).to.equal('HEADER_DUPLICATE');
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
  });

  it('V07 refuses the file for a row that is too short or too long, and says which', () => {
    expect(refusal(`${header}${body}I2,B\n`)).to.deep.equal(['ROW_LENGTH', 3, undefined]);
    expect(refusal(`${header}I1,A,2,extra\n`)).to.deep.equal(['ROW_LENGTH', 2, undefined]);
    expect(cells(`${header}I1,A,2,,\n`)).to.deep.equal(sound);
  });

  it('V08 refuses a quotation mark that is never closed, or stands inside a cell', () => {
    expect(refusal(`${header}${body}I2,"B,3\n`)).to.deep.equal(['QUOTE_NOT_CLOSED', 3, undefined]);
    expect(refusal(`${header}I1,3" tube,2\n`)).to.deep.equal(['QUOTE_MISPLACED', 2, undefined]);
    expect(refusal(`${header}I1,"3\\" tube",2\n`)[0]).to.match(/^QUOTE_/);
    expect(cells(`${header}I1,"3"" tube",2\n`)).to.deep.equal([['I1', '3" tube', '2']]);
  });

  it('V09 reads all line ends, mixed and inside quotation marks, without a shift', () => {
    expect(cells(`Invoice,Item,Qty\r\nI1,A,2\rI2,"B\r\nC\nD",3\nI3,E,4`)).to.deep.equal([
      ['I1', 'A', '2'],
      ['I2', 'B\r\nC\nD', '3'],
      ['I3', 'E', '4'],
    ]);
  });

  it('V10 refuses another delimiter than agreed, and takes a sep= line that agrees', () => {
    for (const other of [';', '\t', '|']) {
      expect(refusal(`${header}${body}`.replaceAll(',', other))).to.deep.equal(['DELIMITER', 1, undefined]);
    }
    expect(cells(`sep=;\r\n${`${header}${body}`.replaceAll(',', ';')}`, { delimiter: ';' })).to.deep.equal(
      sound,
    );
    expect(refusal(`sep=;\r\n${header}${body}`)[0]).to.equal('DELIMITER');
  });

  it('V11 makes nothing of a file that is empty, or holds a header or line ends alone', () => {
    for (const file of ['', '\n\r\n\n', header, `${header}\n,,\n`, '\ufeff']) {
      expect(refusal(file)[0]).to.equal('EMPTY');
      expect(read(file).issues.every(({ severity }) => severity === 'warning')).to.equal(true);
    }
  });

  it('V12 stops at the limit behind a quotation mark that is never closed, and in an endless line', () => {
    expect(refusal(`${header}I1,"${'x'.repeat(20_000_000)}`)[0]).to.equal('ROW_TOO_LONG');
    expect(refusal(Buffer.alloc(50_000_000, 'x'))[0]).to.equal('ROW_TOO_LONG');
  });

  it('V13 refuses more columns or rows than the limit', () => {
    const wide = Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(',');
    expect(refusal(`${wide}\n${wide}\n`)).to.deep.equal(['TOO_MANY_COLUMNS', 1, undefined]);
    expect(refusal(`${header}${body.repeat(50)}`, { limits: { rowsMax: 50 } })[0]).to.equal('TOO_MANY_ROWS');
  });

  it('V14 refuses the document of a cell with NUL or a control character', () => {
    for (const sign of ['\0', '\u0007', '\u001b', '\u0085']) {
      expect(refusal(`${header}I1,A${sign}B,2\n`)).to.deep.equal(['CHARACTER', 2, 'item']);
    }
  });

  it('V15 reads amounts as they were agreed, and never guesses', () => {
    const stated = (clean: string, cell: string) =>
      mapped(`totals.stated: { from: row.qty, clean: [${clean}] }`, cell);
    expect(stated('strip-commas', '1,234.50')).to.equal('1234.50');
    expect(stated('decimal-comma', '1.234,50')).to.equal('1234.50');
    expect(stated('strip-currency', '$5')).to.equal('5');
    expect(stated('parentheses-negative', '(5)')).to.equal('-5');
    const fault = ['DECIMAL_INVALID', 2, 'qty'];
    for (const cell of ['1,234.50', '1.234,50', '$5', '(5)', '1e3', '1 234', "1'234"]) {
      expect(stated('', cell), cell).to.deep.equal(fault);
    }
    expect(stated('strip-commas', '1,23')).to.deep.equal(fault);
    expect(stated('strip-commas', '1.234,50')).to.deep.equal(fault);
    expect(stated('decimal-comma', '1,234.50')).to.deep.equal(fault);
  });

  it('V16 reads dates in the declared form only', () => {
    const day = (format: string, cell: string) =>
      mapped(`shipDate: { from: row.qty, format: ${format} }`, cell);
    expect(day('MM/dd/yy', '03/04/26')).to.equal('2026-03-04');
    expect(day('dd.MM.yyyy', '04.03.2026')).to.equal('2026-03-04');
    const fault = ['DATE_INVALID', 2, 'qty'];
    for (const cell of ['03/04/26', '2026-02-30', '45000', '2026-3-4', '20260304']) {
      expect(day('yyyy-MM-dd', cell), cell).to.deep.equal(fault);
    }
  });

  it('V17 refuses codes that a spreadsheet has rounded', () => {
    for (const code of ['1.23E+11', '1,23457E+11', '1E+13']) {
      expect(refusal(`${header}I1,"${code}",2\n`)).to.deep.equal(['DAMAGED_ID', 2, 'item']);
    }
    expect(cells(`${header}I1,1E5,2\n`)).to.deep.equal([['I1', '1E5', '2']]);
  });

  it('V18 keeps formulas as they stand, and writes none that a spreadsheet would run', () => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x")'];
    for (const formula of formulas) {
      const quoted = `"${formula.replaceAll('"', '""')}"`;
      expect(cells(`${header}I1,${quoted},2\n`)).to.deep.equal([['I1', formula, '2']]);
    }
    const lines = [{ item: { description: '=1+1' }, quantity: { value: '1' } }];
    expect(writeCsv(sampleDelivery({ body: { number: 'I1', lines } }))).to.not.match(/(^|,)"?=/m);
  });

  it('V19 warns of a last row without a line end', () => {
    const { documents, issues } = read(`${header}${body.trimEnd()}`);
    expect(documents).to.have.length(1);
    expect(issues.map(({ code, severity }) => [code, severity])).to.deep.equal([
      ['NO_FINAL_LINE_ENDING', 'warning'],
    ]);
  });

  it('V20 rejects a document whose trailer counts other rows', () => {
    const mapping = mappingOf(`map: made
version: 1
status: live
from:
  format: csv
  records:
    H: { starts: document, columns: [type, number] }
    D: { columns: [type, item] }
    T: { columns: [type, count] }
to: invoice@1
fields:
  number: H.number
  date: { value: '2026-04-01' }
  kind: { value: invoice }
  totals.stated: { value: '1' }
  lines: { each: D, fields: { quantity: { value: '1' }, item.description: D.item } }
rules:
  - { id: rows, check: { count: D, equals: T.count }, otherwise: reject }
`);
    if (mapping.from.format !== 'csv') throw new Error('not CSV');
    const { options } = mapping.from;
    const told = (count: number) => {
      const [document] = readCsv(Buffer.from(`H,I1\nD,A\nD,B\nT,${count}\n`), options).documents;
      return mapping.apply(document!, { partner: 'acme' }).issues.map(({ code, action }) => [code, action]);
    };
    expect(told(2)).to.deep.equal([]);
    expect(told(3)).to.deep.equal([['RULE', 'reject']]);
  });

  it('V22 warns of characters that cannot be seen, and takes twins of one key for one document', () => {
    for (const sign of ['\u202e', '\u200b', '\ufeff', '\u00ad']) {
      const { documents, issues } = read(`${header}I1,A${sign}B,2\n`);
      expect(documents).to.have.length(1);
      expect(issues[0]).to.deep.include({
        code: 'INVISIBLE_CHARACTER',
        severity: 'warning',
        place: { row: 2, column: 'item' },
      });
    }
    const twins = `${header}caf\u00e9,A,1\ncafe\u0301,B,2\n`;
    expect(read(twins, { groupBy: 'number' }).documents).to.have.length(1);
  });
});
