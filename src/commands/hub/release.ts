/**
 * `waybill release`: translates again what waits, under the configuration that is live; counts first.
 */
import type { ReleasePreview } from '../../operations/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import { printAnswer } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface ReleaseOptions extends AskOptions {
  all?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

/** Of all that waits only with `--yes`. @returns the exit code: 4 when it was only counted though something would go on */
export async function release(
  root: string,
  ids: readonly string[],
  options: ReleaseOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  if (ids.length > 0 === (options.all === true)) {
    terminal.remark('Name files or records by their ids, or write --all.\n');
    return 2;
  }
  const which = ids.length > 0 ? { ids: [...ids] } : {};
  const onlyCounts = options.dryRun === true || (options.all === true && options.yes !== true);
  try {
    if (onlyCounts) return await count(root, which, { options, terminal });
    const done = await askHub(root, 'release.start', { ...which, why: options.why }, options);
    const files = `${done.files} ${done.files === 1 ? 'file is' : 'files are'}`;
    const text = done.running
      ? `${files} translated again now. Next: npx waybill status\n`
      : `No hub runs: ${files} translated again at its next start. Next: npx waybill start\n`;
    await printAnswer(terminal, options, done, () => text);
    return 0;
  } catch (error) {
    return explainFailure(error);
  }
}

async function count(
  root: string,
  which: { ids?: string[] },
  { options, terminal }: { options: ReleaseOptions; terminal: Terminal },
): Promise<number> {
  const preview = await askHub(root, 'release.preview', which);
  await printAnswer(terminal, options, preview, () => textOf(preview, options));
  return preview.released + preview.rejected > 0 ? 4 : 0;
}

function textOf({ files, released, held, rejected }: ReleasePreview, { all }: ReleaseOptions): string {
  if (files === 0) return 'Nothing waits.\n';
  const still = Object.entries(held).map(
    ([code, documents]) => `  ${String(documents).padStart(6)}  ${code}\n`,
  );
  return [
    `Something waits in ${files} ${files === 1 ? 'file' : 'files'}.\n`,
    `${released} documents would go on${rejected === 0 ? '' : `, ${rejected} would be rejected`}.\n`,
    still.length === 0 ? '' : `Still held:\n${still.sort().join('')}`,
    all === true ? 'Nothing was done. To do it: npx waybill release --all --yes\n' : 'Nothing was done.\n',
  ].join('');
}
