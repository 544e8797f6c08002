import { expect } from 'chai';
import { acme, loadFolder, northwind, partnerFolders } from './partner-folder.js';

describe('PartnerBook', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const open = (text = acme) => {
    const { book } = loadFolder(folders.make({ 'partners/a.yaml': text, 'partners/n.yaml': northwind }));
    if (book === undefined) throw new Error('the partner files of this test are at fault');
    return { book, partner: book.partners[0]! };
  };
  const address = {
    senderQualifier: 'ZZ',
    sender: 'ACMEMED',
    receiverQualifier: 'ZZ',
    receiver: 'STMARYHOSP',
  };

  it('finds a partner by all four identifiers, whatever blanks follow them', () => {
    const { book, partner } = open();
    expect(book.findByX12Identity(address)).to.equal(partner);
    const padded = { ...address, sender: 'ACMEMED        ', receiver: 'STMARYHOSP     ' };
    expect(book.findByX12Identity(padded)).to.equal(partner);
    expect(book.findByX12Identity({ ...address, sender: 'ACMETEST' })).to.equal(partner);
  });

  const strangers: [string, Partial<typeof address>][] = [
    ['another sender', { sender: 'ACMEMED2' }],
    ['another sender qualifier', { senderQualifier: '01' }],
    ['another receiver', { receiver: 'OTHERHOSP' }],
    ['another receiver qualifier', { receiverQualifier: '07' }],
    ['small letters', { sender: 'acmemed' }],
    ['a leading blank', { sender: ' ACMEMED' }],
    ['nothing', { sender: '', senderQualifier: '', receiver: '', receiverQualifier: '' }],
    ['sender and receiver exchanged', { sender: 'STMARYHOSP', receiver: 'ACMEMED' }],
  ];
  for (const [what, part] of strangers) {
    it(`does not guess a partner from ${what}`, () => {
      expect(open().book.findByX12Identity({ ...address, ...part })).to.equal(undefined);
    });
  }

  for (const status of ['draft', 'retired']) {
    it(`does not find a partner that is ${status}`, () => {
      const { book, partner } = open(acme.replace('status: live', `status: ${status}`));
      expect(book.findByX12Identity(address)).to.equal(undefined);
      expect(book.findAgreement(partner, { set: '810', version: '004010' })).to.equal(undefined);
    });
  }

  for (const status of ['testing', 'paused']) {
    it(`finds a partner that is ${status}`, () => {
      expect(
        open(acme.replace('status: live', `status: ${status}`)).book.findByX12Identity(address),
      ).to.include({
        status,
      });
    });
  }

  it('finds the agreement for a set, comparing versions by their first six characters', () => {
    const { book, partner } = open();
    const find = (set: string, version: string) => book.findAgreement(partner, { set, version })?.id;
    expect(find('810', '004010')).to.equal('invoices');
    expect(find('810', '004010VICS')).to.equal('invoices');
    expect(find('810', '005010')).to.equal(undefined);
    expect(find('850', '004010')).to.equal(undefined);
  });

  it('finds the agreement for a CSV file by its whole name', () => {
    const { book, partner } = open();
    const find = (fileName: string) => book.fileAgreements(partner, fileName)[0]?.id;
    expect(find('OHIO_2026-04-02.csv')).to.equal('ohio');
    expect(find('ohio_2026-04-02.csv')).to.equal(undefined);
    expect(find('xOHIO_1.csv')).to.equal(undefined);
    expect(find('OHIO_1.csv.exe')).to.equal(undefined);
  });

  it('says whether a file on a connection is agreed to be no X12', () => {
    const { book } = open();
    expect(book.isFileAgreed(book.connection('acme-folder')!, 'OHIO_1.csv')).to.equal(true);
    expect(book.isFileAgreed(book.connection('acme-folder')!, 'a.x12')).to.equal(false);
    expect(book.isFileAgreed(book.connection('northwind-sftp')!, 'OHIO_1.csv')).to.equal(false);
  });

  it('does not find an agreement that is draft or retired', () => {
    const { book, partner } = open(acme.replace('{ id: invoices,', '{ id: invoices, status: retired,'));
    expect(book.findAgreement(partner, { set: '810', version: '004010' })).to.equal(undefined);
  });

  it('does not take an agreement that goes out for one that comes in', () => {
    const text = acme.replace(
      'direction: in, document: x12/810/004010, mapping: x12-810, deliver: [erp-main]',
      'direction: out, document: x12/810/004010, mapping: x12-810, connection: acme-folder',
    );
    const { book, partner } = open(text);
    expect(book.findAgreement(partner, { set: '810', version: '004010' })).to.equal(undefined);
  });

  describe('where an acknowledgment goes', () => {
    const second = (send: string) =>
      acme.replace(
        'agreements:',
        `  acme-second:\n    transport: folder\n    receive: { path: data/s/in, finish: { delete: true } }\n${send}agreements:`,
      );
    const goesTo = (text: string, receivedOn: string) => {
      const { book, partner } = open(text);
      return book.acknowledgmentConnection(partner, receivedOn)?.name;
    };

    it('is the connection that the file came in on', () => {
      expect(goesTo(second('    send: { path: data/s/out }\n'), 'acme-second')).to.equal('acme-second');
    });

    it('is the only connection that sends, when the file came in on another', () => {
      expect(goesTo(second(''), 'acme-second')).to.equal('acme-folder');
    });

    it('is not guessed between two', () => {
      expect(goesTo(second('    send: { path: data/s/out }\n'), 'gone')).to.equal(undefined);
    });

    it('is nowhere when the partner has no connection that sends', () => {
      expect(goesTo(acme.replace('    send: { path: data/acme/out }\n', ''), 'acme-folder')).to.equal(
        undefined,
      );
    });
  });

  it('knows how X12 for a partner is written, and falls back to hub.yaml', () => {
    const { book } = open(`${acme}syntax: { send: { elementSeparator: "|" } }\n`);
    expect(book.sendSyntax('acme')).to.include({ elementSeparator: '|', segmentTerminator: '~' });
    expect(book.sendSyntax('nobody')).to.include({ elementSeparator: '*', segmentTerminator: '~' });
  });
});
