/**
 * `waybill crosswalk add`, `import` and `export`: rows of crosswalks, changed as a whole or not at all.
 */
import { readFile } from 'node:fs/promises';
import type { CrosswalkAnswer, Taken } from '../../operations/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import { amountsText, printAnswer, type JsonOption } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface CrosswalkAddOptions extends AskOptions {
  partner?: string;
}

/** @param pairs `column=value`, keys and others alike */
export async function crosswalkAdd(
  root: string,
  { file, pairs }: { file: string; pairs: readonly string[] },
  options: CrosswalkAddOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const values: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const column = pair.slice(0, at);
    if (at < 1 || Object.hasOwn(values, column)) {
      terminal.remark(`${at < 1 ? `"${pair}" is not column=value` : `"${column}" is given twice`}.\n`);
      return 2;
    }
    values[column] = pair.slice(at + 1);
  }
  if (options.partner !== undefined) values['partner'] = options.partner;
  return tell(terminal, options, () =>
    askHub(root, 'crosswalk.add', { file, values, why: options.why }, options),
  );
}

export interface CrosswalkImportOptions extends AskOptions {
  into: string;
  yes?: boolean;
}

/** Without `--yes` it only says what would change. @returns the exit code: 4 when there are changes to be made */
export async function crosswalkImport(
  root: string,
  file: string,
  options: CrosswalkImportOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    const why = error instanceof TypeError ? 'it is not UTF-8' : (error as NodeJS.ErrnoException).code;
    terminal.remark(`${file} cannot be read: ${why}.\n`);
    return 1;
  }
  const write = options.yes === true;
  return tell(terminal, options, () =>
    askHub(root, 'crosswalk.import', { file: options.into, text, write, why: options.why }, options),
  );
}

export async function crosswalkExport(
  root: string,
  name: string,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  try {
    const { text } = await askHub(root, 'crosswalk.export', { file: name });
    await terminal.write(text);
    return 0;
  } catch (error) {
    return explainFailure(error);
  }
}

async function tell(
  terminal: Terminal,
  options: JsonOption,
  ask: () => Promise<CrosswalkAnswer>,
): Promise<number> {
  let answer: CrosswalkAnswer;
  try {
    answer = await ask();
  } catch (error) {
    return explainFailure(error);
  }
  for (const warning of answer.warnings) terminal.remark(`warning: ${warning}\n`);
  await printAnswer(terminal, options, answer, () => textOf(answer));
  const changes = answer.added.length + answer.replaced.length;
  return answer.taken === undefined && changes > 0 ? 4 : 0;
}

function textOf(answer: CrosswalkAnswer): string {
  const { path, added, replaced, unchanged, lines, taken, waiting } = answer;
  const shown = lines.map(({ line, text }) => `${path}:${line}: ${text}\n`).join('');
  const more = added.length + replaced.length - lines.length;
  const money = amountsText(waiting.amounts);
  const wait =
    waiting.documents === 0
      ? 'No document waits for that.'
      : `${waiting.documents} ${waiting.documents === 1 ? 'document waits' : 'documents wait'} for that${money === '' ? '' : ` (${money})`}.`;
  return [
    shown,
    more > 0 ? `... and ${more} more\n` : '',
    `${added.length} added, ${replaced.length} replaced, ${unchanged} as they were. ${wait}\n`,
    `${nextOf(answer, taken)}\n`,
  ].join('');
}

const nexts: Readonly<Record<Taken, string>> = {
  live: 'The hub has taken it; what waited for it goes on. Next: npx waybill crosswalk gaps',
  'next-start': 'No hub runs: the next start takes it. Next: npx waybill start',
  'to-be-applied': 'It waits to be applied. Next: npx waybill plan',
};

function nextOf({ added, replaced }: CrosswalkAnswer, taken: Taken | undefined): string {
  if (added.length + replaced.length === 0) return 'There is nothing to change.';
  return taken === undefined ? 'Nothing was written. To do it: the same with --yes' : nexts[taken];
}
