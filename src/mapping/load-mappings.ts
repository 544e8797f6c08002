/**
 * Reads and compiles all mappings of a configuration folder: mappings/*.yaml.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, readTextFile, readYamlFile } from '../yaml/index.js';
import { compileMapping } from './compile.js';
import type { Mapping } from './mapping.js';

const folder = 'mappings';

/** Bytes in one file of the mappings folder; a crosswalk of a million rows fits. */
export const mappingFileBytesMax = 256 * 1024 * 1024;

/** @param root the configuration folder, which holds mappings/ */
export function loadMappings(root: string): { mappings: Map<string, Mapping>; problems: Problem[] } {
  const mappings = new Map<string, Mapping>();
  const problems: Problem[] = [];
  const readText = cachedReader(root);
  for (const name of mappingFiles(root)) {
    const file = `${folder}/${name}`;
    const yaml = readYamlFile(root, file);
    if (yaml.problems.length > 0 && yaml.text === '') {
      problems.push(...yaml.problems);
      continue;
    }
    const compiled = compileMapping({ file, text: yaml.text }, { readText });
    problems.push(...compiled.problems);
    const { mapping } = compiled;
    if (!mapping) continue;
    const other = mappings.get(mapping.name);
    if (other) problems.push(nameTaken(mapping, other));
    else mappings.set(mapping.name, mapping);
  }
  return { mappings, problems };
}

function mappingFiles(root: string): string[] {
  try {
    return readdirSync(join(root, folder))
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Several mappings use the same crosswalks. */
function cachedReader(root: string): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (!known.has(path))
      known.set(path, readTextFile(root, `${folder}/${path}`, { bytesMax: mappingFileBytesMax }).text);
    return known.get(path);
  };
}

function nameTaken(mapping: Mapping, other: Mapping): Problem {
  const message = `${other.file} has the name "${mapping.name}" too`;
  return {
    code: 'MAP113',
    severity: 'error',
    message,
    file: mapping.file,
    line: 1,
    col: 1,
    length: 1,
    path: 'map',
  };
}
