/**
 * Agreements about what goes out name mappings that write, and those fit the document.
 */
import { expect } from 'chai';
import { loadConfig } from '../../src/config.js';
import { loadPartners } from '../../src/partners/index.js';
import { acme, hubYaml, known, partnerFolders } from './partner-folder.js';

const invoices = 'direction: in, document: x12/810/004010, mapping: x12-810, deliver: [erp-main]';
const outbound = new Map([['out-850', { to: { format: 'x12' as const, set: '850', version: '004010' } }]]);

describe('agreements about what goes out', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const shown = (mapping: string, document: string): string[] => {
    const agreed = `direction: out, document: ${document}, mapping: ${mapping}, connection: acme-folder`;
    const root = folders.make({ 'hub.yaml': hubYaml, 'partners/acme.yaml': acme.replace(invoices, agreed) });
    const { problems } = loadPartners(root, loadConfig(root, {}).config!, { ...known, outbound });
    return problems.map(({ code, message, help }) => `${code} ${message} (${help})`);
  };

  it('take a mapping that writes their document', () => {
    expect(shown('out-850', 'x12/850/004010')).to.deep.equal([]);
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
});
