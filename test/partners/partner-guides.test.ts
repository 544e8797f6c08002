/**
 * What partner files and hub.yaml agree beyond the guides: where it holds, and what is shown when it fits no guide.
 */
import { expect } from 'chai';
import { loadHubFile } from '../../src/hub-file/load-hub-file.js';
import { loadPartners } from '../../src/partners/load-partners.js';
import { checkOverride } from '../../src/x12/guides/override/check-override.js';
import { acme, hubYaml, known, partnerFolders } from './partner-folder.js';

const agreement =
  '  - { id: invoices, direction: in, document: x12/810/004010, mapping: x12-810, deliver: [erp-main] }';

describe('guides in partner files', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  /** Loads a folder with these lines after `guide:` in the agreement about invoices, in `syntax:` and in hub.yaml. */
  const load = (given: { agreement?: string; syntax?: string; hub?: string }) => {
    const guide = (text: string | undefined) => (text === undefined ? '{}' : `{ guide: ${text} }`);
    const changed = agreement.replace(' }', `,\n      validation: ${guide(given.agreement)} }`);
    const partner = acme.replace(agreement, changed) + `syntax:\n  validation: ${guide(given.syntax)}\n`;
    const hub = `${hubYaml}  validation: ${guide(given.hub)}\n`;
    const root = folders.make({ 'hub.yaml': hub, 'partners/acme.yaml': partner });
    const { settings, problems } = loadHubFile(root, {}, { guides: checkOverride });
    const loaded = settings && loadPartners(root, settings, { ...known, guides: checkOverride });
    return { book: loaded?.book, problems: [...problems, ...(loaded?.problems ?? [])] };
  };
  const shown = (given: Parameters<typeof load>[0]) =>
    load(given).problems.map(({ file, line, code, message, help, col, length, sourceLine }) => ({
      at: `${file}:${line} ${sourceLine!.slice(col - 1, col - 1 + length)}`,
      code,
      message,
      help,
    }));

  it('hold from hub.yaml over the partner to the agreement, list by list', () => {
    const { book, problems } = load({
      hub: '{ codes: { "355": { add: [CS] } }, segments: { CUR: not-used } }',
      syntax: '{ codes: { "355": { add: [TR] }, BIG07: { only: [DI] } } }',
      agreement: '{ codes: { "355": { add: [Q9] } }, segments: { CUR: optional } }',
    });
    expect(problems).to.deep.equal([]);
    const [invoices, ohio] = book!.partners[0]!.agreements;
    expect(invoices!.validation.guide).to.deep.equal({
      codes: { '355': { add: ['CS', 'TR', 'Q9'] }, BIG07: { only: ['DI'] } },
      elements: {},
      segments: { CUR: { use: 'optional' } },
    });
    expect(ohio!.validation.guide).to.equal(book!.partners[0]!.settings.values.validation.guide);
    expect(invoices!.origins).to.include({
      'validation.guide.codes.355': 'partners/acme.yaml:18',
      'validation.guide.codes.BIG07': 'partners/acme.yaml:21',
      'validation.guide.segments.CUR': 'partners/acme.yaml:18',
    });
  });

  it('are pointed at where an agreement names what its set lacks', () => {
    expect(shown({ agreement: '{ segments: { IT1/CTTP: { max: 3 } } }' })).to.deep.equal([
      {
        at: 'partners/acme.yaml:18 IT1/CTTP',
        code: 'NAME_UNKNOWN',
        message: 'there is no segment IT1/CTTP in x12/810/004010',
        help: 'did you mean "IT1/CTP"?',
      },
    ]);
    expect(shown({ agreement: '{ elements: { BGI04: required } }' })[0]).to.include({
      at: 'partners/acme.yaml:18 BGI04',
      help: 'did you mean "BIG04"?',
    });
    expect(shown({ agreement: '{ codes: { "355": { add: [EA, EACH] } } }' })[0]).to.include({
      at: 'partners/acme.yaml:18 EACH',
      code: 'VALUE_INVALID',
    });
    expect(shown({ agreement: '{ elements: { BIG10: { max: 9 } } }' })).to.have.length(0);
  });

  it('are pointed at where hub.yaml or a partner names what no set has', () => {
    expect(shown({ hub: '{ elements: { BEG05: required, BXG05: required } }' })[0]).to.include({
      at: 'hub.yaml:6 BXG05',
      code: 'NAME_UNKNOWN',
    });
    expect(shown({ syntax: '{ elements: { BEG05: required, BEG25: required } }' })[0]).to.include({
      at: 'partners/acme.yaml:21 BEG25',
      message: 'BEG has 12 elements',
    });
  });

  it('are refused for CSV', () => {
    const root = folders.make({
      'partners/acme.yaml': acme.replace(
        'mapping: ohio-csv,',
        'mapping: ohio-csv, validation: { guide: { segments: { CUR: not-used } } },',
      ),
    });
    const { settings } = loadHubFile(root, {});
    const { problems } = loadPartners(root, settings!, { ...known, guides: checkOverride });
    expect(problems.map(({ message }) => message)).to.deep.equal(['only X12 has guides']);
  });

  it('say how to write a code that YAML takes for a number', () => {
    expect(shown({ agreement: '{ codes: { BIG09: { only: [00, "05"] } } }' })[0]).to.include({
      at: 'partners/acme.yaml:18 00',
      help: 'put it in quotation marks',
    });
  });

  it('say that a list is either extended or replaced', () => {
    expect(shown({ agreement: '{ codes: { "355": { only: [EA], add: [BX] } } }' })[0]).to.include({
      message: 'expected either add: or only:',
      help: 'add extends the list, only replaces it',
    });
  });

  it('suggest the use that was meant', () => {
    expect(shown({ agreement: '{ segments: { CUR: not_used } }' })[0]).to.include({
      at: 'partners/acme.yaml:18 not_used',
      help: 'did you mean "not-used"?',
    });
  });
});
