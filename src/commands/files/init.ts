/**
 * `waybill init [DIR]`: a new configuration folder with one working sample partner. Never writes over a file.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { initFiles, sampleInbox, sampleInput } from '../../workbench/draft/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

/** @returns the exit code: 2 when one of the files is there already; nothing is written then */
export async function init(folder: string, terminal: Terminal = standardTerminal()): Promise<number> {
  const root = resolve(folder);
  const files = initFiles(root);
  // A README or .gitignore of one's own is kept; where the others are, there is a configuration already.
  const kept = ['README.md', '.gitignore'].filter((path) => existsSync(join(root, path)));
  const there = [...files.keys()].filter((path) => !kept.includes(path) && existsSync(join(root, path)));
  if (there.length > 0) {
    terminal.remark(
      `${folder} has ${there.slice(0, 3).join(', ')} already, so nothing was written. Choose an empty folder.\n`,
    );
    return 2;
  }
  for (const [path, text] of files) {
    if (kept.includes(path)) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: 'wx' });
  }
  await terminal.write(report(folder, root, kept));
  return 0;
}

function report(folder: string, root: string, kept: readonly string[]): string {
  const way = relative(process.cwd(), root);
  return [
    `A hub with one sample supplier is in ${folder}: hub.yaml, partners/, mappings/, samples/.\n`,
    ...kept.map((path) => `${path} was there and is as it was.\n`),
    'Next:\n',
    ...(way === '' ? [] : [`  cd ${way}\n`]),
    '  npx waybill check\n',
    '  npx waybill test\n',
    '  npx waybill start\n',
    `and, in another terminal: cp ${sampleInput} ${sampleInbox}/\n`,
  ].join('');
}
