/**
 * Asks for the release of what waits, or says what would become of it: the files are translated with the configuration that is
 * live, and nothing is saved.
 */
import { z } from 'zod';
import { RefusedError } from '../errors.js';
import { planRelease, demandReleaseOf } from '../steps/release/index.js';
import { wallDate } from '../store/database/index.js';
import { findFiles, findFilesOf, findWaitingFiles, loadSavedFile } from '../store/received/index.js';
import { addEvents } from '../store/working/index.js';
import { translateFile, recordsOf, type TranslatedRecord } from '../translation/index.js';
import { fileToTranslate } from '../working/index.js';
import { reason } from './apply-configuration.js';
import { operation, type OperationContext } from './operation.js';

const input = z.strictObject({
  /** Of files or records; all that waits when left out. */
  ids: z.array(z.uuid()).min(1).max(10_000).optional(),
  why: reason,
});

export interface ReleasePreview {
  /** Files in which something waits. */
  files: number;
  /** Documents that would go on. */
  released: number;
  /** Those that would still wait, by what holds them first. */
  held: Record<string, number>;
  /** Documents of sets or files read for the first time that their mapping refuses. */
  rejected: number;
}

/** Possible duplicates are only seen when it is done. */
export const previewRelease = operation(input, async (context, { ids }): Promise<ReleasePreview> => {
  const fileIds = await findSubjects(context, ids);
  const preview: ReleasePreview = { files: fileIds.length, released: 0, held: {}, rejected: 0 };
  for (const fileId of fileIds) {
    context.signal.throwIfAborted();
    await addFile(context, fileId, preview);
  }
  return preview;
});

export const startRelease = operation(input, async (context, { ids, why }) => {
  const fileIds = await findSubjects(context, ids);
  const work = await context.sql.transaction().execute(async (trx) => {
    const due = await demandReleaseOf(trx, fileIds);
    const detail = { files: fileIds.length, why: why ?? null };
    const subjectId = ids?.length === 1 ? ids[0]! : 'all';
    const subjectKind = subjectId === 'all' ? 'hub' : 'file';
    await addEvents(trx, [{ event: 'release.asked', subjectKind, subjectId, detail }], context.actor);
    return due;
  });
  await context.ring('release', work);
  return { files: fileIds.length, running: context.running };
});

/** @throws RefusedError NOTHING_WAITS for an id in whose file nothing waits */
async function findSubjects(
  { sql }: OperationContext,
  ids: readonly string[] | undefined,
): Promise<string[]> {
  const waiting = await findWaitingFiles(sql);
  if (ids === undefined) return waiting;
  const files = await findFilesOf(sql, ids);
  const wanted = new Set(waiting);
  const idle = ids.find((id) => !wanted.has(files.get(id) ?? ''));
  if (idle === undefined) return [...new Set(files.values())].sort();
  throw new RefusedError(
    'NOTHING_WAITS',
    files.has(idle)
      ? `Nothing waits in ${idle}: it was delivered, rejected or released already.`
      : `There is no file or record ${idle}.`,
  );
}

async function addFile(context: OperationContext, fileId: string, preview: ReleasePreview): Promise<void> {
  const { sql } = context;
  const { book, mappings, config } = context.configuration();
  const stored = (await findFiles(sql, [fileId])).get(fileId);
  if (stored === undefined) return;
  const today = await wallDate(sql, config.timezone);
  const file = await fileToTranslate({ sql, book }, stored);
  const translation = await translateFile(file, { book, mappings, limits: config.limits, today });
  const saved = await loadSavedFile(sql, fileId);
  const { held, unmapped, fresh, lacking, lostRecords } = planRelease(translation, saved);
  const hold = (code: string, count = 1) => {
    if (count > 0) preview.held[code] = (preview.held[code] ?? 0) + count;
  };
  const again: TranslatedRecord[] = [
    ...held.map(({ record }) => record),
    ...unmapped,
    ...(fresh === undefined ? [] : recordsOf(fresh)),
  ];
  for (const { state, issues } of again) {
    if (state === 'accepted') preview.released += 1;
    else if (state === 'rejected') preview.rejected += 1;
    else hold(issues.find(({ action }) => action !== 'warn')?.code ?? 'RECORD_HELD');
  }
  for (const { code } of lacking) hold(code);
  hold('RECORD_HELD', lostRecords);
  const forPersons = [...saved.records.values()].filter(({ isPossibleDuplicate }) => isPossibleDuplicate);
  hold('POSSIBLE_DUPLICATE', forPersons.length);
  for (const { state, reason: why } of saved.interchanges.values()) {
    if (state === 'held') hold(why ?? 'RECORD_HELD');
  }
}
