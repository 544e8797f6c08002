/**
 * What a change would have done: received documents are read once with the configuration that is live and once with the
 * planned one, and their records compared. Nothing is saved.
 *
 * Both are read now, so that only the change makes a difference, and not what was corrected since. The hub's own work comes
 * first: this rests as long as it works.
 */
import { defined } from '../../defined.js';
import { UnavailableError } from '../../errors.js';
import type { Sql } from '../../store/database/index.js';
import { listReceivedFiles, type StoredFile } from '../../store/received/index.js';
import { fileToTranslate } from '../../working/index.js';
import type { Configuration } from '../configuration.js';
import { findAffectedPartners } from '../versions/index.js';
import { compareFile } from './compare-file.js';
import { addFigures, documentsShownMax, emptyImpact, type Impact } from './impact-figures.js';

export interface ImpactOptions {
  before: Configuration;
  after: Configuration;
  days: number;
  /** Documents compared at most; the newest come first. */
  documentsMax: number;
  signal: AbortSignal;
}

/** Files asked for at once. */
const filesPerPage = 100;

/** @throws UnavailableError CONTROL_UNREACHABLE when nobody waits for it any more, or the hub stops */
export async function findImpact(sql: Sql, options: ImpactOptions): Promise<Impact> {
  const { before, after, days, documentsMax, signal } = options;
  const partners = findAffectedPartners(before, after);
  const impact = emptyImpact(days, partners);
  if (partners.length === 0) return impact;
  let beforeId: string | undefined;
  for (;;) {
    const page = await listReceivedFiles(sql, {
      partners,
      days,
      limit: filesPerPage,
      ...defined({ beforeId }),
    });
    for (const stored of page) {
      if (impact.documents >= documentsMax) {
        impact.capped = { documentsMax, since: stored.createdAt.toISOString() };
        return impact;
      }
      if (signal.aborted) throw new UnavailableError('CONTROL_UNREACHABLE', 'The hub stops.');
      await addFile(sql, stored, options, impact);
    }
    if (page.length < filesPerPage) return impact;
    beforeId = page.at(-1)!.id;
  }
}

async function addFile(
  sql: Sql,
  stored: StoredFile,
  { before, after }: ImpactOptions,
  impact: Impact,
): Promise<void> {
  const began = performance.now();
  const keep = documentsShownMax - impact.shown.length;
  const { read } = await fileToTranslate({ sql, book: before.book }, stored);
  const { figures, changed } = await compareFile({ ...stored, read }, { before, after, keep });
  addFigures(impact, figures);
  impact.shown.push(...changed);
  await rest(performance.now() - began);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
