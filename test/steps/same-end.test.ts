/**
 * However files of a lane are saved together, and however often a save fails, they come to the same end.
 *
 * The end is all that the database holds but for times, ids drawn at random, and how rows of different subjects lie between each
 * other. The order of the lane is kept: nothing is saved before what stands in front of it.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { sql as raw } from 'kysely';
import type { Configuration } from '../../src/configuration/configuration.js';
import { saveRelease } from '../../src/steps/release/save-release.js';
import { decide } from '../../src/steps/translate/decide/decide.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import type { Sql } from '../../src/store/database/schema.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import { findWaitingFiles } from '../../src/store/received/waiting.js';
import type { TranslatedFile } from '../../src/translation/translation.js';
import { deepFreeze } from '../kit/deep-freeze.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import '../kit/seed.js';
import { openSite, type Site } from '../kit/site.js';
import { anyLane, Configurations, fileAt, translateLane } from './any-lane.js';
import { endInDatabase, type WholeEnd } from './end-in-database.js';
import { anyPlan, oneByOne, type Plan, replay } from './replay.js';
import { type End, SavedModel } from './saved-model.js';

describe('the end of files that are saved', function () {
  this.timeout(600_000);
  let site: Site;
  let configurations: Configurations;

  before(async () => {
    site = await openSite({ answers: true });
    configurations = new Configurations(site);
  });
  after(() => site.close());

  async function endInMemory(files: readonly TranslatedFile[], plan: Plan, hub: Configuration): Promise<End> {
    const saved = new SavedModel();
    await replay(files, plan, (group, commit) => {
      const decided = decide(group, deepFreeze(saved.facts(group)), hub);
      commit();
      saved.save(decided);
    });
    return saved.end();
  }

  it('is the same as when each is saved alone and nothing fails', () =>
    fc.assert(
      fc.asyncProperty(anyLane(7), anyPlan(7), async ({ policy, texts }, plan) => {
        const hub = await configurations.of(policy);
        const files = await translateLane(texts, hub);
        expect(await endInMemory(files, plan, hub)).to.deep.equal(await endInMemory(files, oneByOne, hub));
      }),
      { numRuns: 150 },
    ));

  describe('in the database', () => {
    let sql: Sql;
    let closeDatabase: () => Promise<void>;

    before(async () => {
      ({ sql, close: closeDatabase } = await openFreshDatabase());
    });
    after(() => closeDatabase());

    /** An empty database in which the files are received. */
    async function receive(texts: readonly string[]): Promise<void> {
      await raw`TRUNCATE raw_blobs, issues, events, work, control_numbers CASCADE`.execute(sql);
      const files = texts.map(fileAt);
      await saveBytes(sql, files);
      await insertFiles(
        sql,
        files.map(({ id, name, sha256, byteCount }) => ({
          ...{ id, name, sha256, byteCount, correlationId: id, partner: 'acme', state: 'received' },
          ...{ direction: 'in', connection: 'acme-folder' },
        })),
      );
    }

    async function save(files: readonly TranslatedFile[], plan: Plan, hub: Configuration): Promise<WholeEnd> {
      await replay(files, plan, (group, commit) =>
        sql.transaction().execute(async (trx) => {
          await saveTranslations(trx, group, hub);
          commit();
        }),
      );
      return endInDatabase(sql);
    }

    /** Releases what waits. @param files as they are translated now */
    async function release(
      files: readonly TranslatedFile[],
      plan: Plan,
      hub: Configuration,
    ): Promise<WholeEnd> {
      const waiting = await findWaitingFiles(sql);
      const stored = await findFiles(sql, waiting);
      const again = files.flatMap((file) => {
        const { state, reason } = stored.get(file.stored.id) ?? {};
        if (state === undefined || reason === undefined) return [];
        return [deepFreeze({ ...file, stored: { ...file.stored, state, reason } })];
      });
      await replay(again, { ...plan, sizes: [1] }, ([file], commit) =>
        sql.transaction().execute(async (trx) => {
          await saveRelease(trx, file!, hub);
          commit();
        }),
      );
      return endInDatabase(sql);
    }

    it('is the same too, as the model says, and again when what waits is released', () =>
      fc.assert(
        fc.asyncProperty(anyLane(5), anyPlan(5), async ({ policy, texts }, plan) => {
          const hub = await configurations.of(policy);
          const later = await configurations.of(policy, { later: true });
          const files = await translateLane(texts, hub);
          const translatedLater = await translateLane(texts, later);
          const ends: WholeEnd[] = [];
          for (const each of [plan, oneByOne]) {
            await receive(texts);
            ends.push(await save(files, each, hub), await release(translatedLater, each, later));
          }
          const [saved, released, ...alone] = ends;
          expect([saved, released]).to.deep.equal(alone);
          const { more: _, ...known } = saved!;
          expect(known).to.deep.equal(await endInMemory(files, plan, hub));
        }),
        { numRuns: 10 },
      ));
  });
});
