/**
 * Mistakes in partner files, each with the place and the advice that its author gets.
 */
import { expect } from 'chai';
import { acme, loadFolder, northwind, partnerFolders } from './partner-folder.js';

interface Fault {
  it: string;
  /** Changes to the partner of the group; every one must find its text. */
  change: [string | RegExp, string][];
  code: string;
  /** The line, and what is underlined on it. */
  at: [line: number, marked: string];
  help?: string;
  message?: string;
}

const ofAcme: Fault[] = [
  {
    it: 'broken YAML',
    change: [['["*.x12"]', '["*.x12"']],
    code: 'YAML_SYNTAX',
    at: [14, 'f'],
  },
  {
    it: 'an unknown key',
    change: [['agreements:', 'agrements:']],
    code: 'KEY_UNKNOWN',
    at: [16, 'agrements'],
    help: 'did you mean "agreements"?',
  },
  {
    it: 'something owed for a document that comes in',
    change: [['deliver: [erp-main] }', 'deliver: [erp-main], expect: { "855": 1bd } }']],
    code: 'VALUE_INVALID',
    at: [17, 'expect'],
    message: 'a partner owes nothing for documents that come in',
    help: 'remove expect:',
  },
  {
    it: 'an option that the transport does not have',
    change: [['transport: folder', 'transport: folder\n    polIntervalMs: 5']],
    code: 'KEY_UNKNOWN',
    at: [11, 'polIntervalMs'],
    help: 'did you mean "pollIntervalMs"?',
  },
  {
    it: 'a misspelt key that all connections have',
    change: [['    send:', '    sned:']],
    code: 'KEY_UNKNOWN',
    at: [15, 'sned'],
    help: 'did you mean "send"?',
  },
  {
    it: 'a transport that there is not',
    change: [['transport: folder', 'transport: folders']],
    code: 'NAME_UNKNOWN',
    at: [10, 'folders'],
    help: 'did you mean "folder"?',
  },
  {
    it: 'a mapping that there is not',
    change: [['mapping: x12-810', 'mapping: x12-801']],
    code: 'NAME_UNKNOWN',
    at: [17, 'x12-801'],
    help: 'did you mean "x12-810"?',
  },
  {
    it: 'a mapping of another transaction set',
    change: [['mapping: x12-810', 'mapping: x12-855']],
    code: 'MAPPING_MISFIT',
    at: [17, 'x12-855'],
    message: 'mapping "x12-855" reads x12/855/004010, not x12/810/004010',
  },
  {
    it: 'a mapping of another format',
    change: [['mapping: ohio-csv', 'mapping: x12-810']],
    code: 'MAPPING_MISFIT',
    at: [18, 'x12-810'],
    message: 'mapping "x12-810" reads X12, not CSV',
  },
  {
    it: 'an ERP system that there is not',
    change: [['deliver: [erp-main] }', 'deliver: [erp-mian] }']],
    code: 'NAME_UNKNOWN',
    at: [17, 'erp-mian'],
    help: 'did you mean "erp-main"?',
  },
  {
    it: 'the same ERP system twice',
    change: [['deliver: [erp-main] }', 'deliver: [erp-main, erp-main] }']],
    code: 'NAME_DUPLICATE',
    at: [17, 'erp-main'],
  },
  {
    it: 'an inbound agreement without a mapping',
    change: [[' mapping: x12-810, deliver: [erp-main]', '']],
    code: 'MAPPING_MISSING',
    at: [17, '{ id: invoices, direction: in, document: x12/810/004010, }'],
    help: 'add mapping: NAME',
  },
  {
    it: 'an agreement that goes out on no connection',
    change: [
      [
        'direction: in, document: x12/810/004010, mapping: x12-810, deliver: [erp-main]',
        'direction: out, document: x12/850/004010, mapping: x12-810',
      ],
    ],
    code: 'KEY_MISSING',
    at: [17, '{ id: invoices, direction: out, document: x12/850/004010, mapping: x12-810 }'],
    help: 'add connection: NAME',
  },
  {
    it: 'a connection that the partner does not have',
    change: [
      [
        'direction: in, document: x12/810/004010, mapping: x12-810, deliver: [erp-main]',
        'direction: out, document: x12/850/004010, mapping: x12-810, connection: acme-foldr',
      ],
    ],
    code: 'NAME_UNKNOWN',
    at: [17, 'acme-foldr'],
    help: 'did you mean "acme-folder"?',
  },
  {
    it: 'a connection for documents that come in',
    change: [['deliver: [erp-main] }', 'deliver: [erp-main], connection: acme-folder }']],
    code: 'VALUE_INVALID',
    at: [17, 'acme-folder'],
    help: 'remove connection:',
  },
  {
    it: 'the delivery of an acknowledgment',
    change: [['document: x12/810/004010, mapping: x12-810', 'document: x12/997/004010']],
    code: 'VALUE_INVALID',
    at: [17, '[erp-main]'],
    help: 'remove deliver:',
  },
  {
    it: 'a version of four digits',
    change: [['810/004010', '810/4010']],
    code: 'VALUE_INVALID',
    at: [17, 'x12/810/4010'],
    help: 'did you mean "x12/810/004010"?',
  },
  {
    it: 'two agreements for the same documents',
    change: [
      [
        'id: ohio, direction: in, document: csv/invoice, match: "OHIO_*.csv", mapping: ohio-csv',
        'id: more, direction: in, document: x12/810/004010VICS, mapping: x12-810',
      ],
    ],
    code: 'AGREEMENT_AMBIGUOUS',
    at: [18, 'x12/810/004010VICS'],
    message: 'agreement "invoices" is for the same documents',
  },
  {
    it: 'two agreements of one name',
    change: [['id: ohio', 'id: invoices']],
    code: 'NAME_DUPLICATE',
    at: [18, 'invoices'],
  },
  {
    it: 'CSV without a file name',
    change: [['match: "OHIO_*.csv", ', '']],
    code: 'KEY_MISSING',
    at: [18, '{ id: ohio, direction: in, document: csv/invoice, mapping: ohio-csv, deliver: [erp-main] }'],
    help: 'such as match: "OHIO_*.csv"',
  },
  {
    it: 'X12 with a file name',
    change: [['mapping: x12-810', 'match: "*.x12", mapping: x12-810']],
    code: 'VALUE_INVALID',
    at: [17, '"*.x12"'],
    help: 'remove match:',
  },
  {
    it: 'a pattern with brackets',
    change: [['"*.x12"', '"*.{x12,edi}"']],
    code: 'VALUE_INVALID',
    at: [13, '"*.{x12,edi}"'],
    help: 'only * (any characters) and ? (one character) are special',
  },
  {
    it: 'a pattern with a path',
    change: [['"*.x12"', '"../*.x12"']],
    code: 'VALUE_INVALID',
    at: [13, '"../*.x12"'],
    help: 'only * (any characters) and ? (one character) are special',
  },
  {
    it: 'an inbox outside the configuration folder',
    change: [['path: data/acme/in', 'path: ../in']],
    code: 'PATH_OUTSIDE',
    at: [12, '../in'],
  },
  {
    it: 'an absolute path',
    change: [['move: data/acme/done', 'move: /tmp/done']],
    code: 'PATH_OUTSIDE',
    at: [14, '/tmp/done'],
  },
  {
    it: 'the configuration folder itself as an inbox',
    change: [['path: data/acme/in', 'path: ./data/..']],
    code: 'PATH_OUTSIDE',
    at: [12, './data/..'],
  },
  {
    it: 'partner files as an inbox',
    change: [['path: data/acme/in', 'path: partners']],
    code: 'PATH_OUTSIDE',
    at: [12, 'partners'],
    message: 'this folder is inside partners/, which the hub reads',
  },
  {
    it: 'an inbox inside the done folder',
    change: [['move: data/acme/done', 'move: data/acme']],
    code: 'FOLDER_CONFLICT',
    at: [12, 'data/acme/in'],
    message: 'this inbox is inside the folder that finished files go to on connection "acme-folder"',
  },
  {
    it: 'a done folder that is the inbox',
    change: [['move: data/acme/done', 'move: ./data/acme/in/']],
    code: 'FOLDER_CONFLICT',
    at: [12, 'data/acme/in'],
    message: 'this inbox is the folder that finished files go to on connection "acme-folder"',
  },
  {
    it: 'answers that go into the inbox',
    change: [['path: data/acme/out', 'path: data/acme/in']],
    code: 'FOLDER_CONFLICT',
    at: [12, 'data/acme/in'],
    message: 'this inbox is the folder that answers are sent to on connection "acme-folder"',
  },
  {
    it: 'a connection that neither receives nor sends',
    change: [[/    receive:[^]*?(?=agreements)/, '']],
    code: 'VALUE_INVALID',
    at: [9, 'acme-folder'],
    help: 'add receive: or send:',
  },
  {
    it: 'no word on what happens to finished files',
    change: [['      finish: { move: data/acme/done }\n', '']],
    code: 'KEY_MISSING',
    at: [11, 'receive'],
    message: 'missing key "finish"',
  },
  {
    it: 'two fates of a finished file',
    change: [['{ move: data/acme/done }', '{ move: data/acme/done, delete: true }']],
    code: 'KEY_UNKNOWN',
    at: [14, 'delete'],
  },
  {
    it: 'names of sent files that are all the same',
    change: [['{ path: data/acme/out }', '{ path: data/acme/out, name: answer.x12 }']],
    code: 'VALUE_INVALID',
    at: [15, 'answer.x12'],
    help: 'put {control} into the name',
  },
  {
    it: 'names of sent files with a path',
    change: [['{ path: data/acme/out }', '{ path: data/acme/out, name: "../{control}.x12" }']],
    code: 'VALUE_INVALID',
    at: [15, '"../{control}.x12"'],
  },
  {
    it: 'a name of sent files with an unknown part',
    change: [['{ path: data/acme/out }', '{ path: data/acme/out, name: "{date}_{control}.x12" }']],
    code: 'VALUE_INVALID',
    at: [15, '"{date}_{control}.x12"'],
    message: 'only {document} and {control} are filled in',
  },
  {
    it: 'a qualifier that lost its zero',
    change: [['theirs: { qualifier: ZZ', 'theirs: { qualifier: 01']],
    code: 'VALUE_TYPE',
    at: [7, '01'],
    help: 'put it in quotation marks',
  },
  {
    it: 'an identifier that ISA06 has no room for',
    change: [['id: ACMEMED,', 'id: ACMEMEDICALSUPPLY,']],
    code: 'VALUE_INVALID',
    at: [7, 'ACMEMEDICALSUPPLY'],
    message: 'must have 1 to 15 characters, without blanks at the ends',
  },
  {
    it: 'a name that is none',
    change: [['partner: acme', 'partner: ../acme']],
    code: 'VALUE_INVALID',
    at: [1, '../acme'],
    help: 'use small letters, digits and hyphens, at most 63',
  },
  {
    it: 'a secret in clear text',
    change: [['transport: folder', 'transport: folder\n    password: hunter2']],
    code: 'SECRET_IN_CLEAR',
    at: [11, 'password'],
    help: 'write secret:password and put the value into WAYBILL_SECRET_PASSWORD',
  },
  {
    it: 'delimiters that are the same',
    change: [['agreements:', 'syntax: { send: { segmentTerminator: ">" } }\nagreements:']],
    code: 'VALUE_INVALID',
    at: [16, '">"'],
    message: 'componentSeparator and segmentTerminator are the same character',
  },
];

const ofNorthwind: Fault[] = [
  {
    it: 'an SFTP connection without a host key',
    change: [[/    hostKey:.*\n/, '']],
    code: 'HOST_KEY_MISSING',
    at: [9, 'northwind-sftp'],
    help:
      'get it with: ssh-keyscan sftp.northwind.example | ssh-keygen -lf - , ' +
      'and compare it with what the partner tells you',
  },
  {
    it: 'a misspelt host key',
    change: [['hostKey:', 'hostKeys:']],
    code: 'KEY_UNKNOWN',
    at: [14, 'hostKeys'],
    help: 'did you mean "hostKey"?',
  },
  {
    it: 'a host key that is no fingerprint',
    change: [[/"SHA256:.*"/, '"47DEQpj8"']],
    code: 'VALUE_INVALID',
    at: [14, '"47DEQpj8"'],
  },
  {
    it: 'an empty list of host keys',
    change: [[/\["SHA256:.*"\]/, '[]']],
    code: 'VALUE_INVALID',
    at: [14, '[]'],
  },
  {
    it: 'a host key that is nothing',
    change: [[/hostKey:.*\n/, 'hostKey:\n']],
    code: 'VALUE_TYPE',
    at: [14, 'hostKey'],
  },
  {
    it: 'a private key in clear text',
    change: [['secret:northwind-key', '"-----BEGIN OPENSSH PRIVATE KEY-----"']],
    code: 'SECRET_IN_CLEAR',
    at: [13, 'key'],
    help: 'write secret:NAME and put the value into WAYBILL_SECRET_NAME',
  },
  {
    it: 'a secret whose name leads elsewhere',
    change: [['secret:northwind-key', 'secret:../../id_rsa']],
    code: 'SECRET_IN_CLEAR',
    at: [13, 'key'],
  },
  {
    it: 'a missing user',
    change: [['    user: stmary\n', '']],
    code: 'KEY_MISSING',
    at: [9, 'northwind-sftp'],
    message: 'missing key "user"',
  },
  {
    it: 'an inbox inside the done folder at the partner',
    change: [['move: /out/done', 'move: /']],
    code: 'FOLDER_CONFLICT',
    at: [15, '/out'],
  },
];

describe('partner files', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const groups: [string, string, Fault[]][] = [
    ['acme', acme, ofAcme],
    ['northwind', northwind, ofNorthwind],
  ];
  for (const [name, text, faults] of groups) {
    for (const { it: what, change, code, at, ...words } of faults) {
      it(`refuse ${what}`, () => {
        const file = `partners/${name}.yaml`;
        const { book, problems } = loadFolder(folders.make({ [file]: changed(text, change) }));
        expect(problems, JSON.stringify(problems, null, 1)).to.have.length(1);
        const { line, col, length, sourceLine } = problems[0]!;
        expect([line, sourceLine!.slice(col - 1, col - 1 + length)]).to.deep.equal(at);
        expect(problems[0]).to.include({ file, code, severity: 'error', ...words });
        expect(book).to.equal(undefined);
      });
    }
  }

  it('need no mapping for acknowledgments', () => {
    const text = changed(acme, [['810/004010, mapping: x12-810, deliver: [erp-main]', '997/004010']]);
    const { book, problems } = loadFolder(folders.make({ 'partners/acme.yaml': text }));
    expect(problems).to.deep.equal([]);
    expect(book).not.to.equal(undefined);
  });

  it('are warned that a 999 cannot answer what is older than 005010', () => {
    const agreed = (text: string) => {
      const folder = folders.make({ 'partners/acme.yaml': text });
      const { book, problems } = loadFolder(folder);
      expect(book).not.to.equal(undefined);
      return problems.map(({ code, severity }) => [code, severity]);
    };
    const own = changed(acme, [[', deliver: [erp-main] }', ", deliver: [erp-main], acknowledge: '999' }"]]);
    expect(agreed(own)).to.deep.equal([['ACKNOWLEDGE_UNAVAILABLE', 'warning']]);
    const forAll = `${acme.trimEnd()}\nsyntax: { acknowledge: '999' }\n`;
    expect(agreed(forAll)).to.deep.equal([]);
  });

  it('may deliver nowhere, with a warning', () => {
    const text = changed(acme, [[', deliver: [erp-main] }', ' }']]);
    const { book, problems } = loadFolder(folders.make({ 'partners/acme.yaml': text }));
    expect(problems.map(({ code, severity }) => [code, severity])).to.deep.equal([
      ['DELIVER_MISSING', 'warning'],
    ]);
    expect(book).not.to.equal(undefined);
  });

  it('never show a secret in a message', () => {
    const text = changed(acme, [['transport: folder', 'transport: folder\n    password: hunter2']]);
    const [problem] = loadFolder(folders.make({ 'partners/acme.yaml': text })).problems;
    expect(`${problem!.message} ${problem!.help}`).not.to.contain('hunter2');
  });
});

describe('two partner files', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const other = acme
    .replace('partner: acme', 'partner: other')
    .replace('acme-folder', 'other-folder')
    .replace('ACMEMED', 'OTHER')
    .replace('ACMETEST', 'OTHERTEST')
    .replaceAll('data/acme', 'data/other');

  const load = (one: string, two: string) => {
    const root = folders.make({ 'partners/a.yaml': one, 'partners/b.yaml': two });
    return loadFolder(root).problems.map(({ file, line, col, code, message }) => ({
      file,
      line,
      col,
      code,
      message,
    }));
  };

  it('may be alike but for their names', () => {
    expect(load(acme, other)).to.deep.equal([]);
  });

  it('may not have the same partner id', () => {
    expect(load(acme, other.replace('partner: other', 'partner: acme'))).to.deep.equal([
      {
        ...{ file: 'partners/b.yaml', line: 1, col: 10, code: 'NAME_DUPLICATE' },
        message: 'partners/a.yaml has a partner "acme" too',
      },
    ]);
  });

  it('may not name two connections alike', () => {
    expect(load(acme, other.replace('other-folder', 'acme-folder'))).to.deep.equal([
      {
        ...{ file: 'partners/b.yaml', line: 9, col: 3, code: 'NAME_DUPLICATE' },
        message: 'partners/a.yaml has a connection "acme-folder" too',
      },
    ]);
  });

  it('may not have the same X12 identifiers', () => {
    const problems = load(acme, other.replace('OTHER,', 'ACMEMED,'));
    expect(problems.map(({ line, col, code }) => [line, col, code])).to.deep.equal([
      [7, 34, 'IDENTITY_DUPLICATE'],
    ]);
  });

  it('may not have the test identifier of another partner', () => {
    const problems = load(acme, other.replace('OTHERTEST', 'ACMEMED'));
    expect(problems.map(({ code }) => code)).to.deep.equal(['IDENTITY_DUPLICATE']);
  });

  it('may have the same X12 identifiers when one of them is retired', () => {
    const retired = acme.replace('status: live', 'status: retired');
    expect(load(retired, other.replace('OTHER,', 'ACMEMED,'))).to.deep.equal([]);
  });

  it('may not receive from one inbox, however it is written', () => {
    const problems = load(acme, other.replace('data/other/in', './data/x/../acme/in/'));
    expect(problems.map(({ line, col, code }) => [line, col, code])).to.deep.equal([
      [12, 13, 'INBOX_SHARED'],
    ]);
  });

  it("may not receive from inside another's done folder", () => {
    const problems = load(acme, other.replace('data/other/in', 'data/acme/done/in'));
    expect(problems.map(({ code }) => code)).to.deep.equal(['FOLDER_CONFLICT']);
  });

  it('may not share an inbox on one server', () => {
    const twin = northwind
      .replace('partner: northwind', 'partner: twin')
      .replace('northwind-sftp', 'twin-sftp')
      .replace('id: "117450392"', 'id: "999999999"')
      .replace('path: /out,', 'path: /out/./,');
    expect(load(northwind, twin).map(({ code }) => code)).to.deep.equal(['INBOX_SHARED']);
    expect(load(northwind, twin.replace('user: stmary', 'user: another'))).to.deep.equal([]);
  });
});

function changed(text: string, changes: [string | RegExp, string][]): string {
  return changes.reduce((result, [what, by]) => {
    const next = result.replace(what, by);
    if (next === result) throw new Error(`the test did not find ${String(what)}`);
    return next;
  }, text);
}
