/**
 * The step that writes acknowledgments, with its database: numbers from the partner's range, and what is later said of them.
 */
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration } from '../../src/configuration/configuration.js';
import { openLog } from '../../src/log.js';
import { openQueues } from '../../src/queues/queues.js';
import { acknowledge } from '../../src/steps/acknowledge/acknowledge.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { migrate } from '../../src/store/database/migrate.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { loadBytes, saveBytes } from '../../src/store/received/raw-bytes.js';
import { beat } from '../../src/store/working/hubs.js';
import { translateFile } from '../../src/translation/translate-file.js';
import type { Hub } from '../../src/working/hub.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

/** Small enough to come to its end within a test. */
const range = { first: 999_000, last: 999_999 };

describe('acknowledge', function () {
  this.timeout(60_000);
  let site: Site;
  let dataDir: string;
  let database: Database;
  let hub: Hub;

  before(async () => {
    site = await openSite();
    const path = join(site.root, 'partners/acme.yaml');
    const numbers = `syntax: { send: { controlNumbers: { first: ${range.first}, last: ${range.last} } } }\n`;
    const identities = `  x12:
    - { ours: { qualifier: ZZ, id: HOSPITAL }, theirs: { qualifier: ZZ, id: ACME } }
    - { ours: { qualifier: ZZ, id: HOSPITAL }, theirs: { qualifier: ZZ, id: ACMEWEST } }\n`;
    const partner = (await readFile(path, 'utf8')).replace(/ {2}x12:\n.*\n.*\n/, identities);
    await writeFile(path, `${partner}${numbers}`);
    dataDir = await makeDataDirectory();
    database = await openDatabase({ dataDir });
    await migrate(database.kysely);
    const { settings, book, mappings, outbound } = loadConfiguration(site.root, {}).configuration!;
    const [id, log] = [uuidv7(), openLog('silent')];
    hub = {
      ...{ id, log, settings, book, mappings, outbound, sql: database.kysely, erps: new Map() },
      queues: await openQueues({ database, hubId: id, log }),
      openTransport: () => Promise.reject(new Error('nothing is sent here')),
      stopping: new AbortController().signal,
      aborting: new AbortController().signal,
    };
    await beat(hub.sql, id);
  });
  after(async () => {
    await hub?.queues.close();
    await database?.close();
    await site.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Stores and translates a file. */
  async function arrive(text: string): Promise<void> {
    const { book, mappings, settings } = hub;
    const connection = book.connection('acme-folder')!;
    const file = {
      ...{ id: uuidv7(), name: 'a.x12', byteCount: Buffer.byteLength(text), connection },
      sha256: createHash('sha256').update(text).digest('hex'),
      async *read() {
        yield Buffer.from(text);
      },
    };
    await saveBytes(hub.sql, [file]);
    const { id, name, byteCount, sha256 } = file;
    const row = {
      id,
      name,
      byteCount,
      sha256,
      correlationId: id,
      partner: 'acme',
      connection: connection.name,
    };
    await insertFiles(hub.sql, [{ ...row, direction: 'in', state: 'received' }]);
    const stored = (await findFiles(hub.sql, [id])).get(id)!;
    const context = { book, mappings, limits: settings.limits, today: '2026-04-15' };
    const translation = await translateFile(file, context);
    await hub.sql
      .transaction()
      .execute((trx) => saveTranslations(trx, [{ stored, translation }], { book, settings }));
  }

  /** Writes all acknowledgments that are due. @returns ISA13 and GS06 of those that are new, in order of ISA13 */
  async function write(): Promise<string[]> {
    const files = () =>
      hub.sql.selectFrom('files').select(['id', 'sha256']).where('direction', '=', 'out').execute();
    const before = new Set((await files()).map(({ id }) => id));
    const work = hub.sql.selectFrom('work').select('id').where('step', '=', 'acknowledge');
    const due = await work.where('state', '=', 'waiting').orderBy('id').execute();
    await Promise.all(due.map(({ id }) => acknowledge(() => hub, [id])));
    const found: string[] = [];
    for (const { sha256 } of (await files()).filter(({ id }) => !before.has(id))) {
      const pieces: Buffer[] = [];
      for await (const piece of loadBytes(hub.sql, sha256)) pieces.push(Buffer.from(piece));
      const segments = Buffer.concat(pieces)
        .toString()
        .split(/~\s*/)
        .map((one) => one.split('*'));
      found.push(`${segments[0]![13]} ${segments[1]![6]}`);
    }
    return found.sort();
  }

  it('takes numbers from the range that was agreed, many at once without gaps, and begins again after the last', async () => {
    for (let control = 1; control <= 12; control += 1) await arrive(invoiceFile(control, [`A${control}`]));
    expect(await write()).to.deep.equal(
      Array.from({ length: 12 }, (_, index) => `000999${String(index).padStart(3, '0')} ${999_000 + index}`),
    );
    await hub.sql
      .updateTable('control_numbers')
      .set({ next: range.last, highest: range.last - 1 })
      .execute();
    for (const control of [13, 14]) await arrive(invoiceFile(control, [`A${control}`]));
    expect(await write()).to.deep.equal(['000999000 999000', '000999999 999999']);
  });

  it('gives files names of their own where two identities of a partner come to one number', async () => {
    const west = invoiceFile(21, ['W']).replace('*ZZ*ACME           *', '*ZZ*ACMEWEST       *');
    await arrive(west.replace('*IN*ACME*', '*IN*ACMEWEST*'));
    expect(await write()).to.deep.equal(['000999000 999000']);
    const names = await hub.sql
      .selectFrom('files')
      .select('name')
      .where('name', 'like', '997_000999000%')
      .orderBy('id')
      .execute();
    expect(names.map(({ name }) => name.replace(/-[0-9a-f]{12}/, '-ID'))).to.deep.equal([
      '997_000999000.x12',
      '997_000999000-ID.x12',
      '997_000999000-ID.x12',
    ]);
  });

  it('is known for its numbers from before they began again', async () => {
    const blank = ' '.repeat(10);
    const ta1 = ['000999999', '000999500', '000998999'].map((number) => `TA1*${number}*260415*0800*R*025~\n`);
    await arrive(
      `ISA*00*${blank}*00*${blank}*ZZ*ACME           *ZZ*HOSPITAL       *260415*0900*U*00401*000000015*0*P*>~\n` +
        `${ta1.join('')}IEA*0*000000015~\n`,
    );
    const issues = await hub.sql
      .selectFrom('issues')
      .select(['code', 'words'])
      .where('code', 'in', ['SENT_INTERCHANGE_REFUSED', 'UNMATCHED_ACKNOWLEDGMENT'])
      .execute();
    const told = issues.map(({ code, words }) => `${code} ${/\d{9}/.exec(words)?.[0] ?? ''}`);
    expect(told.sort()).to.deep.equal([
      'SENT_INTERCHANGE_REFUSED 000999500',
      'SENT_INTERCHANGE_REFUSED 000999999',
      'UNMATCHED_ACKNOWLEDGMENT 000998999',
    ]);
  });
});
