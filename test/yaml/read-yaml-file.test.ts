import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isInside, readTextFile, readYamlFile } from '../../src/yaml/read-yaml-file.js';

describe('readYamlFile', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-yaml-'));
    mkdirSync(join(folder, 'root/partners'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const root = () => join(folder, 'root');
  const code = (path: string) => readYamlFile(root(), path).problems[0]?.code;

  it('reads a file below the root', () => {
    writeFileSync(join(root(), 'partners/a.yaml'), 'a: 1');
    expect(readYamlFile(root(), 'partners/a.yaml')).to.include({ file: 'partners/a.yaml', text: 'a: 1' });
  });

  it('tells a file that is not there', () => {
    expect(code('hub.yaml')).to.equal('FILE_MISSING');
  });

  it('refuses a path that leads outside', () => {
    writeFileSync(join(folder, 'outside.yaml'), 'a: 1');
    expect(code('../outside.yaml')).to.equal('FILE_OUTSIDE');
    expect(code('/etc/passwd')).to.equal('FILE_OUTSIDE');
  });

  it('refuses a link that leads outside', () => {
    symlinkSync('/etc/passwd', join(root(), 'partners/a.yaml'));
    expect(code('partners/a.yaml')).to.equal('FILE_OUTSIDE');
  });

  it('follows a link that stays inside', () => {
    writeFileSync(join(root(), 'real.yaml'), 'a: 1');
    symlinkSync(join(root(), 'real.yaml'), join(root(), 'partners/a.yaml'));
    expect(readYamlFile(root(), 'partners/a.yaml').value).to.deep.equal({ a: 1 });
  });

  it('refuses a folder, text that is not UTF-8, and a file over the limit', () => {
    mkdirSync(join(root(), 'partners/folder.yaml'));
    writeFileSync(join(root(), 'latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe4]));
    writeFileSync(join(root(), 'huge.yaml'), Buffer.alloc(10_000_000, 'a'));
    expect(code('partners/folder.yaml')).to.equal('FILE_UNREADABLE');
    expect(code('latin.yaml')).to.equal('FILE_UNREADABLE');
    expect(readYamlFile(root(), 'huge.yaml').problems[0]!.message).to.contain('10000000 bytes');
  });

  it('reads any text file under a limit of the caller', () => {
    writeFileSync(join(root(), 'table.csv'), 'a,b\n');
    expect(readTextFile(root(), 'table.csv', { bytesMax: 4 })).to.deep.equal({ text: 'a,b\n' });
    expect(readTextFile(root(), 'table.csv', { bytesMax: 3 })).to.include({ code: 'FILE_UNREADABLE' });
  });
});

describe('isInside', () => {
  const cases: [string, string, boolean][] = [
    ['/a/b', '/a/b/c', true],
    ['/a/b', '/a/b', false],
    ['/a/b', '/a', false],
    ['/a/b', '/a/bc', false],
    ['/a/b', '/a/b/..c', true],
    ['/', '/a', true],
  ];
  for (const [folder, path, expected] of cases) {
    it(`says ${String(expected)} for ${path} in ${folder}`, () =>
      expect(isInside(folder, path)).to.equal(expected));
  }
});
