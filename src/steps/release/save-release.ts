/**
 * Asks, decides and saves a released file in one transaction: new revisions of records that were held, records that are made
 * for the first time, and for the rest why it still waits. Replaced revisions and issues are kept, and marked as superseded.
 */
import type { Sql } from '../../store/database/index.js';
import {
  removeInterchanges,
  setAgreements,
  loadOpenIssues,
  saveIssues,
  supersedeIssues,
  supersedeRevisions,
  updateHeldRevision,
  loadSavedFile,
} from '../../store/received/index.js';
import { addEvents } from '../../store/working/index.js';
import {
  partId,
  interchangesOf,
  recordsOf,
  type TranslatedFile,
  type TranslatedInterchange,
} from '../../translation/index.js';
import { type DueWork, joinDue, saveReplaced } from '../../working/index.js';
import { meetExpectationsWith } from '../deadlines/index.js';
import {
  saveAnswers,
  askFacts,
  endFiles,
  saveFound,
  saveRevisions,
  toNewRecord,
} from '../translate/index.js';
import { type DecidedRelease, decideRelease, type ReleaseHub, subjectsOf } from './decide-release.js';
import { planRelease, type ReleasePlan } from './plan-release.js';

/** @returns work that became due */
export async function saveRelease(sql: Sql, file: TranslatedFile, hub: ReleaseHub): Promise<DueWork> {
  const plan = planRelease(file.translation, await loadSavedFile(sql, file.stored.id));
  const facts = await askFacts(sql, askedBy(file, plan));
  const open = await loadOpenIssues(sql, subjectsOf(plan));
  const decided = decideRelease(file, plan, { ...facts, open }, hub);
  return saveDecided(sql, decided, hub.configurationHash);
}

function askedBy({ stored }: TranslatedFile, { fresh, held, unmapped }: ReleasePlan) {
  const records = [
    ...(fresh === undefined ? [] : recordsOf(fresh)),
    ...held.map(({ record }) => record),
    ...unmapped,
  ];
  return {
    interchanges: fresh === undefined ? [] : interchangesOf(fresh),
    records: records.map((record) => ({ fileId: stored.id, record })),
  };
}

async function saveDecided(
  sql: Sql,
  decided: DecidedRelease,
  configuration: string | undefined,
): Promise<DueWork> {
  const { stored, outcome } = decided;
  const fresh = await saveFresh(sql, decided);
  for (const one of decided.updated) await updateHeldRevision(sql, toNewRecord(one));
  const revisions = await saveRevisions(sql, decided.revisions);
  await meetExpectationsWith(
    sql,
    decided.revisions.map(({ record }) => record),
  );
  await supersedeRevisions(sql, decided.superseded);
  await setAgreements(sql, decided.agreed);
  await addEvents(sql, decided.events);
  await saveReplaced(sql, decided.replaced);
  const answers = await saveAnswers(sql, decided.answers);
  await saveIssues(sql, [...revisions.issues, ...decided.issues]);
  if (outcome !== undefined) await endFiles(sql, [{ stored, outcome }], configuration);
  return joinDue([fresh, revisions.due, answers]);
}

/** Saves parts that were not processed before as if they arrived now. */
async function saveFresh(sql: Sql, { stored, fresh }: DecidedRelease): Promise<DueWork> {
  if (fresh === undefined) return {};
  const interchanges = fresh.files.flatMap(({ translation }) => interchangesOf(translation));
  await supersedeIssues(sql, interchanges.length === 0 ? [stored.id] : interchanges.flatMap(partsOf));
  await removeInterchanges(
    sql,
    interchanges.map(({ id }) => id),
  );
  return saveFound(sql, fresh);
}

function partsOf({ id, report }: TranslatedInterchange): string[] {
  const groups = report.groups.flatMap((group) => [
    partId(id, group.ordinal),
    ...group.sets.map((set) => partId(id, group.ordinal, set.ordinal)),
  ]);
  return [id, ...groups];
}
