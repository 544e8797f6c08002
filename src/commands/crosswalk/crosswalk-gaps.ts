/**
 * `waybill crosswalk gaps`: the rows that crosswalks lack, with the documents and the money that wait for each.
 */
import type { ShownGaps } from '../../operations/index.js';
import { askHub, explainFailure } from '../asking/index.js';
import { amountsText, columns, printAnswer, type JsonOption } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export async function crosswalkGaps(
  root: string,
  options: JsonOption,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  let found: ShownGaps;
  try {
    found = await askHub(root, 'crosswalk.gaps', {});
  } catch (error) {
    return explainFailure(error);
  }
  await printAnswer(terminal, options, found, () => textOf(found));
  return 0;
}

function textOf({ gaps, documents, amounts }: ShownGaps): string {
  const [first] = gaps;
  if (first === undefined) return 'Nothing waits for a crosswalk.\n';
  const rows = gaps.map((gap) => [
    gap.file,
    keyText(gap),
    String(gap.documents),
    String(gap.places),
    amountsText(gap.amounts),
    gap.oldestAt.slice(0, 10),
    gap.partners.join(', '),
  ]);
  const table = columns([
    ['Crosswalk', 'Missing', 'Documents', 'Places', 'Amount', 'Since', 'Partners'],
    ...rows,
  ]);
  const money = amountsText(amounts);
  const total = `${documents} ${documents === 1 ? 'document waits' : 'documents wait'}${money === '' ? '' : `: ${money}`}.\n`;
  return `${table}${total}Next: npx waybill crosswalk add ${first.file} ${exampleOf(first)}\n`;
}

type ShownGap = ShownGaps['gaps'][number];

function keyText({ key, column }: ShownGap): string {
  const words = key === undefined ? '(sensitive)' : pairsOf(key);
  return column === undefined ? words : `${words} has no ${column}`;
}

function pairsOf(key: Readonly<Record<string, string>>): string {
  return Object.entries(key)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** To be pasted into a shell: values come from partners. */
function exampleOf({ key, column }: ShownGap): string {
  const pairs = Object.entries(key ?? { KEY: 'VALUE' }).map(([name, value]) => shellWord(`${name}=${value}`));
  return [...pairs, `${column ?? 'COLUMN'}=VALUE`].join(' ');
}

function shellWord(word: string): string {
  return /^[A-Za-z0-9_=.,:/+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
