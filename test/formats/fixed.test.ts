/**
 * Fixed-width files: columns by their place, types by how a row begins; the same documents as CSV makes.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { readFile } from '../../src/formats/file-form.js';
import { fixedOptions } from '../../src/formats/fixed/fixed-options.js';
import type { PlaceParts } from '../../src/vocabulary/index.js';
import { compileText, mappingOf, readFor } from '../mapping/made-mapping.js';

type Written = Parameters<typeof fixedOptions.parse>[0];

function read(file: string | Uint8Array, more: object = {}) {
  const written: Written = { format: 'fixed', columns: { no: [1, 4], item: [5, 6], qty: [11, 5] }, ...more };
  const options = fixedOptions.parse(written);
  return readFile(typeof file === 'string' ? Buffer.from(file) : file, { format: 'fixed', options });
}

function cells(file: string | Uint8Array, more: object = {}): unknown[] {
  return read(file, more).documents.flatMap((document) =>
    document.format === 'csv'
      ? document.rows.map(({ type, cell }) => [
          type,
          ...['no', 'item', 'qty'].map((name) => cell(name)?.trim()),
        ])
      : [],
  );
}

const faults = (file: string | Uint8Array, more: object = {}) =>
  read(file, more).issues.map(({ code, place }) => [code, (place as PlaceParts | undefined)?.row]);

const typed = {
  columns: undefined,
  records: {
    H: { prefix: 'HD', starts: 'document', columns: { no: [3, 4] } },
    D: { columns: { item: [2, 6], qty: [8, 3] } },
    X: { prefix: 'DX', columns: { no: [3, 2] } },
  },
};

describe('a fixed-width file', () => {
  it('is cut by its columns, whatever ends its lines, and blank where a row is short', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(cells(`0001AM7731   40${end}0002AM${end}${end}`)).to.deep.equal([
        ['row', '0001', 'AM7731', '40'],
        ['row', '0002', 'AM', ''],
      ]);
    }
  });

  it('is grouped by a column', () => {
    const { documents } = read('0001A     1\n0002B     1\n0001C     1\n', { groupBy: 'no' });
    expect(documents.map((document) => 'key' in document && document.key)).to.deep.equal(['0001', '0002']);
    expect(faults('    A\n', { groupBy: 'no' })).to.deep.equal([['GROUP_MISSING', 1]]);
  });

  it('may have rows of several types, told by the longest beginning that fits', () => {
    const file = 'HD0007\nDAM7731 40\nDX99\nHD0008\n';
    expect(cells(file, typed)).to.deep.equal([
      ['H', '0007', undefined, undefined],
      ['D', undefined, 'AM7731', '40'],
      ['X', '99', undefined, undefined],
      ['H', '0008', undefined, undefined],
    ]);
    expect(read(file, typed).documents).to.have.length(2);
    expect(faults('DAM7731 40\nHD0007\n', typed)).to.deep.equal([['ROW_BEFORE_DOCUMENT', 1]]);
    expect(faults('HD0007\n??\n', typed)).to.deep.equal([['ROW_TYPE_UNKNOWN', 2]]);
  });

  it('is refused where a row has another length than agreed', () => {
    expect(faults('0001AM7731   40\n0002AM7731  40\n', { rowLength: 15 })).to.deep.equal([['ROW_LENGTH', 2]]);
    expect(faults('0001AM7731   40\n', { rowLength: 15 })).to.deep.equal([]);
  });

  it('is refused where it cannot be decoded, or holds control characters or damaged identifiers', () => {
    expect(faults(Buffer.from('0001\xe9\n', 'latin1'))).to.deep.equal([['ENCODING', 1]]);
    expect(faults('0001A\u0007\n')).to.deep.equal([['CHARACTER', 1]]);
    expect(faults('00011.2E+5\n', { identifiers: ['item'] })).to.deep.equal([['DAMAGED_ID', 1]]);
    expect(faults(Buffer.from('0001\n0002\n', 'utf16le'))).to.deep.equal([['ENCODING', undefined]]);
    expect(faults('\n \n')).to.deep.equal([['EMPTY', undefined]]);
    expect(faults('0001A')).to.deep.equal([['NO_FINAL_LINE_ENDING', undefined]]);
    expect(faults('0001\n0002\n', { limits: { rowsMax: 1 } })).to.deep.equal([['TOO_MANY_ROWS', undefined]]);
    expect(faults('0001AAAA\n', { limits: { recordCharactersMax: 5 } })).to.deep.equal([['ROW_TOO_LONG', 1]]);
  });

  it('counts characters and not bytes, and says at which bytes a column stands', () => {
    const text = '0001\u00e9\u20acAMBI   40\n0002\u20acBCDEF   41\n';
    for (const [encoding, file] of [
      ['utf-8', Buffer.from(text)],
      ['utf-16le', Buffer.from(text, 'utf16le')],
      ['windows-1252', Buffer.from(text.replaceAll('\u20ac', '\u0080'), 'latin1')],
    ] as const) {
      expect(cells(file, { encoding })).to.deep.equal([
        ['row', '0001', '\u00e9\u20acAMBI', '40'],
        ['row', '0002', '\u20acBCDEF', '41'],
      ]);
      const [document] = read(file, { encoding }).documents;
      const { offset, length } = (document?.format === 'csv' && document.rows[1]?.range('qty')) || {
        offset: 0,
        length: 0,
      };
      expect(new TextDecoder(encoding).decode(file.subarray(offset, offset + length)).trim()).to.equal('41');
    }
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom({}, typed, { groupBy: 'no' }),
        (file, more) => {
          const { documents, issues } = read(file, more);
          expect(documents.length + issues.length).to.be.above(0);
        },
      ),
      { seed: 20261122, numRuns: 1_000 },
    );
  });

  it('is mapped as CSV is', () => {
    const text = `map: made
version: 1
status: live
from:
  format: fixed
  records:
    H: { prefix: '01', starts: document, columns: { number: [3, 6], date: [9, 8], total: [17, 9] } }
    D: { prefix: '02', columns: { item: [3, 6], qty: [9, 5], unit: [14, 2] } }
to: invoice@1
fields:
  number: H.number
  date: { from: H.date, format: yyyyMMdd }
  kind: { value: invoice }
  totals.stated: { from: H.total, type: implied-decimal }
  lines: { each: D, fields: { quantity: D.qty, item.identifiers: { pairs: { vendor: D.item } } } }
`;
    const mapping = mappingOf(text);
    const file = Buffer.from('01F-883120260407000012345\n02AM773100040BX\n02AM204000002BX\n');
    const { record, issues, origins } = mapping.apply(readFor(mapping, file)[0]!, { partner: 'acme' });
    expect(issues).to.deep.equal([]);
    expect(record).to.deep.include({ number: 'F-8831', date: '2026-04-07', totals: { stated: '123.45' } });
    expect(record['lines']).to.have.length(2);
    expect(origins['lines.1.quantity.value']).to.include({ row: 3, column: 'qty', length: 5 });
    const faulty = (from: string, to: string) =>
      compileText(text.replace(from, to)).problems.map(({ code }) => code);
    expect(faulty('H.number', 'H.numbr')).to.deep.equal(['MAP103']);
    expect(faulty(', format: yyyyMMdd', '')).to.deep.equal(['MAP106']);
    expect(faulty('starts: document, ', '')).to.deep.equal(['MAP114']);
  });
});
