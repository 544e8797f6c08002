/**
 * What partners owe and do not send: told once, at the time that was agreed. Nobody waits here: due times are moved into the
 * past, by the database's clock.
 */
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import type { LogFields } from '../../src/log.js';
import { startExpectations } from '../../src/steps/deadlines/start-expectations.js';
import { reportOverdue } from '../../src/steps/deadlines/report-overdue.js';
import { ensureConnections } from '../../src/store/working/connections.js';
import { countOverdue, listOverdue } from '../../src/store/sent/overdue.js';
import { insertFiles, setFileStates } from '../../src/store/received/files.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { openSite, type Site } from '../kit/site.js';
import { answers, arrive } from '../kit/arrive.js';
import { business, makeSent, statesOf } from './made-sent.js';

describe('reportOverdue', function () {
  this.timeout(60_000);
  let site: Site;
  let configuration: Configuration;
  let sql: Sql;
  let closeDatabase: () => Promise<void>;
  let group = 0;
  let lines: [string, LogFields | undefined][];
  beforeEach(async () => {
    group += 1;
    lines = [];
    await look();
  });
  /** The hub looks into Acme's inbox. */
  const look = () => raw`UPDATE connections SET polled_at = now()`.execute(sql);

  before(async () => {
    site = await openSite();
    configuration = loadConfiguration(site.root, {}).configuration!;
    ({ sql, close: closeDatabase } = await openFreshDatabase());
    await ensureConnections(sql, ['acme-folder']);
  });
  after(async () => {
    await closeDatabase();
    await site.close();
  });

  const tell = () =>
    reportOverdue({
      sql,
      book: configuration.book,
      log: {
        debug: () => undefined,
        info: () => undefined,
        warn: (sentence, fields) => lines.push([sentence, fields]),
        error: () => undefined,
      },
      stopping: new AbortController().signal,
    });
  const send = (expectations: Record<string, string>, documents = 1) =>
    makeSent(sql, {
      ...{ group, expect: expectations },
      records: Array.from({ length: documents }, (_, index) => ({
        body: { number: `PO-${group}-${index}` },
      })),
    });
  const passTime = (ids: readonly string[]) =>
    raw`UPDATE expectations SET due_at = now() - interval '1 minute'
      WHERE outbound_document_id = ANY(${[...ids]}::uuid[]) AND due_at IS NOT NULL`.execute(sql);
  const eventsOf = (id: string) =>
    sql.selectFrom('events').select(['event', 'detail']).where('subject_id', '=', id).orderBy('id').execute();
  const hear = () =>
    arrive(sql, configuration, answers(group, { sets: [[`AK1*PO*${group}`, 'AK9*A*1*1*1']] }));

  it('tells a 997 that does not come, once, with what was agreed', async () => {
    const [id] = await send({ 997: '24h', 855: '1bd' });
    await tell();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'open', 855: 'open' });
    await passTime([id!]);
    await sql
      .updateTable('expectations')
      .set({ due_at: new Date('2999-01-01') })
      .where('awaited', '=', '855')
      .execute();
    await Promise.all([tell(), tell()]);
    await tell();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'overdue', 855: 'open' });
    const events = await eventsOf(id!);
    expect(events.map(({ event }) => event)).to.deep.equal(['acknowledgment.overdue']);
    expect(events[0]?.detail).to.include({ partner: 'acme', awaited: '997', within: '24h' });
    expect(lines).to.deep.equal([
      ['A partner did not reply to documents in time', { partner: 'acme', awaited: '997', count: 1 }],
    ]);
  });

  it('tells an 855 that does not come by a word of its own', async () => {
    const [id] = await send({ 855: '1bd' });
    await passTime([id!]);
    await tell();
    expect((await eventsOf(id!)).map(({ event }) => event)).to.deep.equal(['document.overdue']);
  });

  it('counts what is overdue by partner and what is awaited, and forgets what comes late', async () => {
    const before = (await countOverdue(sql)).find(({ awaited }) => awaited === '997')?.count ?? 0;
    const [id] = await send({ 997: '24h' });
    await passTime([id!]);
    await tell();
    const figures = (await countOverdue(sql)).find(({ awaited }) => awaited === '997');
    expect(figures).to.include({ partner: 'acme', awaited: '997', count: before + 1 });
    expect(figures?.sinceMs).to.be.a('number');
    await hear();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'met-late' });
    expect((await countOverdue(sql)).find(({ awaited }) => awaited === '997')?.count ?? 0).to.equal(before);
  });

  it('lists what is overdue with the numbers and the name that the file has', async () => {
    const [id] = await makeSent(sql, {
      ...{ group: 7_001, interchange: 4_012, expect: { 997: '24h' } },
      records: [{ body: {} }],
    });
    const [csv] = await makeSent(sql, { group: 7_002, expect: { 855: '1bd' }, records: [{ body: {} }] });
    await raw`UPDATE outbound_documents SET interchange_control_number = NULL, group_control_number = NULL
      WHERE id = ${csv}`.execute(sql);
    await passTime([id!, csv!]);
    await tell();
    const listed = await listOverdue(sql, { outboundDocumentIds: [id!, csv!] }, 10);
    const numbers = listed.map((one) => [
      one.awaited,
      one.interchangeControlNumber,
      one.groupControlNumber,
      one.fileName?.slice(0, 4),
    ]);
    expect(numbers).to.have.deep.members([
      ['997', '000004012', '7001', 'out-'],
      ['855', null, null, 'out-'],
    ]);
  });

  it('tells nothing of what came in time, even when nobody looked until later', async () => {
    const [id] = await send({ 997: '24h' });
    await hear();
    await passTime([id!]);
    await tell();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'met' });
    expect(lines).to.deep.equal([]);
  });

  it('tells nothing of what is not sent yet', async () => {
    const [id] = await makeSent(sql, { group, records: [{ body: {} }], expect: { 997: '1m' }, sent: false });
    await passTime([id!]);
    await tell();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'open' });
  });

  it('tells nothing before it has looked whether the answer lies there, as after a standstill', async () => {
    const [id] = await send({ 997: '24h' });
    await passTime([id!]);
    await raw`UPDATE connections SET polled_at = now() - interval '1 hour'`.execute(sql);
    await tell();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'open' });
    await look();
    const unread = { id: uuidv7(), sha256: '0'.repeat(64), byteCount: 0, correlationId: uuidv7(), name: 'a' };
    await sql.insertInto('raw_blobs').values({ sha256: unread.sha256, byte_count: 0 }).execute();
    await insertFiles(sql, [
      { ...unread, direction: 'in', connection: 'acme-folder', partner: 'acme', state: 'received' },
    ]);
    await raw`UPDATE files SET created_at = now() - interval '1 hour' WHERE id = ${unread.id}::uuid`.execute(
      sql,
    );
    await tell();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'open' });
    await setFileStates(sql, [{ id: unread.id, state: 'quarantined' }]);
    await tell();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'overdue' });
  });

  it('tells of a partner whose files nobody fetches', async () => {
    const [id] = await makeSent(sql, {
      group,
      records: [{ body: {} }],
      expect: { 997: '1h' },
      partner: 'gone',
    });
    await passTime([id!]);
    await tell();
    expect(await statesOf(sql, id!)).to.deep.equal({ 997: 'overdue' });
  });

  it('writes one line for a partner that owes much', async () => {
    const ids = await send({ 997: '24h', ta1: '2h' }, 600);
    await passTime(ids);
    await tell();
    const counts = lines.map(([, fields]) => [fields?.awaited, fields?.count]);
    const sum = (awaited: string) =>
      counts.filter(([one]) => one === awaited).reduce((total, [, count]) => total + Number(count), 0);
    expect([sum('997'), sum('ta1')]).to.deep.equal([600, 600]);
    expect(lines.length).to.be.at.most(6);
  });

  it('starts a clock once: what is sent again is due when it was', async () => {
    const [id] = await send({ 997: '24h' });
    const due = async () =>
      (
        await sql
          .selectFrom('expectations')
          .select('due_at')
          .where('outbound_document_id', '=', id!)
          .executeTakeFirstOrThrow()
      ).due_at;
    const sent = await sql
      .selectFrom('outbound_documents')
      .select(['sent_at', 'file_id'])
      .where('id', '=', id!)
      .executeTakeFirstOrThrow();
    expect((await due())!.getTime() - sent.sent_at!.getTime()).to.equal(24 * 3_600_000);
    await passTime([id!]);
    const moved = await due();
    await startExpectations(sql, business, [sent.file_id!]);
    expect(await due()).to.deep.equal(moved);
  });
});
