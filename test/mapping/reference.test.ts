/**
 * docs/mappings.md is what people write mappings by: its examples compile, and its tables name every field and option.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { csvOptions } from '../../src/formats/index.js';
import { cleanings, fieldSpec } from '../../src/mapping/mapping-file.js';
import { compileText } from './made-mapping.js';

const text = readFileSync(resolve(import.meta.dirname, '../../docs/mappings.md'), 'utf8');
const examples = [...text.matchAll(/```yaml\n([^]*?)```/g)].map((match) => match[1]!);
const files = {
  'crosswalks/uom.csv': 'unit,hub\nEA,EA\n',
  'crosswalks/acme-medical/items.csv': 'vendor_item,vendor_uom,item_number\nA,EA,1\n',
};

function problemsOf(yaml: string): string[] {
  return compileText(yaml, files).problems.map(({ line, message }) => `${line}: ${message}`);
}

describe('docs/mappings.md', () => {
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

  it('names every option of a field, every cleaning and every option of a CSV file', () => {
    const options = [...Object.keys(fieldSpec.shape), ...cleanings, ...Object.keys(csvOptions.shape)];
    expect(options.filter((option) => !text.includes(option))).to.deep.equal([]);
  });
});
