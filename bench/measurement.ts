/**
 * Runs measure-x12 as compiled JavaScript in a process of its own, without flags, as the hub runs.
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

/** Compiles what is measured into a directory, which is made where it is not there. */
export function compileMeasurement(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, noCheck: true, rootDir: root, outDir: directory, types: [] },
    include: [],
    files: [join(root, 'bench', 'measure-x12.ts')],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ type: 'module' }));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(directory, 'tsconfig.json')], { stdio: 'inherit' });
}

/** Measures with what was compiled into the directory. */
export async function measure(directory: string, subject: Subject): Promise<Measurement> {
  const { reader, set, megabytes, linesPerSet } = subject;
  const script = join(directory, 'bench', 'measure-x12.js');
  const words = [script, reader, set, String(megabytes), String(linesPerSet)];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout) as Measurement;
}
