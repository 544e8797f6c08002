/**
 * Saves what translate found in several files, inside one transaction: interchanges, records, issues, and the work that
 * is now due. All files or none.
 */
import type { HubConfig } from '../config.js';
import type { PartnerBook } from '../partners/index.js';
import { insertAcknowledgments, type NewAcknowledgment } from '../store/acknowledgments.js';
import { addEvents } from '../store/events.js';
import { setFileStates, type StoredFile } from '../store/files.js';
import { saveInterchanges } from '../store/interchanges.js';
import { saveIssues, type NewIssue } from '../store/issues.js';
import type { Sql } from '../store/schema.js';
import { addShadowFiles } from '../store/shadows.js';
import { addWork } from '../store/work.js';
import { inZone } from '../timing/wall-time.js';
import { answersDue } from './answer-due.js';
import { checkNumbers, rememberNumbers } from './check-numbers.js';
import { outcomeOf, type Outcome } from './file-outcome.js';
import { interchangeRows, type InterchangeRows } from './interchange-rows.js';
import { saveAnswers } from './save-answers.js';
import { matchAcknowledgments } from './match-acknowledgments.js';
import { meetExpectationsWith } from './meet-expectations.js';
import { saveRecords } from './save-records.js';
import { recordsOf, type TranslatedInterchange, type Translation } from './translation.js';

/** Ids of work that became due. */
export interface DueWork {
  deliver: string[];
  acknowledge: string[];
  compose: string[];
  send: string[];
}

export interface TranslatedFile {
  stored: StoredFile;
  translation: Translation;
}

/** What saving needs of the hub. */
export interface SavingHub {
  book: PartnerBook;
  config: Pick<HubConfig, 'organization' | 'timezone' | 'changes'>;
  configurationHash?: string;
}

export async function saveTranslations(
  sql: Sql,
  files: readonly TranslatedFile[],
  hub: SavingHub,
): Promise<DueWork> {
  const due = await saveFound(sql, files, hub);
  await endFiles(
    sql,
    files.map(({ stored, translation }) => ({ stored, outcome: outcomeOf(translation) })),
    hub.configurationHash,
  );
  // Where changes are taken at once there is no version that could run beside the live one.
  if (hub.config.changes.take === 'applied') {
    await addShadowFiles(
      sql,
      files.map(({ stored }) => stored.id),
    );
  }
  return due;
}

/** All but what became of the files as a whole. */
export async function saveFound(
  sql: Sql,
  files: readonly TranslatedFile[],
  { book, config }: SavingHub,
): Promise<DueWork> {
  const interchanges = files.flatMap(({ translation }) => interchangesOf(translation));
  await checkNumbers(sql, interchanges);
  const rows: InterchangeRows = { interchanges: [], groups: [], sets: [] };
  for (const { stored, translation } of files) {
    for (const interchange of interchangesOf(translation)) interchangeRows(stored.id, interchange, rows);
  }
  await saveInterchanges(sql, rows);
  const issues = await rememberNumbers(sql, interchanges);
  issues.push(...(await matchAcknowledgments(sql, interchanges)));
  const { deliver, compose } = await saveRecords(sql, files.flatMap(recordsIn), issues);
  await meetExpectationsWith(
    sql,
    files.flatMap(({ translation }) => recordsOf(translation)),
  );
  const owed = files.flatMap(({ stored, translation }) =>
    interchangesOf(translation).flatMap((interchange) => owe(interchange, { stored, book, issues })),
  );
  const acknowledge = await addWork(
    sql,
    'acknowledge',
    (await insertAcknowledgments(sql, owed)).map((subjectId) => ({ subjectId })),
  );
  const answers = files.flatMap((file) => answersTo(file, config));
  const send = await saveAnswers(sql, answers, { book, issues });
  issues.push(...files.flatMap(({ translation }) => issuesOf(translation)));
  await saveIssues(sql, issues);
  return { deliver, acknowledge, compose, send };
}

function interchangesOf(translation: Translation): TranslatedInterchange[] {
  return translation.format === 'x12' ? translation.interchanges : [];
}

function recordsIn({ stored, translation }: TranslatedFile) {
  return recordsOf(translation).map((record) => ({ fileId: stored.id, record }));
}

function issuesOf(translation: Translation): NewIssue[] {
  return [...translation.issues, ...interchangesOf(translation).flatMap((interchange) => interchange.issues)];
}

/** The acknowledgment of an interchange, if one is due; an issue where it has no way to the partner. */
function owe(
  interchange: TranslatedInterchange,
  { stored, book, issues }: { stored: StoredFile; book: PartnerBook; issues: NewIssue[] },
): NewAcknowledgment[] {
  const { acknowledgment: plan, partner, id: interchangeId } = interchange;
  if (plan === undefined || partner === undefined) return [];
  const connection = book.acknowledgmentConnection(partner, stored.connection);
  if (connection !== undefined) {
    return [{ interchangeId, connection: connection.name, plan, verdict: plan.verdict }];
  }
  issues.push({
    subjectKind: 'interchange',
    subjectId: interchangeId,
    code: 'ACKNOWLEDGMENT_UNROUTABLE',
    severity: 'error',
    words: 'An acknowledgment is due, but no connection of the partner can send.',
  });
  return [];
}

export function answersTo({ stored, translation }: TranslatedFile, config: SavingHub['config']) {
  const { id, name: fileName, createdAt } = stored;
  // Such as "2026-04-08 02:05 (America/Chicago)".
  const receivedAt = `${inZone(createdAt, config.timezone).toFormat('yyyy-MM-dd HH:mm')} (${config.timezone})`;
  return answersDue({ id, fileName, receivedAt, from: config.organization }, translation).map((due) => ({
    received: stored,
    due,
  }));
}

/** Says what became of files. @param configuration the version that they were read with */
export async function endFiles(
  sql: Sql,
  files: readonly { stored: StoredFile; outcome: Outcome }[],
  configuration: string | undefined,
): Promise<void> {
  const outcomes = files.map(({ stored, outcome }) => ({ id: stored.id, ...outcome }));
  await setFileStates(sql, outcomes);
  await addEvents(
    sql,
    outcomes.map(({ id, state, reason }, index) => ({
      event: `file.${state}`,
      subjectKind: 'file',
      subjectId: id,
      correlationId: files[index]!.stored.correlationId,
      detail: { reason: reason ?? null, configuration: configuration ?? null },
    })),
  );
}
