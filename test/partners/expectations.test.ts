/**
 * What partners owe for documents that go out, as their files say it, and what is told when it cannot be so.
 */
import { expect } from 'chai';
import { loadHubFile } from '../../src/hub-file/load-hub-file.js';
import type { KnownNames } from '../../src/partners/known-names.js';
import { loadPartners } from '../../src/partners/load-partners.js';
import { acme, hubYaml, known, partnerFolders } from './partner-folder.js';

const outbound: NonNullable<KnownNames['outbound']> = new Map([
  ['out-850', { from: 'purchase-order@1', to: { format: 'x12' as const, set: '850', version: '004010' } }],
  ['out-856', { from: 'ship-notice@1', to: { format: 'x12' as const, set: '856', version: '004010' } }],
  ['out-csv', { from: 'purchase-order@1', to: { format: 'csv' as const } }],
]);
const x12 = (set: string) => ({ format: 'x12' as const, set, version: '004010' });
const mappings = new Map([
  ['x12-810', { from: x12('810'), to: 'invoice@1' }],
  ['x12-855', { from: x12('855'), to: 'order-acknowledgment@1' }],
  ['ohio-csv', { from: { format: 'csv' as const }, to: 'ship-notice@1' }],
]);

describe('expect: in partner files', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const order = 'document: x12/850/004010, mapping: out-850, direction: out, connection: acme-folder';
  const acknowledged =
    '{ id: answers, direction: in, document: x12/855/004010, mapping: x12-855, deliver: [erp-main] }';

  function load(expectation: string, { agreed = order, more = `\n  - ${acknowledged}` } = {}) {
    const agreements = `${acme}  - { id: orders, ${agreed}, expect: ${expectation} }${more}\n`;
    const root = folders.make({ 'hub.yaml': hubYaml, 'partners/acme.yaml': agreements });
    const { book, problems } = loadPartners(root, loadHubFile(root, {}).settings!, {
      ...known,
      mappings,
      outbound,
    });
    const orders = book?.partners[0]?.agreements.find(({ id }) => id === 'orders');
    const told = problems.map(({ code, message, help }) => `${code} ${message} (${help})`);
    return { orders, told };
  }

  it('takes minutes, hours, days and business days, with keys in quotation marks or without', () => {
    const { orders, told } = load(`{ '997': 90m, ta1: 24h, 855: 1bd, "856": 2d, 810: 999d }`);
    expect(told).to.deep.equal([]);
    expect(orders?.expect).to.deep.equal({ 997: '90m', ta1: '24h', 855: '1bd', 856: '2d', 810: '999d' });
    expect(orders?.origins).to.include({ 'expect.855': 'partners/acme.yaml:19' });
  });

  it('says in which form a time stands', () => {
    for (const wrong of ['24', '1 day', '0h', '-1h', '1000h', '1.5h', '24H', '1w', 'bd', '[24h]', '"24h "']) {
      const { told } = load(`{ '997': ${wrong} }`);
      expect(
        told.map((one) => one.replace(/^VALUE_(TYPE|INVALID) /, '')),
        wrong,
      ).to.deep.equal([
        'this is not a time to answer in ' +
          '(such as 24h, 90m, 2d (of 24 hours) or 1bd (business days), each at most 999)',
      ]);
    }
  });

  it('knows what can be owed', () => {
    expect(load(`{ '865': 24h }`).told[0]).to.match(/^KEY_UNKNOWN unknown key "865" \(did you mean "855"/);
    expect(load(`{ '999': 24h, '997': 24h }`).told).to.deep.equal([
      'VALUE_INVALID a 999 and a 997 say the same, so one of them is expected (remove 999:)',
    ]);
    const csv = { agreed: 'document: csv/order, mapping: out-csv, direction: out, connection: acme-folder' };
    expect(load(`{ '855': 24h }`, csv).told).to.deep.equal([]);
    expect(load(`{ ta1: 24h }`, csv).told).to.deep.equal([
      'VALUE_INVALID only X12 is acknowledged (remove ta1:)',
    ]);
    const notice = { agreed: order.replaceAll('850', '856') };
    expect(load(`{ '997': 24h, '855': 24h }`, notice).told).to.deep.equal([
      'VALUE_INVALID an 855 answers orders and changes of orders, not ship-notice@1 (remove 855:)',
    ]);
  });

  it('warns of an answer that could never be noticed', () => {
    const { told, orders } = load(`{ '855': 1bd, '856': 2d }`, { more: '' });
    expect(orders?.expect).to.deep.equal({ 855: '1bd', 856: '2d' });
    expect(told).to.deep.equal([
      'EXPECT_UNHEARD no agreement in use by which an 855 of this partner comes in, so each would be overdue ' +
        `(add one with direction: in, or remove '855')`,
    ]);
    const draft = `\n  - ${acknowledged.replace('direction', 'status: draft, direction')}`;
    expect(load(`{ '855': 1bd }`, { more: draft }).told).to.have.length(1);
  });
});
