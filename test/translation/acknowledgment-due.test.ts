/**
 * What becomes of the neighbours of a rejected set, and which acknowledgment is owed, under what was agreed: files through
 * the pure half of translate.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { translateFile } from '../../src/translation/translate-file.js';
import type { TranslatedInterchange } from '../../src/translation/translation.js';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

/** An interchange with a functional group for each list of invoices; an invoice without a number is at fault. */
function groupsOf(
  groups: (string | undefined)[][],
  { version = '004010', asked = 0 }: { version?: string; asked?: 0 | 1 } = {},
): string {
  const segments = groups.flatMap((invoices, index) => {
    const group = invoiceFile(201 + index, invoices)
      .split('~\n')
      .slice(1, -2);
    return group.map((segment) => segment.replace('004010', version));
  });
  const [isa] = invoiceFile(7, ['A']).split('~\n');
  const trailer = `IEA*${groups.length}*000000007`;
  return [isa!.replace('*0*P*>', `*${asked}*P*>`), ...segments, trailer].map((one) => `${one}~\n`).join('');
}

describe('acknowledgmentDue', function () {
  this.timeout(60_000);
  let site: Site;
  before(async () => (site = await openSite()));
  after(() => site.close());

  /** The site with these defaults in hub.yaml, and a second agreement about invoices of 005010. */
  async function configure(defaults: string, agreement = ''): Promise<Configuration> {
    const change = async (path: string, to: (text: string) => string, from = path) =>
      writeFile(join(site.root, path), to(await readFile(join(site.root, from), 'utf8')));
    await change('mappings/newer-810.yaml', newer, 'mappings/plain-810.yaml');
    await change('hub.yaml', (text) => text.replace(/\ndefaults:\n.*\n/, `\ndefaults:\n  ${defaults}\n`));
    const line = `agreements:\n  - { id: newer, document: x12/810/005010, direction: in, mapping: newer-810, deliver: [erp-main]${agreement} }\n`;
    await change('partners/acme.yaml', (text) =>
      text.replace(/agreements:\n(?: {2}- \{ id: newer.*\n)?/, line),
    );
    const { configuration, problems } = loadConfiguration(site.root, {});
    if (configuration === undefined) throw new Error(problems.map((one) => renderProblem(one)).join('\n'));
    return configuration;
  }
  const newer = (text: string) => text.replace('plain-810', 'newer-810').replace("'004010'", "'005010'");

  async function translated(text: string, { book, mappings, settings }: Configuration) {
    const connection = book.connection('acme-folder')!;
    const file = {
      ...{ id: 'f', name: 'a.x12', byteCount: Buffer.byteLength(text), sha256: '', connection },
      async *read() {
        yield Buffer.from(text);
      },
    };
    const translation = await translateFile(file, {
      ...{ book, mappings, limits: settings.limits, today: '2026-04-15' },
    });
    if (translation.format !== 'x12') throw new Error('no X12 was read');
    return translation.interchanges[0]!;
  }

  const keys = ({ records }: TranslatedInterchange) => records.map((record) => record.businessKey);
  /** AK1, AK5 and AK9 of each set of the answer, after the status of its TA1. */
  const told = ({ acknowledgment }: TranslatedInterchange) => [
    ...(acknowledgment?.ta1 === undefined ? [] : [acknowledgment.ta1.slice(4).join(' ')]),
    ...(acknowledgment?.groups ?? []).flatMap(({ set = '997', sets }) => [
      set,
      ...sets.flatMap(({ segments }) =>
        segments.filter(([id]) => /^(AK1|[AI]K5|AK9)$/.test(id)).map((one) => one.join('*')),
      ),
    ]),
  ];

  for (const [onBadSet, mapped, state, answer] of [
    [
      'reject-set',
      ['A', 'C', 'D'],
      'accepted',
      ['AK1*IN*201', 'AK5*A', 'AK5*R*5', 'AK5*A', 'AK9*P*3*3*2', 'AK1*IN*202', 'AK5*A', 'AK9*A*1*1*1'],
    ],
    [
      'reject-group',
      ['D'],
      'accepted',
      ['AK1*IN*201', 'AK5*R*5', 'AK9*R*3*3*0', 'AK1*IN*202', 'AK5*A', 'AK9*A*1*1*1'],
    ],
    [
      'reject-interchange',
      [],
      'rejected',
      ['AK1*IN*201', 'AK5*R*5', 'AK9*R*3*3*0', 'AK1*IN*202', 'AK9*R*1*1*0'],
    ],
  ] as const) {
    it(`maps and answers what ${onBadSet} leaves of an interchange with a rejected set`, async () => {
      const configuration = await configure(`interchange: { onBadSet: ${onBadSet} }`);
      const interchange = await translated(groupsOf([['A', undefined, 'C'], ['D']]), configuration);
      expect(keys(interchange)).to.deep.equal(mapped);
      expect(interchange.state).to.equal(state);
      expect(told(interchange)).to.deep.equal(['997', ...answer]);
      const asked = await translated(groupsOf([['A', undefined, 'C'], ['D']], { asked: 1 }), configuration);
      expect(told(asked)).to.deep.equal(['A 000', '997', ...answer]);
    });
  }

  it('answers by a 999 where that is agreed for all, and older groups by a 997', async () => {
    const configuration = await configure("acknowledge: '999'");
    const newerGroup = await translated(groupsOf([['A']], { version: '005010' }), configuration);
    expect(keys(newerGroup)).to.deep.equal(['A']);
    expect(told(newerGroup)).to.deep.equal(['999', 'AK1*IN*201*005010', 'IK5*A', 'AK9*A*1*1*1']);
    const older = await translated(groupsOf([['A']]), configuration);
    expect(told(older)).to.deep.equal(['997', 'AK1*IN*201', 'AK5*A', 'AK9*A*1*1*1']);
  });

  it('follows what one agreement says over what holds for all', async () => {
    const configuration = await configure("acknowledge: '997'", ", acknowledge: '999'");
    expect(told(await translated(groupsOf([['A']], { version: '005010' }), configuration))[0]).to.equal(
      '999',
    );
    const silent = await configure("acknowledge: '997'", ', acknowledge: none');
    expect(told(await translated(groupsOf([['A']], { version: '005010' }), silent))).to.deep.equal([]);
    expect(told(await translated(groupsOf([['A']]), silent))[0]).to.equal('997');
  });

  it('answers a group about which nothing is agreed as the partner usually is', async () => {
    const file = groupsOf([['A']], { version: '004030' });
    expect(told(await translated(file, await configure("acknowledge: '997'")))).to.include('AK1*IN*201');
    expect(told(await translated(file, await configure('acknowledge: none')))).to.deep.equal([]);
  });

  it('sends a TA1 where it is agreed, even when no group can be read', async () => {
    const configuration = await configure('ta1: always');
    const text = groupsOf([]).replace('IEA*0', 'IEA*1');
    expect(told(await translated(text, configuration))).to.deep.equal(['R 021']);
  });
});
