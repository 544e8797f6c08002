/**
 * What waits goes on when the configuration lets it, once, and nothing else is touched. The database is the real one.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { releasableFiles } from '../../src/steps/release/releasable.js';
import { saveRelease } from '../../src/steps/release/save-release.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import type { Sql } from '../../src/store/database/schema.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { findGaps } from '../../src/store/received/gaps.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import { findWaiting } from '../../src/store/received/waiting.js';
import { translateFile } from '../../src/translation/translate-file.js';
import type { FileToTranslate } from '../../src/translation/translation.js';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

describe('release', function () {
  this.timeout(60_000);
  let site: Site;
  let sql: Sql;
  let closeDatabase: () => Promise<void>;
  const kept = new Map<string, FileToTranslate>();

  before(async () => {
    ({ sql, close: closeDatabase } = await openFreshDatabase());
  });
  beforeEach(async () => {
    site = await openSite();
    await raw`TRUNCATE raw_blobs, issues, events CASCADE`.execute(sql);
    kept.clear();
  });
  afterEach(() => site.close());
  after(() => closeDatabase());

  const edit = async (file: string, change: (text: string) => string) => {
    const path = join(site.root, file);
    await writeFile(path, change(await readFile(path, 'utf8')));
  };
  const partner = (change: (text: string) => string) => edit('partners/acme.yaml', change);
  const mapping = (change: (text: string) => string) => edit('mappings/plain-810.yaml', change);

  function configuration(): Configuration {
    const { configuration: found, problems } = loadConfiguration(site.root, {});
    if (found !== undefined) return found;
    throw new Error(problems.map((problem) => renderProblem(problem)).join('\n'));
  }

  /** Units come from a crosswalk, which knows CA only. */
  async function useCrosswalk(): Promise<void> {
    await mapping((text) =>
      text
        .replace('fields:\n', 'crosswalks:\n  uom: { file: uom.csv, key: unit }\nfields:\n')
        .replace('values: { CA: CA }', 'crosswalk: uom.hub'),
    );
    await writeFile(join(site.root, 'mappings/uom.csv'), 'unit,hub,valid_from\nCA,CA,\n');
  }
  const addRow = (row: string) => edit('mappings/uom.csv', (text) => `${text}${row}\n`);

  async function arrive(text: string, name = 'a.x12', today = '2026-04-15'): Promise<string> {
    const { book, mappings, outbound: _outbound, settings } = configuration();
    const connection = book.connection('acme-folder')!;
    const file: FileToTranslate = {
      ...{ id: uuidv7(), name, byteCount: Buffer.byteLength(text), connection },
      sha256: createHash('sha256').update(text).digest('hex'),
      async *read() {
        yield Buffer.from(text);
      },
    };
    kept.set(file.id, file);
    const { id, sha256, byteCount } = file;
    await saveBytes(sql, [file]);
    await insertFiles(sql, [
      {
        ...{ id, name, byteCount, sha256, correlationId: id, partner: 'acme', state: 'received' },
        ...{ direction: 'in', connection: connection.name },
      },
    ]);
    const stored = (await findFiles(sql, [id])).get(id)!;
    const translation = await translateFile(file, { book, mappings, limits: settings.limits, today });
    await sql
      .transaction()
      .execute((trx) => saveTranslations(trx, [{ stored, translation }], { book, settings }));
    return id;
  }

  /** Translates again what could go on now. @returns the files it found */
  async function releaseAll(today = '2026-04-15', only?: readonly string[]): Promise<string[]> {
    const { book, mappings, settings } = configuration();
    const waiting = await findWaiting(sql, { triedWith: 'never', timeZone: 'UTC' });
    const files = only ?? releasableFiles(waiting, { book, mappings, today });
    for (const id of files) {
      const stored = (await findFiles(sql, [id])).get(id)!;
      const file = { ...kept.get(id)!, connection: book.connection('acme-folder')! };
      const translation = await translateFile(file, { book, mappings, limits: settings.limits, today });
      await sql.transaction().execute((trx) => saveRelease(trx, { stored, translation }, { book, settings }));
    }
    return [...files];
  }

  const records = () =>
    sql
      .selectFrom('records')
      .select(['business_key as key', 'revision', 'state'])
      .where('superseded_at', 'is', null)
      .orderBy('business_key')
      .orderBy('revision')
      .execute();
  const deliveries = async () =>
    (
      await sql
        .selectFrom('deliveries')
        .select(['revision', 'state'])
        .orderBy('revision')
        .orderBy('state')
        .execute()
    ).map(({ revision, state }) => `${revision} ${state}`);
  const openCodes = async () =>
    (
      await sql.selectFrom('issues').select('code').where('superseded_at', 'is', null).orderBy('id').execute()
    ).map(({ code }) => code);
  const count = async (table: 'acknowledgments' | 'issues' | 'records' | 'seen_numbers' | 'answers') =>
    (await sql.selectFrom(table).selectAll().execute()).length;
  const fileState = async (id: string) => {
    const { state, reason } = (await findFiles(sql, [id])).get(id)!;
    return [state, reason];
  };
  const units = (unit: string) => (text: string) => text.replaceAll('*CA*', `*${unit}*`);

  it('lets a held record go on as its next revision when the row is there, and keeps what was', async () => {
    await useCrosswalk();
    const id = await arrive(units('PL')(invoiceFile(1, ['A'])));
    expect([await fileState(id), await deliveries()]).to.deep.equal([
      ['held', 'CROSSWALK_MISSING'],
      ['1 held'],
    ]);
    await addRow('PL,PL,');
    expect(await releaseAll()).to.deep.equal([id]);
    expect(await records()).to.deep.equal([{ key: 'A', revision: 2, state: 'accepted' }]);
    expect(await deliveries()).to.deep.equal(['1 cancelled', '2 waiting']);
    expect(await fileState(id)).to.deep.equal(['translated', null]);
    expect([await openCodes(), await count('issues'), await count('acknowledgments')]).to.deep.equal([
      [],
      1,
      1,
    ]);
    const events = await sql
      .selectFrom('events')
      .selectAll()
      .where('event', '=', 'document.released')
      .execute();
    expect(events[0]?.detail).to.include({ revision: 2, cause: 'CROSSWALK_MISSING' });
  });

  it('does nothing twice, and nothing to what is not waiting', async () => {
    await useCrosswalk();
    const id = await arrive(units('PL')(invoiceFile(1, ['A'])).replace('IT1*1*10', 'IT1*1*11'));
    const other = await arrive(invoiceFile(2, ['B']));
    await addRow('PL,PL,');
    await releaseAll();
    expect(await releaseAll()).to.deep.equal([]);
    await releaseAll(undefined, [id, other]);
    expect(await records()).to.deep.equal([
      { key: 'A', revision: 2, state: 'accepted' },
      { key: 'B', revision: 1, state: 'accepted' },
    ]);
    expect(await deliveries()).to.deep.equal(['1 cancelled', '1 waiting', '2 waiting']);
    expect([await count('acknowledgments'), await count('seen_numbers')]).to.deep.equal([2, 2]);
  });

  it('counts what waits for a missing row: documents, places and the money of each currency', async () => {
    await useCrosswalk();
    const twoLines = (text: string) =>
      text.replace('IT1*1', 'IT1*1*5*PL*1.00**VC*X~\nIT1*1').replace('SE*6', 'SE*7');
    await arrive(twoLines(units('PL')(invoiceFile(1, ['A']))));
    await mapping((text) =>
      text.replace('{ value: USD }', '{ value: EUR }').replace('places: 2', 'places: 3'),
    );
    await arrive(units('PL')(invoiceFile(2, ['B'])));
    await arrive(units('BG')(invoiceFile(3, ['C'])));
    const { gaps, ...all } = await findGaps(sql);
    const [usd, eur] = ['125.00', '12.500'].map((value, at) => ({ currency: ['USD', 'EUR'][at], value }));
    expect(gaps.map(({ oldestAt: _when, ...gap }) => gap)).to.deep.equal([
      {
        file: 'uom.csv',
        key: { unit: 'PL' },
        partners: ['acme'],
        documents: 2,
        places: 3,
        amounts: [eur, usd],
      },
      { file: 'uom.csv', key: { unit: 'BG' }, partners: ['acme'], documents: 1, places: 1, amounts: [eur] },
    ]);
    expect(all).to.deep.equal({ documents: 3, amounts: [{ currency: 'EUR', value: '25.000' }, usd] });
    await addRow('PL,PL,');
    await releaseAll();
    expect((await findGaps(sql)).documents).to.equal(1);
  });

  it('makes one revision when two hubs have read the file before either saves', async () => {
    await useCrosswalk();
    const id = await arrive(units('PL')(invoiceFile(1, ['A'])));
    await addRow('PL,PL,');
    const { book, mappings, settings } = configuration();
    const stored = (await findFiles(sql, [id])).get(id)!;
    const read = () =>
      translateFile(kept.get(id)!, { book, mappings, limits: settings.limits, today: '2026-04-15' });
    const translations = await Promise.all([read(), read()]);
    await Promise.all(
      translations.map((translation) =>
        sql.transaction().execute((trx) => saveRelease(trx, { stored, translation }, { book, settings })),
      ),
    );
    expect(await records()).to.deep.equal([{ key: 'A', revision: 2, state: 'accepted' }]);
    expect(await deliveries()).to.deep.equal(['1 cancelled', '2 waiting']);
  });

  it('leaves its neighbours in the file as they are, also those that would be another record now', async () => {
    await useCrosswalk();
    const id = await arrive(invoiceFile(1, ['A', 'B']).replace('*CA*', '*PL*'));
    await addRow('PL,PL,');
    await mapping((text) => text.replace('{ value: invoice }', '{ value: credit }'));
    await releaseAll();
    expect(await records()).to.deep.equal([
      { key: 'A', revision: 2, state: 'accepted' },
      { key: 'B', revision: 1, state: 'accepted' },
    ]);
    expect(await fileState(id)).to.deep.equal(['translated', null]);
  });

  it('says why it still waits, and changes nothing when that is the same', async () => {
    await useCrosswalk();
    const id = await arrive(units('PL')(invoiceFile(1, ['A'])));
    const [before] = await sql.selectFrom('issues').select(['id', 'missing']).execute();
    expect(before?.missing).to.deep.equal([{ crosswalk: 'uom', file: 'uom.csv', key: { unit: 'PL' } }]);
    await addRow('BX,BX,');
    await releaseAll();
    expect(await sql.selectFrom('issues').select('id').execute()).to.deep.equal([{ id: before!.id }]);
    await mapping((text) =>
      text.replace('number: BIG02', 'number: BIG02\n  contract: { from: REF(CT).REF02, required: true }'),
    );
    await releaseAll();
    expect(await openCodes()).to.have.members(['CROSSWALK_MISSING', 'REQUIRED_MISSING']);
    expect([await records(), await deliveries(), await fileState(id)]).to.deep.equal([
      [{ key: 'A', revision: 1, state: 'held' }],
      ['1 held'],
      ['held', 'REQUIRED_MISSING'],
    ]);
    const found = await releaseAll();
    expect(found, 'mapped with what is live now').to.deep.equal([]);
  });

  it('never refuses to the supplier what was held: that is for a person', async () => {
    await useCrosswalk();
    const id = await arrive(units('PL')(invoiceFile(1, ['A'])));
    await mapping((text) => text.replace('key: unit }', 'key: unit, onMissing: reject }'));
    await releaseAll();
    expect([await records(), await fileState(id)]).to.deep.equal([
      [{ key: 'A', revision: 1, state: 'held' }],
      ['held', 'CROSSWALK_MISSING'],
    ]);
    expect(await count('answers')).to.equal(0);
  });

  it('looks again at rows that begin on another day', async () => {
    await useCrosswalk();
    const id = await arrive(units('PL')(invoiceFile(1, ['A'])));
    await addRow('PL,PL,2999-01-01');
    expect(await releaseAll()).to.deep.equal([id]);
    expect(await releaseAll()).to.deep.equal([]);
    expect(await releaseAll('2999-01-01')).to.deep.equal([id]);
    expect(await records()).to.deep.equal([{ key: 'A', revision: 2, state: 'accepted' }]);
  });

  it('delivers what was tested only for want of a live partner, and never what says itself that it is a test', async () => {
    await partner((text) => text.replace('status: live', 'status: testing'));
    const id = await arrive(invoiceFile(1, ['A']));
    const test = await arrive(invoiceFile(2, ['B']).replace('*0*P*>', '*0*T*>'));
    expect(await releaseAll()).to.deep.equal([]);
    await partner((text) => text.replace('status: testing', 'status: live'));
    expect(await releaseAll()).to.deep.equal([id]);
    await releaseAll(undefined, [test]);
    expect(await records()).to.deep.equal([
      { key: 'A', revision: 2, state: 'accepted' },
      { key: 'B', revision: 1, state: 'held' },
    ]);
  });

  it('holds the second of two documents with one number, whichever is mapped again', async () => {
    await useCrosswalk();
    await partner((text) =>
      text.replace('mapping: plain-810,', 'mapping: plain-810, duplicate: { key: [number], then: hold },'),
    );
    const first = await arrive(units('PL')(invoiceFile(1, ['A'])));
    const second = await arrive(units('PL')(invoiceFile(2, ['A'])));
    await addRow('PL,PL,');
    await releaseAll();
    expect([await fileState(first), await fileState(second)]).to.deep.equal([
      ['translated', null],
      ['held', 'POSSIBLE_DUPLICATE'],
    ]);
    await partner((text) => text.replace('duplicate: { key: [number], then: hold },', ''));
    await releaseAll(undefined, [first, second]);
    expect(await records(), 'only a person lets it go').to.deep.equal([
      { key: 'A', revision: 1, state: 'held' },
      { key: 'A', revision: 2, state: 'accepted' },
    ]);
    expect(await fileState(second)).to.deep.equal(['held', 'POSSIBLE_DUPLICATE']);
  });

  it('maps sets that nothing was agreed about, and answers no second time', async () => {
    await partner((text) =>
      text.replace('direction: in, mapping: plain-810', 'status: draft, direction: in, mapping: plain-810'),
    );
    const id = await arrive(invoiceFile(1, ['A', 'B']));
    expect(await fileState(id)).to.deep.equal(['held', 'AGREEMENT_MISSING']);
    expect(await releaseAll()).to.deep.equal([]);
    await partner((text) => text.replace('status: draft, ', ''));
    expect(await releaseAll()).to.deep.equal([id]);
    expect(await records()).to.deep.equal([
      { key: 'A', revision: 1, state: 'accepted' },
      { key: 'B', revision: 1, state: 'accepted' },
    ]);
    expect([await deliveries(), await openCodes(), await fileState(id)]).to.deep.equal([
      ['1 waiting', '1 waiting'],
      [],
      ['translated', null],
    ]);
    expect(await count('acknowledgments')).to.equal(1);
    const agreed = await sql.selectFrom('transaction_sets').select('agreement').execute();
    expect(agreed.map(({ agreement }) => agreement)).to.deep.equal(['invoices', 'invoices']);
  });

  it('maps a set that was too large when the limit is raised; its neighbour waits for nothing, and the 997 accepts both', async () => {
    const text = invoiceFile(1, ['A', 'B'.repeat(22)]);
    await edit('hub.yaml', (yaml) => `${yaml}limits: { documentBytesMax: ${firstSetBytes(text) + 10} }\n`);
    const id = await arrive(text);
    expect([await fileState(id), await openCodes(), await records()]).to.deep.equal([
      ['held', 'DOCUMENT_TOO_LARGE'],
      ['DOCUMENT_TOO_LARGE'],
      [{ key: 'A', revision: 1, state: 'accepted' }],
    ]);
    expect(await sql.selectFrom('acknowledgments').select('verdict').execute()).to.deep.equal([
      { verdict: 'accepted' },
    ]);
    expect(await deliveries()).to.deep.equal(['1 waiting']);
    await edit('hub.yaml', (yaml) => yaml.replace(/limits: .*\n/, ''));
    expect(await releaseAll()).to.deep.equal([id]);
    expect([await fileState(id), await openCodes(), await deliveries()]).to.deep.equal([
      ['translated', null],
      [],
      ['1 waiting', '1 waiting'],
    ]);
  });

  const firstSetBytes = (text: string) => text.indexOf('SE*') - text.indexOf('ST*');

  it('takes up an interchange when its sender is known, and answers it once', async () => {
    const stranger = invoiceFile(1, ['A']).replace('ZZ*ACME ', 'ZZ*ACMEX');
    const id = await arrive(stranger);
    expect([await fileState(id), await count('acknowledgments')]).to.deep.equal([
      ['quarantined', 'PARTNER_UNKNOWN'],
      0,
    ]);
    expect(await releaseAll()).to.deep.equal([]);
    await partner((text) =>
      text.replace('theirs: { qualifier: ZZ, id: ACME,', 'theirs: { qualifier: ZZ, id: ACMEX,'),
    );
    expect(await releaseAll()).to.deep.equal([id]);
    await releaseAll(undefined, [id]);
    expect([await fileState(id), await records(), await openCodes()]).to.deep.equal([
      ['translated', null],
      [{ key: 'A', revision: 1, state: 'accepted' }],
      [],
    ]);
    expect([await count('acknowledgments'), await count('seen_numbers')]).to.deep.equal([1, 1]);
  });

  it('takes a quarantined interchange that came again meanwhile for a duplicate', async () => {
    const stranger = invoiceFile(1, ['A']).replace('ZZ*ACME ', 'ZZ*ACMEX');
    const id = await arrive(stranger);
    await partner((text) =>
      text.replace('theirs: { qualifier: ZZ, id: ACME,', 'theirs: { qualifier: ZZ, id: ACMEX,'),
    );
    await arrive(`\n${stranger}`, 'again.x12');
    await releaseAll();
    expect(await fileState(id)).to.deep.equal(['duplicate', 'SAME_INTERCHANGE']);
    expect([await records(), await count('acknowledgments')]).to.deep.equal([
      [{ key: 'A', revision: 1, state: 'accepted' }],
      1,
    ]);
  });

  it('reads a file whose form is agreed on later', async () => {
    await partner((text) => text.replace("match: '*.csv',", "match: 'later.csv',"));
    const sheet = 'Number,Date,Total,Item,Quantity,Unit\nS-1,2026-04-04,10.00,GAUZE,2,BX\n';
    const id = await arrive(sheet, 'b.csv');
    expect(await fileState(id)).to.deep.equal(['quarantined', 'FORMAT_UNKNOWN']);
    await partner((text) => text.replace("match: 'later.csv',", "match: '*.csv',"));
    await releaseAll();
    expect([await fileState(id), await records(), await openCodes()]).to.deep.equal([
      ['translated', null],
      [{ key: 'S-1', revision: 1, state: 'accepted' }],
      [],
    ]);
  });

  it('maps a sheet with a document that was too large when the limit is raised', async () => {
    await edit('hub.yaml', (yaml) => `${yaml}limits: { documentBytesMax: 40 }\n`);
    const sheet = 'Number,Date,Total,Item,Quantity,Unit\nS-1,2026-04-04,10.00,GAUZE,2,BX\n';
    const small = await arrive(sheet, 'b.csv');
    expect(await fileState(small)).to.deep.equal(['translated', null]);
    const id = await arrive(
      `${sheet}S-2,2026-04-04,10.00,GAUZE,2,BX\nS-2,2026-04-04,10.00,TAPE,2,BX\n`,
      'c.csv',
    );
    expect(await fileState(id)).to.deep.equal(['held', 'DOCUMENT_TOO_LARGE']);
    await edit('hub.yaml', (yaml) => yaml.replace(/limits: .*\n/, ''));
    expect(await releaseAll()).to.deep.equal([id]);
    expect([(await fileState(id))[0], await count('records')]).to.deep.equal(['translated', 3]);
  });

  it('keeps a held document of a sheet where its rows are grouped otherwise now', async () => {
    const csv = 'mappings/plain-csv.yaml';
    await edit(csv, (text) => text.replace('BX: BX, RL: RL', 'BX: BX'));
    const rows = ['S-1,2026-04-04,10.00,GAUZE,2,BX', 'S-2,2026-04-04,5.00,TAPE,1,RL'];
    const id = await arrive(`Number,Date,Total,Item,Quantity,Unit\n${rows.join('\n')}\n`, 'b.csv');
    await edit(csv, (text) =>
      text.replace('groupBy: number', 'groupBy: date').replace('BX: BX', 'BX: BX, RL: RL'),
    );
    await releaseAll();
    expect([await records(), (await fileState(id))[0]]).to.deep.equal([
      [
        { key: 'S-1', revision: 1, state: 'accepted' },
        { key: 'S-2', revision: 1, state: 'held' },
      ],
      'held',
    ]);
    await edit(csv, (text) => text.replace('groupBy: date', 'groupBy: number'));
    await releaseAll();
    expect((await records())[1]).to.deep.equal({ key: 'S-2', revision: 2, state: 'accepted' });
  });
});
