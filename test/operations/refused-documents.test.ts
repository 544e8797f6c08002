/**
 * Documents that partners refused, as whoever asks is told: heard by our own reading of their answers.
 */
import { expect } from 'chai';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { listRefusedDocuments } from '../../src/operations/documents/refused-documents.js';
import { runOperation } from '../../src/operations/index.js';
import type { OperationContext } from '../../src/operations/operation.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { openSite, type Site } from '../kit/site.js';
import { answers, arrive } from '../kit/arrive.js';
import { makeSent } from '../steps/made-sent.js';

describe('documents that partners refused', function () {
  this.timeout(60_000);
  let site: Site;
  let sql: Sql;
  let closeDatabase: () => Promise<void>;
  let configuration: Configuration;
  let control = 0;

  before(async () => {
    site = await openSite();
    configuration = loadConfiguration(site.root, {}).configuration!;
    ({ sql, close: closeDatabase } = await openFreshDatabase());
  });
  after(async () => {
    await closeDatabase();
    await site.close();
  });

  // The operation asks for nothing but the database.
  const context = () => ({ sql }) as unknown as OperationContext;
  const list = (limit?: number) => listRefusedDocuments.run(context(), limit === undefined ? {} : { limit });
  const send = async (group: number) =>
    (await makeSent(sql, { group, interchange: group + 4_000, records: [{ body: {} }] }))[0]!;
  const hear = (group: number, ...words: string[]) =>
    arrive(sql, configuration, answers((control += 1), { sets: [[`AK1*PO*${group}`, ...words]] }));
  const rejected = [
    'AK2*850*0001',
    'AK3*PO1*3**8',
    'AK4*3*355*7*QQ',
    'AK3*REF*4**3',
    'AK5*R*5',
    'AK9*R*1*1*0',
  ];

  it('are listed with control numbers, file, words and faults, and nothing that was accepted or is unanswered', async () => {
    const [id, accepted] = [await send(101), await send(102), await send(103)];
    await hear(101, ...rejected);
    await hear(102, 'AK9*A*1*1*1');
    const { documents, more } = await list();
    expect([documents.map((one) => one.id), more]).to.deep.equal([[id], false]);
    expect(accepted).not.to.equal(id);
    const [{ saidAt, fileName, ...told }] = documents as [(typeof documents)[0]];
    expect(new Date(saidAt).toISOString()).to.equal(saidAt);
    expect(fileName).to.match(/^out-/);
    expect(told).to.deep.equal({
      ...{ id, kind: 'purchase-order@1', businessKey: '', partner: 'acme', document: 'x12/850/004010' },
      verdict: 'rejected',
      ...{ interchangeControlNumber: '000004101', groupControlNumber: '101', setControlNumber: '0001' },
      words:
        'The partner says about this 850 in group 101 (PO): rejected: one or more segments are at fault.',
      faults: [
        {
          ...{ segment: 3, segmentId: 'PO1', element: 3, component: null },
          words: 'segment 3, PO103: code value not accepted',
        },
        {
          ...{ segment: 4, segmentId: 'REF', element: null, component: null },
          words: 'segment 4 (REF): mandatory segment missing',
        },
      ],
    });
  });

  it('come by the time of the answer, the newest first, with a limit', async () => {
    const [early, late] = [await send(201), await send(202)];
    await hear(202, 'AK2*850*0001', 'AK3*PO1*3**8', 'AK5*E*5', 'AK9*E*1*1*1');
    await hear(201, ...rejected);
    const { documents, more } = await list(2);
    expect(more).to.equal(true);
    expect(documents.map(({ id, verdict, faults }) => [id, verdict, faults.length])).to.deep.equal([
      [early, 'rejected', 2],
      [late, 'accepted-with-errors', 1],
    ]);
    const asked = await runOperation(context(), 'outbound.refused', { limit: 1_001 }).catch(String);
    expect(asked).to.contain('limit: a reply lists at most 1000 documents');
  });

  it('are told by the last word of the partner only, and leave when it takes back what it said', async () => {
    const id = await send(301);
    const told = async () => (await list()).documents.find((one) => one.id === id);
    await hear(301, ...rejected);
    await hear(301, 'AK2*850*0001', 'AK5*E*5', 'AK9*E*1*1*1');
    const { verdict, words, faults } = (await told())!;
    expect([verdict, faults]).to.deep.equal(['accepted-with-errors', []]);
    expect(words).to.contain('accepted with errors');
    await hear(301, 'AK9*A*1*1*1');
    expect(await told()).to.equal(undefined);
  });
});
