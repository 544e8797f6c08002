/**
 * The configuration folder as a version: which files belong to it, and a cheap look that tells whether one changed.
 *
 * hub.yaml, partners/*.yaml and everything below mappings/. Hidden files are nobody's: editors and version control put their
 * own things there.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../errors.js';
import { sha256, type Version, type VersionFile } from '../../store/configuration/index.js';

/** Files of a configuration folder; a folder with more is not one. */
export const configurationFilesMax = 10_000;

/** @returns the hash that names a version with these files */
export function hashOf(files: readonly VersionFile[]): string {
  const lines = files.map(({ path, bytes }) => `${JSON.stringify(path)} ${sha256(bytes)}\n`);
  return sha256(lines.sort().join(''));
}

/** @throws ConfigError CONFIG_INVALID for too many files, and what the file system throws */
export async function readFolderVersion(root: string): Promise<Version> {
  const files: VersionFile[] = [];
  for (const path of await configurationFiles(root)) {
    files.push({ path, bytes: await readFile(join(root, path)) });
  }
  return { hash: hashOf(files), files };
}

/** Another text whenever a file was added, removed, written or replaced. */
export async function lookAt(root: string): Promise<string> {
  const lines: string[] = [];
  for (const path of await configurationFiles(root)) {
    const found = await stat(join(root, path), { bigint: true }).catch(() => undefined);
    lines.push(`${path} ${found?.ino} ${found?.size} ${found?.mtimeNs} ${found?.ctimeNs}`);
  }
  return lines.join('\n');
}

async function configurationFiles(root: string): Promise<string[]> {
  const isYaml = (path: string) => /\.ya?ml$/.test(path);
  const partners = (await filesBelow(root, 'partners')).filter(isYaml);
  const found = ['hub.yaml', ...partners, ...(await filesBelow(root, 'mappings'))].sort();
  if (found.length <= configurationFilesMax) return found;
  throw new ConfigError(
    'CONFIG_INVALID',
    `The configuration folder holds more than ${configurationFilesMax} files.`,
    { detail: { files: found.length } },
  );
}

/** Links are followed: some place whole configurations by moving one. */
async function filesBelow(root: string, folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found: string[] = [];
  for (const name of names.filter((one) => !/^\.|~$/.test(one))) {
    const path = `${folder}/${name}`;
    const status = await stat(join(root, path)).catch(() => undefined);
    if (status?.isFile()) found.push(path);
    if (status?.isDirectory() && folder.split('/').length < foldersDeepMax) {
      found.push(...(await filesBelow(root, path)));
    }
  }
  return found;
}

/** A link to a folder above would otherwise never end. */
const foldersDeepMax = 5;
