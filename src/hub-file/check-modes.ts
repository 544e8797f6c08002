/**
 * Configuration that everybody on the machine may change: it says where records go and whose files are trusted.
 *
 * A warning only: mounted folders of other systems show modes that mean nothing.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../yaml/index.js';

/** Files and folders that are looked at; a folder with more is large enough to be told by those. */
const placesMax = 10_000;
const writableByOthers = 0o002;

/** @param root the configuration folder @returns one warning, at the first of such places */
export function checkModes(root: string): Problem[] {
  const inside = ['partners', 'mappings'].flatMap((folder) => [folder, ...entriesOf(root, folder)]);
  const places = ['.', 'hub.yaml', ...inside].slice(0, placesMax);
  const [first, ...others] = places.filter((place) => isWritableByOthers(join(root, place)));
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `, and ${others.length} other files or folders`;
  return [
    {
      code: 'FILE_WRITABLE',
      severity: 'warning',
      file: first,
      line: 1,
      col: 1,
      length: 1,
      path: '',
      message: `everybody on this machine may change this${more}`,
      help: 'chmod -R o-w on the configuration folder',
    },
  ];
}

function entriesOf(root: string, folder: string): string[] {
  try {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    return names.map((name) => join(folder, name));
  } catch {
    // Whoever reads the folder tells what is wrong with it.
    return [];
  }
}

/** Links count as what they lead to; where there is nothing, nothing can be changed. */
function isWritableByOthers(path: string): boolean {
  // Windows has no such modes.
  if (process.platform === 'win32') return false;
  try {
    return (statSync(path).mode & writableByOthers) !== 0;
  } catch {
    return false;
  }
}
