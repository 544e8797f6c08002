/**
 * `waybill apply`: puts a planned version of the configuration live, exactly as it was planned.
 */
import { askHub, type AskOptions } from './input/ask-hub.js';
import { explainFailure } from './telling/explain-failure.js';
import { short } from './plan.js';
import { standardTerminal, type Terminal } from './telling/terminal.js';

export interface ApplyOptions extends AskOptions {
  why?: string;
  json?: boolean;
}

/** @param hash the planned version; the plan of the folder as it is when left out @returns the exit code */
export async function apply(
  root: string,
  hash: string | undefined,
  options: ApplyOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const { why, json } = options;
  try {
    const applied = await askHub(
      root,
      'configuration.apply',
      { ...(hash === undefined ? {} : { hash }), ...(why === undefined ? {} : { why }) },
      options,
    );
    const sentence = applied.changed
      ? `${short(applied.hash)} is live${applied.running ? '' : ': the next start takes it'}. To go back: waybill rollback`
      : `${short(applied.hash)} was live already.`;
    await terminal.write(json === true ? `${JSON.stringify(applied)}\n` : `${sentence}\n`);
    return 0;
  } catch (error) {
    return explainFailure(error, (text) => terminal.remark(text));
  }
}
