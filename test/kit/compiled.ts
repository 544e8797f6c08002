/**
 * Parts of the project compiled to JavaScript in a folder of their own, for tests that measure: a loader that translates
 * TypeScript would stand in the figures. Types are not checked here.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles the files and what they import; returns the folder that stands for the project's root. */
export function compile(name: string, files: readonly string[]): string {
  const folder = join(root, 'node_modules', '.cache', name);
  mkdirSync(folder, { recursive: true });
  const settings = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, noCheck: true, sourceMap: false, rootDir: root, outDir: folder },
    include: [],
    files: files.map((file) => join(root, file)),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(folder, 'tsconfig.json')], { stdio: 'inherit' });
  return folder;
}
