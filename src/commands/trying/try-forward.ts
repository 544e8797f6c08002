/**
 * What would go out to another partner for a record that goes on: the text, or why it would wait. Nothing is saved.
 */
import type { Configuration } from '../../configuration.js';
import { planDocument, type WallTime } from '../../steps/plan-document.js';
import type { TranslatedRecord } from '../../steps/translation.js';

export interface TriedForward {
  recordId: string;
  /** null while nobody is found. */
  partner: string | null;
  agreement: string | null;
  state: 'ready' | 'held';
  connection: string | null;
  /** As it would be sent, control numbers 1. */
  text?: string;
  issues: { code: string; action: string; words: string; value?: string; path?: string }[];
}

/** @returns undefined for a record that goes on to nobody, or waits itself */
export function tryForward(
  { id, kind, record, state, partner, agreement }: TranslatedRecord,
  { book, outbound }: Configuration,
  at: WallTime,
): TriedForward | undefined {
  if (agreement.forward === undefined || state !== 'accepted') return undefined;
  const forwarded = { kind, body: record, from: { partner: partner.id, agreement: agreement.id } };
  const plan = planDocument(forwarded, { book, outbound }, at);
  const issues = plan.issues.map(({ code, action, words, value, path }) => ({
    ...{ code, action, words },
    ...(value === undefined ? {} : { value }),
    ...(path === undefined ? {} : { path }),
  }));
  if (plan.state === 'held') return { recordId: id, ...plan, state: 'held', connection: null, issues };
  const { route, bytes } = plan;
  return {
    recordId: id,
    partner: route.partner.id,
    agreement: route.agreement.id,
    state: 'ready',
    connection: route.connection.name,
    text: Buffer.from(bytes).toString('utf8'),
    issues,
  };
}

export function renderForward({ partner, agreement, connection, state, text, issues }: TriedForward): string {
  const whom =
    partner === null ? 'to another partner' : `to ${partner}${agreement === null ? '' : ` by ${agreement}`}`;
  const told = issues.map(({ code, action, words, value, path }) => {
    const place = path === undefined ? '' : ` (${path})`;
    return `${action}[${code}]: ${words}${value === undefined ? '' : ` Found: ${JSON.stringify(value)}.`}${place}`;
  });
  const head =
    state === 'held'
      ? `It would wait on its way ${whom}:`
      : `Goes on ${whom}, on ${connection}, control numbers to be taken when it is written:`;
  return [head, ...told, ...(text === undefined ? [] : [text.trimEnd()])].join('\n');
}
