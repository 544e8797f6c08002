/**
 * Saves what a released file has become, inside one transaction: newer revisions of what was held and can go on, what was
 * never made before, and for the rest why it still waits. What it replaces is kept and says so.
 */
import type { Sql } from '../../store/database/index.js';
import {
  removeInterchanges,
  setAgreements,
  loadOpenIssues,
  saveIssues,
  supersedeIssues,
  type NewIssue,
  supersedeRevisions,
  updateHeldRevision,
  loadSavedFile,
} from '../../store/received/index.js';
import { addEvents } from '../../store/working/index.js';
import {
  partId,
  recordIssues,
  type TranslatedInterchange,
  type TranslatedRecord,
  type Translation,
} from '../../translation/index.js';
import { replaceIssues } from '../../working/index.js';
import { meetExpectationsWith } from '../deadlines/index.js';
import {
  saveAnswers,
  holdPossibleDuplicates,
  saveRevisions,
  toNewRecord,
  type RecordOfFile,
  answersTo,
  endFiles,
  saveFound,
  type DueWork,
  type SavingHub,
  type TranslatedFile,
} from '../translate/index.js';
import { planRelease, type HeldBefore, type ReleasePlan } from './plan-release.js';

/** @returns work that became due */
export async function saveRelease(sql: Sql, file: TranslatedFile, hub: SavingHub): Promise<DueWork> {
  const { stored, translation } = file;
  const plan = planRelease(translation, await loadSavedFile(sql, stored.id));
  const due = await saveFresh(sql, { stored, translation: plan.fresh }, hub);
  const issues = await saveHeld(sql, file, plan);
  const released = plan.held.filter(({ record }) => record.state === 'accepted');
  const { deliver, compose } = await saveRevisions(sql, [
    ...released.map(({ record, before }) => ({ fileId: stored.id, record, revision: before.revision + 1 })),
    ...plan.unmapped.map((record) => ({ fileId: stored.id, record, revision: 1 })),
  ]);
  await meetExpectationsWith(sql, [...released.map(({ record }) => record), ...plan.unmapped]);
  await supersedeRevisions(
    sql,
    released.map(({ record: { id }, before: { revision } }) => ({ id, revision })),
  );
  await setAgreements(sql, plan.unmapped.flatMap(agreed));
  await tellReleased(sql, file, released, hub);
  await replaceIssues(sql, changedSubjects(plan), issues);
  due.send.push(...(await answerRejected(sql, file, plan, hub)));
  const outcome = plan.outcome();
  const isAsBefore = stored.state === outcome.state && stored.reason === (outcome.reason ?? null);
  if (!isAsBefore) await endFiles(sql, [{ stored, outcome }], hub.configurationHash);
  return { ...due, deliver: [...due.deliver, ...deliver], compose: [...due.compose, ...compose] };
}

/** What nothing was made of is saved as if it had arrived now. */
async function saveFresh(
  sql: Sql,
  { stored, translation }: { stored: TranslatedFile['stored']; translation: Translation | undefined },
  hub: SavingHub,
): Promise<DueWork> {
  if (translation === undefined) return { deliver: [], acknowledge: [], compose: [], send: [] };
  const interchanges = translation.format === 'x12' ? translation.interchanges : [];
  await supersedeIssues(sql, translation.format === 'x12' ? interchanges.flatMap(partsOf) : [stored.id]);
  await removeInterchanges(
    sql,
    interchanges.map(({ id }) => id),
  );
  return saveFound(sql, [{ stored, translation }], hub);
}

function partsOf({ id, report }: TranslatedInterchange): string[] {
  const groups = report.groups.flatMap((group) => [
    partId(id, group.ordinal),
    ...group.sets.map((set) => partId(id, group.ordinal, set.ordinal)),
  ]);
  return [id, ...groups];
}

/** Looks for possible duplicates, and brings up to date what is still held. @returns the issues of all that is mapped again */
async function saveHeld(sql: Sql, { stored }: TranslatedFile, plan: ReleasePlan): Promise<NewIssue[]> {
  const fileId = stored.id;
  const records: RecordOfFile[] = [...plan.held.map(({ record }) => record), ...plan.unmapped].map(
    (record) => ({ fileId, record }),
  );
  const repeated = await holdPossibleDuplicates(sql, records);
  for (const { record, before } of plan.held) {
    if (record.state !== 'held' || record.mapping.hash === before.mappingHash) continue;
    await updateHeldRevision(sql, toNewRecord({ fileId, record, revision: before.revision }));
  }
  return [...records.flatMap(({ record }) => recordIssues(record)), ...repeated, ...plan.lacking];
}

function changedSubjects({ held, unmapped, lacking }: ReleasePlan): string[] {
  return [
    ...held.map(({ record }) => record.id),
    ...unmapped.flatMap(({ id, transactionSetId }) =>
      transactionSetId === null ? [id] : [id, transactionSetId],
    ),
    ...lacking.map(({ subjectId }) => subjectId),
  ];
}

function agreed({ transactionSetId, agreement }: TranslatedRecord) {
  return transactionSetId === null ? [] : [{ transactionSetId, agreement: agreement.id }];
}

async function tellReleased(
  sql: Sql,
  { stored }: TranslatedFile,
  released: readonly HeldBefore[],
  { configurationHash }: SavingHub,
): Promise<void> {
  const open = await loadOpenIssues(
    sql,
    released.map(({ record }) => record.id),
  );
  const causes = new Map<string, Set<string>>();
  for (const { subject_id, code, action } of open) {
    if (action === 'warn') continue;
    causes.set(subject_id, (causes.get(subject_id) ?? new Set()).add(code));
  }
  await addEvents(
    sql,
    released.map(({ record, before }) => ({
      event: 'document.released',
      subjectKind: 'record',
      subjectId: record.id,
      correlationId: stored.correlationId,
      detail: {
        revision: before.revision + 1,
        cause: [...(causes.get(record.id) ?? [])].join(' '),
        mappingVersion: record.mapping.version,
        configuration: configurationHash ?? null,
      },
    })),
  );
}

/** A document that is mapped for the first time may be refused: the supplier hears of it as if it had just arrived. */
async function answerRejected(
  sql: Sql,
  { stored, translation }: TranslatedFile,
  { unmapped }: ReleasePlan,
  { book, config }: SavingHub,
): Promise<string[]> {
  const rejected = new Set(unmapped.filter(({ state }) => state === 'rejected').map(({ id }) => id));
  if (rejected.size === 0 || translation.format !== 'x12') return [];
  const interchanges = translation.interchanges
    .map((one) => ({ ...one, records: one.records.filter(({ id }) => rejected.has(id)) }))
    .filter(({ records }) => records.length > 0);
  const issues: NewIssue[] = [];
  const answers = answersTo({ stored, translation: { ...translation, interchanges } }, config);
  const send = await saveAnswers(sql, answers, { book, issues });
  await saveIssues(sql, issues);
  return send;
}
