/**
 * Reads one configuration file from disk, only from below the configuration folder.
 *
 * Never throws: a file that is missing, too large, not UTF-8 or reached through a link that leads outside is a problem.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileCharactersMax, readYaml, type YamlFile } from './read-yaml.js';

/** @param path relative to root, and how the file is shown in problems */
export function readYamlFile(root: string, path: string): YamlFile {
  const read = readTextFile(root, path, { bytesMax: fileCharactersMax });
  if (read.text !== undefined) return readYaml(path, read.text);
  const empty = readYaml(path, '');
  const { code, message } = read;
  const problem = {
    code,
    severity: 'error' as const,
    message,
    file: path,
    line: 1,
    col: 1,
    length: 1,
    path: '',
  };
  return { ...empty, problems: [problem] };
}

export type TextFile =
  | { text: string }
  | { text?: undefined; code: 'FILE_MISSING' | 'FILE_OUTSIDE' | 'FILE_UNREADABLE'; message: string };

/** The text of a regular UTF-8 file below root, or why there is none. */
export function readTextFile(root: string, path: string, limits: { bytesMax: number }): TextFile {
  try {
    const full = realpathSync(resolve(root, path));
    if (!isInside(realpathSync(root), full)) {
      return { code: 'FILE_OUTSIDE', message: 'the file is outside the configuration folder' };
    }
    const status = statSync(full);
    if (!status.isFile()) return { code: 'FILE_UNREADABLE', message: 'this is not a regular file' };
    if (status.size > limits.bytesMax) {
      return {
        code: 'FILE_UNREADABLE',
        message: `the file has ${status.size} bytes; at most ${limits.bytesMax} are read`,
      };
    }
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(full)) };
  } catch (error) {
    return whyUnreadable(error);
  }
}

/** Whether a path is below a folder; the folder itself is not. Both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function whyUnreadable(error: unknown): TextFile {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return { code: 'FILE_MISSING', message: 'the file does not exist' };
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return { code: 'FILE_UNREADABLE', message: 'the file is not UTF-8 text' };
  }
  return { code: 'FILE_UNREADABLE', message: `the file cannot be read (${code || 'unknown reason'})` };
}
