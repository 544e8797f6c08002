import { expect } from 'chai';
import { acme, loadFolder, northwind, partnerFolders } from './partner-folder.js';

const given = (numbers: string) => `syntax: { send: { controlNumbers: ${numbers} } }\n`;

describe('ranges of control numbers in partner files', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());
  const load = (files: Record<string, string>) => loadFolder(folders.make(files));

  it('hold over what is built in, and say where they come from', () => {
    const range = given('{ first: 500001, last: 599999 }');
    const { book, problems } = load({ 'partners/acme.yaml': acme + range });
    expect(problems).to.deep.equal([]);
    const { settings } = book!.partners[0]!;
    expect(settings.values.send.controlNumbers).to.deep.equal({ first: 500_001, last: 599_999 });
    expect(settings.origins['send.controlNumbers.first']).to.equal('partners/acme.yaml:19');
    expect(book!.sendSyntax('nobody').controlNumbers).to.deep.equal({ first: 1, last: 999_999_999 });
  });

  for (const [what, numbers, message] of [
    ['that ends before it begins', '{ first: 900, last: 100 }', 'must hold at least 1000 numbers'],
    ['of few numbers', '{ first: 1, last: 999 }', 'must hold at least 1000 numbers'],
    ['without an end', '{ first: 1 }', 'missing key "last"'],
    ['from 0', '{ first: 0, last: 999999 }', ''],
    ['of ten digits', '{ first: 1, last: 1000000000 }', ''],
  ] as const) {
    it(`are refused: one ${what}`, () => {
      const { book, problems } = load({ 'partners/acme.yaml': acme + given(numbers) });
      expect(book).to.equal(undefined);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ file: 'partners/acme.yaml', line: 19 });
      expect(problems[0]!.message).to.contain(message);
    });
  }

  it('are the same for partners that share the identifiers of groups', () => {
    const shared = northwind.replace('id: "117450392" }', 'id: "117450392", group: ACMEMED }');
    const files = (of: string) => ({
      'partners/acme.yaml': acme + given('{ first: 1, last: 5000 }'),
      'partners/northwind.yaml': shared + of,
    });
    expect(load(files(given('{ first: 1, last: 5000 }'))).problems).to.deep.equal([]);
    const { book, problems } = load(files(given('{ first: 5001, last: 9999 }')));
    expect(book).to.equal(undefined);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ code: 'NUMBERS_SHARED', file: 'partners/northwind.yaml', line: 18 });
  });
});
