/**
 * What a step of parts does around them: leases, group commits, what comes again later, lanes, and the bells after the commit.
 */
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { RefusedError } from '../../src/errors.js';
import type { Queues } from '../../src/queues/queues.js';
import type { Sql } from '../../src/store/database/schema.js';
import { addWork } from '../../src/store/working/work.js';
import { joinDue } from '../../src/working/due-work.js';
import type { Hub } from '../../src/working/hub.js';
import { leasedStep, type RunStep, type StepParts } from '../../src/working/leased-step.js';
import { openHub } from '../kit/open-hub.js';

const repository = join(import.meta.dirname, '../..');

/** A step whose subjects are their own ids. */
type Parts = StepParts<string, unknown, string>;

describe('a step of parts', function () {
  this.timeout(60_000);
  let hub: Hub;
  let closeHub: () => Promise<void>;
  let rung: string[];
  let states: () => Promise<string[]>;

  before(async () => {
    const opened = await openHub(repository);
    const { sql } = opened.hub;
    closeHub = opened.close;
    states = async () =>
      (await sql.selectFrom('work').select('state').orderBy('subject_id').execute()).map(
        ({ state }) => state,
      );
    const ring: Queues['ring'] = async (step, ids) => {
      rung.push(`${step} ${ids.join(' ')}, work ${(await states()).join(' ')}`);
      return true;
    };
    hub = { ...opened.hub, queues: { ring } as Queues };
  });
  beforeEach(async () => {
    rung = [];
    await hub.sql.deleteFrom('work').execute();
  });
  after(() => closeHub());

  /** Work of this step for so many subjects, oldest first. */
  async function due(step: 'send' | 'translate', count: number) {
    const subjects = Array.from({ length: count }, () => uuidv7());
    const lane = step === 'translate' ? { lane: 'acme' } : {};
    const work = await addWork(
      hub.sql,
      step,
      subjects.map((subjectId) => ({ subjectId, ...lane })),
    );
    return { subjects, work };
  }

  const stepOf = (parts: Partial<Parts> = {}): RunStep =>
    leasedStep<string, unknown, string>({
      ...{ step: 'send', atOnce: 4 },
      load: async (_hub, ids) => ({ subjects: new Map(ids.map((id) => [id, id])) }),
      run: (id) => id,
      save: async () => ({}),
      giveUp: async () => {},
      ...parts,
    });
  const runs = (step: RunStep, work: readonly string[]) =>
    step(() => hub, work).then(
      () => 'done',
      (error: Error) => error.message,
    );

  it('saves together what is ready together, finishes it, and rings once, after the commit', async () => {
    const { subjects, work } = await due('send', 3);
    const groups: (readonly string[])[] = [];
    const save = async (_sql: Sql, group: readonly string[]) => {
      groups.push(group);
      return { due: { deliver: group.map((id) => `after ${subjects.indexOf(id)}`) } };
    };
    expect(await runs(stepOf({ save }), work)).to.equal('done');
    expect(groups).to.deep.equal([subjects]);
    expect(rung).to.deep.equal(['deliver after 0 after 1 after 2, work done done done']);
  });

  it('asks for nothing and saves nothing where nothing is due', async () => {
    const load = () => Promise.reject(new Error('asked'));
    expect(await runs(stepOf({ load }), [uuidv7()])).to.equal('done');
  });

  it('gives back what is to come later, in the same transaction, and counts it as no attempt', async () => {
    const { subjects, work } = await due('send', 2);
    const save = async () => ({
      postponed: [{ subjectId: subjects[1]!, delayMs: 60_000, errorCode: 'BATCH_OPEN' }],
    });
    expect(await runs(stepOf({ save }), work)).to.equal('done');
    const rows = await hub.sql
      .selectFrom('work')
      .select(['state', 'attempts', 'error_code', raw<boolean>`next_at > now()`.as('later')])
      .orderBy('subject_id')
      .execute();
    expect(rows).to.deep.equal([
      { state: 'done', attempts: 0, error_code: null, later: false },
      { state: 'waiting', attempts: 0, error_code: 'BATCH_OPEN', later: true },
    ]);
  });

  it('gives up what is refused and says so at its subject, saves the others, and fails its job', async () => {
    const { subjects, work } = await due('send', 2);
    const givenUp: string[] = [];
    const step = stepOf({
      run: (id) => {
        if (id === subjects[0]) throw new RefusedError('NAME_TAKEN', 'taken');
        return id;
      },
      save: async (_sql, group) => ({ due: { deliver: group } }),
      giveUp: async (_sql, id, code) => void givenUp.push(`${id} ${code}`),
    });
    expect(await runs(step, work)).to.equal('taken');
    expect(givenUp).to.deep.equal([`${subjects[0]} NAME_TAKEN`]);
    expect(rung).to.deep.equal([`deliver ${subjects[1]}, work dead-lettered done`]);
  });

  it('says of work whose subject is not there what is missing', async () => {
    const { work } = await due('send', 1);
    const load = async () => ({ subjects: new Map<string, string>() });
    expect(await runs(stepOf({ load }), work)).to.equal(`work ${work[0]} has no file`);
  });

  it('saves nothing once a lease is lost', async () => {
    const { work } = await due('send', 1);
    const save = async (sql: Sql) => {
      await sql.insertInto('hubs').values({ id: uuidv7() }).execute();
      await sql.updateTable('work').set({ epoch: 99 }).execute();
      return { due: { deliver: ['never'] } };
    };
    expect(await runs(stepOf({ save }), work)).to.equal('done');
    expect(await hub.sql.selectFrom('hubs').select('id').execute()).to.deep.equal([{ id: hub.id }]);
    expect([await states(), rung]).to.deep.equal([['leased'], []]);
  });

  it('closes what it has opened, also when its work failed', async () => {
    const { work } = await due('send', 1);
    let closed = 0;
    const step = stepOf({
      load: async (_hub, ids) => ({
        subjects: new Map(ids.map((id) => [id, id])),
        close: async () => void (closed += 1),
      }),
      run: () => Promise.reject(new RefusedError('NAME_TAKEN', 'taken')),
    });
    expect([await runs(step, work), closed]).to.deep.equal(['taken', 1]);
  });

  it('neither runs nor saves what stands in its lane behind something that could not be saved', async () => {
    const { subjects, work } = await due('translate', 3);
    const ran: string[] = [];
    const step = stepOf({
      ...{ step: 'translate', atOnce: 1, laneLimit: 8 },
      run: (id) => (ran.push(id), id),
      save: async () => Promise.reject(new Error('cannot be saved')),
    });
    expect(await runs(step, work)).to.equal('cannot be saved');
    expect(ran).to.deep.equal([subjects[0]]);
    const rows = await hub.sql
      .selectFrom('work')
      .select(['state', 'attempts'])
      .orderBy('subject_id')
      .execute();
    expect(rows).to.deep.equal([1, 0, 0].map((attempts) => ({ state: 'waiting', attempts })));
  });
});

describe('work that became due', () => {
  it('is joined by step, and steps without work are left out', () => {
    expect(joinDue([{ deliver: ['a'], send: [] }, {}, { deliver: ['b'], compose: ['c'] }])).to.deep.equal({
      deliver: ['a', 'b'],
      compose: ['c'],
    });
  });
});
