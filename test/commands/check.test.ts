import { expect } from 'chai';
import { check } from '../../src/commands/check.js';
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

  it('refuses a format that there is not', () => {
    expect(run({}, 'xml')).to.deep.equal({ code: 2, text: '' });
  });
});
