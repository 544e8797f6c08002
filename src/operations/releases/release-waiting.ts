/**
 * Asks for the release of what waits, or says what would become of it: the files are translated with the configuration that is
 * live, and nothing is saved.
 */
import { z } from 'zod';
import { RefusedError } from '../../errors.js';
import { planRelease, demandReleaseOf } from '../../steps/release/index.js';
import { wallDate } from '../../store/database/index.js';
import { findFiles, findFilesOf, findWaitingFiles, loadSavedFile } from '../../store/received/index.js';
import { addEvents } from '../../store/working/index.js';
import { translateFile, recordsOf, type TranslatedRecord } from '../../translation/index.js';
import { fileToTranslate } from '../../working/index.js';
import { operation, type OperationContext } from '../operation.js';
import { reason } from '../why.js';

const input = z.strictObject({
  /** Of files or records; all that waits when left out. */
  ids: z.array(z.uuid()).min(1).max(10_000).optional(),
  why: reason,
});

const previewOutput = z.strictObject({
  /** Files in which something waits. */
  files: z.int(),
  /** Documents that would be released. */
  released: z.int(),
  /** Documents that would still wait, by the code that holds them first. */
  held: z.record(z.string(), z.int()),
  /** Documents, read for the first time, that their mapping refuses. */
  rejected: z.int(),
});

export type ReleasePreview = z.infer<typeof previewOutput>;

/** Possible duplicates show only when the release is done. */
export const previewRelease = operation(
  {
    summary: 'Shows what a release would do: what would be released, and what would still wait and why.',
    role: 'viewer',
    owner: 'operations',
    http: { method: 'POST', path: '/releases/preview' },
    acts: false,
    input,
    output: previewOutput,
  },
  async (context, { ids }) => {
    const fileIds = await findSubjects(context, ids);
    const preview: ReleasePreview = { files: fileIds.length, released: 0, held: {}, rejected: 0 };
    for (const fileId of fileIds) {
      context.signal.throwIfAborted();
      await addFile(context, fileId, preview);
    }
    return preview;
  },
);

export const startRelease = operation(
  {
    summary: 'Releases what waits and can continue with the live configuration.',
    role: 'operator',
    owner: 'operations',
    http: { method: 'POST', path: '/releases' },
    acts: true,
    input,
    output: z.strictObject({ files: z.int(), running: z.boolean() }),
  },
  async (context, { ids, why }) => {
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
  },
);

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
  const { book, mappings, settings } = context.configuration();
  const stored = (await findFiles(sql, [fileId])).get(fileId);
  if (stored === undefined) return;
  const today = await wallDate(sql, settings.timezone);
  const file = await fileToTranslate({ sql, book }, stored);
  const translation = await translateFile(file, { book, mappings, limits: settings.limits, today });
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
