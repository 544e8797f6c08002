import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { runTests } from '../../src/workbench/try/run-tests.js';
import { scrub } from '../../src/workbench/record/scrub.js';
import { testRecord } from '../../src/commands/files/test-record.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import { makeTerminal } from './made-terminal.js';

const shipped = resolve(import.meta.dirname, '../..');

describe('waybill test record', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'waybill-record-'));
    const files = ['crosswalks', 'base-810.yaml', 'x12-810.yaml', 'base-850.yaml', 'x12-850.yaml'];
    for (const name of [...files, 'ohio-lab-invoices.yaml'])
      cpSync(join(shipped, 'mappings', name), join(root, 'mappings', name), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const record = async (
    file: string,
    options: { mapping: string; partner: string; document?: string; name?: string },
  ) => {
    const terminal = makeTerminal();
    const code = await testRecord(root, join(shipped, 'samples', file), options, terminal);
    return { code, out: terminal.out, err: terminal.err };
  };
  const read = (path: string) => readFileSync(join(root, path), 'latin1');
  const order = { mapping: 'x12-850', partner: 'lakeview-hospital', document: '2' };

  it('writes one document in an envelope of its own, and a test that passes', async () => {
    const { code, out, err } = await record('lakeview-hospital/850-rush-and-bill-only/input.x12', {
      ...order,
      name: 'bill only',
    });
    expect(code, err).to.equal(0);
    const bytes = readFileSync(join(root, 'samples/lakeview-hospital/bill-only/input.x12'));
    const reader = openX12Reader();
    reader.write(bytes);
    const report = reader.end();
    expect(report.interchanges.map(({ verdict }) => verdict)).to.deep.equal(['accepted']);
    expect(report.interchanges[0]!.groups[0]!.sets).to.have.length(1);
    const tests = runTests(root, ['x12-850']).mappings[0]!.tests.filter(({ name }) => name === 'bill only');
    expect(tests.map(({ passed }) => passed)).to.deep.equal([true]);
    expect(out).to.contain('Read both before you share them');
  });

  it('leaves no name, address, contact or sensitive value of the file, neither in the sample nor in the test', async () => {
    const file = 'lakeview-hospital/850-rush-and-bill-only/input.x12';
    const segments = readFileSync(join(shipped, 'samples', file), 'latin1')
      .split('~')
      .map((text) => text.trim().split('*'));
    const personal = segments.flatMap(([id, ...elements]) => {
      const places: Record<string, number[]> = { N1: [1], N3: [0, 1], N4: [0, 2], PER: [1, 3, 5], MSG: [0] };
      return (places[id ?? ''] ?? [])
        .flatMap((place) => elements[place] ?? [])
        .filter((value) => value.length > 3);
    });
    const patient = segments
      .filter(([id, code]) => id === 'REF' && code === 'EJ')
      .map(([, , value]) => value ?? '');
    expect(patient).not.to.have.length(0);
    const before = readFileSync(join(root, 'mappings/x12-850.yaml'), 'utf8');
    const { out } = await record(file, { ...order, name: 'bill only' });
    const added = readFileSync(join(root, 'mappings/x12-850.yaml'), 'utf8').slice(before.trimEnd().length);
    const written = read('samples/lakeview-hospital/bill-only/input.x12') + added;
    expect([...personal, ...patient].filter((value) => written.includes(value))).to.deep.equal([]);
    expect(out).to.contain('(sensitive)');
    for (const value of [...personal, ...patient]) expect(out).not.to.contain(value);
  });

  it('is the same each time', async () => {
    const file = 'acme-medical/810-standard/input.x12';
    await record(file, { mapping: 'x12-810', partner: 'acme-medical', name: 'one' });
    await record(file, { mapping: 'x12-810', partner: 'acme-medical', name: 'two' });
    expect(read('samples/acme-medical/one/input.x12')).to.equal(read('samples/acme-medical/two/input.x12'));
  });

  it('takes the rows of one document of a CSV file, with its header', async () => {
    const { code, err } = await record('ohio-lab-supply/invoices-daily/input.csv', {
      mapping: 'ohio-lab-invoices',
      partner: 'ohio-lab-supply',
      document: '2',
      name: 'pathology',
    });
    expect(code, err).to.equal(0);
    const lines = read('samples/ohio-lab-supply/pathology/input.csv').trimEnd().split(/\r?\n/);
    expect(lines[0]).to.match(/^Invoice #,/);
    expect(lines.slice(1).every((line) => line.startsWith('OL-60412,'))).to.equal(true);
    expect(lines.join('\n')).not.to.contain('PATHOLOGY');
  });

  it('keeps the mapping file as it is but for the test', async () => {
    const before = readFileSync(join(root, 'mappings/x12-810.yaml'), 'utf8');
    await record('acme-medical/810-standard/input.x12', {
      mapping: 'x12-810',
      partner: 'acme-medical',
      name: 'one',
    });
    expect(readFileSync(join(root, 'mappings/x12-810.yaml'), 'utf8').startsWith(before.trimEnd())).to.equal(
      true,
    );
  });

  it('writes over nothing, and says which documents there are', async () => {
    const options = { mapping: 'x12-810', partner: 'acme-medical', name: 'one' };
    await record('acme-medical/810-standard/input.x12', options);
    expect((await record('acme-medical/810-standard/input.x12', options)).err).to.match(/is there already/);
    const none = await record('acme-medical/810-standard/input.x12', {
      ...options,
      document: '7',
      name: 'x',
    });
    expect(none.code).to.equal(1);
    expect(none.err).to.contain('it has 1 documents for x12-810');
  });
});

describe('what is made up', () => {
  it('keeps length and form, and is the same for the same value', () => {
    const bytes = Buffer.from('N1*ST*Maria Müller*PER*555-0177*19740312*Maria Müller');
    const place = (text: string, from = 0) => {
      const offset = bytes.indexOf(text, from);
      return { offset, length: Buffer.byteLength(text), name: 'x' };
    };
    const second = place('Maria Müller', 10);
    const { bytes: made, told } = scrub(bytes, [
      place('Maria Müller'),
      place('555-0177'),
      place('19740312'),
      second,
    ]);
    expect(made).to.have.length(bytes.length);
    const [, , name, , phone, birth, again] = made.toString('latin1').split('*');
    expect(name).to.equal(again);
    expect(name)
      .to.match(/^[A-Z][a-z]{4} [A-Z][a-z]{6}$/)
      .and.not.to.contain('Maria');
    expect(phone)
      .to.match(/^\d{3}-\d{4}$/)
      .and.not.to.equal('555-0177');
    expect(birth).to.match(/^195001\d\d$/);
    expect(told.get('x')).to.equal(4);
  });

  it('tells nothing of the value but its form: other values of that form become the same', () => {
    const made = (text: string) =>
      scrub(Buffer.from(text), [{ offset: 0, length: text.length, name: 'x' }]).bytes.toString();
    expect(made('SMITH')).to.equal(made('JONES'));
  });
});
