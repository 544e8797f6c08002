import { expect } from 'chai';
import { findDifferences, findSameVersions } from '../../src/configuration/versions/differences.js';
import { hashOf } from '../../src/configuration/versions/folder-version.js';
import type { Version } from '../../src/store/configuration/configurations.js';

function version(files: Record<string, string>): Version {
  const list = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  return { hash: hashOf(list), files: list };
}

const words = (path: string, before: string, after: string) =>
  findDifferences(version({ [path]: before }), version({ [path]: after }))[0]?.words;

describe('what differs between two configurations', () => {
  it('is told by agreement and connection, wherever they stand in their list', () => {
    const before = [
      'partner: acme',
      'connections: { acme-sftp: { transport: sftp, host: a.example } }',
      'agreements:',
      "  - { id: invoices, acknowledge: '997' }",
      '  - { id: orders, direction: in }',
    ];
    const after = [
      'partner: acme',
      'connections: { acme-sftp: { transport: sftp, host: b.example }, acme-new: { transport: folder } }',
      'agreements:',
      '  - { id: orders, direction: in }',
      "  - { id: invoices, acknowledge: '999' }",
    ];
    expect(words('partners/acme.yaml', before.join('\n'), after.join('\n'))).to.deep.equal([
      'connection acme-sftp: host a.example -> b.example',
      'connection acme-new added',
      'agreement invoices: acknowledge 997 -> 999',
    ]);
  });

  it('is nothing but layout where only comments and blanks differ', () => {
    expect(words('hub.yaml', 'a: 1\n', '# note\na:   1\n')).to.deep.equal(['comments or layout only']);
  });

  it('is told of tables by their rows, a few of them as examples', () => {
    const before = 'partner,unit\n' + Array.from({ length: 20 }, (_, row) => `acme,A${row}\n`).join('');
    const after = 'partner,unit\nacme,A0\nacme,B0\n';
    expect(words('mappings/crosswalks/uom.csv', before, after)).to.deep.equal([
      '1 row added',
      '  acme,B0',
      '19 rows removed',
      ...['1', '2', '3', '4', '5'].map((row) => `  acme,A${row}`),
    ]);
  });

  it('shows no control characters and no endless values, and stops after so many differences of a file', () => {
    const [found] = words('hub.yaml', 'a: b\n', `a: "\\e[2J${'x'.repeat(500)}"\n`)!;
    expect(found).not.to.match(/[\x00-\x1f]/);
    expect(found!.length).to.be.below(100);
    const many = (value: number) =>
      Array.from({ length: 80 }, (_, index) => `key${index}: ${value}\n`).join('');
    const all = words('hub.yaml', many(1), many(2))!;
    expect(all).to.have.length(51);
    expect(all.at(-1)).to.equal('and 30 more');
  });

  it('names files that are added and removed', () => {
    const partner = 'partner: bolt\nname: Bolt\nstatus: draft\nagreements: [{ id: a }, { id: b }]\n';
    const before = version({ 'hub.yaml': 'a: 1\n', 'partners/acme.yaml': 'partner: acme\nname: Acme\n' });
    const after = version({ 'hub.yaml': 'a: 1\n', 'partners/bolt.yaml': partner });
    expect(findDifferences(before, after)).to.deep.equal([
      { path: 'partners/acme.yaml', change: 'removed', words: ['Acme'] },
      { path: 'partners/bolt.yaml', change: 'added', words: ['Bolt, draft, 2 agreements'] },
    ]);
  });

  it('warns of a mapping whose content changed under the same version, and of no other', () => {
    const mapping = (number: number, field: string, note = '') =>
      `map: m\nversion: ${number}\nfields: { number: ${field} }\n${note}`;
    const before = version({
      'mappings/a.yaml': mapping(1, 'BIG01'),
      'mappings/b.yaml': mapping(1, 'BIG01'),
    });
    const changed = (a: string, b: string) =>
      findSameVersions(before, version({ 'mappings/a.yaml': a, 'mappings/b.yaml': b }));
    expect(changed(mapping(1, 'BIG02'), mapping(2, 'BIG02'))).to.deep.equal([
      'mappings/a.yaml changed, but its version is still 1',
    ]);
    expect(changed(mapping(1, 'BIG01', '# note\n'), mapping(1, 'BIG01'))).to.deep.equal([]);
  });

  it('has a hash that names and contents decide together', () => {
    const one = version({ a: 'x', b: 'y' });
    expect(version({ b: 'y', a: 'x' }).hash).to.equal(one.hash);
    for (const other of [{ a: 'y', b: 'x' }, { a: 'x' }, { a: 'x', b: 'y', c: '' }, { a: 'x', 'b\n': 'y' }]) {
      expect(version(other).hash).not.to.equal(one.hash);
    }
  });
});
