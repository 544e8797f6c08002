/**
 * The references that people write mappings by: their examples compile, and their tables name every field and option.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { csvOptions } from '../../src/formats/csv/csv-options.js';
import { fixedOptions } from '../../src/formats/fixed/fixed-options.js';
import { jsonOptions } from '../../src/formats/json/json-options.js';
import { xmlOptions } from '../../src/formats/xml/xml-options.js';
import { cleanings, fieldSpec } from '../../src/mapping/file/mapping-file.js';
import { isFault } from '../../src/mapping/file/scope.js';
import { parseTreeSelector } from '../../src/mapping/selectors/tree-selector.js';
import { xmlLanguage } from '../../src/mapping/selectors/xml-select.js';
import { compileText } from './made-mapping.js';

const text = readFileSync(resolve(import.meta.dirname, '../../docs/reference/mapping-files.md'), 'utf8');
const examples = [...text.matchAll(/```yaml\n([^]*?)```/g)].map((match) => match[1]!);
const files = {
  'crosswalks/uom.csv': 'unit,hub\nEA,EA\n',
  'crosswalks/acme-medical/items.csv': 'vendor_item,vendor_uom,item_number\nA,EA,1\n',
};

function problemsOf(yaml: string): string[] {
  return compileText(yaml, files).problems.map(({ line, message }) => `${line}: ${message}`);
}

describe('docs/reference/mapping-files.md', () => {
  it('shows an invoice mapping that compiles', () => {
    const example = examples.find((yaml) => yaml.startsWith('map: acme-810'))!;
    expect(problemsOf(example)).to.deep.equal([]);
  });

  it('shows fields of a ship notice that compile', () => {
    const fields = examples.find((yaml) => yaml.includes('number: BSN02'))!;
    const head =
      'map: m\nversion: 1\nstatus: live\nfrom: { format: x12, set: "856", version: "004010" }\nto: ship-notice@1\n';
    expect(
      problemsOf(`${head}crosswalks: { uom: { file: crosswalks/uom.csv, key: unit } }\n${fields}`),
    ).to.deep.equal([]);
  });

  it('names every option of a field and every cleaning', () => {
    const options = [...Object.keys(fieldSpec.shape), ...cleanings];
    expect(options.filter((option) => !text.includes(`\`${option}`))).to.deep.equal([]);
  });
});

describe('docs/formats.md', () => {
  const formats = readFileSync(resolve(import.meta.dirname, '../../docs/formats.md'), 'utf8');

  it('names every option of CSV, XML, JSON and fixed-width files', () => {
    const shapes = [csvOptions, xmlOptions, jsonOptions, fixedOptions].map(({ shape }) => shape);
    const options = shapes.flatMap((shape) => Object.keys(shape));
    expect(options.filter((option) => !formats.includes(`\`${option}`))).to.deep.equal([]);
  });

  it('shows descriptions of files that compile, and selectors that can be read', () => {
    const shown = [...formats.matchAll(/```yaml\n(from:[^]*?)```/g)].map((match) => match[1]!);
    expect(shown).to.have.length(4);
    for (const from of shown) {
      const [, format = ''] = /format: (\w+)/.exec(from) ?? [];
      const selector = { fixed: 'H.number', csv: 'row.invoice_no' }[format] ?? 'number';
      const fields = `fields: { number: ${selector}, date: { value: '2026-04-01' }, kind: { value: invoice }, totals.stated: { value: '1' }, lines: { each: here, fields: { quantity: { value: '1' }, item.description: { value: x } } } }`;
      expect(problemsOf(`map: m\nversion: 1\nstatus: live\nto: invoice@1\n${from}${fields}`)).to.deep.equal(
        [],
      );
    }
    const [, table = ''] = /\| Write [^]*?\n([^]*?)\n\n/.exec(formats) ?? [];
    const selectors = [...table.matchAll(/^\| (.*?) +\| /gm)].flatMap((row) =>
      [...row[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!.replaceAll('\\|', '|')),
    );
    expect(selectors).to.have.length.above(9);
    const language = xmlLanguage({ namespaces: {} });
    const unread = selectors.filter(
      (each) => !each.startsWith('(') && isFault(parseTreeSelector(each, language)),
    );
    expect(unread).to.deep.equal([]);
  });
});
