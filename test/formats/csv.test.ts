/**
 * CSV files as partners send them, sound and damaged: nothing is guessed, nothing throws, columns never shift.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { csvOptions, type CsvOptions } from '../../src/formats/csv/csv-options.js';
import { readCsv } from '../../src/formats/csv/csv.js';

type Written = Parameters<typeof csvOptions.parse>[0];

function optionsOf(more: object = {}): CsvOptions {
  const written: Written = {
    format: 'csv',
    columns: { number: ['Invoice #', 'Invoice Number'], item: 'Item', qty: 'Qty' },
    ...more,
  };
  return csvOptions.parse(written);
}

function read(text: string | Uint8Array, more: object = {}) {
  return readCsv(typeof text === 'string' ? Buffer.from(text) : text, optionsOf(more));
}

const header = 'Invoice #,Item,Qty\n';
const codes = ({ issues }: { issues: { code: string }[] }) => issues.map(({ code }) => code);
const cellsOf = ({ documents }: ReturnType<typeof read>) =>
  documents.flatMap(({ rows }) =>
    rows.map((row) => ['number', 'item', 'qty'].map((column) => row.cell(column))),
  );

/** What refuses the whole file. */
function refusal(text: string | Uint8Array, more: object = {}) {
  const reading = read(text, more);
  expect(reading.documents).to.deep.equal([]);
  const { code, place, words } =
    reading.issues.find(({ severity }) => severity === 'error') ?? reading.issues[0]!;
  return { code, words, ...place };
}

describe('a flat CSV file', () => {
  it('is read by its headings, in any order, case and spacing', () => {
    expect(cellsOf(read(' QTY ,Invoice  Number,item\n2,A,i1\n'))).to.deep.equal([['A', 'i1', '2']]);
  });

  it('may have headings that the mapping does not know, with a warning', () => {
    const reading = read('Invoice #,Extra,Item,Qty\nA,secret,i1,2\n');
    expect(cellsOf(reading)).to.deep.equal([['A', 'i1', '2']]);
    expect(reading.issues).to.have.length(1);
    expect(reading.issues[0]).to.deep.include({
      code: 'HEADER_EXTRA',
      severity: 'warning',
      place: { row: 1, column: 'column 2' },
      value: 'Extra',
    });
    expect(reading.issues[0]?.words).not.to.include('Extra');
  });

  it('may lack an optional column', () => {
    const [document] = read(`${header}A,i1,2\n`, {
      columns: { number: 'Invoice #', freight: { headings: ['Freight'], optional: true } },
    }).documents;
    expect(document?.rows[0]?.cell('freight')).to.equal(undefined);
  });

  it('counts rows as a spreadsheet does, blank rows among them', () => {
    const { documents } = read(`${header}\nA,i1,2\n,,\nA,"i\n2",2\nA,i3,2\n`);
    expect(documents[0]?.rows.map(({ row }) => row)).to.deep.equal([3, 5, 6]);
  });

  it('may have its header further down, or below a banner', () => {
    expect(cellsOf(read(`DAILY EXTRACT\n${header}A,i1,2\n`, { headerRow: 2 }))).to.deep.equal([
      ['A', 'i1', '2'],
    ]);
    const below = read(`DAILY "EXTRACT\n\n${header}A,i1,2\n`, { skipUntil: '^Invoice' });
    expect(cellsOf(below)).to.deep.equal([['A', 'i1', '2']]);
    expect(below.documents[0]?.rows[0]?.row).to.equal(4);
    expect(refusal(header, { skipUntil: '^Rechnung' }).code).to.equal('TABLE_NOT_FOUND');
    const limits = { bannerRowsMax: 2 };
    expect(read(`DAILY\n${header}A,i1,2\n`, { skipUntil: '^Invoice', limits }).documents).to.have.length(1);
    const late = refusal(`DAILY\n\n${header}A,i1,2\n`, { skipUntil: '^Invoice', limits });
    expect(late).to.include({ code: 'TABLE_NOT_FOUND' });
    expect(late.words).to.contain('first 2 lines (limits.bannerRowsMax)');
  });

  it('keeps commas, quotes and line ends inside quotes, and formulas as text', () => {
    const cells = cellsOf(read(`${header}"A,1","say ""snap""\r\nlid",=1+1\n`));
    expect(cells).to.deep.equal([['A,1', 'say "snap"\r\nlid', '=1+1']]);
  });

  for (const [name, end] of [['CRLF', '\r\n'], ['LF', '\n'], ['CR', '\r']] as const) {
    it(`is read with ${name} line ends, and with mixed ones`, () => {
      expect(cellsOf(read(`${header.trim()}${end}A,i1,2${end}B,i2,3\n`))).to.deep.equal([['A', 'i1', '2'], ['B', 'i2', '3']]);
    });
  } // prettier-ignore

  it('is grouped by a column, in order of first appearance', () => {
    const { documents } = read(`${header}B,i1,1\nA,i2,2\nB,i3,3\n`, { groupBy: 'number' });
    expect(documents.map(({ key, position, rows }) => [key, position.document, rows.length])).to.deep.equal([
      ['B', 1, 2],
      ['A', 2, 1],
    ]);
    expect(refusal(`${header}B,i1,1\n ,i2,2\n`, { groupBy: 'number' })).to.include({
      code: 'GROUP_MISSING',
      row: 3,
      column: 'number',
    });
  });

  it('with a byte order mark is read in the encoding that it says', () => {
    const text = `${header}Ä,i1,2\n`;
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [Buffer.from(`\ufeff${text}`), little, big]) {
      expect(cellsOf(read(bytes))).to.deep.equal([['Ä', 'i1', '2']]);
    }
  });

  it('in Windows-1252 is read where that is declared, and refused with row and column where it is not', () => {
    const bytes = Buffer.from(`${header}A,i1,2\nB,caf\xe9,2\n`, 'latin1');
    expect(cellsOf(read(bytes, { encoding: 'windows-1252' }))[1]).to.deep.equal(['B', 'café', '2']);
    expect(refusal(bytes)).to.include({ code: 'ENCODING', row: 3, column: 'item' });
    expect(refusal(Buffer.from(`${header}B,\x81,2\n`, 'latin1'), { encoding: 'windows-1252' }).code).to.equal(
      'CHARACTER',
    );
  });

  it('in UTF-16 without a byte order mark is refused as that', () => {
    expect(refusal(Buffer.from(header, 'utf16le')).code).to.equal('ENCODING');
  });
});

describe('a damaged CSV file', () => {
  const refused: [string, string | Buffer, object, object][] = [
    ['a missing heading', 'Invoice #,Qty\nA,2\n', {}, { code: 'HEADER_MISSING', row: 1, column: 'item' }],
    ['a heading that stands twice', 'Invoice #,Item,Qty,Item\nA,i,2,j\n', {}, { code: 'HEADER_DUPLICATE', column: 'column 4' }],
    ['two headings that stand for one column', 'Invoice #,Item,Qty,Invoice Number\nA,i,2,B\n', {}, { code: 'HEADER_AMBIGUOUS', column: 'number' }],
    ['an empty heading', 'Invoice #,Item,Qty,\nA,i,2,\n', {}, { code: 'HEADER_EMPTY', column: 'column 4' }],
    ['a short row', `${header}A,i1,2\nA,i2\n`, {}, { code: 'ROW_LENGTH', row: 3 }],
    ['a long row', `${header}A,i1,2,3\n`, {}, { code: 'ROW_LENGTH', row: 2 }],
    ['semicolons for commas', 'Invoice #;Item;Qty\nA;i;2\n', {}, { code: 'DELIMITER' }],
    ['tabs for commas', 'Invoice #\tItem\tQty\nA\ti\t2\n', {}, { code: 'DELIMITER' }],
    ['commas for bars', header, { delimiter: '|' }, { code: 'DELIMITER' }],
    ['a sep= line with another delimiter', 'sep=;\nInvoice #;Item;Qty\nA;i;2\n', {}, { code: 'DELIMITER' }],
    ['a quote that is never closed', `${header}A,i1,2\nA,"i2,2\nA,i3,2\n`, {}, { code: 'QUOTE_NOT_CLOSED', row: 3 }],
    ['a quote inside a cell', `${header}A,5" tube,2\n`, {}, { code: 'QUOTE_MISPLACED', row: 2 }],
    ['backslashes before quotes', `${header}A,"5\\" tube",2\n`, {}, { code: 'QUOTE_MISPLACED', row: 2 }],
    ['a row longer than agreed', `${header}A,${'x'.repeat(2000)},2\n`, { limits: { recordCharactersMax: 1000 } }, { code: 'ROW_TOO_LONG', row: 2 }],
    ['too many rows', `${header}A,i,2\nA,i,2\n`, { limits: { rowsMax: 2 } }, { code: 'TOO_MANY_ROWS' }],
    ['too many columns', `${header.trim()},a,b\nA,i,2,,\n`, { limits: { columnsMax: 4 } }, { code: 'TOO_MANY_COLUMNS' }],
    ['headings that objects know', '__proto__,__proto__,constructor\n1,2,3\n', {}, { code: 'HEADER_DUPLICATE' }],
  ]; // prettier-ignore
  for (const [name, bytes, more, expected] of refused) {
    it(`is refused whole for ${name}`, () => expect(refusal(bytes, more)).to.include(expected));
  }

  it('with 20 MB behind an unclosed quote is stopped at the limit', () => {
    expect(refusal(`${header}A,"${'x'.repeat(20_000_000)}`)).to.include({ code: 'ROW_TOO_LONG', row: 2 });
  });

  it('that is empty, or only a header, is told and gives no documents', () => {
    for (const text of ['', '\n\n \n', header, header.trim(), '\ufeff']) {
      const reading = read(text);
      expect(codes(reading)).to.deep.equal(['EMPTY']);
      expect(reading.issues[0]?.severity).to.equal('warning');
    }
  });

  it('with a fault in one cell loses only the document of that cell', () => {
    const text = `${header}A,i1,2\nB,i\u0007x,2\nC,1.08854E+13,2\nD,i4,2\n`;
    const reading = read(text, { groupBy: 'number', identifiers: ['item'] });
    expect(reading.documents.map(({ key }) => key)).to.deep.equal(['A', 'D']);
    expect(
      reading.issues.map(({ code, place, document }) => [code, place?.row, place?.column, document]),
    ).to.deep.equal([
      ['CHARACTER', 3, 'item', 2],
      ['DAMAGED_ID', 4, 'item', 3],
    ]);
  });

  it('with NUL in a cell is at fault, and with an invisible character is warned about', () => {
    expect(codes(read(`${header}A,i\u0000,2\n`))).to.deep.equal(['CHARACTER']);
    const reading = read(`${header}A,i\u200b1,2\n`);
    expect(codes(reading)).to.deep.equal(['INVISIBLE_CHARACTER']);
    expect(reading.documents).to.have.length(1);
  });

  it('never lets U+FFFD through, even when the partner sent it', () => {
    expect(refusal(`${header}A,i\ufffd,2\n`)).to.include({ code: 'ENCODING', row: 2, column: 'item' });
  });

  it('without a last line end is warned about', () => {
    expect(codes(read(`${header}A,i1,2`))).to.deep.equal(['NO_FINAL_LINE_ENDING']);
  });

  it('with many faults keeps the first ones and a reason for each refused document', () => {
    const bad = Array.from({ length: 30 }, (_, index) => `${index},i\u0007,\u0007`).join('\n');
    const { issues } = read(`${header}${bad}\n`, { groupBy: 'number', limits: { issuesMax: 10 } });
    expect(issues.at(-1)).to.include({ code: 'TOO_MANY_ISSUES', severity: 'warning' });
    expect(new Set(issues.flatMap(({ document }) => document ?? [])).size).to.equal(30);
    expect(issues).to.have.length(10 + 25 + 1);
  });

  it('allows empty cells beyond the last column, as spreadsheets write them', () => {
    expect(cellsOf(read(`${header}A,i1,2,,,\n`))).to.deep.equal([['A', 'i1', '2']]);
  });

  it('reads past a sep= line that says what is agreed', () => {
    expect(cellsOf(read('sep=;\r\nInvoice #;Item;Qty\nA;i;2\n', { delimiter: ';' }))).to.deep.equal([
      ['A', 'i', '2'],
    ]);
  });
});

describe('a CSV file with record types', () => {
  const records = {
    columns: undefined,
    records: {
      H: { starts: 'document', columns: ['type', 'number'] },
      D: { columns: ['type', 'item', 'qty'] },
    },
  };

  it('starts a document at each header row', () => {
    const { documents } = read('H,A\nD,i1,1\nD,i2,2,,\nH,B\n', records);
    expect(documents.map(({ rows }) => rows.map(({ type, row }) => `${type}${row}`).join())).to.deep.equal([
      'H1,D2,D3',
      'H4',
    ]);
  });

  it('is refused for rows of unknown type, before the first document, too short, or with another delimiter', () => {
    expect(refusal('H,A\nX,1\n', records)).to.include({ code: 'ROW_TYPE_UNKNOWN', row: 2 });
    expect(refusal('D,i1,1\nH,A\n', records)).to.include({ code: 'ROW_BEFORE_DOCUMENT', row: 1 });
    expect(refusal('H,A\nD,i1\n', records)).to.include({ code: 'ROW_LENGTH', row: 2 });
    expect(refusal('H;A\nD;i1;2\n', records)).to.include({ code: 'DELIMITER', row: 1 });
  });
});

describe('any CSV file', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'B', ' ', ',', '"', '\n', 'é', '漢', '9', '.', '-') });
  const table = fc.array(fc.tuple(fc.constantFrom('A', 'B'), cell, cell), { minLength: 1, maxLength: 20 });
  const written = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  for (const encoding of ['utf-8', 'utf-16le'] as const) {
    it(`in ${encoding} gives back the cells that were written, and the bytes where they stand`, () => {
      fc.assert(
        fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, mark) => {
          const lines = rows.map((row) => row.map(written).join(','));
          const text = `${mark ? '\ufeff' : ''}${[header.trim(), ...lines].join(end)}${end}`;
          const bytes = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
          const { documents } = read(bytes, { encoding });
          const found = documents.flatMap((document) => document.rows);
          expect(found.map((row) => ['number', 'item', 'qty'].map((name) => row.cell(name)))).to.deep.equal(
            rows,
          );
          found.forEach((row, at) => {
            const { offset, length } = row.range('item');
            const there = new TextDecoder(encoding, { ignoreBOM: true }).decode(
              bytes.subarray(offset, offset + length),
            );
            expect(there).to.equal(written(rows[at]![1]));
          });
        }),
        { numRuns: 200 },
      );
    });
  }

  it('of any bytes is read or refused, never thrown at', () => {
    const start = Buffer.from(header);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, withHeader) => {
        const { documents, issues } = read(withHeader ? Buffer.concat([start, bytes]) : bytes, {
          groupBy: 'number',
        });
        for (const row of documents.flatMap((document) => document.rows)) {
          expect(row.cell('item')).to.be.a('string');
          expect(row.cell('item')).not.to.include('\ufffd');
        }
        if (documents.length === 0) expect(issues).not.to.have.length(0);
      }),
      { numRuns: 500 },
    );
  });
});
