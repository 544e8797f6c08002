/**
 * A save that fails leaves nothing behind: what is decided about a file hangs on what is saved, never on what was tried.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { openLog } from '../../src/log.js';
import { openQueues } from '../../src/queues/queues.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import { translate } from '../../src/steps/translate/translate.js';
import type { Database } from '../../src/store/database/database.js';
import type { Sql } from '../../src/store/database/schema.js';
import { findFiles } from '../../src/store/received/files.js';
import { beat } from '../../src/store/working/hubs.js';
import { addWork } from '../../src/store/working/work.js';
import type { TranslatedFile } from '../../src/translation/translation.js';
import { GroupCommit } from '../../src/working/group-commit.js';
import type { Hub } from '../../src/working/hub.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';
import { readIn } from '../kit/arrive.js';

describe('a file whose save fails', function () {
  this.timeout(60_000);
  let site: Site;
  let configuration: Configuration;
  let sql: Sql;
  let database: Database;
  let closeDatabase: () => Promise<void>;

  beforeEach(async () => {
    site = await openSite();
    const partner = join(site.root, 'partners/acme.yaml');
    const keyed = 'mapping: plain-810, duplicate: { key: [number], then: hold },';
    await writeFile(partner, (await readFile(partner, 'utf8')).replace('mapping: plain-810,', keyed));
    configuration = loadConfiguration(site.root, {}).configuration!;
    ({ sql, database, close: closeDatabase } = await openFreshDatabase());
  });
  afterEach(async () => {
    await closeDatabase();
    await site.close();
  });

  /** From now on the database refuses to end this file: the last thing that a save writes. */
  async function refuse({ stored }: TranslatedFile): Promise<void> {
    await raw`
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'refused by the test'; END $$`.execute(sql);
    await raw`
      CREATE TRIGGER refuse BEFORE UPDATE ON files FOR EACH ROW
        WHEN (NEW.id = ${raw.lit(stored.id)}) EXECUTE FUNCTION refuse()`.execute(sql);
  }

  const relent = () => raw`DROP TRIGGER refuse ON files`.execute(sql);

  /** Saves files that are ready together. @returns whether each was saved */
  async function saveTogether(files: readonly TranslatedFile[]): Promise<boolean[]> {
    const commits = new GroupCommit(async (group: readonly TranslatedFile[]) => {
      await sql.transaction().execute((trx) => saveTranslations(trx, group, configuration));
      return group.map(() => undefined);
    });
    const ends = await Promise.allSettled(files.map((file) => commits.add(file)));
    return ends.map(({ status }) => status === 'fulfilled');
  }

  const read = (text: string) => readIn(sql, configuration, text);
  const recordKeys = async () =>
    (await sql.selectFrom('records').select('business_key as key').execute()).map(({ key }) => key);
  const stateOf = async ({ stored: { id } }: TranslatedFile) => {
    const { state, reason } = (await findFiles(sql, [id])).get(id)!;
    return [state, reason];
  };

  it('is no reason to hold the next one as a duplicate of it', async () => {
    const first = await read(invoiceFile(7, ['A']));
    const second = await read(invoiceFile(7, ['B']));
    await refuse(first);
    expect(await saveTogether([first, second])).to.deep.equal([false, true]);
    expect([await stateOf(second), await recordKeys()]).to.deep.equal([['translated', null], ['B']]);
  });

  it('is no reason to hold the next one for its invoice number', async () => {
    const first = await read(invoiceFile(7, ['A']));
    const second = await read(invoiceFile(8, ['A']));
    await refuse(first);
    expect(await saveTogether([first, second])).to.deep.equal([false, true]);
    expect([await stateOf(second), await recordKeys()]).to.deep.equal([['translated', null], ['A']]);
    const deliveries = await sql.selectFrom('deliveries').select('state').execute();
    expect(deliveries).to.deep.equal([{ state: 'waiting' }]);
  });

  describe('in a lane', () => {
    let hub: Hub;

    beforeEach(async () => {
      const id = uuidv7();
      const log = openLog('silent');
      hub = {
        ...{ id, sql, log, erps: new Map(), ...configuration },
        queues: await openQueues({ database, hubId: id, log }),
        openTransport: () => Promise.reject(new Error('no file is sent here')),
        stopping: new AbortController().signal,
        aborting: new AbortController().signal,
      };
      await beat(sql, id);
    });
    afterEach(() => hub.queues.close());

    /** Translates what is due, as often as something is, with all that waits for another attempt due at once. @returns how often it failed */
    async function translateAll(attempts: number): Promise<number> {
      let failures = 0;
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        await sql
          .updateTable('work')
          .set({ next_at: raw<Date>`now()` })
          .execute();
        const due = await sql.selectFrom('work').select('id').where('step', '=', 'translate').execute();
        const ids = due.map(({ id }) => id);
        failures += await translate(() => hub, ids).then(
          () => 0,
          () => 1,
        );
      }
      return failures;
    }

    /** Two files of one connection, which wait to be translated; the database refuses the first. */
    async function receiveTwo(first: string, second: string) {
      const files = [await read(first), await read(second)] as const;
      await addWork(
        sql,
        'translate',
        files.map(({ stored }) => ({ subjectId: stored.id, lane: stored.connection })),
      );
      await refuse(files[0]);
      return files;
    }

    it('is overtaken by none: the first of two with one control number wins', async () => {
      const [first, second] = await receiveTwo(invoiceFile(7, ['A']), invoiceFile(7, ['B']));
      expect(await translateAll(1)).to.equal(1);
      expect([await stateOf(first), await stateOf(second)]).to.deep.equal([
        ['received', null],
        ['received', null],
      ]);
      await relent();
      expect(await translateAll(1)).to.equal(0);
      expect([await stateOf(first), await stateOf(second), await recordKeys()]).to.deep.equal([
        ['translated', null],
        ['held', 'DUPLICATE_CONTROL_NUMBER'],
        ['A'],
      ]);
    });

    it("stands in nobody's way once it is given up", async () => {
      const [first, second] = await receiveTwo(invoiceFile(7, ['A']), invoiceFile(7, ['B']));
      await raw`
        CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN IF NEW.state <> 'quarantined' THEN RAISE EXCEPTION 'refused by the test'; END IF; RETURN NEW; END $$`.execute(
        sql,
      );
      expect(await translateAll(3)).to.equal(3);
      expect([await stateOf(first), await stateOf(second), await recordKeys()]).to.deep.equal([
        ['quarantined', 'UNFORESEEN'],
        ['translated', null],
        ['B'],
      ]);
      const attempts = await sql
        .selectFrom('work')
        .select('attempts')
        .where('step', '=', 'translate')
        .orderBy('subject_id')
        .execute();
      expect(attempts, 'what waited behind it was not tried').to.deep.equal([
        { attempts: 3 },
        { attempts: 0 },
      ]);
    });
  });
});
