/**
 * `waybill outbound`: documents for partners that are not sent, one by one, with what each waits for; with `--cancel` they go
 * out no more. With `--refused` those that partners refused, and what they said.
 */
import type { ListedDocuments } from '../../operations/index.js';
import { visible } from '../../wording/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import { columns, printAnswer } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';
import { refusedText } from './refused-text.js';

export interface OutboundOptions extends AskOptions {
  cancel?: boolean;
  refused?: boolean;
  /** Of those refused that are shown. */
  limit?: string;
}

/** @param ids of documents to cancel @returns the exit code: 4 when a document is held or was given up */
export async function outbound(
  root: string,
  ids: readonly string[],
  options: OutboundOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const { cancel, refused, why, json } = options;
  const fault = faultOf(ids, options);
  if (fault !== undefined) {
    terminal.remark(`${fault}\n`);
    return 2;
  }
  try {
    if (refused === true) return await listRefused(root, options, terminal);
    if (cancel === true) {
      const asked = { outboundDocumentIds: [...ids], why };
      const { cancelled } = await askHub(root, 'outbound.cancel', asked, options);
      const text = `${cancelled} of ${ids.length} ${ids.length === 1 ? 'document' : 'documents'} cancelled.\n`;
      await printAnswer(terminal, { json }, { cancelled }, () => text);
      return 0;
    }
    const listed = await askHub(root, 'outbound.list', {});
    await printAnswer(terminal, { json }, listed, () => outboundText(listed));
    return listed.documents.some(needsSomebody) ? 4 : 0;
  } catch (error) {
    return explainFailure(error);
  }
}

function faultOf(ids: readonly string[], { cancel, refused, limit }: OutboundOptions): string | undefined {
  if (refused === true && (cancel === true || ids.length > 0))
    return '--refused lists what was sent, which cannot be cancelled: it goes without ids and without --cancel.';
  if ((cancel === true) !== ids.length > 0)
    return 'To cancel documents name them by their ids: npx waybill outbound ID --cancel --why REASON';
  if (limit === undefined) return undefined;
  if (refused !== true) return '--limit is for --refused.';
  return /^[1-9]\d{0,5}$/.test(limit)
    ? undefined
    : `--limit ${limit}: how many documents are shown, 1 or more.`;
}

/** @returns 0, whatever is listed: what was refused stays in the list */
async function listRefused(root: string, options: OutboundOptions, terminal: Terminal): Promise<number> {
  const { limit, json } = options;
  const asked = limit === undefined ? {} : { limit: Number(limit) };
  const listed = await askHub(root, 'outbound.refused', asked);
  await printAnswer(terminal, { json }, listed, () => refusedText(listed));
  return 0;
}

type Listed = ListedDocuments['documents'][number];

function needsSomebody({ state }: Listed): boolean {
  return state === 'held' || state === 'dead-lettered';
}

export function outboundText({ documents, more }: ListedDocuments): string {
  if (documents.length === 0) return 'Everything that goes to partners is sent.\n';
  const rows = documents.map(({ id, kind, businessKey, from, recipient, state, reason, createdAt }) => [
    visible(businessKey),
    kind,
    from,
    recipient ?? '',
    `${createdAt.slice(0, 16).replace('T', ' ')} UTC`,
    state,
    reason ?? '',
    id,
  ]);
  const table = columns([['Number', 'Record', 'From', 'To', 'Since', 'State', 'Why', 'Document'], ...rows]);
  const words = documents.flatMap((listed) => wordsOf(listed));
  return [
    table,
    ...words,
    more ? 'There are more.\n' : '',
    documents.some(needsSomebody)
      ? 'What is held goes out by itself when that is corrected. Next: npx waybill check; what shall not go out: npx waybill outbound ID --cancel --why REASON\n'
      : '',
  ].join('');
}

/** Of a rule the value at fault is its sentence, filled in. */
function wordsOf({ businessKey, reason, words, value }: Listed): string[] {
  if (words === null) return [];
  const told = reason === 'RULE' && value !== null ? value : words;
  const found = reason === 'RULE' || value === null ? '' : ` Found: ${JSON.stringify(value)}.`;
  return [`${visible(businessKey)}: ${visible(told)}${found}\n`];
}
