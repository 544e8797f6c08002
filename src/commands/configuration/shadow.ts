/**
 * `waybill shadow`: has a planned version run beside the live one, shows what differs, and ends it.
 */
import { defined } from '../../defined.js';
import { shortHash } from '../../wording/index.js';
import { documentsShownMax } from '../../configuration/impact/index.js';
import type { ShadowReport } from '../../operations/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import { documentsText, figuresText, plain, printAnswer } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface ShadowOptions extends AskOptions {
  /** Only files of this partner. */
  partner?: string;
  /** Ends it. */
  stop?: boolean;
  /** Documents shown. */
  limit?: string;
}

/** What is printed: as JSON, or in words. */
interface Told {
  result: unknown;
  words: string;
}

/** @param hash the planned version; shows what there is when left out @returns the exit code */
export async function shadow(
  root: string,
  hash: string | undefined,
  options: ShadowOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const fault = faultOf(hash, options);
  if (fault !== undefined) {
    terminal.remark(`${fault}\n`);
    return 2;
  }
  try {
    const { result, words } = await askAndTell(root, hash, options);
    await printAnswer(terminal, options, result, () => words);
    return 0;
  } catch (error) {
    return explainFailure(error, (text) => terminal.remark(text));
  }
}

function faultOf(hash: string | undefined, { stop, partner, limit }: ShadowOptions): string | undefined {
  if (stop === true && hash !== undefined) return 'Only one runs: --stop needs no hash.';
  if (partner !== undefined && hash === undefined)
    return '--partner is for starting one: waybill shadow HASH';
  if (limit === undefined) return undefined;
  const isCount = /^\d{1,4}$/.test(limit) && Number(limit) <= 1_000;
  return isCount && hash === undefined
    ? undefined
    : `--limit ${limit}: as many documents are shown, 0 to 1000.`;
}

function askAndTell(root: string, hash: string | undefined, options: ShadowOptions): Promise<Told> {
  if (options.stop === true) return stop(root, options);
  return hash === undefined ? show(root, options) : start(root, hash, options);
}

async function start(root: string, hash: string, options: ShadowOptions): Promise<Told> {
  const { partner, why } = options;
  const input = {
    hash,
    ...defined({ partner }),
    why,
  };
  const result = await askHub(root, 'shadow.start', input, options);
  const what = result.changed ? 'runs' : 'ran already';
  const words = [
    `${shortHash(result.hash)} ${what} as a shadow of ${shortHash(result.live)} ${whose(result.partner)}${
      result.running ? '' : ', once the hub is started'
    }.\n`,
    ...nextSteps(result.hash),
  ];
  return { result, words: words.join('') };
}

async function stop(root: string, options: ShadowOptions): Promise<Told> {
  const { why } = options;
  const result = await askHub(root, 'shadow.stop', { why }, options);
  const { hash, changed, documents } = result;
  const words = `${shortHash(hash)} is a shadow no longer: ${changed} of ${documents} documents differed. What is live stays.\n`;
  return { result, words };
}

async function show(root: string, options: ShadowOptions): Promise<Told> {
  const limit = options.limit === undefined ? documentsShownMax : Number(options.limit);
  const result = await askHub(root, 'shadow.show', { limit }, options);
  const none = 'No version runs as a shadow. Start one: waybill shadow HASH, of what waybill plan prints.\n';
  return { result, words: result === null ? none : renderShadow(result) };
}

function whose(partner: string | null): string {
  return partner === null ? 'for all partners' : `for ${partner} only`;
}

function nextSteps(hash: string): string[] {
  return [
    'To look: waybill shadow\n',
    `To put it live: waybill apply ${shortHash(hash)}   To end it: waybill shadow --stop\n`,
  ];
}

export function renderShadow(found: ShadowReport): string {
  const { hash, live, partner, startedBy, started, ended, figures, waiting, fault, shown } = found;
  const of = live === null || ended !== null ? '' : ` of ${shortHash(live)}`;
  return [
    `${shortHash(hash)} ${ended === null ? 'runs' : 'ran'} as a shadow${of} ${whose(partner)} since ${started}, started by ${startedBy}.\n`,
    ended === null
      ? ''
      : `It ended ${ended.at} by ${ended.by}: ${ended.how === 'live' ? 'it is live' : 'it was stopped'}.\n`,
    figures.files === 0
      ? 'No file was compared.\n'
      : `Compared: ${counted(figures.documents, 'document')} of ${counted(figures.files, 'file')}\n${figuresText(figures)}`,
    documentsText(shown, figures.changed),
    ...filesNotCompared(found),
    waiting === 0
      ? ''
      : `${ended === null ? 'Still to be compared' : 'Not compared before it ended'}: ${counted(waiting, 'file')}\n`,
    fault === null
      ? ''
      : `It cannot be opened now: ${plain(`${fault.code} ${fault.place}`)}. It is tried again.\n`,
    ...(ended === null ? nextSteps(hash).slice(1) : []),
  ].join('');
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function filesNotCompared({ figures: { tooLarge, faults } }: ShadowReport): string[] {
  return [
    tooLarge === 0 ? '' : `Too large to be compared (shadowFileBytesMax): ${counted(tooLarge, 'file')}\n`,
    ...Object.entries(faults).map(
      ([code, files]) =>
        `Could not be compared: ${counted(files, 'file')}, ${plain(code)}. The log says which.\n`,
    ),
  ];
}
