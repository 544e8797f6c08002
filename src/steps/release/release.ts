/**
 * Translates the files in which something waits again, with the live configuration. Held records that can be released become
 * new revisions and are delivered. The others still wait, with their current reasons.
 */
import { crashPoint } from '#crash-points';
import { wallDate, type Sql } from '../../store/database/index.js';
import { findFiles, findWaiting, setTriedWith, type StoredFile } from '../../store/received/index.js';
import { demandWork } from '../../store/working/index.js';
import { translateFile, type TranslatedFile } from '../../translation/index.js';
import {
  type DueWork,
  fileToTranslate,
  type Hub,
  type Job,
  joinDue,
  leasedStep,
  type Saved,
} from '../../working/index.js';
import { releasableFiles } from './releasable.js';
import { saveRelease } from './save-release.js';

/** Files demanded at once; the next time sees the rest. */
const filesPerLook = 5_000;

/**
 * Demands the release of everything that could go on now. It is called after each change, and now and then for files that came
 * meanwhile.
 */
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

/** Names day and configuration: another try under the same ones would be in vain. */
function triedWith({ configurationHash = '' }: Hub, today: string): string {
  return `${today} ${configurationHash}`;
}

/** Files of one connection keep their order: of two with the same control number, the first has to win. */
export const release = leasedStep({
  step: 'release',
  atOnce: 1,
  laneLimit: 8,
  load: async ({ sql, settings }, ids) => ({
    subjects: await findFiles(sql, ids),
    today: await wallDate(sql, settings.timezone),
  }),
  run: readAgain,
  save: saveReleased,
  giveUp: (sql, id, _errorCode, { hub, today }) => setTriedWith(sql, [id], triedWith(hub, today)),
});

async function readAgain(
  stored: StoredFile,
  { hub, today }: Job<{ today: string }>,
): Promise<TranslatedFile> {
  const { book, mappings, settings } = hub;
  const file = await fileToTranslate(hub, stored);
  return {
    stored,
    translation: await translateFile(file, { book, mappings, limits: settings.limits, today }),
  };
}

async function saveReleased(
  sql: Sql,
  files: readonly TranslatedFile[],
  { hub, today }: Job<{ today: string }>,
): Promise<Saved> {
  const due: DueWork[] = [];
  for (const file of files) due.push(await saveRelease(sql, file, hub));
  await setTriedWith(
    sql,
    files.map(({ stored }) => stored.id),
    triedWith(hub, today),
  );
  crashPoint('release:in-save');
  return { due: joinDue(due) };
}
