/**
 * Saves decisions about files, unchanged, inside one transaction: interchanges, records, issues, and the work that is now due.
 * All files or none.
 */
import type { Sql } from '../../../store/database/index.js';
import {
  setFileStates,
  type StoredFile,
  saveInterchanges,
  saveSeenNumbers,
  saveIssues,
} from '../../../store/received/index.js';
import { insertAcknowledgments } from '../../../store/sent/index.js';
import { addEvents, addWork } from '../../../store/working/index.js';
import { type Outcome, interchangesOf, recordsOf } from '../../../translation/index.js';
import { type DueWork, joinDue } from '../../../working/index.js';
import { meetExpectationsWith } from '../../deadlines/index.js';
import { saveHeard } from '../../reconcile/index.js';
import type { Decided } from '../decide/decide.js';
import { interchangeRows, type InterchangeRows } from './interchange-rows.js';
import { saveAnswers } from './save-answers.js';
import { saveRevisions } from './save-revisions.js';

/** @param configuration the version that the files were read with */
export async function save(sql: Sql, decided: Decided, configuration: string | undefined): Promise<DueWork> {
  const due = await saveFound(sql, decided);
  await endFiles(sql, decided.files, configuration);
  return due;
}

/** Saves all but the states of the files. */
export async function saveFound(sql: Sql, { files, heard }: Decided): Promise<DueWork> {
  const rows: InterchangeRows = { interchanges: [], groups: [], sets: [] };
  for (const { stored, translation } of files) {
    for (const interchange of interchangesOf(translation)) interchangeRows(stored.id, interchange, rows);
  }
  await saveInterchanges(sql, rows);
  await saveSeenNumbers(
    sql,
    files.flatMap(({ seen }) => seen),
  );
  await saveHeard(sql, heard);
  const revisions = await saveRevisions(
    sql,
    files.flatMap(({ revisions }) => revisions),
  );
  await meetExpectationsWith(
    sql,
    files.flatMap(({ translation }) => recordsOf(translation)),
  );
  const owed = await insertAcknowledgments(
    sql,
    files.flatMap(({ acknowledgments }) => acknowledgments),
  );
  const acknowledge = await addWork(
    sql,
    'acknowledge',
    owed.map((subjectId) => ({ subjectId })),
  );
  const answers = await saveAnswers(
    sql,
    files.flatMap(({ answers }) => answers),
  );
  await saveIssues(sql, [...revisions.issues, ...files.flatMap((file) => file.issues), ...heard.issues]);
  return joinDue([revisions.due, { acknowledge }, answers]);
}

/** Saves the states of files. @param configuration the version that they were read with */
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
