/**
 * Agreements about what goes out name mappings that write, and those fit the document; records that go on have somebody to go to.
 */
import { expect } from 'chai';
import { loadHubFile } from '../../src/hub-file/load-hub-file.js';
import type { KnownMapping, KnownOutbound } from '../../src/partners/known-names.js';
import { loadPartners } from '../../src/partners/load-partners.js';
import { acme, hubYaml, known, partnerFolders } from './partner-folder.js';

const invoices = 'direction: in, document: x12/810/004010, mapping: x12-810, deliver: [erp-main]';
const orders = 'purchase-order@1';
const x12 = { to: { format: 'x12' as const, set: '850', version: '004010' }, from: orders };
const outbound = new Map<string, KnownOutbound>([
  ['out-850', x12],
  ['out-850-too', x12],
  ['out-csv', { to: { format: 'csv' as const }, from: orders }],
]);
const partiesOf = () => ['buyer', 'supplier'];
const mappings = new Map<string, KnownMapping>([
  ...(known.mappings as Map<string, KnownMapping>),
  ['orders', { from: { format: 'json' as const }, to: orders }],
]);

describe('agreements about what goes out', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const load = (...texts: string[]) => {
    const files = Object.fromEntries(texts.map((text, index) => [`partners/p${index}.yaml`, text]));
    const root = folders.make({ 'hub.yaml': hubYaml, ...files });
    const names = { ...known, mappings, outbound, partiesOf };
    return loadPartners(root, loadHubFile(root, {}).settings!, names);
  };
  const told = (...texts: string[]) =>
    load(...texts).problems.map(({ code, message, help }) => `${code} ${message} (${help})`);
  const shown = (mapping: string, document: string, more = ''): string[] => {
    const agreed = `direction: out, document: ${document}, mapping: ${mapping}, connection: acme-folder${more}`;
    return told(acme.replace(invoices, agreed));
  };

  it('take a mapping that writes their document, also CSV', () => {
    expect(shown('out-850', 'x12/850/004010')).to.deep.equal([]);
    expect(shown('out-csv', 'csv/orders')).to.deep.equal([]);
  });

  it('take no mapping that reads, and none that writes something else', () => {
    expect(shown('x12-810', 'x12/810/004010'))
      .to.have.length(1)
      .and.satisfy(([one]: string[]) => one!.startsWith('NAME_UNKNOWN'));
    expect(shown('out-85', 'x12/850/004010')[0]).to.contain('did you mean "out-850"?');
    expect(shown('out-850', 'x12/855/004010')).to.deep.equal([
      'MAPPING_MISFIT mapping "out-850" writes x12/850/004010, not x12/855/004010 (undefined)',
    ]);
  });

  it('need a mapping', () => {
    const agreed = 'direction: out, document: x12/850/004010, connection: acme-folder';
    expect(told(acme.replace(invoices, agreed))).to.deep.equal([
      'MAPPING_MISSING agreement "invoices" has no mapping, so nothing could be written (add mapping: NAME)',
    ]);
  });

  it('have no second one of the partner for the same kind of record', () => {
    const one = 'direction: out, document: x12/850/004010, mapping: out-850, connection: acme-folder';
    const other = `  - { id: sheets, direction: out, document: csv/orders, mapping: out-csv, connection: acme-folder }\n`;
    expect(told(acme.replace(invoices, one) + other)).to.deep.equal([
      'AGREEMENT_AMBIGUOUS agreement "invoices" is for the same kind of records ' +
        '(keep one of them, or set the other to draft or retired)',
    ]);
    expect(
      told(acme.replace(invoices, one) + other.replace('sheets,', 'sheets, status: draft,')),
    ).to.deep.equal([]);
  });

  const faults: [string, string, string, string][] = [
    [
      'an identity that the partner does not have',
      'x12/850/004010',
      ', identity: ACMED',
      'did you mean "ACMEMED"?',
    ],
    [
      'a batch of files without an envelope',
      'csv/orders',
      ', batch: { setsMax: 5, waitMs: 60000 }',
      'remove batch:',
    ],
    ['an identity of files without an envelope', 'csv/orders', ', identity: ACMEMED', 'remove identity:'],
    ['names of files that come in', 'csv/orders', ", match: '*.csv'", 'remove match:'],
    ['somebody to go on to', 'x12/850/004010', ', forward: { to: supplier }', 'remove forward:'],
    ['a format that is only read', 'json/orders', '', 'x12, csv or xml'],
  ];
  for (const [what, document, more, help] of faults) {
    it(`do not have ${what}`, () => {
      const mapping = document.startsWith('x12') ? 'out-850' : 'out-csv';
      expect(shown(mapping, document, more).join('\n')).to.contain(`(${help})`);
    });
  }

  it('need X12 identifiers for X12', () => {
    const agreed = 'direction: out, document: x12/850/004010, mapping: out-850, connection: acme-folder';
    const text = acme.replace(invoices, agreed).replace(/identifiers:\n( {2}.*\n){3}/, '');
    expect(told(text)[0]).to.match(/^KEY_MISSING X12 cannot go out to a partner without X12 identifiers/);
  });

  describe('and records that go on', () => {
    const forward = (to: string) =>
      'partner: purchasing\nname: Purchasing\nstatus: live\nagreements:\n' +
      `  - { id: orders, direction: in, document: json/orders, match: '*.json', mapping: orders, forward: ${to} }\n`;
    const out = acme.replace(
      invoices,
      'direction: out, document: x12/850/004010, mapping: out-850, connection: acme-folder',
    );

    it('go to a party of their kind, or to a partner that there is', () => {
      expect(told(forward('{ to: supplier }'), out)).to.deep.equal([]);
      expect(told(forward('{ partner: acme }'), out)).to.deep.equal([]);
      expect(told(forward('{ to: suplier }'), out)[0]).to.match(/^NAME_UNKNOWN .*did you mean "supplier"\?/);
      expect(told(forward('{ partner: acmee }'), out)[0]).to.match(/^NAME_UNKNOWN .*did you mean "acme"\?/);
    });

    it('are warned of where nobody has agreed to get them', () => {
      const draft = out.replace('{ id: invoices,', '{ id: invoices, status: draft,');
      const { book, problems } = load(forward('{ to: supplier }'), draft);
      expect(book).not.to.equal(undefined);
      expect(problems.map(({ code, severity }) => `${severity} ${code}`)).to.deep.equal([
        'warning FORWARD_NOWHERE',
      ]);
      expect(told(forward('{ partner: acme }'), draft)[0]).to.contain(
        'partner "acme" has no agreement in use',
      );
    });

    it('are not said to go nowhere while the file of another partner is at fault', () => {
      for (const to of ['{ to: supplier }', '{ partner: acme }']) {
        const files = load(forward(to), out.replace('name: Acme', 'nam: Acme')).problems.map(
          ({ file }) => file,
        );
        expect(new Set(files)).to.deep.equal(new Set(['partners/p1.yaml']));
      }
    });

    it('are warned of where two partners have an identifier that would be looked for', () => {
      const known = (id: string, status: string) =>
        `partner: ${id}\nname: X\nstatus: ${status}\nidentifiers: { vendorNumbers: [V-1, V-2], gln: '9521004200001' }\n`;
      const shared = (second: string, to = '{ to: supplier }') =>
        load(forward(to), out, known('one', 'live'), known('two', second)).problems.map(
          ({ code, path, line }) => `${code} ${path} ${line}`,
        );
      expect(shared('live')).to.deep.equal([
        'IDENTIFIER_SHARED identifiers.vendorNumbers.0 4',
        'IDENTIFIER_SHARED identifiers.vendorNumbers.1 4',
        'IDENTIFIER_SHARED identifiers.gln 4',
      ]);
      expect(shared('retired')).to.deep.equal([]);
      expect(shared('live', '{ partner: acme }')).to.deep.equal([]);
    });

    it('have no batch, identity or connection of their own', () => {
      const more = ', batch: { setsMax: 5, waitMs: 60000 }, identity: X';
      const found = told(forward(`{ to: supplier }${more}`), out).join('\n');
      expect(found).to.contain('(remove batch:)').and.to.contain('(remove identity:)');
    });
  });
});
