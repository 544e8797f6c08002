/**
 * The bases, run over public sample files of other projects: WAYBILL_CORPUS, or ../shared/x12/corpus beside the project.
 *
 * None of those files is from a hospital. What is asked is that each sound set becomes a whole record, or says why not.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { schemaOf } from '../../src/canonical/records.js';
import { compileMapping } from '../../src/mapping/compile.js';
import type { Mapping } from '../../src/mapping/file/mapping.js';
import type { X12Document } from '../../src/x12/document.js';
import { readX12 } from '../x12/read-x12.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = path.resolve(root, process.env['WAYBILL_CORPUS'] ?? '../shared/x12/corpus');
const manifest = path.join(folder, 'MANIFEST.tsv');

/** Tables that know every unit, item and place: what a partner's tables lack is not the question here. */
const anyRow: Readonly<Record<string, string>> = {
  'crosswalks/uom.csv': 'unit,hub,factor\n*,EA,1\n',
  'crosswalks/items.csv': 'vendor_item,vendor_unit,item_number,stock_unit,factor\n*,*,1,EA,1\n',
  'crosswalks/locations.csv': 'account,location\n*,HERE\n',
};

/** What holds sets of a file, as `code at element`, and why that is right; no other set of these kinds is held. */
const held: Readonly<Record<string, { by: readonly string[]; why: string }>> = {
  'EDIandXML+OBOE/testFiles__lfTestCase.edi': {
    by: ['VALUE_UNKNOWN at BAK02'],
    why: 'an acknowledgment that says that none is needed',
  },
  ...Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((letter) => [
      `indice-co+EDI.Net/test__indice.Edi.Tests__Samples__x12.810${letter}.edi`,
      {
        by: ['RULE at TDS01'],
        why: 'SAC after TDS repeats what the lines have said; a partner that does so sums up only those after TDS',
      },
    ]),
  ),
  'moov-io+x12/examples__example_4010_810__sample.txt': {
    by: ['VALUE_UNKNOWN at BIG08', 'RULE at TDS01'],
    why: 'a freight audit with a purpose of its own, and a total that is that of several invoices',
  },
};

describe('the bases of X12 mappings', function () {
  if (!existsSync(manifest)) {
    it('read the public sample files', function () {
      if (process.env['CI']) expect.fail(`no corpus at ${folder}: set WAYBILL_CORPUS`);
      this.skip();
    });
    return;
  }
  const compiled = new Map<string, Mapping | undefined>();

  for (const file of filesWithSets()) {
    it(`make records of ${file}`, () => {
      const by = documentsOf(file).flatMap((document) => {
        const mapping = mappingFor(document, compiled);
        return mapping ? checkSet(document, mapping) : [];
      });
      expect([...new Set(by)]).to.deep.equal(held[file]?.by ?? []);
    });
  }

  it('are tried with whatever sound sets there are', () => {
    const sets = new Set([...compiled].filter(([, mapping]) => mapping).map(([key]) => key.slice(0, 3)));
    expect([...sets].sort()).to.deep.equal(['810', '820', '850', '855', '856', '860']);
  });

  it('hold no file that is not there', () => {
    expect(filesWithSets()).to.include.members(Object.keys(held));
  });
});

/** @returns what holds or rejects the set; a record that nothing holds must be whole */
function checkSet(document: X12Document, mapping: Mapping): string[] {
  const { record, issues } = mapping.apply(document, { partner: 'corpus', today: '2026-04-10' });
  const hard = issues.filter(({ action }) => action !== 'warn');
  if (hard.length === 0) expect(schemaOf(mapping.to).safeParse(record).error).to.equal(undefined);
  return hard.map(({ code, place, path: at }) => {
    const element = String(place?.element ?? 0).padStart(2, '0');
    return place?.element === undefined ? `${code} ${at}` : `${code} at ${place.segmentId}${element}`;
  });
}

/** The base of the set, compiled for the version of the document; undefined where there is none. */
function mappingFor(
  { set, version }: { set: string; version: string },
  compiled: Map<string, Mapping | undefined>,
): Mapping | undefined {
  const key = `${set}/${version.slice(0, 6)}`;
  if (!compiled.has(key)) compiled.set(key, compileBase(set, version.slice(0, 6)));
  return compiled.get(key);
}

function compileBase(set: string, version: string): Mapping | undefined {
  const base = path.join(root, 'mappings', `base-${set}.yaml`);
  if (!existsSync(base)) return undefined;
  const text = readFileSync(base, 'utf8')
    .replace('status: base', 'status: live')
    .replace(/version: '\d{6}'/, `version: '${version}'`);
  const { mapping, problems } = compileMapping(
    { file: `mappings/base-${set}.yaml`, text },
    { readText: (name) => anyRow[name] },
  );
  expect(problems).to.deep.equal([]);
  return mapping;
}

/** Only sets that a 997 would accept: what is rejected is never mapped. */
function documentsOf(file: string): X12Document[] {
  const documents: X12Document[] = [];
  const report = readX12(readFileSync(path.join(folder, file)), {
    wants: () => true,
    onSet: (document) => documents.push(document),
  });
  return documents.filter(({ position }) => {
    const { groups } = report.interchanges[position.interchange - 1]!;
    const set = groups[position.group - 1]?.sets[position.set - 1];
    return set !== undefined && set.verdict !== 'rejected';
  });
}

function filesWithSets(): string[] {
  const [head = '', ...lines] = readFileSync(manifest, 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.flatMap((line) => {
    const cells = line.split('\t');
    const sets = (cells[names.indexOf('transaction_sets')] ?? '').split('+');
    return sets.some((set) => existsSync(path.join(root, 'mappings', `base-${set}.yaml`)))
      ? [cells[0] ?? '']
      : [];
  });
}
