import { expect } from 'chai';
import { check } from '../../src/commands/configuration/check.js';
import { acme, partnerFolders } from '../partners/partner-folder.js';

const mapping = `map: x12-810
version: 1
status: live
title: Invoice
from: { format: x12, set: "810", version: "004010" }
to: invoice@1
fixed: { currency: USD, kind: invoice }
fields:
  number: { from: BIG02, required: true }
`;

describe('waybill check', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const run = (files: Record<string, string>, format = 'text') => {
    let text = '';
    const write = (part: string) => (text += part);
    const code = check(folders.make(files), { format }, { write, colours: false });
    return { code, text };
  };
  const partner = acme.replace(/  - \{ id: ohio.*\n/, '');

  it('shows each problem with its place, and counts them', () => {
    const { code, text } = run({ 'partners/acme.yaml': partner.replace('status: live', 'status: lvie') });
    expect(code).to.equal(1);
    expect(text).to.contain(
      [
        'error[VALUE_INVALID]: "lvie" is not one of the allowed values',
        ' --> partners/acme.yaml:3:9',
        '  |',
        '3 | status: lvie',
        '  |         ^^^^',
        '  = help: did you mean "live"?',
        '',
      ].join('\n'),
    );
    expect(text).to.match(/1 error and 0 warnings in 1 file\. Correct them and check again\.\n$/);
  });

  it('shows problems of hub.yaml, of partners and of mappings', () => {
    const { text } = run(
      {
        'hub.yaml': 'organization: a\nerp: { erp-main: { adapter: files, path: data/erp, speed: 9 } }\n',
        'partners/acme.yaml': partner.replace('mapping: x12-810', 'mapping: x12-811'),
        'mappings/x12-810.yaml': mapping.replace('number:', 'nmuber:'),
      },
      'json',
    );
    const { sound, problems } = JSON.parse(text) as {
      sound: boolean;
      problems: { file: string; line: number }[];
    };
    expect(sound).to.equal(false);
    expect([...new Set(problems.map(({ file }) => file))]).to.have.members([
      'hub.yaml',
      'partners/acme.yaml',
      'mappings/x12-810.yaml',
    ]);
    expect(problems.every(({ line }) => line >= 1)).to.equal(true);
  });

  it('says when all is sound, and what to type next', () => {
    const { code, text } = run({}, 'text');
    expect(text).to.contain('warning[PARTNERS_MISSING]');
    expect(text).to.match(
      /hub\.yaml, 0 partners and 0 mappings are sound, with 1 warning\. Next: waybill try FILE\n$/,
    );
    expect(code).to.equal(0);
  });

  it('shows only what is wrong in the files that were asked for, and counts the rest', () => {
    const files = {
      'partners/acme.yaml': partner.replace('status: live', 'status: lvie'),
      'mappings/x12-810.yaml': mapping.replace('number:', 'nmuber:'),
    };
    const root = folders.make(files);
    const shown = (path: string) => {
      let text = '';
      const write = (part: string) => (text += part);
      const code = check(root, { format: 'text', paths: [path] }, { write, colours: false });
      return { code, text };
    };
    const partners = shown('partners');
    expect(partners.code).to.equal(1);
    expect(partners.text).to.contain('partners/acme.yaml:3').and.not.to.contain('nmuber');
    expect(partners.text).to.match(/Other files have \d+ problems?\./);
    expect(shown('hub.yaml')).to.deep.include({ code: 0 });
    expect(shown('partners/nobody.yaml')).to.deep.equal({ code: 2, text: '' });
  });

  it('tells a fault of a crosswalk once, and of no mapping that it is not there because of it', () => {
    const with2 = `${mapping}crosswalks:\n  uom: { file: crosswalks/uom.csv, key: partner, onMissing: hold }\n`;
    const files = {
      'partners/acme.yaml': `${partner}  - { id: other, direction: in, document: x12/810/005010, mapping: other-810, deliver: [erp-main] }\n`,
      'mappings/x12-810.yaml': with2,
      'mappings/other-810.yaml': with2.replace('x12-810', 'other-810').replace('004010', '005010'),
      'mappings/crosswalks/uom.csv': 'partner,hub\nCS,CA\nCS,BX\n',
    };
    const { problems } = JSON.parse(run(files, 'json').text) as {
      problems: { file: string; line: number; severity: string }[];
    };
    const errors = problems.filter(({ severity }) => severity === 'error');
    const inTable = errors.filter(({ file }) => file === 'mappings/crosswalks/uom.csv');
    expect(inTable.length).to.be.at.least(1);
    expect(new Set(inTable.map(({ line }) => line)).size).to.equal(inTable.length);
    expect(errors.filter(({ file }) => file === 'partners/acme.yaml')).to.deep.equal([]);
  });

  it('gives SARIF that names rules, files and places', () => {
    const { code, text } = run(
      { 'partners/acme.yaml': partner.replace('status: live', 'status: lvie') },
      'sarif',
    );
    expect(code).to.equal(1);
    const log = JSON.parse(text) as {
      version: string;
      runs: {
        tool: { driver: { name: string; rules: { id: string; helpUri: string }[] } };
        results: {
          ruleId: string;
          ruleIndex: number;
          level: string;
          message: { text: string };
          locations: { physicalLocation: { artifactLocation: { uri: string }; region: object } }[];
        }[];
      }[];
    };
    expect(log.version).to.equal('2.1.0');
    const { tool, results } = log.runs[0]!;
    const fault = results.find(({ ruleId }) => ruleId === 'VALUE_INVALID')!;
    expect(fault.level).to.equal('error');
    expect(fault.message.text).to.contain('did you mean "live"?');
    const { artifactLocation, region } = fault.locations[0]!.physicalLocation;
    expect(artifactLocation.uri).to.equal('partners/acme.yaml');
    expect(region).to.deep.equal({ startLine: 3, startColumn: 9, endColumn: 13 });
    expect(tool.driver.rules[fault.ruleIndex]!.id).to.equal('VALUE_INVALID');
    for (const { helpUri } of tool.driver.rules) expect(URL.canParse(helpUri), helpUri).to.equal(true);
  });

  it('refuses a format that there is not', () => {
    expect(run({}, 'xml')).to.deep.equal({ code: 2, text: '' });
  });
});
