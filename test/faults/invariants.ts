/**
 * What must hold whenever a hub has come to rest, whatever happened to it before.
 *
 * I1 every file is in exactly one place and has one row. I2 the bytes kept are the bytes offered. I3 each document has
 * exactly one effect at the ERP. I4 each interchange has one answer, with control numbers 1 to n, whole. I5 nothing is
 * left half done. I7 the audit chain holds. I9 of two files with one control number the first wins. Answer files for
 * people: one in each form for each rejection, under numbers 1 to n. Of a record that was mapped again only the newest
 * revision counts, and no older one is delivered or waits to be.
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { findBrokenLink } from '../../src/store/working/events.js';
import { loadBytes } from '../../src/store/received/raw-bytes.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import { filesIn, isFreshTemporary, type Site } from '../kit/site.js';

export interface Expectation {
  /** Business keys that the ERP has, each from exactly one record. */
  effects: readonly string[];
  /** Control numbers of the inbound interchanges that are answered, with the verdict of their 997 (AK9 or TA1). */
  answers: Readonly<Record<string, string>>;
  /** State of each file that was dropped. */
  states: Readonly<Record<string, string>>;
}

export async function checkInvariants(sql: Sql, site: Site, expected: Expectation): Promise<void> {
  await checkOutside(site, expected);
  await checkRows(sql, site, expected);
  await checkBytes(sql, site);
  await checkNothingOpen(sql);
  await checkRevisions(sql);
  expect(await findBrokenLink(sql), 'the audit chain').to.equal(undefined);
}

/** What can be seen without the database, which one process alone may have open. */
export async function checkOutside(site: Site, expected: Expectation): Promise<void> {
  await checkPlaces(site);
  checkEffects(site, expected);
  await checkAnswers(site, expected);
  await checkAnswerFiles(site, expected);
}

/** I1 in the folders */
async function checkPlaces(site: Site): Promise<void> {
  const inbox = await filesIn(site.inbox);
  expect(
    inbox.map(({ path }) => path),
    'inbox and claimed folder',
  ).to.deep.equal([]);
  const done = (await filesIn(site.done)).map(({ bytes }) =>
    createHash('sha256').update(bytes).digest('hex'),
  );
  expect(done.sort(), 'done folder').to.deep.equal(site.dropped.map(({ sha256 }) => sha256).sort());
}

/** I1 in the database, and I9 by the states. */
async function checkRows(sql: Sql, site: Site, expected: Expectation): Promise<void> {
  const rows = await sql
    .selectFrom('files')
    .select(['name', 'state'])
    .where('direction', '=', 'in')
    .execute();
  expect(rows, 'one row per file').to.have.length(site.dropped.length);
  expect(Object.fromEntries(rows.map(({ name, state }) => [name, state]))).to.deep.equal(expected.states);
}

/** I2 */
async function checkBytes(sql: Sql, site: Site): Promise<void> {
  const offered = new Map(site.dropped.map(({ name, sha256 }) => [name, sha256]));
  const rows = await sql.selectFrom('files').select(['name', 'sha256', 'direction']).execute();
  for (const { name, sha256, direction } of rows) {
    if (direction === 'in') expect(sha256, name).to.equal(offered.get(name));
    const hash = createHash('sha256');
    for await (const chunk of loadBytes(sql, sha256)) hash.update(chunk);
    expect(hash.digest('hex'), name).to.equal(sha256);
  }
}

/** I3 */
function checkEffects(site: Site, expected: Expectation): void {
  const keys = [...site.erp.effects.values()].map(({ businessKey }) => businessKey);
  expect(keys.sort(), 'effects at the ERP').to.deep.equal([...expected.effects].sort());
}

/** I4: one answer each, control numbers 1 to n, all bytes whole, nothing half-written left. */
async function checkAnswers(site: Site, expected: Expectation): Promise<void> {
  const names = await readdir(site.outbox);
  const files = (await filesIn(site.outbox)).filter(({ path }) => path.startsWith('997_'));
  expect(
    names.filter(
      (name) => !/^(997_\d{9}\.x12|answer_\d{9}\.(txt|html))$/.test(name) && !isFreshTemporary(name),
    ),
    'other files in the outbox',
  ).to.deep.equal([]);
  const told: Record<string, string> = {};
  const numbers: number[] = [];
  for (const { path, bytes } of files) {
    const reader = openX12Reader();
    reader.write(bytes);
    const report = reader.end();
    expect(
      report.interchanges.map(({ verdict }) => verdict),
      join(site.outbox, path),
    ).to.deep.equal(['accepted']);
    numbers.push(Number(report.interchanges[0]!.header.interchangeControlNumber));
    const text = bytes.toString('latin1');
    const answered = /AK1\*..\*(\d+)/.exec(text)?.[1] ?? 'none';
    expect(told, 'answered twice').not.to.have.property(answered);
    told[answered] = /AK9\*(.)/.exec(text)?.[1] ?? 'none';
  }
  expect(told, 'answers').to.deep.equal(expected.answers);
  numbers.sort((a, b) => a - b);
  expect(numbers, 'control numbers').to.deep.equal(files.map((_, index) => index + 1));
}

/** I4 for people: one answer file in each form where something was rejected. */
async function checkAnswerFiles(site: Site, expected: Expectation): Promise<void> {
  const rejections = Object.values(expected.answers).filter((verdict) => verdict !== 'A').length;
  const due = Array.from({ length: site.answers ? rejections : 0 }, (_, index) => {
    const name = `answer_${String(index + 1).padStart(9, '0')}`;
    return [`${name}.html`, `${name}.txt`];
  });
  const files = (await filesIn(site.outbox)).filter(({ path }) => path.startsWith('answer_'));
  expect(files.map(({ path }) => path).sort(), 'answer files').to.deep.equal(due.flat());
  for (const { path, bytes } of files) {
    const end = path.endsWith('.txt') ? /must be sent\.\r\n$/ : /<\/html>\n$/;
    expect(bytes.toString('utf8'), path).to.match(end);
  }
}

/** Revisions follow each other without a gap; all but the newest are superseded, and their held deliveries cancelled. */
async function checkRevisions(sql: Sql): Promise<void> {
  const { rows } = await raw<{ id: string }>`
    SELECT id FROM records GROUP BY id
    HAVING max(revision) <> count(*) OR count(*) FILTER (WHERE superseded_at IS NULL) <> 1
      OR max(revision) FILTER (WHERE superseded_at IS NULL) <> max(revision)`.execute(sql);
  expect(rows, 'records without one newest revision').to.deep.equal([]);
  const held = await sql
    .selectFrom('deliveries')
    .innerJoin('records', (join) =>
      join
        .onRef('records.id', '=', 'deliveries.record_id')
        .onRef('records.revision', '=', 'deliveries.revision'),
    )
    .select(['deliveries.id', 'deliveries.state'])
    .where('records.superseded_at', 'is not', null)
    .where('deliveries.state', '!=', 'cancelled')
    .execute();
  expect(held, 'deliveries of older revisions').to.deep.equal([]);
}

/** I5 */
async function checkNothingOpen(sql: Sql): Promise<void> {
  const open = await sql
    .selectFrom('work')
    .select(['step', 'state', 'error_code'])
    .where('state', '!=', 'done')
    .execute();
  expect(open, 'open work').to.deep.equal([]);
}
