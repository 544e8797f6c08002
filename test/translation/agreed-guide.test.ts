/**
 * What an agreement says beyond the guide, from its file to the 997 that the partner gets.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfiguration } from '../../src/configuration/configuration.js';
import { translateFile } from '../../src/translation/translate-file.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

describe('what was agreed beyond the guide', () => {
  let site: Site;
  beforeEach(async () => (site = await openSite()));
  afterEach(() => site.close());

  /** The only interchange of an invoice file under `guide:` of the agreement. */
  async function translate(guide: string, change: (file: string) => string = (file) => file) {
    const path = join(site.root, 'partners/acme.yaml');
    const partner = readFileSync(path, 'utf8');
    const changed = partner.replace(/(document: x12\/810\/004010)/, `$1, validation: { guide: ${guide} }`);
    expect(changed).not.to.equal(partner);
    writeFileSync(path, changed);
    const { configuration, problems } = loadConfiguration(site.root, {});
    if (configuration === undefined) throw new Error(JSON.stringify(problems));
    const bytes = Buffer.from(change(invoiceFile(1, ['INV-1'])));
    const file = {
      id: '00000000-0000-7000-8000-000000000000',
      name: 'a.x12',
      sha256: '0'.repeat(64),
      byteCount: bytes.length,
      async *read() {
        yield bytes;
      },
    };
    const { book, mappings, settings } = configuration;
    const translation = await translateFile(file, {
      book,
      mappings,
      limits: settings.limits,
      today: '2026-04-15',
    });
    if (translation.format !== 'x12') throw new Error('this is X12');
    return translation.interchanges[0]!;
  }

  it('rejects an invoice that lacks what it has to have', async () => {
    const { report, records, issues } = await translate('{ elements: { BIG04: required } }');
    const [set] = report.groups[0]!.sets;
    expect([set!.verdict, set!.codes]).to.deep.equal(['rejected', ['5']]);
    expect(set!.issues[0]).to.include({ ak3: '8', ak4: '1', implementation: true });
    expect(issues.map(({ code, words }) => [code, words])).to.deep.include([
      'MANDATORY_ELEMENT_MISSING',
      'BIG04 is missing: it was agreed to send it',
    ]);
    expect(records).to.deep.equal([]);
  });

  it('accepts and maps an invoice that X12 alone would reject', async () => {
    const long = `INV-${'1'.repeat(30)}`;
    const lengthen = (file: string) => file.replace('INV-1', long);
    const rejected = await translate('{}', lengthen);
    expect(rejected.report.groups[0]!.verdict).to.equal('rejected');
    await site.close();
    site = await openSite();
    const { report, records } = await translate('{ elements: { BIG02: { max: 40 } } }', lengthen);
    expect(report.groups[0]!.verdict).to.equal('accepted');
    expect(records.map(({ record }) => record['number'])).to.deep.equal([long]);
  });
});
