import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { initFiles, sampleInput } from '../../src/workbench/draft/init-files.js';
import { init } from '../../src/commands/files/init.js';
import { runTests } from '../../src/workbench/try/run-tests.js';
import { loadConfiguration } from '../../src/configuration/configuration.js';
import { partnerExplain } from '../../src/commands/partner/partner-explain.js';
import { makeTerminal } from './made-terminal.js';

describe('waybill init', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'waybill-init-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a folder that is sound, and whose tests pass', async () => {
    const root = join(folder, 'hub');
    const terminal = makeTerminal();
    expect(await init(root, terminal)).to.equal(0);
    const { configuration, problems } = loadConfiguration(root, {});
    expect(problems).to.deep.equal([]);
    expect(configuration?.book.partners.map(({ id }) => id)).to.deep.equal(['sample-supplier']);
    const { mappings } = runTests(root, []);
    expect(mappings.flatMap(({ tests }) => tests.filter(({ passed }) => !passed))).to.deep.equal([]);
    expect(mappings.flatMap(({ tests }) => tests)).not.to.have.length(0);
  });

  it('knows whose its own sample is', async () => {
    await init(folder, makeTerminal());
    const terminal = makeTerminal();
    expect(await partnerExplain(folder, join(folder, sampleInput), {}, terminal)).to.equal(0);
    expect(terminal.out).to.contain('delivered to erp-main');
  });

  it('says what to type next', async () => {
    const terminal = makeTerminal();
    await init(folder, terminal);
    for (const step of ['npx waybill check', 'npx waybill test', 'npx waybill start', `cp ${sampleInput}`])
      expect(terminal.out).to.contain(step);
  });

  it('writes nothing where a configuration is, and keeps a README of your own', async () => {
    writeFileSync(join(folder, 'README.md'), 'mine\n');
    expect(await init(folder, makeTerminal())).to.equal(0);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).to.equal('mine\n');
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'hub.yaml'), 'organization: Mine\n');
    const terminal = makeTerminal();
    expect(await init(other, terminal)).to.equal(2);
    expect(terminal.err).to.contain('hub.yaml already');
    expect(readdirSync(other)).to.deep.equal(['hub.yaml']);
  });

  it('links each YAML file to its schema, and holds no row of the sample partners that ship', () => {
    for (const [path, text] of initFiles(folder)) {
      if (path.endsWith('.yaml'))
        expect(text, path).to.match(/^# yaml-language-server: \$schema=\S+\.schema\.json\n[^#]*/);
      if (path.endsWith('.csv')) expect(text, path).not.to.match(/acme|northwind|ohio/);
    }
  });
});
