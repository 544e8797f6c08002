/**
 * Translates again the files in which something waits, with the configuration that is live now. What can go on does: held
 * records become new revisions and are delivered; what still waits stays, with the reasons of today.
 */
import { crashPoint } from '#crash-points';
import { wallDate, type Sql } from '../../store/database/index.js';
import { findFiles, findWaiting, setTriedWith } from '../../store/received/index.js';
import { demandWork, type Lease } from '../../store/working/index.js';
import { translateFile } from '../../translation/index.js';
import { fileToTranslate, type Hub, runLanes, finish, runLeased, inOrder } from '../../working/index.js';
import { releasableFiles } from './releasable.js';
import { saveRelease } from './save-release.js';

/** Files of one connection leased together. */
const filesPerLease = 8;
/** Files asked for by one look; the next look sees the rest. */
const filesPerLook = 5_000;

/** Asks for the release of what could go on now. To be called after each change, and now and then for what came meanwhile. */
export async function demandReleases(hub: Hub): Promise<void> {
  const { sql, book, mappings, settings } = hub;
  const today = await wallDate(sql, settings.timezone);
  const waiting = await findWaiting(sql, { triedWith: triedWith(hub, today), timeZone: settings.timezone });
  const fileIds = releasableFiles(waiting, { book, mappings, today }).slice(0, filesPerLook);
  await hub.queues.ring('release', await demandReleaseOf(sql, fileIds));
}

/** @returns ids of the work that became due */
export async function demandReleaseOf(sql: Sql, fileIds: readonly string[]): Promise<string[]> {
  if (fileIds.length === 0) return [];
  const files = [...(await findFiles(sql, fileIds)).values()];
  return demandWork(
    sql,
    'release',
    files.map(({ id, connection }) => ({ subjectId: id, lane: connection })),
  );
}

/** Names day and configuration: under the same ones nothing would come of another try. */
function triedWith({ configurationHash = '' }: Hub, today: string): string {
  return `${today} ${configurationHash}`;
}

/** Files of one connection keep their order: of two with one control number the first has to win. */
export function release(current: () => Hub, workIds: readonly string[]): Promise<void> {
  return runLanes(current, workIds, { step: 'release', limit: filesPerLease, run: releaseLeased });
}

async function releaseLeased(hub: Hub, leases: readonly Lease[]): Promise<void> {
  const today = await wallDate(hub.sql, hub.settings.timezone);
  const giveUp = (sql: Sql, { subjectId }: Lease) => setTriedWith(sql, [subjectId], triedWith(hub, today));
  const run = inOrder((lease: Lease) => releaseOne(hub, lease, today));
  await runLeased(hub, leases, { step: 'release', run, giveUp }, 1);
}

async function releaseOne(hub: Hub, lease: Lease, today: string): Promise<void> {
  const { sql, queues, book, mappings, settings } = hub;
  const stored = (await findFiles(sql, [lease.subjectId])).get(lease.subjectId);
  if (stored === undefined) throw new Error(`work ${lease.id} has no file`);
  const file = await fileToTranslate(hub, stored);
  const translation = await translateFile(file, { book, mappings, limits: settings.limits, today });
  const due = await sql.transaction().execute(async (trx) => {
    const found = await saveRelease(trx, { stored, translation }, hub);
    await setTriedWith(trx, [stored.id], triedWith(hub, today));
    crashPoint('release:in-save');
    await finish(trx, [lease]);
    return found;
  });
  crashPoint('release:after-commit');
  await queues.ring('deliver', due.deliver);
  await queues.ring('acknowledge', due.acknowledge);
  await queues.ring('compose', due.compose);
  await queues.ring('send', due.send);
}
