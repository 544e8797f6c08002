/**
 * Reading speed and memory on generated 850, 810 and 856 files, with node-x12 in the same run on the same bytes.
 *
 * Each measurement has a process of its own, so that its peak memory is its own, and runs compiled JavaScript with no
 * flags, as the hub does. The byte loop is the floor: it touches every byte once and does nothing else.
 * `--quick` reads 1 MB only. `--large` adds 100 MB, where node-x12 is left out: it parses whole texts only. `--huge`
 * prints the memory that 100 MB and 1 GB need instead. Neither is ever held in memory as a whole.
 * `--against COMMIT` compares reading with that of another commit.
 */
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareScripts, type ScriptMeasurement } from './against/compare-scripts.js';
import { OptionError, readScriptOptions } from './against/options.js';
import { benchSets, usualLinesPerSet } from './generate-x12.js';
import type { BenchSet } from './generate-x12.js';
import type { Measurement, Reader } from './measure-x12.js';
import { compileMeasurement, measure } from './measurement.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, 'node_modules', '.cache', 'waybill-bench');
const megabyte = 1_000_000;
/** Beyond this node-x12 needs more memory than a small machine has: it was measured at 55 times the file. */
const wholeTextMegabytesMax = 10;

/** Runs the benchmark. @throws OptionError, and TreeError for another commit */
export async function run(words: readonly string[]): Promise<void> {
  const { against, turns, flags } = readScriptOptions(words, ['large', 'huge']);
  const sizes = flags.has('quick') ? [1] : flags.has('large') ? [1, 10, 100] : [1, 10];
  if (against !== undefined && flags.has('huge')) throw new OptionError('--huge does not go with --against.');
  if (against !== undefined) return compareReading(against, turns, sizes.slice(-1));
  compileMeasurement(compiled);
  const { model } = cpus()[0] ?? { model: 'unknown processor' };
  console.log(`## Reading X12\n\nNode ${process.version}, ${cpus().length} x ${model.trim()}\n`);
  if (flags.has('huge')) return printMemory();
  console.log('| Set | MB | Reader | MB/s | x node-x12 | peak MB | above start MB |');
  console.log('|---|--:|---|--:|--:|--:|--:|');
  for (const set of benchSets) for (const megabytes of sizes) await printRows(set, megabytes);
  if (!flags.has('quick')) await printGrowth();
}

/** node-x12 is left out: it is the same package on both sides. */
async function compareReading(against: string, turns: number, sizes: readonly number[]): Promise<void> {
  const readers: readonly Reader[] = ['waybill', 'waybill-documents', 'byte-loop'];
  const measurements = benchSets.flatMap((set) =>
    sizes.flatMap((megabytes) => readers.map((reader) => readingOf(reader, set, megabytes))),
  );
  await compareScripts(against, turns, {
    title: 'Reading X12',
    script: 'measure-x12',
    measurements,
    notes: ['- byte-loop is the same code on both sides: its ratio shows the noise of the machine'],
  });
}

function readingOf(reader: Reader, set: BenchSet, megabytes: number): ScriptMeasurement {
  return {
    words: [reader, set, String(megabytes), String(usualLinesPerSet)],
    figuresOf(printed) {
      const measured = printed as Measurement;
      const subject = `${set}, ${megabytes} MB, ${reader}`;
      return [
        { subject, name: 'MB/s', value: speedOf(measured), better: 'more' },
        { subject, name: 'CPU ms', value: measured.processorSeconds * 1_000, better: 'less' },
        { subject, name: 'peak MB', value: measured.peakBytes / megabyte, better: 'less' },
      ];
    },
  };
}

async function printRows(set: BenchSet, megabytes: number): Promise<void> {
  const readers: Reader[] = ['waybill', 'waybill-documents', 'byte-loop'];
  if (megabytes <= wholeTextMegabytesMax) readers.push('node-x12', 'node-x12-stream');
  const found = new Map<Reader, Measurement>();
  for (const reader of readers)
    found.set(reader, await measure(compiled, { reader, set, megabytes, linesPerSet: usualLinesPerSet }));
  const peer = found.get('node-x12');
  for (const [reader, result] of found) {
    const speed = speedOf(result);
    const ratio = peer === undefined ? '-' : (speed / speedOf(peer)).toFixed(1);
    const above = result.peakBytes - result.startBytes;
    printRow([
      set,
      megabytes,
      reader,
      speed.toFixed(1),
      ratio,
      inMegabytes(result.peakBytes),
      inMegabytes(above),
    ]);
  }
}

/** Twice the bytes take twice the time: each row says how many times longer it took than the row before. */
async function printGrowth(): Promise<void> {
  console.log('\n| Set | lines per set | MB | processor seconds | times the row before |');
  console.log('|---|--:|--:|--:|--:|');
  for (const linesPerSet of [1, usualLinesPerSet, 100_000]) {
    let before: number | undefined;
    for (const megabytes of [20, 40, 80]) {
      const { processorSeconds: seconds } = await measure(compiled, {
        reader: 'waybill',
        set: '850',
        megabytes,
        linesPerSet,
      });
      const times = before === undefined ? '-' : (seconds / before).toFixed(2);
      printRow(['850', linesPerSet, megabytes, seconds.toFixed(3), times]);
      before = seconds;
    }
  }
}

/** The report holds an entry for each set, so many small sets need more memory than a few large ones. */
async function printMemory(): Promise<void> {
  console.log('| Set | lines per set | Reader | MB | MB/s | peak MB | above start MB | sets |');
  console.log('|---|--:|---|--:|--:|--:|--:|--:|');
  for (const linesPerSet of [1000, usualLinesPerSet])
    for (const reader of ['waybill', 'waybill-documents'] as const)
      for (const megabytes of [100, 1000]) {
        const result = await measure(compiled, { reader, set: '850', megabytes, linesPerSet });
        const above = result.peakBytes - result.startBytes;
        const speed = speedOf(result).toFixed(1);
        const sizes = [inMegabytes(result.peakBytes), inMegabytes(above), result.sets];
        printRow(['850', linesPerSet, reader, megabytes, speed, ...sizes]);
      }
}

function printRow(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function inMegabytes(bytes: number): string {
  return (bytes / megabyte).toFixed(0);
}

function speedOf({ bytes, seconds }: Measurement): number {
  return bytes / megabyte / seconds;
}
