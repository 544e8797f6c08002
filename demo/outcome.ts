/**
 * What became of each file, asked where it counts: the hub's tables, the ERP itself, and the partners' folders.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { countAll } from '../src/store/working/figures.js';
import { listFiles } from '../src/store/received/files.js';
import type { Sql } from '../src/store/database/schema.js';
import type { DemoFile, Outcome } from './files.js';
import type { ErpRecord, Stage } from './stage.js';

/** More files than the demo ever has. */
const filesMax = 1_000;

export interface Progress {
  /** Files received whose way has ended, wherever that is. */
  settled: number;
  /** Nothing is due any more. */
  quiet: boolean;
  /** What is due, by step, in words. */
  words: string;
}

export async function readProgress(sql: Sql): Promise<Progress> {
  const [files, { work, records, acknowledgments }] = await Promise.all([
    listFiles(sql, filesMax),
    countAll(sql),
  ]);
  const received = files.filter(({ direction }) => direction === 'in');
  const due = Object.values(work).reduce((sum, { waiting = 0, leased = 0 }) => sum + waiting + leased, 0);
  const settled = received.filter(({ state }) => state !== 'received').length;
  return {
    settled,
    quiet: due === 0 && settled === received.length,
    words: `${sumOf(records)} records, ${acknowledgments['sent'] ?? 0} answers sent, ${due} things to do`,
  };
}

const sumOf = (counts: Record<string, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

export interface ActualOutcome extends Outcome {
  /** Where the answer lies at the partner. */
  answerFile?: string;
  /** Where the document lies that goes on. */
  forwardFile?: string;
}

export async function readOutcomes(
  sql: Sql,
  stage: Stage,
  files: readonly DemoFile[],
): Promise<Map<DemoFile, ActualOutcome>> {
  const stored = await listFiles(sql, filesMax);
  const atErp = await stage.erpRecords();
  const outcomes = new Map<DemoFile, ActualOutcome>();
  for (const file of files) {
    const row = stored.find(
      ({ direction, partner, name }) => direction === 'in' && partner === file.partner && name === file.name,
    );
    if (row === undefined) {
      outcomes.set(file, {
        ...{ state: 'never received', documents: 'none', atErp: [], answer: 'none', goesOn: 'none' },
      });
      continue;
    }
    outcomes.set(file, {
      state: row.reason === null ? row.state : `${row.state} ${row.reason}`,
      documents: await documentsOf(sql, row.id, file.name.split('.').at(-1) ?? ''),
      atErp: await recordsAtErp(sql, row.id, atErp),
      ...(await answerTo(sql, stage, file.partner, row.id)),
      ...(await forwardOf(sql, stage, row.id)),
    });
  }
  return outcomes;
}

/** @param format of what is no X12 */
async function documentsOf(sql: Sql, fileId: string, format: string): Promise<string> {
  const sets = await sql
    .selectFrom('transaction_sets')
    .innerJoin('functional_groups', 'functional_groups.id', 'transaction_sets.group_id')
    .innerJoin('interchanges', 'interchanges.id', 'functional_groups.interchange_id')
    .select('transaction_sets.set as name')
    .where('interchanges.file_id', '=', fileId)
    .where('interchanges.partner', 'is not', null)
    .orderBy('functional_groups.ordinal')
    .orderBy('transaction_sets.ordinal')
    .execute();
  const rows = await sql
    .selectFrom('records')
    .select('ordinal')
    .where('file_id', '=', fileId)
    .where('transaction_set_id', 'is', null)
    .execute();
  const names = [...sets.map(({ name }) => name), ...rows.map(() => format)];
  const counted = [...new Set(names)].map((name) => {
    const count = names.filter((one) => one === name).length;
    return count === 1 ? name : `${count} × ${name}`;
  });
  return counted.length === 0 ? 'none' : counted.join(', ');
}

async function recordsAtErp(sql: Sql, fileId: string, atErp: readonly ErpRecord[]): Promise<string[]> {
  const rows = await sql
    .selectFrom('records')
    .select('id')
    .where('file_id', '=', fileId)
    .orderBy('ordinal')
    .execute();
  return rows.flatMap(({ id }) =>
    atErp.filter(({ recordId }) => recordId === id).map(({ businessKey }) => businessKey),
  );
}

async function answerTo(
  sql: Sql,
  stage: Stage,
  partner: string,
  fileId: string,
): Promise<{ answer: string; answerFile?: string }> {
  const sent = await sql
    .selectFrom('acknowledgments')
    .innerJoin('interchanges', 'interchanges.id', 'acknowledgments.interchange_id')
    .innerJoin('files', 'files.id', 'acknowledgments.file_id')
    .select('files.name')
    .where('interchanges.file_id', '=', fileId)
    .executeTakeFirst();
  if (sent === undefined) return { answer: 'none' };
  const answerFile = join(stage.folders(partner).answers, sent.name);
  const text = await readFile(answerFile, 'utf8').catch(() => undefined);
  return text === undefined ? { answer: `missing: ${sent.name}` } : { answer: readAnswer(text), answerFile };
}

async function forwardOf(
  sql: Sql,
  stage: Stage,
  fileId: string,
): Promise<{ goesOn: string; forwardFile?: string }> {
  const sent = await sql
    .selectFrom('outbound_documents')
    .innerJoin('records', 'records.id', 'outbound_documents.record_id')
    .innerJoin('files', 'files.id', 'outbound_documents.file_id')
    .select(['outbound_documents.id', 'outbound_documents.partner', 'files.name'])
    .where('records.file_id', '=', fileId)
    .executeTakeFirst();
  if (sent?.partner == null) return { goesOn: 'none' };
  const forwardFile = join(stage.folders(sent.partner).answers, sent.name);
  const text = await readFile(forwardFile, 'utf8').catch(() => undefined);
  if (text === undefined) return { goesOn: `missing: ${sent.name}` };
  const set = /\bST\*(\d{3})/.exec(text)?.[1];
  const met = await sql
    .selectFrom('expectations')
    .select('awaited')
    .where('outbound_document_id', '=', sent.id)
    .where('state', '=', 'met')
    .execute();
  const answers = met.map(({ awaited }) => awaited).sort();
  const answered = answers.length === 0 ? '' : `, answered by ${answers.join(' and ')}`;
  return { goesOn: `${set} to ${sent.partner}${answered}`, forwardFile };
}

/** What a 997 says, read by its own delimiters: nothing of the hub's reader is used. */
export function readAnswer(text: string): string {
  const separator = text.charAt(3);
  const segments = text.split(text.charAt(105)).map((segment) => segment.trim().split(separator));
  const groups = segments.filter(([id]) => id === 'AK9');
  const verdicts = groups.map(([, code = '', claimed, , taken]) => {
    if (code === 'P') return `partly, ${taken} of ${claimed}`;
    return { A: 'accepted', E: 'accepted with errors', R: 'rejected' }[code] ?? `AK9 ${code}`;
  });
  const words = [...new Set(verdicts)];
  if (groups.length > 1) words.push(`${groups.length} groups`);
  if (segments.some(([id]) => id === 'TA1')) words.push('TA1');
  return words.join(', ');
}

/** What is left lying where it should not be, or missing where it should be. */
export async function checkFolders(stage: Stage, files: readonly DemoFile[]): Promise<string[]> {
  const faults: string[] = [];
  for (const partner of new Set(files.map((file) => file.partner))) {
    const { inbox, done } = stage.folders(partner);
    const waiting = await filesIn(inbox);
    const claimed = await filesIn(join(inbox, '.claimed'));
    const finished = await filesIn(done);
    const dropped = files.filter((file) => file.partner === partner).length;
    if (waiting.length > 0) faults.push(`${partner}: still in the inbox: ${waiting.join(', ')}`);
    if (claimed.length > 0) faults.push(`${partner}: claimed and never finished: ${claimed.join(', ')}`);
    if (finished.length !== dropped)
      faults.push(`${partner}: ${finished.length} of ${dropped} files in done`);
  }
  return faults;
}

/** Without the empty file by which the hub tries, at any time, whether it may rename there. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name !== '.waybill-probe.tmp')
    .map(({ name }) => name);
}
