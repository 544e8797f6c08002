/**
 * Bad configuration by its number: a whole folder through the loader, as at start. G19, a file that breaks while the hub
 * runs, is in test/configuration/hot-reload.test.ts.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { loadConfiguration } from '../../src/configuration/configuration.js';
import { fileCharactersMax } from '../../src/yaml/read-yaml.js';
import { invoiceMapping } from '../mapping/made-mapping.js';
import { acme, hubYaml, northwind } from '../partners/partner-folder.js';

const mapping = invoiceMapping('').replace('map: made', 'map: x12-810');
const partner = acme.replace(/ {2}- \{ id: ohio.*\n/, '');
const sound: Record<string, string> = {
  'hub.yaml': hubYaml,
  'partners/acme.yaml': partner,
  'mappings/x12-810.yaml': mapping,
};

const csv = `map: sheets
version: 1
status: live
from: { format: csv, delimiter: ',', skipUntil: '^H,', headerRow: 1, groupBy: number, columns: { number: [No], total: [Total] } }
to: invoice@1
fields:
  number: row.number
  date: { value: '2026-04-01' }
  kind: { value: invoice }
  totals.stated: row.total
  lines: { each: row, fields: { item.description: row.number, quantity: { from: row.total } } }
`;

describe('bad configuration', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  function make(files: Record<string, string>): string {
    const root = mkdtempSync(join(tmpdir(), 'waybill-bad-'));
    folders.push(root);
    for (const [path, text] of Object.entries({ ...sound, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  }

  /** What is told as errors, each with its place: `code file:line message (help)`. */
  function errorsOf(root: string): string[] {
    const { configuration, problems } = loadConfiguration(root, {});
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(configuration === undefined, JSON.stringify(errors)).to.equal(errors.length > 0);
    return errors.map(
      ({ code, file, line, message, help }) => `${code} ${file}:${line} ${message} (${help ?? ''})`,
    );
  }

  const errors = (files: Record<string, string>) => errorsOf(make(files));

  /** The text with one change, which must find its place. */
  function changed(text: string, from: string | RegExp, to: string): string {
    const after = text.replace(from, to);
    expect(after).not.to.equal(text);
    return after;
  }

  const inPartner = (from: string | RegExp, to: string) => ({
    'partners/acme.yaml': changed(partner, from, to),
  });
  const inMapping = (from: string | RegExp, to: string) => ({
    'mappings/x12-810.yaml': changed(mapping, from, to),
  });
  const inHub = (from: string | RegExp, to: string) => ({ 'hub.yaml': changed(hubYaml, from, to) });

  it('is no fault of the folder that the others are made from', () => {
    expect(loadConfiguration(make({}), {}).problems).to.deep.equal([]);
    expect(errors({ 'mappings/sheets.yaml': csv })).to.deep.equal([]);
  });

  for (const [what, files, expected] of [
    ['G01 invalid YAML in hub.yaml', inHub('St Mary', '[St Mary'), /^YAML_SYNTAX hub\.yaml:\d+ /],
    [
      'G01 invalid YAML in a partner file',
      inPartner('["*.x12"]', '["*.x12"'),
      /^YAML_SYNTAX partners\/acme\.yaml:1[45] /,
    ],
    [
      'G01 invalid YAML in a mapping',
      inMapping('{ value: invoice }', '{ value: invoice'),
      /^YAML_SYNTAX mappings\/x12-810\.yaml:\d+ /,
    ],
    [
      'G02 hostKeys for hostKey',
      { 'partners/n.yaml': changed(northwind, 'hostKey:', 'hostKeys:') },
      /^KEY_UNKNOWN partners\/n\.yaml:14 .*did you mean "hostKey"/,
    ],
    [
      'G02 an unknown key of a mapping',
      inMapping('status:', 'statu:'),
      /^KEY_UNKNOWN mappings\/x12-810\.yaml:3 .*did you mean "status"/,
    ],
    [
      'G02 an unknown key of hub.yaml',
      inHub('organization', 'organisation'),
      /^KEY_UNKNOWN hub\.yaml:1 .*did you mean "organization"/,
    ],
    [
      'G03, S01 SFTP without a host key',
      { 'partners/n.yaml': changed(northwind, / {4}hostKey:.*\n/, '') },
      /^HOST_KEY_MISSING partners\/n\.yaml:\d+ .*ssh-keyscan/,
    ],
    [
      'G03, S01 SFTP with no key in the list',
      { 'partners/n.yaml': changed(northwind, /hostKey:.*/, 'hostKey: []') },
      /^VALUE_INVALID partners\/n\.yaml:14 /,
    ],
    [
      'G03, S01 a key that accepts any',
      { 'partners/n.yaml': changed(northwind, /hostKey:.*/, 'hostKey: ["*"]') },
      /^VALUE_INVALID partners\/n\.yaml:14 .*fingerprint/,
    ],
    [
      'G04 the same partner twice',
      {
        'partners/b.yaml': partner
          .replace(/acme-folder/g, 'other')
          .replaceAll('data/acme', 'data/b')
          .replaceAll('ACME', 'BETA'),
      },
      /^NAME_DUPLICATE partners\/b\.yaml:1 .*partner "acme"/,
    ],
    [
      'G04 two connections on one inbox',
      inPartner(
        'connections:\n',
        'connections:\n  second: { transport: folder, receive: { path: ./data/acme/../acme/in, finish: { delete: true } } }\n',
      ),
      /^INBOX_SHARED partners\/acme\.yaml:\d+ /,
    ],
    [
      'G05 an inbox inside the done folder',
      inPartner('move: data/acme/done', 'move: data/acme'),
      /^FOLDER_CONFLICT partners\/acme\.yaml:\d+ .*inside/,
    ],
    [
      'G05 an inbox among the mappings',
      inPartner('path: data/acme/in', 'path: mappings/in'),
      /^PATH_OUTSIDE partners\/acme\.yaml:12 /,
    ],
    [
      'G06 a function of JavaScript',
      inPartner('Acme Medical', '!!js/function "function () {}"'),
      /^YAML_TAG partners\/acme\.yaml:2 /,
    ],
    [
      'G06 a key that is a prototype',
      inPartner('identifiers:', '__proto__: { status: live }\nidentifiers:'),
      /^YAML_KEY partners\/acme\.yaml:4 /,
    ],
    [
      'G07 a regular expression that repeats a repetition',
      { 'mappings/sheets.yaml': changed(csv, '^H,', '(a+)+$') },
      /^VALUE_INVALID mappings\/sheets\.yaml:4 repeats a group/,
    ],
    [
      'G08 an expression where a selector belongs',
      inMapping('number: BIG02', 'number: "process.exit(1)"'),
      /^MAP103 mappings\/x12-810\.yaml:7 /,
    ],
    [
      'G08 a way to the constructor',
      inMapping('number: BIG02', 'number: "constructor.constructor"'),
      /^MAP103 mappings\/x12-810\.yaml:7 /,
    ],
    [
      'G08 code under a key of its own',
      inMapping('number: BIG02', 'number: { expression: "require(`fs`)" }'),
      /^KEY_UNKNOWN mappings\/x12-810\.yaml:7 /,
    ],
    [
      'G08 a cleaning function that is none of ours',
      inMapping('number: BIG02', 'number: { from: BIG02, clean: [constructor] }'),
      /mappings\/x12-810\.yaml:7 /,
    ],
    [
      'G10 an unknown target field',
      inMapping('  date:', '  shipTo.locaton: N104\n  date:'),
      /^MAP102 mappings\/x12-810\.yaml:8 .*did you mean "shipTo\.location"/,
    ],
    [
      'G10 a target field of the language',
      inMapping('  date:', '  constructor.name: N104\n  date:'),
      /^MAP102 mappings\/x12-810\.yaml:8 /,
    ],
    [
      'G11 a number where a date belongs',
      inMapping('date: BIG01', 'date: { from: TDS01, type: decimal }'),
      /^MAP106 mappings\/x12-810\.yaml:8 /,
    ],
    [
      'G12 a required field that is dropped',
      inMapping(/ {2}number:.*\n/, ''),
      /mappings\/x12-810\.yaml:\d+ .*"?number"?/,
    ],
    [
      'G13 a base outside of the folder',
      inMapping('version: 1', 'extends: ../../etc/passwd\nversion: 1'),
      /^MAP111 mappings\/x12-810\.yaml:2 /,
    ],
    [
      'G13 a mapping that extends itself',
      inMapping('version: 1', 'extends: x12-810\nversion: 1'),
      /^MAP111 mappings\/x12-810\.yaml:2 /,
    ],
    [
      'G13 a crosswalk outside of the folder',
      inMapping('fields:', 'crosswalks: { a: { file: ../../../etc/passwd, key: x } }\nfields:'),
      /^MAP108 mappings\/x12-810\.yaml:6 /,
    ],
    [
      'G14 a secret in clear text',
      inHub(
        'adapter: files, path: ./data/erp',
        'adapter: http, url: https://erp.example, auth: { bearer: hunter2 }',
      ),
      /^SECRET_IN_CLEAR hub\.yaml:3 .*WAYBILL_SECRET_BEARER/,
    ],
    [
      'G14 a password in a partner file',
      inPartner('transport: folder', 'transport: folder\n    password: hunter2'),
      /^SECRET_IN_CLEAR partners\/acme\.yaml:11 /,
    ],
  ] as [string, Record<string, string>, RegExp][]) {
    it(`${what} is refused`, () => {
      const found = errors(files);
      expect(found, found.join('\n')).to.not.equal([]);
      expect(
        found.some((one) => expected.test(one)),
        found.join('\n'),
      ).to.equal(true);
      expect(found.join('\n')).not.to.contain('hunter2');
    });
  }

  it('G03, S03 two pinned keys are taken while a partner changes its key', () => {
    const [first, second] = ['47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU', 'A'.repeat(43)];
    const keys = `hostKey: ["SHA256:${first}", "SHA256:${second}"]`;
    expect(errors({ 'partners/n.yaml': changed(northwind, /hostKey:.*/, keys) })).to.deep.equal([]);
  });

  it('G04 two partners whose files are copies are told all that collides', () => {
    const found = errors({ 'partners/b.yaml': changed(partner, 'partner: acme', 'partner: b') });
    expect(found.map((one) => one.split(' ')[0])).to.have.members([
      'IDENTITY_DUPLICATE',
      'NAME_DUPLICATE',
      'INBOX_SHARED',
    ]);
  });

  it('G06 a bomb of anchors is refused before it unfolds', () => {
    const levels = Array.from({ length: 30 }, (_, level) =>
      level === 0 ? 'a0: &a0 [x, x]' : `a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`,
    );
    const before = process.memoryUsage().heapUsed;
    const [found] = errors({ 'partners/b.yaml': levels.join('\n') });
    expect(found).to.match(/^YAML_(TOO_LARGE|ALIAS) partners\/b\.yaml/);
    expect(process.memoryUsage().heapUsed - before).to.be.below(100 * 2 ** 20);
  });

  it('G09 nesting without end is refused, and overflows no stack', () => {
    const deep = (open: string, close: string) => `${open.repeat(20_000)}1${close.repeat(20_000)}`;
    for (const text of [deep('[', ']'), `x: ${deep('{a: ', '}')}`, deep('- ', '')]) {
      expect(errors({ 'mappings/deep.yaml': text })[0]).to.match(/^YAML_\w+ mappings\/deep\.yaml:/);
    }
  });

  it('G13 a mapping that is a link to a file outside is refused', () => {
    const root = make({});
    symlinkSync('/etc/passwd', join(root, 'mappings/passwd.yaml'));
    const [found] = errorsOf(root);
    expect(found).to.match(/^FILE_OUTSIDE mappings\/passwd\.yaml/);
    expect(found).not.to.contain('root:');
  });

  for (const [url, why] of [
    ['http://169.254.169.254/latest', /link-local/],
    ['http://metadata.google.internal/', /link-local/],
    ['http://METADATA.google.internal./computeMetadata', /link-local/],
    ['file:///etc/passwd', /https/],
    ['localhost:6379', /https/],
    ['http://localhost:6379/', /port 6379/],
    ['http://10.0.0.5:5432', /port 5432/],
    ['gopher://erp.example/', /https/],
  ] as const) {
    it(`G15 an ERP at ${url} is refused`, () => {
      const [found] = errors(inHub('adapter: files, path: ./data/erp', `adapter: http, url: "${url}"`));
      expect(found).to.match(/^VALUE_INVALID hub\.yaml:3 /);
      expect(found).to.match(why);
    });
  }

  for (const url of [
    'http://127.0.0.1:8091',
    'http://10.20.30.40/erp',
    'https://[fd12:3456::1]:8443/waybill',
  ]) {
    it(`G15 an ERP of the hospital's own network is taken: ${url}`, () => {
      expect(errors(inHub('adapter: files, path: ./data/erp', `adapter: http, url: "${url}"`))).to.deep.equal(
        [],
      );
    });
  }

  it('G16 files and folders that everybody may change are told', () => {
    const root = make({});
    chmodSync(join(root, 'hub.yaml'), 0o666);
    chmodSync(join(root, 'partners'), 0o777);
    chmodSync(join(root, 'mappings/x12-810.yaml'), 0o646);
    const { configuration, problems } = loadConfiguration(root, {});
    expect(configuration).to.not.equal(undefined);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ code: 'FILE_WRITABLE', severity: 'warning', file: 'hub.yaml' });
    expect(problems[0]!.message).to.contain('2 other');
    chmodSync(join(root, 'mappings/x12-810.yaml'), 0o664);
    expect(loadConfiguration(root, {}).problems[0]!.message).to.contain('1 other');
  });

  it('G17 what looks like a reference in a value stays the text that it is', () => {
    const odd = 'env:SECRET @file:/etc/passwd ${HOME} $(id) {{x}} <%= 1 %>';
    const root = make(inPartner('Acme Medical', JSON.stringify(odd)));
    const { configuration } = loadConfiguration(root, { SECRET: 'hunter2' });
    expect(configuration!.book.partners[0]!.name).to.equal(odd);
  });

  it('G18 a mapping of ten megabytes is refused unread', () => {
    const [found] = errors({ 'mappings/x12-810.yaml': mapping + '# '.padEnd(10 * 2 ** 20, 'x') });
    expect(found).to.match(/^FILE_UNREADABLE mappings\/x12-810\.yaml:1 /);
    expect(found).to.contain(String(fileCharactersMax));
  });
});
