/**
 * What a change would have done: received documents are read once with the configuration that is live and once with the
 * planned one, and their records compared. Nothing is saved.
 *
 * Both are read now, so that only the change makes a difference, and not what was corrected since. The hub's own work comes
 * first: this rests as long as it works.
 */
import type { Configuration } from '../configuration.js';
import { UnavailableError } from '../errors.js';
import { listReceivedFiles, type StoredFile } from '../store/files.js';
import { loadBytes } from '../store/raw-bytes.js';
import type { Sql } from '../store/schema.js';
import { translateFile } from '../steps/translate-file.js';
import type { FileToTranslate, TranslatedRecord, Translation } from '../steps/translation.js';
import { findAffectedPartners } from './affected-partners.js';
import { addDocument, type ComparedRecord, emptyImpact, type Impact } from './impact-figures.js';

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
/** Larger files are read piece by piece from the archive, twice. */
const memoryBytesMax = 8_388_608;

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
      ...(beforeId === undefined ? {} : { beforeId }),
    });
    for (const stored of page) {
      if (impact.documents >= documentsMax) {
        impact.capped = { documentsMax, since: stored.createdAt.toISOString() };
        return impact;
      }
      if (signal.aborted) throw new UnavailableError('CONTROL_UNREACHABLE', 'The hub stops.');
      await compareFile(sql, stored, options, impact);
    }
    if (page.length < filesPerPage) return impact;
    beforeId = page.at(-1)!.id;
  }
}

async function compareFile(
  sql: Sql,
  stored: StoredFile,
  { before, after }: ImpactOptions,
  impact: Impact,
): Promise<void> {
  const began = performance.now();
  const read = await readerOf(sql, stored);
  const one = await translateWith(before, stored, read);
  const other = await translateWith(after, stored, read);
  impact.files += 1;
  compareAnswers(one, other, impact);
  const pairs = new Map<string, [ComparedRecord | undefined, ComparedRecord | undefined]>();
  for (const record of recordsOf(one)) pairs.set(record.id, [asCompared(record), undefined]);
  for (const record of recordsOf(other)) {
    pairs.set(record.id, [pairs.get(record.id)?.[0], asCompared(record)]);
  }
  for (const [old, young] of pairs.values()) addDocument(impact, stored.name, old, young);
  await rest(performance.now() - began);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function readerOf(sql: Sql, { sha256, byteCount }: StoredFile): Promise<FileToTranslate['read']> {
  if (byteCount > memoryBytesMax) return () => loadBytes(sql, sha256);
  const parts: Uint8Array[] = [];
  for await (const part of loadBytes(sql, sha256)) parts.push(part);
  const whole = Buffer.concat(parts);
  return async function* () {
    yield whole;
  };
}

function translateWith(
  { config, book, mappings }: Configuration,
  stored: StoredFile,
  read: FileToTranslate['read'],
): Promise<Translation> {
  const { id, name, sha256, byteCount } = stored;
  const connection = book.connection(stored.connection);
  const file = { id, name, sha256, byteCount, read, ...(connection === undefined ? {} : { connection }) };
  const today = dayOf(stored.createdAt, config.timezone);
  return translateFile(file, { book, mappings, limits: config.limits, today });
}

/** The day on which it was received: rows of a crosswalk hold from one day to another. */
function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}

function recordsOf(translation: Translation): TranslatedRecord[] {
  if (translation.format === 'x12') return translation.interchanges.flatMap(({ records }) => records);
  return 'records' in translation ? translation.records : [];
}

function asCompared(record: TranslatedRecord): ComparedRecord {
  return {
    partner: record.partner.id,
    agreement: record.agreement.id,
    kind: record.kind,
    businessKey: record.businessKey,
    state: record.state,
    deliver: record.agreement.deliver,
    record: record.record,
    codes: [...new Set(record.issues.map(({ code }) => code))],
    sensitive: record.mapping.sensitive,
  };
}

/** Verdicts that the partner would have been told. */
function compareAnswers(before: Translation, after: Translation, impact: Impact): void {
  const [one, other] = [verdictsOf(before), verdictsOf(after)];
  for (const [id, verdict] of one) {
    const young = other.get(id);
    if (young !== undefined && young !== verdict) impact.verdictsChanged += 1;
  }
}

function verdictsOf(translation: Translation): Map<string, string> {
  if (translation.format !== 'x12') return new Map();
  return new Map(
    translation.interchanges.map(({ id, report, acknowledgment }) => [
      id,
      JSON.stringify([report.verdict, acknowledgment?.verdict]),
    ]),
  );
}
