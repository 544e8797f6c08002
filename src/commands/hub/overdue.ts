/**
 * `waybill overdue`: what partners owe and did not send in time, document by document; with `--settle` it is expected no longer.
 */
import { defined } from '../../defined.js';
import type { ListedOverdue } from '../../operations/index.js';
import { visible } from '../../wording/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import { columns, printAnswer } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface OverdueOptions extends AskOptions {
  partner?: string;
  settle?: boolean;
}

/** @param ids of outbound documents; all when there are none @returns the exit code: 4 when something is overdue */
export async function overdue(
  root: string,
  ids: readonly string[],
  options: OverdueOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const { partner, settle, why, json } = options;
  if (settle === true && ids.length === 0 && partner === undefined) {
    terminal.remark('Name documents by their ids, or write --partner NAME.\n');
    return 2;
  }
  const which = {
    ...defined({ partner }),
    ...(ids.length === 0 ? {} : { outboundDocumentIds: [...ids] }),
  };
  try {
    if (settle === true) {
      const asked = { ...which, why };
      const { settled } = await askHub(root, 'expectations.settle', asked, options);
      const text = `${settled} ${settled === 1 ? 'expectation is' : 'expectations are'} settled.\n`;
      await printAnswer(terminal, { json }, { settled }, () => text);
      return 0;
    }
    const listed = await askHub(root, 'expectations.overdue', which);
    await printAnswer(terminal, { json }, listed, () => textOf(listed));
    return listed.overdue.length > 0 ? 4 : 0;
  } catch (error) {
    return explainFailure(error);
  }
}

function textOf({ overdue: list, more }: ListedOverdue): string {
  const [first] = list;
  if (first === undefined) return 'Nothing is overdue.\n';
  const heads = ['Partner', 'Owes', 'Due since', 'Agreed', 'For', 'Number'];
  const rows = list.map((one) => [
    one.partner,
    one.awaited === 'ta1' ? 'TA1' : one.awaited,
    `${one.dueAt.slice(0, 16).replace('T', ' ')} UTC`,
    one.within,
    one.document ?? '',
    visible(one.businessKey),
    one.interchangeControlNumber ?? '',
    one.groupControlNumber ?? '',
    one.fileName ?? '',
    one.outboundDocumentId,
  ]);
  const table = columns([[...heads, 'Interchange', 'Group', 'File', 'Document'], ...rows]);
  return `${table}${more ? 'There are more. ' : ''}Next: ask the partner; what is settled otherwise: npx waybill overdue ${first.outboundDocumentId} --settle --why REASON\n`;
}
