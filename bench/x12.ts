/**
 * Reading speed and memory on generated 850, 810 and 856 files, with node-x12 in the same run on the same bytes.
 *
 * Each measurement has a process of its own, so that its peak memory is its own, and runs compiled JavaScript, as the
 * hub does. The byte loop is the floor: it touches every byte once and does nothing else.
 * `--large` adds 100 MB, which is never held in memory as a whole; node-x12 parses whole texts only and is left out there.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { benchSets } from './generate-x12.js';
import type { BenchSet } from './generate-x12.js';
import type { Measurement, Reader } from './measure-x12.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, 'node_modules', '.cache', 'waybill-bench');
const megabyte = 1_000_000;
/** Beyond this node-x12 needs more memory than a small machine has: it was measured at 55 times the file. */
const wholeTextMegabytesMax = 10;

/** Runs the benchmark. Options: --large (100 MB too), --quick (1 MB only). */
export async function run(options: readonly string[]): Promise<void> {
  const sizes = options.includes('--quick') ? [1] : options.includes('--large') ? [1, 10, 100] : [1, 10];
  compile();
  const { model } = cpus()[0] ?? { model: 'unknown processor' };
  console.log(`## Reading X12\n\nNode ${process.version}, ${cpus().length} x ${model.trim()}\n`);
  console.log('| Set | MB | Reader | MB/s | x node-x12 | peak MB | above start MB |');
  console.log('|---|--:|---|--:|--:|--:|--:|');
  for (const set of benchSets) for (const megabytes of sizes) await printRows(set, megabytes);
}

async function printRows(set: BenchSet, megabytes: number): Promise<void> {
  const readers: Reader[] = ['waybill', 'waybill-documents', 'byte-loop'];
  if (megabytes <= wholeTextMegabytesMax) readers.push('node-x12', 'node-x12-stream');
  const found = new Map<Reader, Measurement>();
  for (const reader of readers) found.set(reader, await measure(reader, set, megabytes));
  const peer = found.get('node-x12');
  for (const [reader, result] of found) {
    const speed = speedOf(result);
    const ratio = peer === undefined ? '-' : (speed / speedOf(peer)).toFixed(1);
    const [peak, above] = [result.peakBytes, result.peakBytes - result.startBytes].map((bytes) =>
      (bytes / megabyte).toFixed(0),
    );
    console.log(
      `| ${set} | ${megabytes} | ${reader} | ${speed.toFixed(1)} | ${ratio} | ${peak} | ${above} |`,
    );
  }
}

function speedOf({ bytes, seconds }: Measurement): number {
  return bytes / megabyte / seconds;
}

async function measure(reader: Reader, set: BenchSet, megabytes: number): Promise<Measurement> {
  const script = join(compiled, 'bench', 'measure-x12.js');
  const { stdout } = await promisify(execFile)(process.execPath, [script, reader, set, String(megabytes)]);
  return JSON.parse(stdout) as Measurement;
}

/** Compiles what is measured: a loader that translates TypeScript would stand in the memory figures. */
function compile(): void {
  mkdirSync(compiled, { recursive: true });
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, noCheck: true, rootDir: root, outDir: compiled },
    include: [],
    files: [join(root, 'bench', 'measure-x12.ts')],
  };
  writeFileSync(join(compiled, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(compiled, 'package.json'), JSON.stringify({ type: 'module' }));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(compiled, 'tsconfig.json')], { stdio: 'inherit' });
}
