/**
 * Whatever arrives: a mapping never throws, and where a record is not what its kind must be, an issue says so at that place.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { schemaOf } from '../../src/canonical/records.js';
import type { CsvDocument, CsvRow } from '../../src/formats/csv/csv-document.js';
import type { Mapping, MappingResult } from '../../src/mapping/file/mapping.js';
import { readAt } from '../../src/mapping/file/record-path.js';
import { loadMappings } from '../../src/mapping/load-mappings.js';
import type { X12Document } from '../../src/x12/document.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import { makeSet, readFor } from './made-mapping.js';

const root = resolve(import.meta.dirname, '../..');
const { mappings } = loadMappings(root, outlineOf);

/** Values that mappings know, and values that nobody foresaw. */
const value = fc.oneof(
  fc.constantFrom(
    '',
    '1',
    '10',
    '125.00',
    '20260404',
    'EA',
    'CA',
    'DI',
    'IA',
    'VC',
    'LT',
    'SN',
    'AM-7731',
    'CT',
    '91',
  ),
  fc.constantFrom(
    '-1',
    '.5',
    '20260231',
    'constructor',
    '__proto__',
    'QQ',
    '036',
    'HP',
    '0',
    '9'.repeat(40),
    ' ',
  ),
  fc.string({ maxLength: 12 }).map((text) => text.replace(/[*~:^\r\n]/g, ' ')),
);

/** A place in a document, as a part of its length, and what is put there; undefined takes the whole segment or row away. */
const change = fc.record({
  segment: fc.double({ min: 0, max: 0.999, noNaN: true }),
  element: fc.nat(12),
  value: fc.option(value, { nil: undefined, freq: 6 }),
});
const changes = fc.array(change, { maxLength: 4 });
type Change = { segment: number; element: number; value: string | undefined };

function changed(rows: readonly string[][], all: readonly Change[], first: number): string[][] {
  const result = rows.map((cells) => [...cells]);
  for (const { segment, element, value: text } of all) {
    if (result.length === 0) break;
    const at = Math.floor(segment * result.length);
    const cells = result[at]!;
    if (text === undefined) result.splice(at, 1);
    else cells[Math.min(first + element, cells.length)] = text;
  }
  return result;
}

/** Whether an issue that keeps the record back speaks of this path, of something around or inside it, or beside it. */
function isExplained(path: string, { issues }: MappingResult): boolean {
  const above = path.slice(0, path.lastIndexOf('.'));
  const told = issues
    .filter(({ action }) => action !== 'warn')
    .flatMap((issue) => [issue.path ?? '', ...(issue.also ?? [])]);
  return told.some(
    (one) =>
      one === path ||
      one.startsWith(`${path}.`) ||
      path.startsWith(`${one}.`) ||
      (above !== '' && one.startsWith(`${above}.`)),
  );
}

function expectSound(mapping: Mapping, result: MappingResult): void {
  const { record, issues, origins } = result;
  expect(Object.keys(origins).filter((path) => readAt(record, path) === undefined)).to.deep.equal([]);
  for (const issue of issues) expect(issue.words).to.be.a('string').and.not.equal('');
  const faults = schemaOf(mapping.to).safeParse(record).error?.issues ?? [];
  const unexplained = faults
    .map((fault) => fault.path.join('.'))
    .filter((path) => !isExplained(path, result));
  expect(unexplained, JSON.stringify(issues)).to.deep.equal([]);
}

function bodyOf(document: X12Document): string[][] {
  const segments = document.segments.slice(1, -1);
  return segments.map((segment) => [
    segment.id,
    ...Array.from({ length: segment.elementCount }, (_, at) => segment.element(at + 1)),
  ]);
}

describe('any document', () => {
  for (const mapping of mappings.values()) {
    it(`through ${mapping.name} makes a sound record, or says where it is not`, () => {
      const documents = mapping.tests.flatMap(({ input, partner }) =>
        readFor(mapping, readFileSync(join(root, 'mappings', input))).map((document) => ({
          document,
          partner,
        })),
      );
      let whole = 0;
      fc.assert(
        fc.property(fc.constantFrom(...documents), changes, ({ document, partner }, all) => {
          const made =
            document.format === 'x12'
              ? changedSet(document, all)
              : document.format === 'csv'
                ? changedRows(mapping, document, all)
                : document;
          const result = mapping.apply(made, { partner, today: '2026-04-05' });
          expectSound(mapping, result);
          if (result.issues.length === 0) whole += 1;
        }),
        { numRuns: 300 },
      );
      expect(whole, 'documents without issues').to.be.above(20);
    });
  }
});

function changedSet(document: X12Document, all: readonly Change[]): X12Document {
  const segments = changed(bodyOf(document), all, 1).map((elements) =>
    elements.join('*').replace(/[:~]/g, ' '),
  );
  return makeSet(document.set, segments.length === 0 ? ['NTE**X'] : segments);
}

function changedRows(mapping: Mapping, document: CsvDocument, all: readonly Change[]): CsvDocument {
  if (mapping.from.format !== 'csv' && mapping.from.format !== 'fixed') throw new Error('no mapping of rows');
  const { columns = {}, records } = mapping.from.options;
  const columnsOf = (type: string): readonly string[] => {
    const own = records?.[type]?.columns ?? columns;
    return Array.isArray(own) ? own : Object.keys(own);
  };
  const cells = document.rows.map((row) => [
    row.type,
    ...columnsOf(row.type).map((column) => row.cell(column) ?? ''),
  ]);
  const rows = changed(cells, all, 1).map(([type = '', ...texts], index): CsvRow => ({
    type,
    row: index + 2,
    cell: (column) => texts[columnsOf(type).indexOf(column)],
    range: () => ({ offset: index, length: 1 }),
  }));
  return { ...document, rows: rows.length === 0 ? document.rows : rows };
}
