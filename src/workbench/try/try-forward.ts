/**
 * What would go out to another partner for a record that goes on: the text, or why it would wait. Nothing is saved.
 */
import { planDocument, type WallTime } from '../../composition/index.js';
import type { Configuration } from '../../configuration/index.js';
import { defined } from '../../defined.js';
import type { TranslatedRecord } from '../../translation/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

export interface TriedForward {
  recordId: string;
  /** null while nobody is found. */
  partner: string | null;
  agreement: string | null;
  state: 'ready' | 'held';
  /** The record itself is held while not all is live. */
  later: boolean;
  connection: string | null;
  /** As it would be sent, control numbers 1. */
  text?: string;
  issues: { code: IssueCode; action: string; words: string; value?: string; path?: string }[];
}

/** What holds a record without a question about it. */
const notLiveCodes: readonly IssueCode[] = ['PARTNER_NOT_LIVE', 'AGREEMENT_NOT_LIVE'];

/** @returns undefined for a record that goes on to nobody, or that is held for another reason than that not all is live */
export function tryForward(
  { id, kind, record, state, partner, agreement, issues: found }: TranslatedRecord,
  { book, mappings, outbound }: Configuration,
  at: WallTime,
): TriedForward | undefined {
  const isSound = found.every(({ action, code }) => action === 'warn' || notLiveCodes.includes(code));
  if (agreement.forward === undefined || !isSound) return undefined;
  const later = state !== 'accepted';
  const forwarded = { kind, body: record, from: { partner: partner.id, agreement: agreement.id } };
  const plan = planDocument(forwarded, { book, mappings, outbound }, at);
  const issues = plan.issues.map(({ code, action, words, value, path }) => ({
    code,
    action,
    words,
    ...defined({ value, path }),
  }));
  if (plan.state === 'held') {
    return {
      recordId: id,
      partner: plan.partner,
      agreement: plan.agreement,
      state: 'held',
      later,
      connection: null,
      issues,
    };
  }
  const { route, bytes } = plan;
  return {
    recordId: id,
    partner: route.partner.id,
    agreement: route.agreement.id,
    state: 'ready',
    later,
    connection: route.connection.name,
    text: Buffer.from(bytes).toString('utf8'),
    issues,
  };
}

export function renderForward(tried: TriedForward): string {
  const { partner, agreement, connection, state, later, text, issues } = tried;
  const whom =
    partner === null ? 'to another partner' : `to ${partner}${agreement === null ? '' : ` by ${agreement}`}`;
  const told = issues.map(({ code, action, words, value, path }) => {
    const place = path === undefined ? '' : ` (${path})`;
    return `${action}[${code}]: ${words}${value === undefined ? '' : ` Found: ${JSON.stringify(value)}.`}${place}`;
  });
  const head =
    state === 'held'
      ? `It would wait on its way ${whom}:`
      : `${later ? 'Once all is live, goes on' : 'Goes on'} ${whom}, on ${connection}, control numbers to be taken when it is written:`;
  return [head, ...told, ...(text === undefined ? [] : [text.trimEnd()])].join('\n');
}
