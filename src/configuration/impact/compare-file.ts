/**
 * One received file read by two configurations, and the documents compared. Nothing is asked of the database, so what another
 * document of the partner would have made of it is not part of it.
 */
import { defined } from '../../defined.js';
import {
  translateFile,
  recordsOf,
  type FileToTranslate,
  type TranslatedRecord,
  type Translation,
} from '../../translation/index.js';
import { inZone } from '../../timing/index.js';
import type { Configuration } from '../configuration.js';
import {
  addDocument,
  emptyFigures,
  type ChangedDocument,
  type ComparedRecord,
  type Figures,
} from './impact-figures.js';

export interface FileToCompare extends Omit<FileToTranslate, 'connection'> {
  /** Name of the connection that it came from. */
  connection: string;
  createdAt: Date;
}

export interface CompareOptions {
  before: Configuration;
  after: Configuration;
  /** Changed documents that are handed back at most. */
  keep: number;
}

export interface Comparison {
  figures: Figures;
  /** The first of the documents that would have become something else. */
  changed: ChangedDocument[];
}

export async function compareFile(
  file: FileToCompare,
  { before, after, keep }: CompareOptions,
): Promise<Comparison> {
  // The day is that of the first in both: rows of a crosswalk hold from one day to another.
  const today = inZone(file.createdAt, before.settings.timezone).toISODate();
  const one = await translateWith(before, file, today);
  const other = await translateWith(after, file, today);
  const figures = { ...emptyFigures(), files: 1, verdictsChanged: countOtherVerdicts(one, other) };
  const pairs = new Map<string, [ComparedRecord | undefined, ComparedRecord | undefined]>();
  for (const record of recordsOf(one)) pairs.set(record.id, [asCompared(record), undefined]);
  for (const record of recordsOf(other)) {
    pairs.set(record.id, [pairs.get(record.id)?.[0], asCompared(record)]);
  }
  const changed: ChangedDocument[] = [];
  for (const [old, young] of pairs.values()) {
    const document = addDocument(figures, file.name, old, young);
    if (document !== undefined && changed.length < keep) changed.push(document);
  }
  return { figures, changed };
}

function translateWith(
  { settings, book, mappings }: Configuration,
  { createdAt: _when, connection: name, ...file }: FileToCompare,
  today: string,
): Promise<Translation> {
  const connection = book.connection(name);
  const whole = { ...file, ...defined({ connection }) };
  return translateFile(whole, { book, mappings, limits: settings.limits, today });
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

/** Interchanges that the partner would have got another verdict for. */
function countOtherVerdicts(before: Translation, after: Translation): number {
  const [one, other] = [verdictsOf(before), verdictsOf(after)];
  return [...one].filter(([id, verdict]) => (other.get(id) ?? verdict) !== verdict).length;
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
