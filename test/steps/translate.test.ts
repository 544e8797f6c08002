/**
 * What becomes of a file when only the database can tell: numbers and documents seen before, and who may have sent it.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import type { Sql } from '../../src/store/database/schema.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import { translateFile } from '../../src/translation/translate-file.js';
import type { TranslatedFile } from '../../src/translation/translation.js';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

describe('translate', function () {
  this.timeout(60_000);
  let site: Site;
  let sql: Sql;
  let closeDatabase: () => Promise<void>;

  beforeEach(async () => {
    site = await openSite();
    ({ sql, close: closeDatabase } = await openFreshDatabase());
  });
  afterEach(async () => {
    await closeDatabase();
    await site.close();
  });

  /** The site's configuration, its partner file changed. */
  async function configure(change: (partner: string) => string = (text) => text): Promise<Configuration> {
    const file = join(site.root, 'partners/acme.yaml');
    await writeFile(file, change(await readFile(file, 'utf8')));
    const { configuration, problems } = loadConfiguration(site.root, {});
    if (configuration === undefined)
      throw new Error(problems.map((problem) => renderProblem(problem)).join('\n'));
    return configuration;
  }

  /** Files that arrive together, saved by one transaction; what became of each, and all issues so far. */
  async function arrive({ book, mappings, settings }: Configuration, texts: readonly string[]) {
    const connection = book.connection('acme-folder')!;
    const files = texts.map((text) => ({
      id: uuidv7(),
      name: 'a.x12',
      byteCount: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
      connection,
      async *read() {
        yield Buffer.from(text);
      },
    }));
    await saveBytes(sql, files);
    await insertFiles(
      sql,
      files.map(({ id, name, byteCount, sha256 }) => ({
        ...{ id, name, byteCount, sha256, correlationId: id },
        ...{ direction: 'in', connection: connection.name, partner: 'acme', state: 'received' },
      })),
    );
    const stored = await findFiles(
      sql,
      files.map(({ id }) => id),
    );
    const context = { book, mappings, limits: settings.limits, today: '2026-04-15' };
    const translated: TranslatedFile[] = [];
    for (const file of files) {
      translated.push({ stored: stored.get(file.id)!, translation: await translateFile(file, context) });
    }
    await sql.transaction().execute((trx) => saveTranslations(trx, translated, { book, settings }));
    const after = await findFiles(
      sql,
      files.map(({ id }) => id),
    );
    return files.map(({ id }) => [after.get(id)!.state, after.get(id)!.reason]);
  }

  const codes = async () =>
    (await sql.selectFrom('issues').select('code').orderBy('id').execute()).map(({ code }) => code);
  const count = async (table: 'records' | 'deliveries' | 'acknowledgments') =>
    (await sql.selectFrom(table).selectAll().execute()).length;

  it('lets the first of two files with one control number win, in one transaction or in two', async () => {
    const configuration = await configure();
    const [first, second, third] = [['A'], ['B'], ['C']].map((invoices) => invoiceFile(7, invoices));
    expect(await arrive(configuration, [first!, second!])).to.deep.equal([
      ['translated', null],
      ['held', 'DUPLICATE_CONTROL_NUMBER'],
    ]);
    expect(await arrive(configuration, [third!])).to.deep.equal([['held', 'DUPLICATE_CONTROL_NUMBER']]);
    expect([await count('records'), await count('acknowledgments')]).to.deep.equal([1, 1]);
  });

  it('takes the same interchange in another file for a duplicate', async () => {
    const configuration = await configure();
    const text = invoiceFile(7, ['A']);
    await arrive(configuration, [text]);
    expect(await arrive(configuration, [`\n${text}`])).to.deep.equal([['duplicate', 'SAME_INTERCHANGE']]);
    expect([await count('records'), await count('acknowledgments')]).to.deep.equal([1, 1]);
  });

  it('rejects a repeated control number where the partner file says so, and tells the partner', async () => {
    const configuration = await configure(
      (partner) => `${partner}syntax: { interchange: { duplicate: reject } }\n`,
    );
    await arrive(configuration, [invoiceFile(7, ['A'])]);
    expect(await arrive(configuration, [invoiceFile(7, ['B'])])).to.deep.equal([
      ['rejected', 'DUPLICATE_CONTROL_NUMBER'],
    ]);
    const plans = await sql.selectFrom('acknowledgments').select('verdict').orderBy('id').execute();
    expect(plans.map(({ verdict }) => verdict)).to.deep.equal(['accepted', 'rejected']);
    expect(await count('records')).to.equal(1);
  });

  it('accepts a repeated control number where the partner file says so', async () => {
    const configuration = await configure(
      (partner) => `${partner}syntax: { interchange: { duplicate: accept } }\n`,
    );
    expect(await arrive(configuration, [invoiceFile(7, ['A']), invoiceFile(7, ['B'])])).to.deep.equal([
      ['translated', null],
      ['translated', null],
    ]);
    expect(await count('records')).to.equal(2);
  });

  it('notes control numbers that are missing, once a number is known', async () => {
    const configuration = await configure();
    await arrive(configuration, [invoiceFile(7, ['A'])]);
    expect(await codes()).to.deep.equal([]);
    expect(await arrive(configuration, [invoiceFile(8, ['B']), invoiceFile(11, ['C'])])).to.deep.equal([
      ['translated', null],
      ['translated', null],
    ]);
    expect(await codes()).to.deep.equal(['CONTROL_NUMBER_GAP']);
  });

  it('holds a second invoice with the same number, whose 997 still says that it was read', async () => {
    const configuration = await configure((partner) =>
      partner.replace('mapping: plain-810,', 'mapping: plain-810, duplicate: { key: [number], then: hold },'),
    );
    expect(await arrive(configuration, [invoiceFile(7, ['A', 'B']), invoiceFile(8, ['A'])])).to.deep.equal([
      ['translated', null],
      ['held', 'POSSIBLE_DUPLICATE'],
    ]);
    const states = await sql.selectFrom('deliveries').select('state').orderBy('id').execute();
    expect(states.map(({ state }) => state).sort()).to.deep.equal(['held', 'waiting', 'waiting']);
    expect(await count('acknowledgments')).to.equal(2);
  });

  it('guesses no sender and no agreement', async () => {
    const configuration = await configure();
    const stranger = invoiceFile(7, ['A']).replace('*ZZ*ACME           *', '*ZZ*STRANGER       *');
    const unagreed = invoiceFile(8, ['A']).replace('004010', '004030');
    const [unknown, other] = await arrive(configuration, [stranger, unagreed]);
    expect(unknown).to.deep.equal(['quarantined', 'PARTNER_UNKNOWN']);
    expect(other?.[0]).to.be.oneOf(['held', 'rejected']);
    expect([await count('records'), await count('deliveries')]).to.deep.equal([0, 0]);
  });

  it('keeps the neighbours of a broken set, and delivers nothing of it', async () => {
    const configuration = await configure();
    expect(await arrive(configuration, [invoiceFile(7, ['A', undefined, 'C'])])).to.deep.equal([
      ['partly-translated', null],
    ]);
    const keys = await sql.selectFrom('records').select('business_key').orderBy('ordinal').execute();
    expect(keys.map(({ business_key }) => business_key)).to.deep.equal(['A', 'C']);
  });
});
