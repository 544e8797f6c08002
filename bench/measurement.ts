/**
 * Runs a script that measures as compiled JavaScript in a process of its own, without flags, as the hub runs.
 *
 * A loader that translates TypeScript would stand in the memory figures, and so would whatever was measured before.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchSet } from './generate-x12.js';
import type { Measurement, Reader } from './measure-x12.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Subject {
  reader: Reader;
  set: BenchSet;
  megabytes: number;
  linesPerSet: number;
}

/**
 * Compiles a script of the folder bench, and what it imports, into a directory, which is made where it is not there.
 * @param tree its top; another commit's may lie inside node_modules
 */
export function compileMeasurement(directory: string, tree = root): void {
  mkdirSync(directory, { recursive: true });
  const config = {
    extends: join(tree, 'tsconfig.json'),
    compilerOptions: { noEmit: false, noCheck: true, rootDir: tree, outDir: directory, types: [] },
    // All of it by name: inside node_modules the compiler writes nothing that is only imported.
    include: [join(tree, 'src'), join(tree, 'bench', '*')],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ type: 'module' }));
  const compiler = join(tree, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(directory, 'tsconfig.json')], { stdio: 'inherit' });
}

/** Measures with what was compiled into the directory. */
export async function measure(directory: string, subject: Subject): Promise<Measurement> {
  const { reader, set, megabytes, linesPerSet } = subject;
  const words = [reader, set, String(megabytes), String(linesPerSet)];
  return (await runMeasurement(directory, 'measure-x12.js', words)) as Measurement;
}

/** Runs a compiled script of this folder in a process of its own. @returns the JSON that it prints */
export async function runMeasurement(
  directory: string,
  script: string,
  words: readonly string[],
): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(directory, 'bench', script),
    ...words,
  ]);
  return JSON.parse(stdout);
}
