/**
 * Saves what translate found, inside its one transaction, and decides what only the database knows: control numbers and
 * business keys seen before.
 */
import type { PartnerBook } from '../partners/index.js';
import { insertAcknowledgment } from '../store/acknowledgments.js';
import { addEvents } from '../store/events.js';
import { setFileState, type StoredFile } from '../store/files.js';
import {
  findLastNumber,
  findSeenNumber,
  lockNumbers,
  saveInterchanges,
  saveSeenNumber,
} from '../store/interchanges.js';
import { saveIssues, type NewIssue } from '../store/issues.js';
import type { FileState, Sql } from '../store/schema.js';
import { addWork } from '../store/work.js';
import { planAcknowledgment } from '../x12/acknowledge.js';
import { interchangeRows } from './interchange-rows.js';
import { saveRecords } from './save-records.js';
import type { TranslatedInterchange, TranslatedRecord, Translation } from './translation.js';

/** Ids of work that became due. */
export interface DueWork {
  deliver: string[];
  acknowledge: string[];
}

interface Saving {
  stored: StoredFile;
  translation: Translation;
  book: PartnerBook;
}

export async function saveTranslation(sql: Sql, saving: Saving): Promise<DueWork> {
  const { stored, translation } = saving;
  if (translation.format === 'unknown') {
    await saveIssues(sql, translation.issues);
    await end(sql, stored, { state: 'quarantined', reason: translation.reason });
    return { deliver: [], acknowledge: [] };
  }
  if (translation.format === 'csv') {
    const issues = [...translation.issues];
    const deliver = await saveRecords(sql, stored, translation.records, issues);
    await saveIssues(sql, issues);
    await end(sql, stored, csvOutcome(translation.records, translation.issues));
    return { deliver, acknowledge: [] };
  }
  return saveX12(sql, saving, translation);
}

async function saveX12(
  sql: Sql,
  { stored, book }: Saving,
  translation: Extract<Translation, { format: 'x12' }>,
): Promise<DueWork> {
  const { interchanges } = translation;
  for (const key of lockKeys(interchanges)) await lockNumbers(sql, ...key);
  const rows = { interchanges: [], groups: [], sets: [] };
  const issues = [...translation.issues];
  const due: DueWork = { deliver: [], acknowledge: [] };
  const seen: TranslatedInterchange[] = [];
  for (const interchange of interchanges) {
    await checkNumber(sql, interchange, seen);
    seen.push(interchange);
  }
  for (const interchange of interchanges) interchangeRows(stored.id, interchange, rows);
  await saveInterchanges(sql, rows);
  for (const interchange of interchanges) {
    issues.push(...interchange.issues);
    if (interchange.state === 'accepted') issues.push(...(await rememberNumber(sql, interchange)));
    due.deliver.push(...(await saveRecords(sql, stored, interchange.records, issues)));
    due.acknowledge.push(...(await oweAcknowledgment(sql, { stored, interchange, book, issues })));
  }
  await saveIssues(sql, issues);
  await end(sql, stored, x12Outcome(interchanges));
  return due;
}

const numberKey = ({ report: { header } }: TranslatedInterchange) => ({
  sender: `${header.senderQualifier}:${header.sender}`,
  receiver: `${header.receiverQualifier}:${header.receiver}`,
  interchangeControlNumber: header.interchangeControlNumber.replace(/^0+(?=\d)/, ''),
});

/** Always in the same order, so that two files never wait for each other. */
function lockKeys(interchanges: readonly TranslatedInterchange[]): [string, string][] {
  const keys = new Set(
    interchanges.map((one) => JSON.stringify([numberKey(one).sender, numberKey(one).receiver])),
  );
  return [...keys].sort().map((key) => JSON.parse(key) as [string, string]);
}

/** A control number that was used before: what happens then is the agreement's choice. */
async function checkNumber(
  sql: Sql,
  interchange: TranslatedInterchange,
  earlier: readonly TranslatedInterchange[],
): Promise<void> {
  if (interchange.state !== 'accepted' || interchange.partner === undefined) return;
  const policy = interchange.partner.settings.values.interchange;
  const key = numberKey(interchange);
  const before =
    earlier.find((one) => one.state === 'accepted' && sameKey(numberKey(one), key)) ??
    (await findSeenNumber(sql, { ...key, windowDays: policy.windowDays }));
  if (before === undefined || policy.duplicate === 'accept') return;
  const same = before.contentSha256 === interchange.contentSha256;
  interchange.records = [];
  interchange.issues = interchange.issues.filter((issue) => issue.subjectKind !== 'record');
  delete interchange.acknowledgment;
  interchange.reason = same ? 'SAME_INTERCHANGE' : 'DUPLICATE_CONTROL_NUMBER';
  interchange.state = same ? 'duplicate' : policy.duplicate === 'reject' ? 'rejected' : 'held';
  if (interchange.state === 'rejected') rejectNumber(interchange);
  interchange.issues.push({
    subjectKind: 'interchange',
    subjectId: interchange.id,
    code: interchange.reason,
    severity: 'error',
    ...(interchange.state === 'held' ? { action: 'hold' as const } : {}),
    words: same
      ? 'The same interchange was received before; nothing was done with it again.'
      : 'This control number (ISA13) was used before by this sender for another interchange.',
  });
}

function sameKey(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** TA1 025, or a 997 that rejects every group where no TA1 is due. */
function rejectNumber(interchange: TranslatedInterchange): void {
  interchange.report = { ...interchange.report, verdict: 'rejected', ta1: { status: 'R', code: '025' } };
  const [agreement] = interchange.agreements.values();
  const plan = planAcknowledgment(interchange.report, {
    acknowledge: () => (agreement?.acknowledge === 'none' ? 'none' : '997'),
    ta1: agreement?.ta1 ?? 'as-asked',
  });
  if (plan !== undefined) interchange.acknowledgment = plan;
}

/** @returns a note where numbers are missing before this one */
async function rememberNumber(sql: Sql, interchange: TranslatedInterchange): Promise<NewIssue[]> {
  const { id: interchangeId, contentSha256, partner } = interchange;
  const key = numberKey(interchange);
  const last = await findLastNumber(sql, key);
  await saveSeenNumber(sql, { ...key, interchangeId, contentSha256 });
  const missing = Number(key.interchangeControlNumber) - Number(last) - 1;
  if (partner?.settings.values.interchange.gap !== 'warn' || !(missing > 0)) return [];
  return [
    {
      subjectKind: 'interchange',
      subjectId: interchangeId,
      code: 'CONTROL_NUMBER_GAP',
      severity: 'warning',
      words: `${missing} control numbers (ISA13) are missing between the last interchange of this sender and this one.`,
    },
  ];
}

async function oweAcknowledgment(
  sql: Sql,
  owing: { stored: StoredFile; interchange: TranslatedInterchange; book: PartnerBook; issues: NewIssue[] },
): Promise<string[]> {
  const { stored, interchange, book, issues } = owing;
  const { acknowledgment: plan, partner } = interchange;
  if (plan === undefined || partner === undefined) return [];
  const connection = book.acknowledgmentConnection(partner, stored.connection);
  if (connection === undefined) {
    const words = 'An acknowledgment is due, but no connection of the partner can send.';
    const subject = { subjectKind: 'interchange' as const, subjectId: interchange.id };
    issues.push({ ...subject, code: 'ACKNOWLEDGMENT_UNROUTABLE', severity: 'error', words });
    return [];
  }
  const id = await insertAcknowledgment(sql, {
    interchangeId: interchange.id,
    connection: connection.name,
    plan,
    verdict: plan.verdict,
  });
  return id === undefined ? [] : addWork(sql, 'acknowledge', [{ subjectId: id }]);
}

interface Outcome {
  state: FileState;
  reason?: string;
}

function csvOutcome(records: readonly TranslatedRecord[], issues: readonly NewIssue[]): Outcome {
  const fault = issues.find((issue) => issue.subjectKind === 'file' && issue.severity === 'error');
  if (fault !== undefined)
    return { state: fault.action === 'hold' ? 'held' : 'rejected', reason: fault.code };
  return recordsOutcome(
    records,
    records.length > 0 && records.every((record) => record.state === 'rejected'),
  );
}

function recordsOutcome(records: readonly TranslatedRecord[], allRejected: boolean): Outcome {
  if (allRejected) return { state: 'rejected' };
  if (records.some((record) => record.state === 'held')) return { state: 'held', reason: 'RECORD_HELD' };
  return {
    state: records.some((record) => record.state === 'rejected') ? 'partly-translated' : 'translated',
  };
}

/** What waits for a person comes first, then what the partner has to send again. */
function x12Outcome(interchanges: readonly TranslatedInterchange[]): Outcome {
  const first = (state: string) => interchanges.find((one) => one.state === state);
  const every = (state: string) => interchanges.every((one) => one.state === state);
  const because = (state: FileState, one: TranslatedInterchange | undefined): Outcome => ({
    state,
    ...(one?.reason === undefined ? {} : { reason: one.reason }),
  });
  if (every('quarantined')) return because('quarantined', first('quarantined'));
  if (every('duplicate')) return because('duplicate', first('duplicate'));
  if (every('rejected')) return because('rejected', first('rejected'));
  const stopped = first('held') ?? first('quarantined');
  if (stopped !== undefined) return because('held', stopped);
  const hold = interchanges.flatMap((one) => one.issues).find((issue) => issue.action === 'hold');
  if (hold !== undefined) return { state: 'held', reason: hold.code };
  const partly = interchanges.some((one) => one.state === 'rejected' || one.report.verdict !== 'accepted');
  const refused = interchanges.some((one) => one.records.some((record) => record.state === 'rejected'));
  return { state: partly || refused ? 'partly-translated' : 'translated' };
}

async function end(sql: Sql, stored: StoredFile, outcome: Outcome): Promise<void> {
  await setFileState(
    sql,
    stored.id,
    outcome.state,
    outcome.reason === undefined ? {} : { reason: outcome.reason },
  );
  await addEvents(sql, [
    {
      event: `file.${outcome.state}`,
      subjectKind: 'file',
      subjectId: stored.id,
      correlationId: stored.correlationId,
      detail: { reason: outcome.reason ?? null },
    },
  ]);
}
