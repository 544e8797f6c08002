/**
 * `waybill test record FILE --mapping NAME`: a test from a real file. One document of it goes into samples/, with names,
 * addresses, contacts and sensitive values made up; what the mapping makes of that is what the test expects.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { defined } from '../../defined.js';
import type { Document, TreeDocument } from '../../formats/index.js';
import type { Mapping, MappingResult } from '../../mapping/index.js';
import { recordRows, recordSet, recordTree, type Scrubbed } from '../../workbench/record/index.js';
import { mappingDocuments, runTests } from '../../workbench/try/index.js';
import { addEntry, flowText, readYamlFile, scalarText } from '../../yaml/index.js';
import { findMapping } from '../asking/index.js';
import { readBytes } from '../input/index.js';
import { leavesOf } from '../map/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface TestRecordOptions {
  mapping: string;
  /** What the test is called. */
  name?: string;
  /** Whose rows of crosswalks count, and the folder in samples/. */
  partner?: string;
  /** Which document of the file, from 1. */
  document?: string;
}

const recordedBytesMax = 16 * 1_048_576;
/** Values that a test expects: enough to see a change, few enough to be read. */
const expectedMax = 40;

/** @returns the exit code: 1 when there is nothing to record, 2 for a mapping that there is not or that writes documents */
export async function testRecord(
  root: string,
  file: string,
  options: TestRecordOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const mapping = findMapping(root, options.mapping, terminal)?.mapping;
  if (mapping === undefined) return 2;
  if ('compose' in mapping) {
    terminal.remark(
      `${mapping.name} writes documents: its tests start from a record, so there is no file to record.\n`,
    );
    return 2;
  }
  const bytes = await readBytes(file, recordedBytesMax, terminal);
  if (bytes === undefined) return 1;
  const number = Number(options.document ?? '1');
  const { documents, faults } = mappingDocuments(mapping.from, bytes);
  const document = documents[number - 1];
  if (document === undefined) {
    terminal.remark(
      `${file}: it has ${documents.length} documents for ${mapping.name}. ${faults.join(' ')}\n`,
    );
    return 1;
  }
  const partner = options.partner ?? mapping.name;
  const name = options.name ?? `${nameOf(mapping, document)} of ${partner}`;
  const input = posix.join('samples', slug(partner), slug(name), `input${extname(file) || '.x12'}`);
  if (existsSync(join(root, input))) {
    terminal.remark(`${input} is there already: choose another name with --name TEXT.\n`);
    return 2;
  }
  const made = alone(mapping, { document, documents }, bytes, partner);
  write(root, { mapping, name, partner, input, made });
  const failed = runTests(root, [mapping.file]).mappings.flatMap(({ tests }) =>
    tests.filter((one) => one.name === name && !one.passed),
  );
  await terminal.write(report(mapping, input, made));
  for (const { differences } of failed) terminal.remark(`It does not pass: ${JSON.stringify(differences)}\n`);
  return failed.length === 0 ? 0 : 1;
}

/** The document by itself, with what is made up. */
function alone(
  mapping: Mapping,
  { document, documents }: { document: Document; documents: readonly Document[] },
  bytes: Buffer,
  partner: string,
): Scrubbed {
  if (document.format === 'x12') return recordSet(mapping, document, bytes, partner);
  const { from } = mapping;
  if (document.format === 'csv') {
    if (from.format !== 'csv' && from.format !== 'fixed')
      throw new TypeError('rows come from a file of rows');
    const rows = documents.filter((one) => one.format === 'csv');
    return recordRows({ ...mapping, from }, { document, documents: rows }, bytes, partner);
  }
  if (from.format !== 'xml' && from.format !== 'json') throw new TypeError('trees come from XML or JSON');
  const trees = documents.filter((one): one is TreeDocument => one.format === from.format);
  return recordTree({ ...mapping, from }, { document, documents: trees }, bytes, partner);
}

interface Recorded {
  mapping: Mapping;
  name: string;
  partner: string;
  input: string;
  made: Scrubbed;
}

function write(root: string, { mapping, name, partner, input, made }: Recorded): void {
  mkdirSync(dirname(join(root, input)), { recursive: true });
  writeFileSync(join(root, input), made.bytes, { flag: 'wx' });
  const [document] = mappingDocuments(mapping.from, made.bytes).documents;
  if (document === undefined) return;
  const plain = mapping.apply(document, { partner });
  const date = plain.record['date'];
  const today = typeof date === 'string' ? date : undefined;
  const result = today === undefined ? plain : mapping.apply(document, { partner, today });
  const lines = [
    `name: ${scalarText(name)}`,
    `input: ${scalarText(posix.relative(posix.dirname(mapping.file), input))}`,
    `partner: ${scalarText(partner)}`,
    ...(today === undefined ? [] : [`today: ${today}`]),
    'expect:',
    ...expectation(result).map(([path, value]) => `  ${scalarText(path)}: ${flowText(value)}`),
  ];
  const { text } = readYamlFile(root, mapping.file);
  writeFileSync(join(root, mapping.file), addEntry(text, 'tests', lines));
}

/** Values of the head and of the first entry of each list, and all issues. */
function expectation({ record, issues }: MappingResult): [string, unknown][] {
  const values = leavesOf(record)
    .filter(({ path }) => !/\.[1-9]\d*(\.|$)/.test(path) && path !== 'origins')
    .slice(0, expectedMax)
    .map(({ path, value }): [string, unknown] => [path, value === null ? null : String(value)]);
  const told = issues.map(({ code, rule, action }) => ({
    code,
    ...defined({ rule }),
    action,
  }));
  return [...values, ['issues', told]];
}

function report(mapping: Mapping, input: string, { told }: Scrubbed): string {
  const rows = [...told].map(([name, count]) => `  ${name}${count === 1 ? '' : `, ${count} times`}\n`);
  const made =
    rows.length === 0
      ? 'Nothing in it was recognised as a name, address or contact.\n'
      : `Made up in it:\n${rows.join('')}`;
  return [
    `${input} and a test in ${mapping.file} are written.\n`,
    made,
    'Read both before you share them: what is personal in other places is not recognised.\n',
    `Next: npx waybill test ${mapping.name}\n`,
  ].join('');
}

function nameOf({ to }: Mapping, document: Document): string {
  return document.format === 'x12' ? document.set : to.replace(/@.*$/, '');
}

function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'recorded' : plain.slice(0, 60);
}
