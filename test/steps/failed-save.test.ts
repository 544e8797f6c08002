/**
 * A save that fails leaves nothing behind: what is decided about a file hangs on what is saved, never on what was tried.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { loadConfiguration, type Configuration } from '../../src/configuration.js';
import { GroupCommit } from '../../src/steps/group-commit.js';
import { saveTranslations } from '../../src/steps/save-translation.js';
import type { TranslatedFile } from '../../src/steps/translation.js';
import { findFiles } from '../../src/store/files.js';
import type { Sql } from '../../src/store/schema.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';
import { readIn } from './arrive.js';

describe('a file whose save fails', function () {
  this.timeout(60_000);
  let site: Site;
  let configuration: Configuration;
  let sql: Sql;
  let closeDatabase: () => Promise<void>;

  beforeEach(async () => {
    site = await openSite();
    const partner = join(site.root, 'partners/acme.yaml');
    const keyed = 'mapping: plain-810, duplicate: { key: [number], then: hold },';
    await writeFile(partner, (await readFile(partner, 'utf8')).replace('mapping: plain-810,', keyed));
    configuration = loadConfiguration(site.root, {}).configuration!;
    ({ sql, close: closeDatabase } = await openFreshDatabase());
  });
  afterEach(async () => {
    await closeDatabase();
    await site.close();
  });

  /** From now on the database refuses to end this file: the last thing that a save writes. */
  async function refuse({ stored }: TranslatedFile): Promise<void> {
    await raw`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'refused by the test'; END $$`.execute(sql);
    await raw`
      CREATE TRIGGER refuse BEFORE UPDATE ON files FOR EACH ROW
        WHEN (NEW.id = ${raw.lit(stored.id)}) EXECUTE FUNCTION refuse()`.execute(sql);
  }

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
});
