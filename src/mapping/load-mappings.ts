/**
 * Reads and compiles all mappings of a configuration folder: mappings/*.yaml.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openCrosswalkReader } from '../crosswalks/index.js';
import { hasErrors, type Problem, readTextFile, readYamlFile } from '../yaml/index.js';
import { compileMapping } from './compile.js';
import { type Mapping, todoRemarks } from './file/index.js';
import type { FindOutline, OutboundMapping } from './outbound/index.js';

const folder = 'mappings';

/** Bytes in one file of the mappings folder; a crosswalk of a million rows fits. */
export const mappingFileBytesMax = 256 * 1024 * 1024;

export interface LoadedMappings {
  /** Those that read documents, by name. */
  mappings: Map<string, Mapping>;
  /** Those that write documents, by name; no name stands in both. */
  outbound: Map<string, OutboundMapping>;
  /** Names of those that cannot be used for their own faults: nobody needs to be told that they are not there. */
  broken: Set<string>;
  problems: Problem[];
}

/**
 * @param root the configuration folder, which holds mappings/
 * @param outlines the guides that X12 is written after
 * @param readCrosswalk the same again lets tables that are in use be read once
 */
export function loadMappings(
  root: string,
  outlines: FindOutline,
  readCrosswalk = openCrosswalkReader(),
): LoadedMappings {
  const mappings = new Map<string, Mapping>();
  const written = new Map<string, OutboundMapping>();
  const broken = new Set<string>();
  const problems: Problem[] = [];
  const readText = cachedReader(root);
  for (const name of mappingFiles(root)) {
    const file = `${folder}/${name}`;
    const yaml = readYamlFile(root, file);
    if (yaml.problems.length > 0 && yaml.text === '') {
      problems.push(...yaml.problems);
      broken.add(nameOf(name));
      continue;
    }
    const compiled = compileMapping({ file, text: yaml.text }, { readText, readCrosswalk, outlines });
    problems.push(...compiled.problems, ...todoRemarks(yaml));
    const { mapping, outbound } = compiled;
    const made = mapping ?? outbound;
    if (!made && hasErrors(compiled.problems)) {
      broken.add(nameOf(name));
      broken.add(String((yaml.value as { map?: unknown } | undefined)?.map));
    }
    if (!made) continue;
    const other = mappings.get(made.name) ?? written.get(made.name);
    if (other) problems.push(nameTaken(made, other));
    else if (mapping) mappings.set(mapping.name, mapping);
    else if (outbound) written.set(outbound.name, outbound);
  }
  return { mappings, outbound: written, broken, problems: eachOnce(problems) };
}

/** A file of mappings/ that cannot be read may be named like its mapping. */
function nameOf(fileName: string): string {
  return fileName.replace(/\.ya?ml$/, '');
}

/** What is wrong with a crosswalk or a base is found by every mapping that uses it. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  const keyOf = ({ file, line, col, code, message }: Problem) =>
    JSON.stringify([file, line, col, code, message]);
  return [...new Map(problems.map((problem) => [keyOf(problem), problem] as const)).values()];
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

type Named = Pick<Mapping, 'name' | 'file'>;

function nameTaken(mapping: Named, other: Named): Problem {
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
