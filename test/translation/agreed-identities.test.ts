/**
 * A partner or agreement in testing, the usage of answers, and the application identifiers of groups: files through the pure
 * half of translate.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfiguration } from '../../src/configuration/configuration.js';
import { translateFile } from '../../src/translation/translate-file.js';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

describe('what was agreed about a partner', function () {
  this.timeout(60_000);
  let site: Site;
  let original: string;
  before(async () => {
    site = await openSite();
    original = await readFile(join(site.root, 'partners/acme.yaml'), 'utf8');
  });
  after(() => site.close());

  /** What becomes of a file when the partner file is changed like this. */
  async function translated(text: string, change: (partner: string) => string) {
    await writeFile(join(site.root, 'partners/acme.yaml'), change(original));
    const { configuration, problems } = loadConfiguration(site.root, {});
    if (configuration === undefined) throw new Error(problems.map((one) => renderProblem(one)).join('\n'));
    const { book, mappings, settings } = configuration;
    const file = {
      ...{ id: 'f', name: 'a.x12', byteCount: Buffer.byteLength(text), sha256: '' },
      connection: book.connection('acme-folder')!,
      async *read() {
        yield Buffer.from(text);
      },
    };
    const context = { book, mappings, limits: settings.limits, today: '2026-04-15' };
    const translation = await translateFile(file, context);
    if (translation.format !== 'x12') throw new Error('no X12 was read');
    const { records, issues, acknowledgment } = translation.interchanges[0]!;
    return {
      states: records.map(({ state }) => state),
      usage: acknowledgment?.usage,
      told: issues.map(({ code, subjectKind, words }) => `${code} at ${subjectKind}: ${words}`),
    };
  }

  const sound = invoiceFile(7, ['A']);
  const test = sound.replace('*0*P*>', '*0*T*>');
  const testingPartner = (text: string) => text.replace('status: live', 'status: testing');
  const testingAgreement = (text: string) => text.replace('id: invoices,', 'id: invoices, status: testing,');
  const usage = (which: string) => (text: string) => `${text}syntax: { send: { usage: ${which} } }\n`;

  for (const [what, text, change, state, answered] of [
    ['an invoice', sound, (partner: string) => partner, 'accepted', 'P'],
    ['a test', test, (partner: string) => partner, 'held', 'T'],
    ['an invoice of a partner in testing', sound, testingPartner, 'held', 'T'],
    ['an invoice under an agreement in testing', sound, testingAgreement, 'held', 'T'],
    ['an invoice of a partner who wants T', sound, usage('T'), 'accepted', 'T'],
    ['a test of a partner who wants P', test, usage('P'), 'held', 'P'],
  ] as const) {
    it(`is that ${what} is ${state}, and answered with ISA15 ${answered}`, async () => {
      const { states, usage: sent } = await translated(text, change);
      expect(states).to.deep.equal([state]);
      expect(sent).to.equal(answered);
    });
  }

  it('is that a set nothing is agreed on is answered as it came', async () => {
    const { usage: sent, told } = await translated(sound, (text) => text.replace(/ {2}- \{ id: inv.*\n/, ''));
    expect(sent).to.equal('P');
    expect(told.join()).to.contain('AGREEMENT_MISSING at transaction-set');
  });

  it('is which groups carry its documents: others are noted, and go on', async () => {
    const strange = sound.replace('GS*IN*ACME*HOSPITAL', 'GS*IN*ACME-WEST*CLINIC');
    const { states, told } = await translated(strange, (text) => text);
    expect(states).to.deep.equal(['accepted']);
    expect(told).to.deep.equal([
      'GROUP_IDENTITY_UNKNOWN at functional-group: GS02 is "ACME-WEST"; "ACME" was agreed.',
      'GROUP_IDENTITY_UNKNOWN at functional-group: GS03 is "CLINIC"; "HOSPITAL" was agreed.',
    ]);
  });

  it('is nothing about groups where the file says nothing about them', async () => {
    const strange = sound.replace('GS*IN*ACME*HOSPITAL', 'GS*IN*ACME-WEST*CLINIC');
    const { told } = await translated(strange, (text) => text.replaceAll(/, group: \w+/g, ''));
    expect(told).to.deep.equal([]);
  });

  it('is that a test system may name its groups as it names itself', async () => {
    const fromTest = test.replace('ACME           ', 'ACMETEST       ').replace('*IN*ACME*', '*IN*ACMETEST*');
    const { told, states } = await translated(fromTest, (text) =>
      text.replace('group: ACME }', 'group: ACME, testId: ACMETEST }'),
    );
    expect(told.filter((one) => one.startsWith('GROUP'))).to.deep.equal([]);
    expect(states).to.deep.equal(['held']);
  });
});
