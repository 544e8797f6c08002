/**
 * `waybill rollback`: puts a version of the configuration live again that was live before, and with --write the folder too.
 */
import { defined } from '../../defined.js';
import { shortHash } from '../../wording/index.js';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RolledBack } from '../../operations/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import { columns, printAnswer } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface RollbackOptions extends AskOptions {
  /** Replaces the files in the folder. */
  write?: boolean;
  /** Only lists the versions there are. */
  list?: boolean;
}

/** @param hash the version; the one that was live before when left out @returns the exit code */
export async function rollback(
  root: string,
  hash: string | undefined,
  options: RollbackOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const { why, write, list, json } = options;
  try {
    if (list === true) return await listVersions(root, options, terminal);
    const done = await askHub(
      root,
      'configuration.roll-back',
      {
        ...defined({ hash }),
        why,
        write: write === true,
      },
      options,
    );
    if (write === true) {
      await replaceFiles(root, done);
      await askHub(root, 'configuration.reload', {}, options);
    }
    const { files, remove: _, ...told } = done;
    await printAnswer(terminal, { json }, { ...told, files: files.length }, () => render(done));
    return 0;
  } catch (error) {
    return explainFailure(error, (text) => terminal.remark(text));
  }
}

/** Here and not in the hub, which often may not write there. */
async function replaceFiles(root: string, { files, remove }: RolledBack): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), Buffer.from(content, 'base64'));
  }
  for (const path of remove) await rm(join(root, path), { force: true });
}

function render({ hash, before, folder, running, files, cancelled }: RolledBack): string {
  const lines = [`${shortHash(hash)} is live again${running ? '' : ': the next start takes it'}.`];
  if (files.length > 0) {
    lines.push(`The folder holds its ${files.length} files; what it held is kept as ${shortHash(folder)}.`);
  } else if (folder !== hash) {
    lines.push('The folder was not touched; what it holds is pending. To replace it too: --write');
  }
  if (before !== null && before !== hash) lines.push(`Before it was ${shortHash(before)}.`);
  if (cancelled !== null) {
    lines.push(`${shortHash(cancelled)}, which was to go live later, is cancelled. Plan and apply it again.`);
  }
  return `${lines.join('\n')}\n`;
}

async function listVersions(root: string, options: RollbackOptions, terminal: Terminal): Promise<number> {
  const versions = await askHub(root, 'configuration.versions', {}, options);
  const rows = versions.map(({ hash, state, appliedAt = '', appliedBy = '', why = '' }) => [
    shortHash(hash),
    state,
    appliedAt,
    appliedBy,
    why,
  ]);
  await printAnswer(terminal, options, versions, () => columns(rows));
  return 0;
}
