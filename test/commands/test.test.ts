import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { test } from '../../src/commands/files/test.js';
import { makeTerminal } from './made-terminal.js';

const shipped = resolve(import.meta.dirname, '../..');

describe('waybill test', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'waybill-test-'));
    for (const name of [
      'mappings/crosswalks',
      'mappings/base-810.yaml',
      'mappings/x12-810.yaml',
      'mappings/ohio-lab-invoices.yaml',
      'samples',
    ])
      cpSync(join(shipped, name), join(root, name), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const file = () => join(root, 'mappings/x12-810.yaml');
  const edit = (from: string | RegExp, to: string) =>
    writeFileSync(file(), readFileSync(file(), 'utf8').replace(from, to));
  const run = async (paths: string[] = [], options = {}) => {
    const terminal = makeTerminal();
    const code = await test(root, paths, options, terminal);
    return { code, out: terminal.out, err: terminal.err };
  };

  it('runs all tests of all mappings, needing neither hub.yaml nor partners', async () => {
    const { code, out } = await run();
    expect(code).to.equal(0);
    expect(out).to.equal(
      'ohio-lab-invoices  4 passed\nx12-810  6 passed\n10 tests passed. Next: npx waybill check\n',
    );
  });

  it('takes mappings by name, by file and by folder', async () => {
    expect((await run(['x12-810'])).out).to.match(/^x12-810 {2}6 passed\n6 tests/);
    expect((await run([file()])).out).to.match(/^x12-810 {2}6 passed\n6 tests/);
    expect((await run(['mappings'])).out).to.match(/10 tests passed/);
    expect((await run(['x12-811'])).code).to.equal(2);
  });

  it('shows what was expected and what was found, with the line of the test', async () => {
    edit('number: AM-INV-88213', 'number: AM-INV-1');
    const { code, out } = await run(['x12-810']);
    expect(code).to.equal(1);
    const line =
      readFileSync(file(), 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('- name: an invoice')) + 1;
    expect(out).to.equal(
      [
        'x12-810  1 of 6 failed',
        '  failed an invoice with freight, an allowance and a tax adds up to the cent',
        `    --> mappings/x12-810.yaml:${line}`,
        '      number',
        '        expected  "AM-INV-1"',
        '        found     "AM-INV-88213"',
        '1 of 6 tests failed. Next: correct the mapping, or npx waybill test --update',
        '',
      ].join('\n'),
    );
  });

  it('writes what is found over what is expected, and touches nothing else of the file', async () => {
    const before = readFileSync(file(), 'utf8');
    edit("lines.1.amount: '73.00'", "lines.1.amount: '73.01' # checked by hand");
    edit('issues: [{ code: RULE, rule: total-adds-up, action: hold }]', 'issues: []');
    const { code, out, err } = await run(['x12-810'], { update: true });
    expect(code).to.equal(0);
    expect(out).to.contain('6 passed');
    expect(err).to.match(/^mappings\/x12-810\.yaml: 2 expectations written anew/);
    const after = readFileSync(file(), 'utf8');
    expect(after).to.equal(
      before.replace("lines.1.amount: '73.00'", "lines.1.amount: '73.00' # checked by hand"),
    );
  });

  it('fails a test whose input is not there, and still runs the others', async () => {
    edit('810-standard/input.x12', '810-gone/input.x12');
    const { code, out } = await run(['x12-810']);
    expect(code).to.equal(1);
    expect(out).to.contain('x12-810  1 of 6 failed');
    expect(out).to.contain('samples/acme-medical/810-gone/input.x12: there is no such file');
  });

  it('shows the problems of a mapping that cannot be tested', async () => {
    edit('extends: base-810.yaml', 'extends: base-810.yaml\nfields: { nmuber: BIG02 }');
    const { code, out } = await run(['mappings/x12-810.yaml']);
    expect(code).to.equal(1);
    expect(out).to.match(/error\[MAP102\].*nmuber/);
    expect(out).to.contain('Files with problems were not tested.');
  });

  it('gives results as JSON', async () => {
    edit('number: AM-INV-88213', 'number: AM-INV-1');
    const { out } = await run([], { json: true });
    const result = JSON.parse(out) as {
      passed: number;
      failed: number;
      mappings: { tests: { differences: object[] }[] }[];
    };
    expect([result.passed, result.failed]).to.deep.equal([9, 1]);
    expect(result.mappings[1]!.tests[0]!.differences).to.deep.equal([
      { path: 'number', expected: '"AM-INV-1"', found: '"AM-INV-88213"' },
    ]);
  });

  it('runs again when a mapping changes, until it is told to stop', async () => {
    const terminal = makeTerminal();
    const ending = new AbortController();
    const seen = async (text: string) => {
      while (!terminal.out.includes(text)) await new Promise((next) => setTimeout(next, 20));
    };
    const watching = test(root, ['x12-810'], { watch: true, stop: ending.signal }, terminal);
    await seen('6 tests passed');
    edit('number: AM-INV-88213', 'number: AM-INV-1');
    await seen('1 of 6 tests failed');
    ending.abort();
    expect(await watching).to.equal(1);
    expect(existsSync(file())).to.equal(true);
  });
});
