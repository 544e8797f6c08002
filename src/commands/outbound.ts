/**
 * `waybill outbound`: documents for partners that are not sent, one by one, with what each waits for.
 */
import type { ListedDocuments } from '../operations/open-documents.js';
import { askHub } from './input/ask-hub.js';
import { columns } from './telling/columns.js';
import { explainFailure } from './telling/explain-failure.js';
import { standardTerminal, type Terminal } from './telling/terminal.js';

/** @returns the exit code: 4 when a document is held or was given up */
export async function outbound(
  root: string,
  options: { json?: boolean },
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  try {
    const listed = await askHub(root, 'outbound.list', {});
    await terminal.write(options.json === true ? `${JSON.stringify(listed)}\n` : textOf(listed));
    return listed.documents.some(needsSomebody) ? 4 : 0;
  } catch (error) {
    return explainFailure(error);
  }
}

type Listed = ListedDocuments['documents'][number];

function needsSomebody({ state }: Listed): boolean {
  return state === 'held' || state === 'dead-lettered';
}

function textOf({ documents, more }: ListedDocuments): string {
  if (documents.length === 0) return 'Everything that goes to partners is sent.\n';
  const rows = documents.map(({ kind, businessKey, from, recipient, state, reason, createdAt }) => [
    businessKey,
    kind,
    from,
    recipient ?? '',
    `${createdAt.slice(0, 16).replace('T', ' ')} UTC`,
    state,
    reason ?? '',
  ]);
  const table = columns([['Number', 'Record', 'From', 'To', 'Since', 'State', 'Why'], ...rows]);
  const words = documents.flatMap(({ businessKey, words: told, value }) =>
    told === null
      ? []
      : [`${businessKey}: ${told}${value === null ? '' : ` Found: ${JSON.stringify(value)}.`}\n`],
  );
  return [
    table,
    ...words,
    more ? 'There are more.\n' : '',
    documents.some(needsSomebody)
      ? 'What is held goes out by itself when that is corrected. Next: npx waybill check\n'
      : '',
  ].join('');
}
