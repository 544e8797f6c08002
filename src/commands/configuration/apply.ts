/**
 * `waybill apply`: puts a planned version of the configuration live, exactly as it was planned: now, or at a later time.
 */
import { shortHash } from '../../wording/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import { approvedText, printAnswer } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface ApplyOptions extends AskOptions {
  /** From when: 2026-12-01T06:00 on the hospital's clock, or with an offset. */
  effective?: string;
  /** Cancels the version that was approved for later. */
  cancel?: boolean;
}

/** What is printed: as JSON, or in words. */
interface Told {
  result: unknown;
  words: string;
}

/** @param hash the planned version; the plan of the folder as it is when left out @returns the exit code */
export async function apply(
  root: string,
  hash: string | undefined,
  options: ApplyOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const { effective, cancel, why, json } = options;
  if (cancel === true && effective !== undefined) {
    terminal.remark('--cancel and --effective exclude each other: give one of them.\n');
    return 2;
  }
  const input = { hash, why };
  try {
    const { result, words } =
      cancel === true
        ? await cancelApproval(root, input, options)
        : effective === undefined
          ? await applyNow(root, input, options)
          : await approve(root, { ...input, effective }, options);
    await printAnswer(terminal, { json }, result, () => words);
    return 0;
  } catch (error) {
    return explainFailure(error, (text) => terminal.remark(text));
  }
}

type Input = { hash?: string | undefined; why?: string | undefined };

async function applyNow(root: string, input: Input, options: AskOptions): Promise<Told> {
  const result = await askHub(root, 'configuration.apply', input, options);
  const { hash, changed, running, shadow } = result;
  const ended =
    shadow === null
      ? ''
      : `Its shadow has ended: ${shadow.changed} of ${shadow.documents} documents differed.\n`;
  const words = changed
    ? `${shortHash(hash)} is live${running ? '' : ': the next start takes it'}. To go back: waybill rollback\n${ended}`
    : `${shortHash(hash)} was live already.\n`;
  return { result, words };
}

async function approve(
  root: string,
  input: Input & { effective: string },
  options: AskOptions,
): Promise<Told> {
  const result = await askHub(root, 'configuration.approve', input, options);
  return { result, words: approvedText(result) };
}

async function cancelApproval(root: string, input: Input, options: AskOptions): Promise<Told> {
  const result = await askHub(root, 'configuration.cancel', input, options);
  return {
    result,
    words: `${shortHash(result.hash)} is cancelled: it does not go live. The live version stays.\n`,
  };
}
