import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { acme, known, loadFolder, northwind, partnerFolders } from './partner-folder.js';

describe('loadPartners', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const load = (files: Record<string, string>) => loadFolder(folders.make(files));

  it('loads sound partners', () => {
    const { book, problems } = load({ 'partners/acme.yaml': acme, 'partners/northwind.yaml': northwind });
    expect(problems).to.deep.equal([]);
    expect(book!.partners.map(({ id }) => id)).to.deep.equal(['acme', 'northwind']);
    const [partner] = book!.partners;
    expect(partner).to.deep.include({ name: 'Acme Medical', status: 'live', file: 'partners/acme.yaml' });
    expect(partner!.hash).to.match(/^[0-9a-f]{64}$/);
    expect(partner!.identifiers).to.deep.equal({
      x12: [
        {
          ours: { qualifier: 'ZZ', id: 'STMARYHOSP', group: 'STMARYHOSP' },
          theirs: { qualifier: 'ZZ', id: 'ACMEMED', group: 'ACMEMED', testId: 'ACMETEST' },
        },
      ],
      vendorNumbers: [],
    });
  });

  it('fills in the defaults of a connection and keeps the options of its transport as written', () => {
    const { book } = load({ 'partners/northwind.yaml': northwind });
    expect(book!.connection('northwind-sftp')).to.deep.equal({
      name: 'northwind-sftp',
      partner: 'northwind',
      transport: 'sftp',
      pollIntervalMs: 60_000,
      options: {
        host: 'sftp.northwind.example',
        user: 'stmary',
        key: 'secret:northwind-key',
        hostKey: ['SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU'],
      },
      receive: {
        path: '/out',
        match: ['*.edi'],
        ready: { settleMs: 10_000, trailer: true, maxIncompleteAgeMs: 3_600_000 },
        claim: 'rename',
        finish: { move: '/out/done' },
      },
      send: { path: '/in', name: '{document}_{control}.edi' },
    });
  });

  it('takes a setting from the agreement, then the partner, then hub.yaml, then what is built in, and says which', () => {
    const text = acme
      .replace('deliver: [erp-main] }', 'deliver: [erp-main], validation: { conditional: warn } }')
      .concat('syntax: { interchange: { gap: ignore, onBadSet: reject-group }, ta1: always }\n');
    const { book } = load({ 'partners/acme.yaml': text });
    const agreement = book!.partners[0]!.agreements[0]!;
    expect(agreement.validation).to.include({
      conditional: 'warn',
      length: 'fail',
      onBadSet: 'reject-group',
    });
    expect(agreement.interchange).to.deep.equal({
      duplicate: 'hold',
      windowDays: 30,
      gap: 'ignore',
      onBadSet: 'reject-group',
    });
    expect(agreement.ta1).to.equal('always');
    expect(agreement.origins).to.include({
      'validation.conditional': 'partners/acme.yaml:17',
      'interchange.gap': 'partners/acme.yaml:19',
      'interchange.windowDays': 'hub.yaml:5',
      'interchange.duplicate': 'built in',
      acknowledge: 'built in',
    });
    expect(book!.partners[0]!.agreements[1]!.validation.conditional).to.equal('fail');
  });

  it('gives an agreement the status of its partner unless it has its own', () => {
    const text = acme.replace('{ id: ohio,', '{ id: ohio, status: testing,');
    const { book } = load({ 'partners/acme.yaml': text });
    expect(book!.partners[0]!.agreements.map(({ status }) => status)).to.deep.equal(['live', 'testing']);
  });

  it('changes the hash with every change of the file', () => {
    const hash = (text: string) => load({ 'partners/acme.yaml': text }).book!.partners[0]!.hash;
    expect(hash(acme)).to.equal(hash(acme));
    expect(hash(`${acme}# a comment\n`)).not.to.equal(hash(acme));
  });

  it('accepts several X12 identities of one partner', () => {
    const text = acme.replace(
      /  x12:[^]*?(?=connections)/,
      '  x12:\n    - { ours: { qualifier: ZZ, id: US }, theirs: { qualifier: ZZ, id: A } }\n' +
        '    - { ours: { qualifier: ZZ, id: US }, theirs: { qualifier: ZZ, id: B } }\n',
    );
    const { book, problems } = load({ 'partners/acme.yaml': text });
    expect(problems).to.deep.equal([]);
    const address = { senderQualifier: 'ZZ', receiverQualifier: 'ZZ', receiver: 'US' };
    expect(book!.findByX12Identity({ ...address, sender: 'B' })!.id).to.equal('acme');
  });

  it('fetches nothing from a partner that is paused, but still sends to it', () => {
    const { book } = load({ 'partners/acme.yaml': acme.replace('status: live', 'status: paused') });
    const connection = book!.connection('acme-folder')!;
    expect(connection).not.to.have.property('receive');
    expect(connection).to.have.property('send');
  });

  it('never replaces anything inside values', () => {
    const text = acme.replace('Acme Medical', '"${HOME} env:SECRET @file {{x}} $(id)"');
    const { book } = load({ 'partners/acme.yaml': text });
    expect(book!.partners[0]!.name).to.equal('${HOME} env:SECRET @file {{x}} $(id)');
  });

  it('refuses the whole book for one file at fault', () => {
    const { book, problems } = load({
      'partners/acme.yaml': acme,
      'partners/b.yaml': 'partner: b\nname: B\nstatus: lve\n',
    });
    expect(book).to.equal(undefined);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ file: 'partners/b.yaml', line: 3, help: 'did you mean "live"?' });
  });

  it('shows the problems of all files in the order of files and lines', () => {
    const { problems } = load({
      'partners/b.yaml': northwind
        .replace('user: stmary', 'usr: stmary')
        .replace('status: live', 'status: x'),
      'partners/a.yaml': acme.replace('810/004010', '810/4010'),
    });
    expect(problems.map(({ file, line }) => `${file}:${line}`)).to.deep.equal([
      'partners/a.yaml:17',
      'partners/b.yaml:3',
    ]);
  });

  it('warns of a folder without partners', () => {
    const { book, problems } = load({ 'partners/notes.txt': 'x', 'partners/.acme.yaml.swp': 'x' });
    expect(book!.partners).to.deep.equal([]);
    expect(problems.map(({ code, severity }) => [code, severity])).to.deep.equal([
      ['PARTNERS_MISSING', 'warning'],
    ]);
  });

  it('refuses a folder of partners that is none', () => {
    const { book, problems } = load({ partners: 'this is a file' });
    expect(book).to.equal(undefined);
    expect(problems[0]).to.include({ code: 'FILE_UNREADABLE', file: 'partners', severity: 'error' });
  });

  it('refuses a partner file that is a link to a file outside', () => {
    const root = folders.make({});
    mkdirSync(join(root, 'partners'));
    symlinkSync('/etc/passwd', join(root, 'partners/a.yaml'));
    const { book, problems } = loadFolder(root);
    expect(book).to.equal(undefined);
    expect(problems[0]).to.include({ code: 'FILE_OUTSIDE', file: 'partners/a.yaml' });
    expect(JSON.stringify(problems)).not.to.contain('root:');
  });

  it('survives a partner file of ten megabytes', () => {
    const { problems } = load({ 'partners/a.yaml': 'a: 1\n'.repeat(2_000_000) });
    expect(problems[0]).to.include({ code: 'FILE_UNREADABLE' });
  });

  it('checks names of mappings where only names are known', () => {
    const root = folders.make({ 'partners/acme.yaml': acme });
    expect(loadFolder(root, { mappings: ['x12-810', 'ohio-csv'] }).problems).to.deep.equal([]);
    expect(loadFolder(root, { ...known, mappings: ['x12-811', 'ohio-csv'] }).problems[0]).to.include({
      code: 'NAME_UNKNOWN',
      help: 'did you mean "x12-811"?',
    });
  });
});
