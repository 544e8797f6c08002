/**
 * A coverage-guided fuzzer for reading X12: `npm run fuzz -- --seconds 60 --seed 1`.
 *
 * Compiles the reader, puts counters into its branches and changes inputs for as long as asked. What breaks a promise of
 * target.ts is saved in test/fixtures/fuzz, where replay.test.ts reads it from then on; the exit code is then 1.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { writeInterchange } from '../../src/x12/write/write.js';
import { compile } from '../kit/compiled.js';
import { allGuides, madeDocument, outboundOf } from '../x12/made-documents.js';
import { drawFrom } from '../x12/made-values.js';
import type { Exploration, Told } from './explore.js';
import { instrumentFolders } from './instrument.js';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const finds = join(fixtures, 'fuzz');
/** An input of a few kilobytes is read in far less. */
const hangSeconds = 10;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const folder = compile('waybill-fuzz', ['test/fuzz/explore.ts', 'test/fuzz/target.ts']);
const exploration: Exploration = {
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  counters: instrumentFolders([join(folder, 'src/x12')], (path) => /guides.(4010|5010)/.test(path)),
  seeds: [...readFixtures('x12'), ...readFixtures('fuzz'), ...madeSeeds()],
  tried: new SharedArrayBuffer(4),
  current: new SharedArrayBuffer(4 + 65_536),
};
const worker = new Worker(join(folder, 'test/fuzz/explore.js'), { workerData: exploration, execArgv: [] });
const tried = new Int32Array(exploration.tried);
let [before, still] = [0, 0];
const watch = setInterval(() => {
  const now = Atomics.load(tried, 0);
  still = now === before ? still + 1 : 0;
  before = now;
  if (still < hangSeconds) return;
  const length = new Int32Array(exploration.current, 0, 1)[0]!;
  save('it is read for longer than ten seconds', new Uint8Array(exploration.current, 4, length).slice());
  void worker.terminate();
}, 1000);
worker.on('message', (told: Told) => {
  if (told.kind === 'find') save(told.words, told.bytes);
  else
    console.log(
      `${told.tried} inputs in ${exploration.seconds} s; ${told.reached} of ${exploration.counters} branches reached by ${told.kept} of them`,
    );
});
worker.on('error', (error) => {
  process.exitCode = 1;
  console.error(error);
});
worker.on('exit', () => clearInterval(watch));

function save(words: string, bytes: Uint8Array): void {
  mkdirSync(finds, { recursive: true });
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`;
  writeFileSync(join(finds, name), bytes);
  console.error(`found: ${words}\n  saved as test/fixtures/fuzz/${name}`);
  process.exitCode = 1;
}

function readFixtures(name: string): Uint8Array[] {
  const path = join(fixtures, name);
  if (!existsSync(path)) return [];
  const files = readdirSync(path).filter((file) => /\.(edi|bin)$/.test(file));
  return files.sort().map((file) => new Uint8Array(readFileSync(join(path, file))));
}

/** A small document of every guide. */
function madeSeeds(): Uint8Array[] {
  return allGuides.flatMap((guide, index) => {
    const numbers = Array.from({ length: 40 }, (_, at) => ((at + index) * 7919) % 9973);
    const written = writeInterchange(outboundOf(madeDocument(guide, drawFrom(numbers))));
    return 'bytes' in written && written.bytes.length < 2_500 ? [new Uint8Array(written.bytes)] : [];
  });
}
