/**
 * What partners say of documents that we sent: verdicts, faults, and what is expected no longer.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { openSite, type Site } from '../kit/site.js';
import { answers, arrive as arriveAt, type Answers } from '../kit/arrive.js';
import { type MadeSent, makeSent, statesOf } from './made-sent.js';

describe('what partners say of documents', function () {
  this.timeout(60_000);
  let site: Site;
  let sql: Sql;
  let closeDatabase: () => Promise<void>;
  let configuration: Configuration;
  let control = 100;
  beforeEach(() => (control += 100));

  before(async () => {
    site = await openSite();
    const acme = readFileSync(join(site.root, 'partners/acme.yaml'), 'utf8');
    const rival = acme.replaceAll('acme', 'rival').replaceAll('Acme', 'Rival').replaceAll('ACME', 'RIVAL');
    writeFileSync(join(site.root, 'partners/rival.yaml'), rival.replaceAll('exchange/', 'exchange/rival-'));
    const loaded = loadConfiguration(site.root, {});
    if (loaded.configuration === undefined) throw new Error(JSON.stringify(loaded.problems));
    configuration = loaded.configuration;
    ({ sql, close: closeDatabase } = await openFreshDatabase());
  });
  after(async () => {
    await closeDatabase();
    await site.close();
  });

  const order = (number = 'PO-1') => ({ body: { number } });
  const agreed = { 997: '24h', 855: '1bd' };
  const send = (made: Partial<MadeSent> = {}) =>
    makeSent(sql, { group: control, records: [order()], expect: agreed, ...made });
  /** @param next the answer's own control number goes up by it */
  const hear = (said: Answers, next = 0) =>
    arriveAt(sql, configuration, answers(control + next, said), {
      from: (said.from ?? 'acme').toLowerCase(),
    });
  const about = (group: number, ...rest: string[]) => [`AK1*PO*${group}`, ...rest];

  async function verdictOf(id: string) {
    const row = await sql
      .selectFrom('outbound_documents')
      .select(['verdict', 'acknowledged_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return [row.verdict, row.acknowledged_at === null ? 'not acknowledged' : 'acknowledged'];
  }
  async function issuesOf(id: string) {
    const rows = await sql
      .selectFrom('issues')
      .selectAll()
      .where('subject_id', '=', id)
      .where('superseded_at', 'is', null)
      .orderBy('id')
      .execute();
    return rows.map(({ severity, code, words }) => `${severity} ${code}: ${words}`);
  }
  async function eventsOf(id: string) {
    const rows = await sql
      .selectFrom('events')
      .select(['event', 'detail'])
      .where('subject_id', '=', id)
      .where('event', '!=', 'expectation.met')
      .orderBy('id')
      .execute();
    return rows.map(({ event, detail }) => {
      const { by, verdict, before } = detail as Record<string, string>;
      return [event, by, verdict, before];
    });
  }

  const outcomes = [
    { code: 'A', set: 'A', verdict: 'accepted', left: { 997: 'met', 855: 'open' } },
    { code: 'E', set: 'E', verdict: 'accepted-with-errors', left: { 997: 'met', 855: 'open' } },
    { code: 'P', set: 'R', verdict: 'rejected', left: { 997: 'met', 855: 'cancelled' } },
    { code: 'R', set: 'R', verdict: 'rejected', left: { 997: 'met', 855: 'cancelled' } },
  ] as const;
  for (const { code, set, verdict, left } of outcomes)
    it(`keeps the verdict of a 997 that says ${code}, and answers nothing`, async () => {
      const [id] = await send();
      const came = await hear({
        sets: [about(control, 'AK2*850*0001', `AK5*${set}`, `AK9*${code}*1*1*${set === 'R' ? 0 : 1}`)],
      });
      expect(came.state).to.equal('translated');
      expect(await verdictOf(id!)).to.deep.equal([verdict, 'acknowledged']);
      expect(await statesOf(sql, id!)).to.deep.equal(left);
      expect(await eventsOf(id!)).to.deep.equal([['acknowledgment.received', '997', verdict, null]]);
      expect((await issuesOf(id!)).length).to.equal(verdict === 'accepted' ? 0 : 1);
      const owed = await sql.selectFrom('acknowledgments').selectAll().execute();
      expect(owed).to.deep.equal([]);
    });

  it('tells a refusal with the faults that the partner names, without the values', async () => {
    const [id] = await send();
    const faults = ['AK3*PO1*3**8', 'AK4*3*355*7*QQ', 'AK3*REF*4**3'];
    await hear({ sets: [about(control, 'AK2*850*0001', ...faults, 'AK5*R*5', 'AK9*R*1*1*0')] });
    expect(await issuesOf(id!)).to.deep.equal([
      `error SENT_DOCUMENT_REFUSED: The partner says about this 850 in group ${control} (PO): rejected: ` +
        'one or more segments are at fault.',
      'error SENT_DOCUMENT_FAULT: segment 3, PO103: code value not accepted',
      'error SENT_DOCUMENT_FAULT: segment 4 (REF): mandatory segment missing',
    ]);
    const places = await sql
      .selectFrom('issues')
      .select(['segment', 'segment_id', 'element', 'value'])
      .where('subject_id', '=', id!)
      .orderBy('id')
      .execute();
    expect(places).to.deep.equal([
      { segment: null, segment_id: null, element: null, value: null },
      { segment: 3, segment_id: 'PO1', element: 3, value: null },
      { segment: 4, segment_id: 'REF', element: null, value: null },
    ]);
  });

  it('gives each document of a group its own verdict', async () => {
    const ids = await send({ records: [order('1'), order('2'), order('3')] });
    const sets = ['AK2*850*0001', 'AK5*A', 'AK2*850*0002', 'AK5*R*5', 'AK2*850*0009', 'AK5*A'];
    const { issues } = await hear({ sets: [about(control, ...sets, 'AK9*P*3*3*2')] });
    const verdicts = await Promise.all(ids.map(verdictOf));
    // AK9 counts three sets, and four are named or ours: nothing certain is said of the third.
    expect(verdicts.map(([verdict]) => verdict)).to.deep.equal(['accepted', 'rejected', null]);
    expect(issues[0]).to.include({ code: 'UNMATCHED_ACKNOWLEDGMENT', subject_kind: 'transaction-set' });
    expect(issues[0]?.words).to.match(/^The partner says about set 0009 in group \d+ \(PO\): accepted\./);
    expect((await issuesOf(ids[2]!))[0]).to.contain('nothing certain');
    expect(await statesOf(sql, ids[2]!)).to.deep.equal({ 997: 'met', 855: 'open' });
  });

  it('takes all documents of an accepted group for accepted when it names none', async () => {
    const ids = await send({ records: [order('1'), order('2')] });
    await hear({ sets: [about(control, 'AK9*A*2*2*2')] });
    for (const id of ids) expect(await verdictOf(id)).to.deep.equal(['accepted', 'acknowledged']);
  });

  it('changes nothing when the same is said again', async () => {
    const [id] = await send();
    const said = { sets: [about(control, 'AK2*850*0001', 'AK5*R*5', 'AK9*R*1*1*0')] };
    await hear(said);
    const before = [await issuesOf(id!), await eventsOf(id!), await verdictOf(id!)];
    const again = await hear(said, 1);
    expect([again.state, again.issues]).to.deep.equal(['translated', []]);
    expect([await issuesOf(id!), await eventsOf(id!), await verdictOf(id!)]).to.deep.equal(before);
  });

  it('lets the last word count, and expects again what a refusal had ended', async () => {
    const [id] = await send();
    await hear({ sets: [about(control, 'AK2*850*0001', 'AK5*R*5', 'AK9*R*1*1*0')] });
    await hear({ sets: [about(control, 'AK9*A*1*1*1')] }, 1);
    expect(await verdictOf(id!)).to.deep.equal(['accepted', 'acknowledged']);
    expect(await issuesOf(id!)).to.deep.equal([]);
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'met', 855: 'open' });
    await hear({ sets: [about(control, 'AK9*R*1*1*0')] }, 2);
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'met', 855: 'cancelled' });
    expect((await eventsOf(id!)).map(([, , verdict, before]) => [verdict, before])).to.deep.equal([
      ['rejected', null],
      ['accepted', 'rejected'],
      ['rejected', 'accepted'],
    ]);
  });

  it('hears both words of one interchange, the last one last', async () => {
    const [id] = await send();
    await hear({ sets: [about(control, 'AK9*R*1*1*0'), about(control, 'AK9*A*1*1*1')] });
    expect(await verdictOf(id!)).to.deep.equal(['accepted', 'acknowledged']);
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'met', 855: 'open' });
    expect(await eventsOf(id!)).to.have.length(2);
  });

  it('keeps a verdict when the next answer says nothing certain', async () => {
    const [id] = await send();
    await hear({ sets: [about(control, 'AK9*A*1*1*1')] });
    await hear({ sets: [about(control, 'AK9*P*2*2*1')] }, 1);
    expect(await verdictOf(id!)).to.deep.equal(['accepted', 'acknowledged']);
    expect(await issuesOf(id!)).to.deep.equal([]);
  });

  it('meets a TA1 with a TA1, and tells each document of an interchange that was refused', async () => {
    const made = { expect: { ta1: '2h', ...agreed }, records: [order('1'), order('2')] };
    const ta1 = (code: string) => [`TA1*${String(control).padStart(9, '0')}*260415*0800*${code}`];
    const [fine] = await send(made);
    expect((await hear({ ta1: ta1('A*000') })).issues).to.deep.equal([]);
    expect(await verdictOf(fine!)).to.deep.equal([null, 'not acknowledged']);
    expect(await statesOf(sql, fine!)).to.deep.equal({ ta1: 'met', 997: 'open', 855: 'open' });
    control += 10;
    const refused = await send(made);
    await hear({ ta1: ta1('R*025') });
    for (const id of refused) {
      expect(await verdictOf(id)).to.deep.equal(['rejected', 'acknowledged']);
      expect(await statesOf(sql, id)).to.deep.equal({ ta1: 'met', 997: 'cancelled', 855: 'cancelled' });
      expect(await issuesOf(id)).to.deep.equal([
        `error SENT_DOCUMENT_REFUSED: The partner says about this 850 in interchange ${String(control).padStart(9, '0')}: ` +
          'rejected: the interchange control number was used before.',
      ]);
    }
    // It was heard after all.
    await hear({ sets: [about(control, 'AK9*A*2*2*2')] }, 1);
    expect(await statesOf(sql, refused[0]!)).to.deep.equal({ ta1: 'met', 997: 'met', 855: 'open' });
  });

  it('tells a TA1 that accepts with errors at the interchange that brings it, not at the documents', async () => {
    const [id] = await send({ expect: { ta1: '2h' } });
    const came = await hear({ ta1: [`TA1*${String(control).padStart(9, '0')}*260415*0800*E*025`] });
    expect(came.issues.map(({ code, subject_kind }) => [code, subject_kind])).to.deep.equal([
      ['SENT_INTERCHANGE_REFUSED', 'interchange'],
    ]);
    expect(await verdictOf(id!)).to.deep.equal([null, 'not acknowledged']);
    expect(await statesOf(sql, id!)).to.deep.equal({ ta1: 'met' });
    expect(await issuesOf(id!)).to.deep.equal([]);
  });

  it('hears nobody about the documents of others', async () => {
    const [id] = await send();
    const { issues } = await hear({ sets: [about(control, 'AK9*R*1*1*0')], from: 'RIVAL' });
    expect(issues.map(({ code }) => code)).to.deep.equal([
      'UNMATCHED_ACKNOWLEDGMENT',
      'GROUP_IDENTITY_UNKNOWN',
    ]);
    expect(await verdictOf(id!)).to.deep.equal([null, 'not acknowledged']);
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'open', 855: 'open' });
  });

  it('takes a group of another sort for none of ours', async () => {
    const [id] = await send();
    const { issues } = await hear({ sets: [[`AK1*IN*${control}`, 'AK9*A*1*1*1']] });
    expect(issues.map(({ code }) => code)).to.deep.equal(['UNMATCHED_ACKNOWLEDGMENT']);
    expect(await verdictOf(id!)).to.deep.equal([null, 'not acknowledged']);
  });

  it('finds a group whose identifiers the partner does not repeat, if only one can be meant', async () => {
    const text = () =>
      answers(control, { sets: [about(control, 'AK9*A*1*1*1')] }).replace('FA*ACME*', 'FA*ACMEEDI*');
    const [id] = await send({ interchangeReceiver: 'ZZ:ACMEPROD' });
    const codes = async () => (await arriveAt(sql, configuration, text())).issues.map(({ code }) => code);
    expect(await codes()).to.deep.equal(['GROUP_IDENTITY_UNKNOWN']);
    expect(await verdictOf(id!)).to.deep.equal(['accepted', 'acknowledged']);
    control += 10;
    const [one, other] = [await send(), await send({ receiver: 'WEST' })];
    expect(await codes()).to.deep.equal(['UNMATCHED_ACKNOWLEDGMENT', 'GROUP_IDENTITY_UNKNOWN']);
    for (const [sent] of [one, other]) expect((await verdictOf(sent!))[0]).to.equal(null);
    await hear({ sets: [about(control, 'AK9*A*1*1*1')] }, 1);
    expect((await verdictOf(one[0]!))[0]).to.equal('accepted');
    expect((await verdictOf(other[0]!))[0]).to.equal(null);
  });

  it('takes a TA1 about another pair of identifiers for none of ours: acknowledgments have such numbers too', async () => {
    const [id] = await send({ expect: { ta1: '2h' }, interchangeReceiver: 'ZZ:ACMEWEST' });
    const ta1 = [`TA1*${String(control).padStart(9, '0')}*260415*0800*R*000`];
    expect((await hear({ ta1 })).issues.map(({ code }) => code)).to.deep.equal(['UNMATCHED_ACKNOWLEDGMENT']);
    expect(await statesOf(sql, id!)).to.deep.equal({ ta1: 'open' });
  });

  it('means those that were written last when a number was given out again', async () => {
    const [old] = await send();
    const [young] = await send();
    await hear({ sets: [about(control, 'AK9*A*1*1*1')] });
    expect(await verdictOf(old!)).to.deep.equal([null, 'not acknowledged']);
    expect(await verdictOf(young!)).to.deep.equal(['accepted', 'acknowledged']);
  });

  it('meets what a document is waiting for that nobody said is sent: the answer proves it', async () => {
    const [id] = await send({ sent: false });
    await hear({ sets: [about(control, 'AK9*A*1*1*1')] });
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'met', 855: 'open' });
  });

  it('knows a 999 for a 997', async () => {
    const [id] = await send({ expect: { 999: '24h' } });
    await hear({ sets: [about(control, 'AK9*A*1*1*1')] });
    expect(await statesOf(sql, id!)).to.deep.equal({ 999: 'met' });
  });
});
