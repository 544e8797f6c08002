/**
 * Control numbers of received interchanges: whether each was used before, and whether numbers are missing before it. Only
 * the database knows, so this runs inside the saving transaction, one at a time for each sender and receiver.
 */
import type { Sql } from '../../store/database/index.js';
import {
  findLastNumbers,
  findSeenNumbers,
  lockNumbers,
  saveSeenNumbers,
  type NumberKey,
  type NewIssue,
} from '../../store/received/index.js';
import { acknowledgmentDue, type TranslatedInterchange } from '../../translation/index.js';

/** Decides about interchanges whose number was used before: duplicate, held or rejected, as the partner file says. */
export async function checkNumbers(sql: Sql, interchanges: readonly TranslatedInterchange[]): Promise<void> {
  const asking = interchanges.filter(({ state, partner }) => state === 'accepted' && partner !== undefined);
  if (asking.length === 0) return;
  await lockNumbers(sql, asking.map(numberKey));
  const seen = await findSeenNumbers(
    sql,
    asking.map((one) => ({ ...numberKey(one), windowDays: policyOf(one).windowDays })),
  );
  const first = new Map<string, string>();
  for (const { contentSha256, ...key } of seen)
    if (!first.has(textOf(key))) first.set(textOf(key), contentSha256);
  for (const interchange of asking) {
    const key = textOf(numberKey(interchange));
    const before = first.get(key);
    if (before === undefined) first.set(key, interchange.contentSha256);
    else if (policyOf(interchange).duplicate !== 'accept')
      stop(interchange, before === interchange.contentSha256);
  }
}

/** Keeps the numbers of accepted interchanges. @returns notes where numbers are missing */
export async function rememberNumbers(
  sql: Sql,
  interchanges: readonly TranslatedInterchange[],
): Promise<NewIssue[]> {
  const accepted = interchanges.filter(({ state }) => state === 'accepted');
  if (accepted.length === 0) return [];
  const pairOf = ({ sender, receiver }: NumberKey) => JSON.stringify([sender, receiver]);
  const lasts = await findLastNumbers(sql, accepted.map(numberKey));
  const last = new Map(lasts.map((key) => [pairOf(key), key.interchangeControlNumber]));
  const issues: NewIssue[] = [];
  for (const interchange of accepted) {
    const key = numberKey(interchange);
    const missing = Number(key.interchangeControlNumber) - Number(last.get(pairOf(key))) - 1;
    if (missing > 0 && policyOf(interchange).gap === 'warn') issues.push(gap(interchange, missing));
    last.set(pairOf(key), key.interchangeControlNumber);
  }
  await saveSeenNumbers(
    sql,
    accepted.map((one) => ({ ...numberKey(one), interchangeId: one.id, contentSha256: one.contentSha256 })),
  );
  return issues;
}

function numberKey({ report: { header } }: TranslatedInterchange): NumberKey {
  return {
    sender: `${header.senderQualifier}:${header.sender}`,
    receiver: `${header.receiverQualifier}:${header.receiver}`,
    interchangeControlNumber: header.interchangeControlNumber.replace(/^0+(?=\d)/, ''),
  };
}

function textOf({ sender, receiver, interchangeControlNumber }: NumberKey): string {
  return JSON.stringify([sender, receiver, interchangeControlNumber]);
}

function policyOf({ partner }: TranslatedInterchange) {
  return partner!.settings.values.interchange;
}

/** Nothing is made of an interchange whose number was used before. */
function stop(interchange: TranslatedInterchange, same: boolean): void {
  interchange.records = [];
  interchange.issues = interchange.issues.filter((issue) => issue.subjectKind !== 'record');
  delete interchange.acknowledgment;
  const reason = same ? 'SAME_INTERCHANGE' : 'DUPLICATE_CONTROL_NUMBER';
  interchange.reason = reason;
  interchange.state = same ? 'duplicate' : policyOf(interchange).duplicate === 'reject' ? 'rejected' : 'held';
  if (interchange.state === 'rejected') answerWith025(interchange);
  interchange.issues.push({
    subjectKind: 'interchange',
    subjectId: interchange.id,
    code: reason,
    severity: 'error',
    ...(interchange.state === 'held' ? { action: 'hold' as const } : {}),
    words: same
      ? 'The same interchange was received before; nothing was done with it again.'
      : 'This control number (ISA13) was used before by this sender for another interchange.',
  });
}

/** TA1 025, or a 997 that rejects every group where no TA1 is due. */
function answerWith025(interchange: TranslatedInterchange): void {
  interchange.report = { ...interchange.report, verdict: 'rejected', ta1: { status: 'R', code: '025' } };
  const plan = acknowledgmentDue(interchange);
  if (plan !== undefined) interchange.acknowledgment = plan;
}

function gap(interchange: TranslatedInterchange, missing: number): NewIssue {
  return {
    subjectKind: 'interchange',
    subjectId: interchange.id,
    code: 'CONTROL_NUMBER_GAP',
    severity: 'warning',
    words: `${missing} control numbers (ISA13) are missing between the last interchange of this sender and this one.`,
  };
}
