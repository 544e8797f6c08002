/**
 * `waybill reload`: has the running hub take a changed configuration now, and says what is wrong when it does not.
 */
import { shortHash } from '../../wording/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

/** @returns the exit code: 0 taken, or there was nothing to take */
export async function reload(
  root: string,
  options: AskOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  try {
    const { running, take, hash } = await askHub(root, 'configuration.reload', {}, options);
    if (!running) terminal.remark('No hub runs; the next start reads the configuration.\n');
    else if (hash !== null) await terminal.write(`${shortHash(hash)} is live.\n`);
    if (running && take === 'applied')
      terminal.remark('Changes of the folder have to be applied. Next: waybill plan\n');
    return 0;
  } catch (error) {
    return explainFailure(error, (text) => terminal.remark(text));
  }
}
