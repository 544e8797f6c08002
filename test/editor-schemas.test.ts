/**
 * The schemas that editors use: as committed, and true of the files that are shipped.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readYaml } from '../src/yaml/read-yaml.js';
import { editorSchemas, type JsonSchema } from './kit/editor-schemas.js';
import { misfits } from './kit/json-schema.js';
import { projectRoot } from './kit/source-files.js';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const schemaOf = (name: string): JsonSchema =>
  JSON.parse(read(`docs/reference/${name}.schema.json`)) as JsonSchema;
const filesIn = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`);

const shipped: [string, string, string][] = [
  ['hub.yaml', 'hub', 'docs/reference/hub.schema.json'],
  ...filesIn('partners').map((path): [string, string, string] => [
    path,
    'partner',
    '../docs/reference/partner.schema.json',
  ]),
  ...filesIn('mappings').map((path): [string, string, string] => [
    path,
    'mapping',
    '../docs/reference/mapping.schema.json',
  ]),
];

describe('the schemas for editors', () => {
  it('are what the checker checks with; npx tsx test/kit/editor-schemas.ts renews them', () => {
    for (const [path, text] of editorSchemas()) expect(read(path) === text, path).to.equal(true);
  });

  for (const [path, name, link] of shipped) {
    it(`are linked in line one of ${path}, and fit it`, () => {
      const text = read(path);
      expect(text.split('\n', 1)[0]).to.equal(`# yaml-language-server: $schema=${link}`);
      expect(misfits(schemaOf(name), readYaml(path, text).value)).to.deep.equal([]);
    });
  }

  const refused: [string, string, (text: string) => string][] = [
    ['hub', 'hub.yaml', (text) => text.replace('organization:', 'organisation:')],
    ['hub', 'hub.yaml', (text) => text.replace('adapter: files', 'adapter: file')],
    ['partner', 'partners/acme-medical.yaml', (text) => text.replace('status: live', 'status: lvie')],
    ['partner', 'partners/acme-medical.yaml', (text) => text.replace('settleMs: 1000', 'settleMs: soon')],
    [
      'partner',
      'partners/acme-medical.yaml',
      (text) => text.replace('transport: folder', 'transport: folders'),
    ],
    ['mapping', 'mappings/ohio-lab-invoices.yaml', (text) => text.replace('order.number:', 'order.nmuber:')],
    [
      'mapping',
      'mappings/ohio-lab-invoices.yaml',
      (text) => text.replace('item.description:', 'item.descripion:'),
    ],
    [
      'mapping',
      'mappings/ohio-lab-invoices.yaml',
      (text) => text.replace('clean: [strip-commas]', 'clean: [strip-comma]'),
    ],
    ['mapping', 'mappings/ohio-lab-invoices.yaml', (text) => text.replace('groupBy:', 'groupby:')],
    [
      'mapping',
      'mappings/ohio-lab-invoices.yaml',
      (text) => text.replace('otherwise: hold', 'otherwise: holds'),
    ],
  ];
  refused.forEach(([name, path, change], index) => {
    it(`refuse what the checker refuses: ${name} ${index + 1}`, () => {
      const changed = change(read(path));
      expect(changed).not.to.equal(read(path));
      expect(misfits(schemaOf(name), readYaml(path, changed).value)).not.to.deep.equal([]);
    });
  });
});
